"""Figures are read alike whatever the digits and the decimal mark."""

from decimal import Decimal

import pytest

from builder.base.language import Language
from builder.catalogue.figures import acronyms, decimal_mark, figures


@pytest.mark.parametrize(
    ("text", "mark", "values"),
    [
        ("0.5 mg/kg over 40–60 minutes", ".", ["0.5", "40", "60"]),
        ("و60 و.1", ".", ["60"]),
        ("0,5 mg/kg durante 40-60 minutos", ",", ["0.5", "40", "60"]),
        ("0.5 with a comma language", ",", ["0.5"]),
        ("1,000 and 1,000.5 and 1,234,567", ".", ["1000", "1000.5", "1234567"]),
        ("1.000 y 1.000,5 y 1.234.567", ",", ["1000", "1000.5", "1234567"]),
        ("1.500 mg", ".", ["1.5"]),
        ("1.500 mg", ",", ["1500"]),
        ("0.125 mg", ",", ["0.125"]),
        ("1 500 et 1\u202f500 et 1\u00a0234\u00a0567,8", ",", ["1500", "1500", "1234567.8"]),
        ("in 2019 400 people", ".", ["2019", "400"]),
        ("en 2019 400 personnes", ",", ["2019", "400"]),
        ("1’000 francs, 6’2 tall", ".", ["1000", "6", "2"]),
        ("٠٫٥ و ١٬٠٠٠", ",", ["0.5", "1000"]),
        ("۴۰ دقیقه", ",", ["40"]),
        ("the 1960s, 50%, .5", ".", ["1960", "50", "0.5"]),
        ("1.2.2024 at 10:30", ",", ["1", "2", "2024", "10", "30"]),
        ("5-HT2A and MP3 and COVID-19", ".", ["5", "19"]),
        ("3, 4, 5. And 6.", ".", ["3", "4", "5", "6"]),
        ("no figure", ".", []),
    ],
)
def test_a_figure_is_read_by_its_value(text: str, mark: str, values: list[str]) -> None:
    found = figures(text, "," if mark == "," else ".")

    assert [figure.value for figure in found] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("text", "unit", "dose"),
    [
        ("0.5 mg/kg", "mg/kg", True),
        ("5\u00a0mcg", "µg", True),
        ("5 μg", "µg", True),
        ("2 mL", "ml", True),
        ("50 %", "%", False),
        ("5 l’autre", None, False),
        ("3 gatos", None, False),
        ("40 minutes", None, False),
    ],
)
def test_the_unit_of_a_dose_is_known_by_its_symbol(text: str, unit: str | None, dose: bool) -> None:
    (figure,) = figures(text, ".")

    assert (figure.unit, figure.dose) == (unit, dose)


def test_a_dose_is_written_with_its_unit() -> None:
    assert [figure.written for figure in figures("from 0.5 mg/kg to 60", ".")] == ["0.5 mg/kg", "60"]


def test_acronyms_are_found_once_and_without_their_plural() -> None:
    text = "SSRIs and NMDA-receptors, an SSRI, FDA’s, I saw A. mTOR"

    assert acronyms(text) == ("SSRI", "NMDA", "FDA")


def test_a_text_all_in_capitals_has_no_acronyms() -> None:
    assert acronyms("WHAT IS IT") == ()


@pytest.mark.parametrize(("tag", "mark"), [("en", "."), ("es", ","), ("fr", ","), ("ja", "."), ("fa", ",")])
def test_the_decimal_mark_follows_the_language(tag: str, mark: str) -> None:
    assert decimal_mark(Language(tag)) == mark
