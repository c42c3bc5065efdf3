"""Sentences: nothing is lost between them, and abbreviations do not end one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.article.sentences import quick_sentences, sentences
from builder.base.language import Language

CASES = {
    "en": [
        ["It was led by Dr. John Krystal of Yale.", "He gave 0.5 mg/kg.", "It rose."],
        ["Its street name is “Special K.”", "Its recreational appeal stems from it."],
        ["It is used, e.g. at clubs, i.e. there, in the U.S.", "The rest is so."],
        ["“Why?” he asked.", '"No!" she said.', "They left."],
        ["From 10 a.m. to 4 p.m.", "It closes."],
        ["Others... well, one of them.", "What?", "Really?!", "Yes."],
        ["(This is it.)", "That too.", "[See below.]", "End."],
        ["It was “quiet mode.”", "That is true above all."],
        ["See Fig. 3.", "It costs $1.5 million.", "Then 3.5 kg."],
        ["J. F. Kennedy met Mrs. Smith vs. Mr. Jones.", "They agreed."],
    ],
    "es": [
        ["¿Qué es?", "¡No!", "El Dr. Krystal lo dijo.", "Son 0,5 mg/kg."],
        ["Dijo «Hola. Adiós.»", "Luego se fue."],
        ["La Sra. Pérez vino, p. ej. ayer.", "EE. UU. lo aprobó."],
        ["—No sé —dijo él—.", "Vamos."],
    ],
    "fr": [
        ["Vraiment ?", "Oui !", "Le Dr Krystal l’a dit."],
        ["Vraiment\u202f?", "Oui\u202f!", "Il dit : «\u00a0Oui\u202f!\u00a0» et partit."],
        ["Il a dit : « C’est bon.", "Merci. »", "Puis il partit."],
        ["M. Dupont et Mme Martin, c.-à-d. eux.", "La dose est de 0,5 mg/kg."],
    ],
    "ja": [
        ["これは文です。", "本当？", "はい。"],
        ["「いいえ。」", "彼は言った。", "（注：0.5mg。）", "用量は９．５mg/kgです。", "それだけ…。"],
    ],
    "zh": [
        ["他说：“不！”", "然后走了。", "剂量约0.5 mg/kg。", "是吗？！", "价格为1.5万元；仍是这一句。"],
    ],
    "ar": [
        ["هل هذا صحيح؟", "نعم!", "الجرعة ٠٫٥ ملغ/كغ.", "قال د. كريستال ذلك؛ ثم صمت."],
        ["الجرعة ٠،٥ ملغ."],
    ],
    "hi": [
        ["यह सुरक्षित नहीं है।", "क्या?", "हाँ!", "डॉ. जॉन क्रिस्टल ने कहा।"],
        ["मात्रा ०.५ मि.ग्रा. है।", "खुराक 5 मि.ग्रा./कि.ग्रा. दी गई।"],
    ],
    "xx": [["A language nobody knows.", "It is split all the same."]],
}


@pytest.mark.parametrize(
    ("language", "expected"),
    [(language, case) for language, cases in CASES.items() for case in cases],
    ids=lambda value: value[0][:24] if isinstance(value, list) else value,
)
def test_a_paragraph_is_split_into(language: str, expected: list[str]) -> None:
    text = ("" if language in {"ja", "zh"} else " ").join(expected)

    found = [text[start:end] for start, end in sentences(text, Language(language))]

    assert found == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hi", "मात्रा ०.५ मि.ग्रा./कि.ग्रा. है"),
        ("ja", "用量は９．５mgです"),
        ("ar", "الجرعة ٠٫٥ ملغ"),
    ],
)
def test_the_quick_splitter_leaves_figures_and_units_whole(language: str, text: str) -> None:
    places = quick_sentences(text, Language(language))

    assert places == ((0, len(text)),)


_pieces = st.sampled_from(
    [*"a“”«»()?!. \u00a0\n—’", " ", " ", "Dr.", "B.", "...", "…", "1.", "0.5", "。"],
)
_odd = st.text() | st.lists(_pieces, max_size=20).map("".join)


@pytest.mark.parametrize("language", ["en", "es", "fr", "ja", "xx", "auto"])
@given(text=_odd)
def test_no_character_is_lost_between_sentences(language: str, text: str) -> None:
    places = sentences(text, Language(language))

    left = text
    for start, end in reversed(places):
        assert text[start:end].strip() == text[start:end] != ""
        left = left[:start] + left[end:]
    assert left.strip() == ""
    assert list(places) == sorted(places)


@pytest.mark.parametrize("language", ["en", "fr"])
@given(text=_odd)
def test_every_sentence_holds_a_word(language: str, text: str) -> None:
    places = sentences(text, Language(language))

    wordless = [text[start:end] for start, end in places if not any(c.isalnum() for c in text[start:end])]

    assert wordless == [] or len(places) == 1


def test_blank_text_has_no_sentence() -> None:
    assert sentences(" \u00a0\n", Language("en")) == ()


@pytest.mark.parametrize("text", [" " * 20_000 + ".", "a" * 20_000, "(" * 20_000, "A. " * 7_000], ids=repr)
def test_a_long_odd_text_takes_no_long_time(text: str) -> None:
    started = time.process_time()

    sentences(text, Language("en"))

    assert time.process_time() - started < 3


def test_a_splitter_that_loses_text_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.article.sentences._yasbd_ends", lambda text, language: (5,))
    text = "One is here. Two is there."

    found = [text[start:end] for start, end in sentences(text, Language("en"))]

    assert found == ["One is here.", "Two is there."]


def test_without_any_splitter_a_paragraph_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.article.sentences._yasbd_ends", lambda text, language: ())
    monkeypatch.setattr("builder.article.sentences._sentencex_ends", lambda text, language: ())

    assert sentences(" One. Two. ", Language("en")) == ((1, 10),)
