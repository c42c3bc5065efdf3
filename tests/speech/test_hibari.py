"""hibari: one English neural voice, the same in any order, from files that were checked."""

import json
import sys
from dataclasses import replace

import pytest

from builder.base.errors import VoiceMissing
from builder.model.script import PhonemeSpan, VoiceRef
from builder.speech import hibari, hibari_lexicon, hibari_worker, phonemes
from builder.speech.judge import judge
from builder.speech.models import package_folder
from builder.speech.processor import instructions
from builder.speech.worker_engine import Deadline, WorkerEngine
from builder.system.worker import WorkerError
from builder.testing.engines import SENTENCES, EngineContract, make_utterance

pytestmark = pytest.mark.voice


class TestContract(EngineContract):
    voice = "heart"

    def make_engine(self):
        return hibari.load()


@pytest.fixture(scope="module")
def engine():
    engine = hibari.load()
    yield engine
    engine.close()


def say(engine, text, *, rate_percent=100):
    return engine.synthesise(make_utterance(text, engine="hibari", voice="heart", rate_percent=rate_percent))


def test_a_quicker_rate_is_shorter_and_passes_the_judge(engine):
    text = SENTENCES["en"][1]

    normal, quick = (say(engine, text, rate_percent=rate_percent) for rate_percent in (100, 150))

    judge(quick, make_utterance(text, rate_percent=150), sample_rate_hz=24_000)
    assert quick.frames < 0.8 * normal.frames


def test_brackets_are_no_phonemes(engine):
    clip = say(engine, "Say [nothing](/həlˈO ðˈɛɹ həlˈO ðˈɛɹ/) at all.")

    assert clip.pcm == say(engine, "Say [nothing] (/həlˈO ðˈɛɹ həlˈO ðˈɛɹ/) at all.").pcm


def test_each_word_is_marked_where_it_starts(engine):
    text = 'Dr. Krystal said:  N.M.D.A — "Special K," it\'s so.'

    clip = say(engine, text)

    words = [text[mark.text_start : mark.text_end] for mark in clip.marks]
    assert words == ["Dr", "Krystal", "said", "N.M.D.A", '"Special', "K", "it's", "so"]
    assert clip.marks[0].frame > 0
    assert clip.marks[-1].frame < clip.frames - 2_400


def test_a_word_starts_in_its_own_sound(engine):
    loud = say(engine, "Stop.")
    pause = say(engine, "Stop. Stop.")

    first, second = (mark.frame for mark in pause.marks)

    assert first == loud.marks[0].frame
    assert second >= loud.frames


def test_a_model_without_lengths_says_the_same_without_marks(engine):
    code = (
        "from builder.speech import hibari_words, hibari_worker\n"
        "hibari_words.LENGTHS = '/No_such_tensor'\n"
        "hibari_worker.main()"
    )
    deadline = Deadline(start_s=60, base_s=20, character_s=0.2)
    without = WorkerEngine(hibari.info(), (sys.executable, "-P", "-c", code, "."), deadline=deadline)

    clip = say(without, SENTENCES["en"][1])

    without.close()
    with_marks = say(engine, SENTENCES["en"][1])
    assert clip.marks == ()
    assert with_marks.marks
    assert clip.pcm == with_marks.pcm


def test_scipy_is_kept_out_where_it_is_installed(engine, tmp_path, monkeypatch):
    (tmp_path / "scipy").mkdir()
    (tmp_path / "scipy" / "__init__.py").touch()
    (tmp_path / "scipy" / "fft.py").write_text("rfft = irfft = None", encoding="ascii")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    beside_scipy = hibari.load()

    clip = say(beside_scipy, SENTENCES["en"][0])

    beside_scipy.close()
    assert clip == say(engine, SENTENCES["en"][0])


def test_information_loads_neither_model_nor_numpy_into_this_process():
    info = hibari.info()

    assert {"models", "onnxruntime", "numpy", "instructions", "word starts"} == set(info.parts)
    assert info.voices[0].neural
    assert "hibari" not in sys.modules
    assert "onnxruntime" not in sys.modules


def test_a_voice_outside_the_wheel_is_named_only_where_its_file_is(tmp_path, monkeypatch):
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
    before = [voice.name for voice in hibari.info().voices]

    (tmp_path / "bf_emma.int8.onnx").write_bytes(b"not a model")

    assert before == ["heart"]
    assert [voice.name for voice in hibari.info().voices] == ["heart", "emma"]


def test_a_changed_model_is_refused_before_it_is_loaded(tmp_path, monkeypatch):
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
    (tmp_path / "bf_emma.int8.onnx").write_bytes(b"not a model")
    engine = hibari.load()

    with pytest.raises(VoiceMissing, match="SHA-256"):
        engine.synthesise(make_utterance("Hello.", voice="emma", language="en-GB"))

    engine.close()


def test_changed_files_in_the_wheel_are_refused(tmp_path, monkeypatch):
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "hibari.onnx").write_bytes(b"other")
    monkeypatch.setattr(hibari_worker, "package_folder", lambda module: tmp_path)

    with pytest.raises(WorkerError, match="SHA-256"):
        hibari_worker.Voices(tmp_path)


def test_a_missing_wheel_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(hibari, "package_folder", lambda module: None)

    with pytest.raises(VoiceMissing) as caught:
        hibari.info()

    assert caught.value.hint == "pip install 'edition-builder[en]'"


@pytest.mark.parametrize(
    ("flags", "name"),
    [
        ("fpu sse2 avx2 avx512f avx512_vnni", "avx512-vnni"),
        ("fpu sse2 avx2 avx512f", "avx512"),
        ("fpu sse2 avx2 avx_vnni", "avx2-vnni"),
        ("fpu sse2 avx2", "avx2"),
        ("fpu sse2", "sse"),
    ],
)
def test_the_instructions_of_a_processor_have_a_class(tmp_path, flags, name):
    (tmp_path / "cpuinfo").write_text(f"processor\t: 0\nflags\t\t: {flags}\n", encoding="ascii")

    assert instructions(tmp_path / "cpuinfo") == name


def test_a_machine_without_a_list_of_flags_is_named_by_its_kind(tmp_path):
    assert instructions(tmp_path / "missing")


def test_sounds_are_spoken_instead_of_the_word(engine):
    text = "The Spravato works."
    utterance = make_utterance(text, engine="hibari", voice="heart")
    own, other = (
        replace(utterance, phonemes=(PhonemeSpan(start=4, end=12, ipa=ipa),))
        for ipa in ("spɹævˈɑːɾoʊ", "ˈbɪt")
    )

    plain, same, short = (engine.synthesise(each) for each in (utterance, own, other))

    assert short.frames < 0.85 * plain.frames
    assert abs(same.frames - plain.frames) < 0.1 * plain.frames


def test_every_sign_we_write_is_in_its_vocabulary():
    vocabulary = json.loads((package_folder("hibari") / "assets" / "vocab.json").read_bytes())

    signs = [*phonemes._MISAKI.values(), *phonemes._AMERICAN.values(), *phonemes._BRITISH.values()]

    assert set("".join(signs)) <= set(vocabulary)


def test_its_lexicon_tells_which_words_it_guesses():
    knows = hibari_lexicon.known_words(VoiceRef(engine="hibari", voice="heart"))

    assert knows is not None
    assert all(map(knows, ("ketamine", "Prozac", "doses", "planned", "Yale’s", "therapies")))
    assert not any(map(knows, ("esketamine", "Spravato", "Krystal")))
