"""Arabic: short vowels are put in for the voice, and nothing that is shown changes."""

import subprocess
import sys

import pytest

from builder.base.errors import VoiceMissing
from builder.speech import arabic, espeak
from builder.speech.arabic import load_diacritiser, marks_in_text, with_vowels
from builder.speech.speak import speech_recipe
from builder.testing.engines import EngineContract, make_utterance
from builder.testing.programs import not_installed

FATHA, KASRA, SHADDA = "\u064e", "\u0650", "\u0651"

piper = pytest.mark.skipif(not_installed("piper"), reason="piper-tts is not installed")


def always_fatha(text):
    """Put a fatha behind each letter of an Arabic text, as the model does with what it finds."""
    bare = "".join(character for character in text if not "\u064b" <= character <= "\u0652")
    return "".join(letter + FATHA * ("\u0620" <= letter <= "\u064a") for letter in bare)


def test_letters_get_vowels_and_keep_their_places():
    spoken, places = with_vowels("من 5", always_fatha)

    assert spoken == f"م{FATHA}ن{FATHA} 5"
    assert places == [(0, 1), (0, 1), (1, 2), (1, 2), (2, 3), (3, 4)]


def test_vowels_somebody_wrote_are_kept():
    spoken, places = with_vowels(f"م{KASRA}ن", always_fatha)

    assert spoken == f"م{KASRA}ن{FATHA}"
    assert places == [(0, 2), (0, 2), (2, 3), (2, 3)]


@pytest.mark.parametrize("text", ["", "  ", " من ", f"{SHADDA}من", "NMDA من"])
def test_every_character_has_a_place_in_order(text):
    spoken, places = with_vowels(text, always_fatha)

    assert len(places) == len(spoken)
    assert list(places) == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


def test_a_model_that_changes_letters_is_not_followed():
    assert with_vowels("من", lambda text: "عن") == ("من", [(0, 1), (1, 2)])


def test_marks_come_back_to_the_text_that_is_shown():
    text = f"م{KASRA}ن عن"
    spoken, places = with_vowels(text, always_fatha)
    word_starts = [(0, 4, 100), (5, len(spoken), 900)]

    marks = marks_in_text(word_starts, places)

    assert [(text[start:end], frame) for start, end, frame in marks] == [(f"م{KASRA}ن", 100), ("عن", 900)]


def test_marks_inside_one_letter_are_one():
    _, places = with_vowels("من", always_fatha)

    assert marks_in_text([(0, 1, 5), (1, 4, 9)], places) == [(0, 1, 5)]


@piper
@pytest.mark.voice
class TestContract(EngineContract):
    voice = "ar"
    language = "ar"
    sentences = ("انقشع الضباب في يوم واحد.", "نصف مليغرام لكل كيلوغرام.", "لماذا يعمل بهذه السرعة؟")

    def make_engine(self):
        return espeak.load()


@piper
def test_the_model_knows_common_words():
    code = (
        "from builder.speech.arabic import load_diacritiser, with_vowels; "
        "print(ascii(with_vowels('وهذا سبب للأمل', load_diacritiser())[0]))"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout

    assert said.strip() == ascii("وَهَذَا سَبَبٌ لِلْأَمَل")


@piper
def test_a_changed_model_is_refused(tmp_path, monkeypatch):
    (tmp_path / "tashkeel").mkdir()
    (tmp_path / "tashkeel" / "model.onnx").write_bytes(b"other")
    monkeypatch.setattr(arabic, "package_folder", lambda module: tmp_path)

    with pytest.raises(VoiceMissing, match="SHA-256"):
        load_diacritiser()


@piper
@pytest.mark.voice
def test_vowels_are_heard_and_leave_the_marks(monkeypatch):
    text = "يتحدث بعض الناس"
    engines = [espeak.load()]
    monkeypatch.setattr(arabic, "package_folder", lambda module: None)
    engines.append(espeak.load())

    with_them, without = (
        engine.synthesise(make_utterance(text, voice="ar", language="ar")) for engine in engines
    )

    for engine in engines:
        engine.close()
    assert with_them.pcm != without.pcm
    assert [text[mark.text_start : mark.text_end] for mark in with_them.marks] == text.split()


@pytest.mark.voice
def test_vowels_are_part_of_the_recipe_of_arabic_and_of_no_other_language(monkeypatch):
    def keys(tag):
        utterance = make_utterance("5", engine="espeak-ng", voice=tag, language=tag)
        return speech_recipe(utterance, espeak.info()).key

    monkeypatch.setattr(espeak, "installed_vowels", lambda: None)
    without = {tag: keys(tag) for tag in ("ar", "es")}
    monkeypatch.setattr(espeak, "installed_vowels", lambda: "piper-tts 1.8.0")

    assert keys("ar") != without["ar"]
    assert keys("es") == without["es"]
