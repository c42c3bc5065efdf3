"""Laws of spoken forms in every language: no figure, no unit and no negation is ever lost."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.base.language import Language
from builder.narration.default_rules import default_rules
from builder.narration.rules import SpokenRules, load_rules
from builder.narration.spoken import SpokenForm, spoken_form
from builder.testing.spoken_laws import lost_figures, lost_negations, rebuilt, says_number, says_unit, span_at

# A language joins all of these laws by a line here: its words of negation, as they stand between spaces.
NEGATIONS = {
    "en": "no not never none nor without",
    "es": "no nunca jamás ni sin tampoco",
    "fr": "ne pas jamais ni sans aucun",
    "de": "nicht kein keine nie niemals ohne weder",
    "it": "non mai né senza nessun",
    "pt-BR": "não nunca jamais nem sem nenhum",
    "ru": "не ни нет никогда без нельзя",
    "ar": "لا لم لن ليس بدون",
    "hi": "नहीं न मत बिना",
    "zh-Hans": "不 没有 无",
    "ja": "ない なし",
    "nl": "niet geen nooit zonder",
    "pl": "nie nigdy ani bez",
    "sv": "inte ingen aldrig utan ej",
    "cs": "ne nikdy ani bez",
    "fi": "ei älä ilman",
    "uk": "не ні без ніколи",
    "tr": "değil yok asla",
    "ko": "아니 없이",
}
LANGUAGES = [Language(language) for language in NEGATIONS]
OWN_NUMBERS = {"ar"}
"""Languages whose number words are not CLDR's, so that its rules cannot judge them."""
MEASURED = ("mg", "g", "kg", "µg", "ml", "l", "cm", "km", "min", "h", "%", "°C")
"""Units of which CLDR has names."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a text and what must be heard of it."""

    written: str
    numbers: tuple[tuple[str, str], ...] = ()
    """Whole and decimals of each."""
    units: tuple[str, ...] = ()
    """By their signs."""


@cache
def _rules(language: Language) -> SpokenRules:
    rules = load_rules(language) or default_rules(language)
    assert rules is not None
    return rules


def _negations(language: Language) -> frozenset[str]:
    return frozenset(NEGATIONS[language].split())


@st.composite
def _numbers(draw: st.DrawFn, language: Language) -> tuple[str, tuple[str, str]]:
    """Return a number as the language writes it, and its whole and decimals."""
    whole = str(draw(st.integers(0, 999) | st.sampled_from([0, 1, 2, 21, 1000, 12000])))
    decimals = draw(st.text("0123456789", max_size=3)) if len(whole) < 4 else ""
    mark = _rules(language).numbers.decimal_marks[0]
    return whole + (mark + decimals if decimals else ""), (whole, decimals)


@st.composite
def _quantities(draw: st.DrawFn, language: Language) -> Piece:
    """Return a number or a range with a unit, or with one unit per another."""
    known = [sign for sign in MEASURED if sign in _rules(language).units]
    low, high = draw(_numbers(language)), draw(st.none() | _numbers(language))
    unit, per = draw(st.sampled_from(known)), draw(st.sampled_from(["", "", "kg", "l", "h", "min"]))
    if unit in {"%", "°C"} or per not in known:
        per = ""
    numbers = [low[1]] + ([high[1]] if high else [])
    written = low[0] + (f"–{high[0]}" if high else "") + f" {unit}" + (f"/{per}" if per else "")
    return Piece(written, tuple(numbers), tuple(sign for sign in (unit, per) if sign))


@st.composite
def _sums(draw: st.DrawFn, language: Language) -> Piece:
    """Return a sum of money, its currency before it or after it."""
    written, number = draw(_numbers(language))
    sign = draw(st.sampled_from([sign for sign in ("$", "€", "£") if sign in _rules(language).money.signs]))
    whole, decimals = number
    said = (whole, "" if decimals == "00" else decimals)  # no cents
    return Piece(draw(st.sampled_from([f"{sign}{written}", f"{written} {sign}"])), (said,))


@st.composite
def _texts(draw: st.DrawFn, language: Language) -> list[Piece]:
    """Return a text: figures with words of negation and of no meaning between them."""
    bare = _numbers(language).map(lambda number: Piece(number[0], (number[1],)))
    figures = _quantities(language) | _sums(language) | bare
    words = st.sampled_from(["xoxo", "bibu", *sorted(_negations(language))]).map(Piece)
    pieces: list[Piece] = []
    for figure in draw(st.lists(figures, min_size=1, max_size=4)):
        pieces += [draw(words), draw(words), figure]
    return [*pieces, draw(words)]


def _heard(text: str, form: SpokenForm, start: int, end: int) -> str:
    """Return what is said for a written stretch, by the spans it has."""
    spans = [span_at(form, place) for place in range(start, end)]
    ordered = dict.fromkeys(span for span in spans if span is not None)
    return " ".join(form.text[span.spoken_start : span.spoken_end] for span in ordered)


def _lost(pieces: list[Piece], language: Language) -> list[tuple[str, str]]:
    """Return the figures and units that are not heard where they stand, with what is heard there."""
    text, place, lost = " ".join(piece.written for piece in pieces), 0, []
    form = spoken_form(text, language)
    for piece in pieces:
        heard = _heard(text, form, place, place + len(piece.written))
        lost += [
            (".".join(number), heard) for number in piece.numbers if not says_number(heard, *number, language)
        ]
        lost += [(unit, heard) for unit in piece.units if not says_unit(heard, unit, language)]
        place += len(piece.written) + 1
    return lost


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language not in OWN_NUMBERS])
@given(data=st.data())
@settings(max_examples=25)
def test_no_figure_and_no_unit_is_lost(language: Language, data: st.DataObject) -> None:
    pieces = data.draw(_texts(language))

    lost = _lost(pieces, language)

    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
@settings(max_examples=25)
def test_no_figure_is_left_and_the_spans_lead_back(language: Language, data: st.DataObject) -> None:
    text = " ".join(piece.written for piece in data.draw(_texts(language)))

    form = spoken_form(text, language)

    assert rebuilt(text, form) == text
    assert lost_figures(text, form) == []


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
@settings(max_examples=25)
def test_no_negation_is_lost(language: Language, data: st.DataObject) -> None:
    text = " ".join(piece.written for piece in data.draw(_texts(language)))

    form = spoken_form(text, language)

    assert list(lost_negations(text, form, _negations(language))) == []


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("0123456789.,:/-–%€$mgkh ")))
@settings(max_examples=25)
def test_any_text_can_be_said(language: Language, text: str) -> None:
    form = spoken_form(text, language)

    assert rebuilt(text, form) == text
    assert not re.search("[0-9]", form.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shouted_negation_stays_a_word(language: Language) -> None:
    shouted = [word.upper() for word in sorted(_negations(language))]

    said = [spoken_form(f"xoxo {word} bibu", language).text for word in shouted]

    assert [text.upper() for text in said] == [f"XOXO {word} BIBU" for word in shouted]


@pytest.mark.parametrize("language", ["de", "it", "pt-BR", "ru", "pl"])
@pytest.mark.parametrize(
    "text",
    [
        "am 3. ", "23.11.2026", "в 2025 г. ", "40–60-", "около 5 ", "ПТСР-", "XIX e il ", "alle 14.30 ",
        "’60", ".234", "12 mg.", "5 Mio. ",
    ],
)  # fmt: skip
def test_a_long_odd_text_takes_time_in_proportion(language: str, text: str) -> None:
    started = time.process_time()

    spoken_form(f"1{text * 1500}x", Language(language))

    assert time.process_time() - started < 3
