"""Spoken forms: what is said, and the laws that no text may break."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builder.base.language import Language
from builder.narration.spoken import SpokenForm, spoken_form

EN, ES, FR = Language("en"), Language("es"), Language("fr")
LANGUAGES = (EN, ES, FR)
NEGATIONS = ("no", "not", "never", "none", "nor", "nunca", "ni", "sin", "ne", "pas", "jamais", "sans", "non")

_pieces = st.sampled_from(
    [
        "0", "1", "5", "12", "21", "2025", "1960", "1,234", "1.234", "0.5", "0,5", ".5", "007",
        "1234567890123456789",
        "mg", "mg/kg", "h", "%", "$", "€", "£", "s", "th", "º", "e", "er", "½", "²", "٣",
        "IV", "XXI", "XIXe", "NMDA", "SSRIs", "EU’s", "Dr.", "U.S.", "No.", "a.m.", "p. ej.", "etc.",
        "COVID-19",
        "January", "enero", "and", "y", "type", "siglo", "phase", "I", "V", "A", "K", "é",
        "-", "–", "—", "/", ":", ".", ",", "(", ")", "“", "”", "«", "»", "’", "&", "+", "<", "=", "±", "#",
        "@", "_",
        "https://example.org/a1?b=2", "me@example.org", "24/7", " ", " ", " ", "\u00a0", "\u202f", *NEGATIONS,
    ]
)  # fmt: skip
_texts = (
    st.lists(_pieces, max_size=12).map("".join) | st.lists(_pieces, max_size=12).map(" ".join) | st.text()
)


def _rebuilt(text: str, form: SpokenForm) -> str:
    """Return the written text made of the spoken one, each span put back."""
    written = spoken = 0
    parts = []
    for span in form.spans:
        parts += [form.text[spoken : span.spoken_start], text[span.written_start : span.written_end]]
        assert text[written : span.written_start] == form.text[spoken : span.spoken_start]
        assert written <= span.written_start < span.written_end <= len(text)
        assert spoken <= span.spoken_start <= span.spoken_end <= len(form.text)
        written, spoken = span.written_end, span.spoken_end
    return "".join((*parts, form.text[spoken:]))


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=_texts)
def test_the_spans_rebuild_the_written_text(language: Language, text: str) -> None:
    form = spoken_form(text, language)

    rebuilt = _rebuilt(text, form)

    assert rebuilt == text


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=_texts)
@example(text="0.5SSRIs")
@example(text="B.1.1.7")
@example(text="_7_")
def test_every_figure_becomes_words(language: Language, text: str) -> None:
    form = spoken_form(text, language)

    figures = [found.start() for found in re.finditer("[0-9]", text)]

    assert not re.search("[0-9]", form.text)
    assert all(any(s.written_start <= place < s.written_end for s in form.spans) for place in figures)


@pytest.mark.parametrize("language", LANGUAGES)
@given(words=st.lists(_pieces | st.sampled_from(NEGATIONS), max_size=14))
def test_a_negation_stays_as_it_is_written(language: Language, words: list[str]) -> None:
    text = " ".join(words)

    form = spoken_form(text, language)

    places = [m for m in re.finditer(r"(?<![^ ])[^ .]+(?![^ ])", text) if m[0] in NEGATIONS]
    touched = [
        m[0] for m in places for s in form.spans if s.written_start < m.end() and m.start() < s.written_end
    ]
    assert touched == []


@pytest.mark.parametrize("language", LANGUAGES)
@given(
    words=st.lists(
        st.text("abcdefghijklmnopqrstuvwxyzñéèç", min_size=3, max_size=9).map("xz{}q".format), min_size=1
    )
)
def test_text_without_tokens_is_said_as_written(language: Language, words: list[str]) -> None:
    text = " ".join(words) + "."

    form = spoken_form(text, language)

    assert form == SpokenForm(text=text, spans=())


@pytest.mark.parametrize("written", ["NO", "NOT", "NEVER", "NUNCA", "PAS", "JAMAIS"])
def test_a_shouted_negation_is_said_as_the_same_word(written: str) -> None:
    language = {"NUNCA": ES, "PAS": FR, "JAMAIS": FR}.get(written, EN)

    said = spoken_form(f"x {written} y", language).text

    assert said.lower() == f"x {written.lower()} y"


def test_no_before_a_number_stays_a_refusal() -> None:
    said = [
        spoken_form(text, EN).text for text in ("No. 50 mg is too much.", "He said no. 50 mg is too much.")
    ]

    assert said == ["no, fifty milligrams is too much.", "He said no, fifty milligrams is too much."]


def test_a_dose_is_one_span_back_to_its_figure_and_unit() -> None:
    text = "about 0.5 mg/kg, given"

    form = spoken_form(text, EN)

    (span,) = form.spans
    assert text[span.written_start : span.written_end] == "0.5 mg/kg"
    assert form.text[span.spoken_start : span.spoken_end] == "zero point five milligrams per kilogram"


def test_a_decimal_without_its_zero_is_not_ten_times_as_much() -> None:
    assert spoken_form("give .5 mg", EN).text == "give zero point five milligrams"


def test_a_language_without_a_table_is_said_as_written() -> None:
    text = "0,5 mg/kg на 40 минут"

    assert spoken_form(text, Language("ru")) == SpokenForm(text=text, spans=())


def test_a_region_uses_its_language() -> None:
    assert spoken_form("24 h", Language("es-419")).text == "veinticuatro horas"


def test_an_acronym_at_the_end_keeps_the_full_stop() -> None:
    assert spoken_form("with LSD.", EN).text == "with L.S.D."


def test_an_abbreviation_at_the_end_keeps_the_full_stop() -> None:
    assert spoken_form("(until 4 p.m.)", EN).text == "(until four P.M.)"


def test_the_name_of_an_engine_is_not_a_unit() -> None:
    assert spoken_form("from espeak-ng.", EN).text == "from espeak-ng."


def test_elided_french_words_are_not_units() -> None:
    assert spoken_form("à 5 j’ai, les 3 l’ont", FR).text == "à cinq j’ai, les trois l’ont"


@pytest.mark.parametrize(
    "text",
    [
        "1" + ",234" * 3000 + "x",
        "NMDA " * 2000,
        "a@" * 4000,
        "type V y " * 1500,
        "\u00a0" * 9000,
        "—" * 9000,
        "1 mg/" * 3000,
    ],
    ids=["thousands", "acronyms", "addresses", "numerals", "blanks", "dashes", "units"],
)
def test_a_long_odd_text_takes_no_long_time(text: str) -> None:
    started = time.process_time()

    spoken_form(text, EN)

    assert time.process_time() - started < 3
