"""Spoken forms: what is said, and the laws that no text may break."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builder.base.language import Language
from builder.narration.spoken import SpokenForm, spoken_form
from builder.testing.spoken_laws import rebuilt

EN, ES, FR = Language("en"), Language("es"), Language("fr")
LANGUAGES = (EN, ES, FR)
NEGATIONS = ("no", "not", "never", "none", "nor", "nunca", "ni", "sin", "ne", "pas", "jamais", "sans", "non")

_pieces = st.sampled_from(
    [
        "10⁶", "⁻³", "10^6", "1e-5", "1:1000", "5 000", "1,000.50", "/L", "beats/min", "5:30am", "555-1234",
        "×", "0", "1", "5", "12", "21", "2025", "1960", "1,234", "1.234", "0.5", "0,5", ".5", "007",
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


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=_texts)
def test_the_spans_rebuild_the_written_text(language: Language, text: str) -> None:
    form = spoken_form(text, language)

    written = rebuilt(text, form)

    assert written == text


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


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("See No. 5", "See number five"),
        ("the No. 1 cause", "the number one cause"),
        ("No. 10–12", "number ten to twelve"),
        ("No. 5 patients died.", "no, five patients died."),
        ("He said no. 5 people came.", "He said no, five people came."),
        ("See No. 5-10 mg", "See no, five to ten milligrams"),
        ("No. 5-mg tablets", "no, five-milligram tablets"),
    ],
)
def test_no_is_a_number_only_where_it_can_be_no_refusal(written: str, said: str) -> None:
    assert spoken_form(written, EN).text == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        (EN, "2,019 people", "two thousand nineteen people"),
        (EN, "N=1,905", "N equals one thousand nine hundred five"),
        (EN, "5 000 mg", "five thousand milligrams"),
        (EN, "10\u00a0000 or 10\u202f000", "ten thousand or ten thousand"),
        (EN, "took 2 500 mg tablets", "took two five hundred milligrams tablets"),
        (EN, "phase 2 100 people", "phase two one hundred people"),
        (EN, "100 200 300", "one hundred two hundred three hundred"),
        (EN, "5 123 0456", "five one hundred twenty-three zero four five six"),
        (EN, "2018 2019 2020", "twenty eighteen twenty nineteen twenty twenty"),
        (ES, "1,000.50 mg", "mil coma cincuenta miligramos"),
        (FR, "1,000.50 mg", "mille virgule cinquante milligrammes"),
    ],
)
def test_groups_of_thousands_are_one_number_and_no_year(language: Language, written: str, said: str) -> None:
    assert spoken_form(written, language).text == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        (EN, "5×10⁹/L", "five times ten to the power of nine per liter"),
        (EN, "5 × 10−9 g", "five times ten to the power of minus nine grams"),
        (EN, "2 × 10-20 mg", "two times ten to twenty milligrams"),
        (EN, "10^6 and 10⁻³", "ten to the power of six and ten to the power of minus three"),
        (EN, "10−3", "ten minus three"),
        (EN, "1e-5", "one times ten to the power of minus five"),
        (EN, "5² and 10²", "five squared and ten squared"),
        (ES, "10⁶/l", "diez elevado a seis por litro"),
        (FR, "10⁶ cellules/L", "dix puissance six cellules par litre"),
    ],
)
def test_a_power_keeps_its_exponent_and_its_unit(language: Language, written: str, said: str) -> None:
    assert spoken_form(written, language).text == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        (EN, "1:1000 adrenaline", "one to one thousand adrenaline"),
        (EN, "1:10 000, 1:10,000", "one to ten thousand, one to ten thousand"),
        (EN, "at 5:30, 5:30am, 5:00 pm", "at five thirty, five thirty A.M, five P.M"),
        (ES, "1:100.000 a las 5:30", "uno a cien mil a las cinco y treinta"),
        (FR, "1:1000 à 5:30", "un pour mille à cinq heures trente"),
    ],
)
def test_a_ratio_is_not_a_time(language: Language, written: str, said: str) -> None:
    assert spoken_form(written, language).text == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        (EN, "5 m/s, 9.8 m/s²", "five meters per second, nine point eight meters per second squared"),
        (EN, "100 beats/min, 20/day", "one hundred beats per minute, twenty per day"),
        (EN, "2 doses/day, 1 dose/day", "two doses per day, one dose per day"),
        (EN, "10-12/min", "ten to twelve per minute"),
        (EN, "he/she, day/week, am/pm", "he she, day week, A.M P.M"),
        (ES, "100 latidos/min, niño/s", "cien latidos por minuto, niño s"),
        (FR, "3 prises/jour, médecin/s", "trois prises par jour, médecin s"),
    ],
)
def test_a_slash_before_a_unit_is_said(language: Language, written: str, said: str) -> None:
    assert spoken_form(written, language).text == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Call 555-1234", "Call five five five, one two three four"),
        ("555-0199", "five five five, zero one nine nine"),
        ("500-1500", "five hundred to one thousand five hundred"),
        ("555-1234 mg", "five hundred fifty-five to one thousand two hundred thirty-four milligrams"),
        ("250-1025 patients", "two hundred fifty to one thousand twenty-five patients"),
    ],
)
def test_a_telephone_number_is_not_a_range(written: str, said: str) -> None:
    assert spoken_form(written, EN).text == said


def test_a_dose_is_one_span_back_to_its_figure_and_unit() -> None:
    text = "about 0.5 mg/kg, given"

    form = spoken_form(text, EN)

    (span,) = form.spans
    assert text[span.written_start : span.written_end] == "0.5 mg/kg"
    assert form.text[span.spoken_start : span.spoken_end] == "zero point five milligrams per kilogram"


def test_a_decimal_without_its_zero_is_not_ten_times_as_much() -> None:
    assert spoken_form("give .5 mg", EN).text == "give zero point five milligrams"


def test_a_language_without_number_words_is_said_as_written() -> None:
    text = "0,5 mg/kg 40 minutuz"

    assert spoken_form(text, Language("eu")) == SpokenForm(text=text, spans=())


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
        "1" + " 000" * 3000 + "x",
        "1:" * 5000,
        "1×10^" * 3000,
        "a/min" * 3000,
        "No. 5-" * 3000,
    ],
    ids=[
        "thousands",
        "acronyms",
        "addresses",
        "numerals",
        "blanks",
        "dashes",
        "units",
        "spaced",
        "ratios",
        "powers",
        "rates",
        "names",
    ],
)
def test_a_long_odd_text_takes_no_long_time(text: str) -> None:
    started = time.process_time()

    spoken_form(text, EN)

    assert time.process_time() - started < 3
