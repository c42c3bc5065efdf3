"""Units are read alike as symbols and in words, in every language CLDR has names of them."""

import pytest

from builder.base.language import Language
from builder.catalogue.cldr import alternative_word, month_names, scale_words, unit_names
from builder.catalogue.figures import figures
from builder.catalogue.units import unit_of


@pytest.mark.parametrize(
    ("text", "tag", "unit"),
    [
        ("40 minutes", "en", "min"),
        ("a 40-minute drip", "en", "min"),
        ("40 minutos", "es", "min"),
        ("40 минутами", "ru", "min"),
        ("5 лет", "ru", "year"),
        ("40分間", "ja", "min"),
        ("3 个月", "zh-Hans", "month"),
        ("۴۰ دقیقه", "fa", "min"),
        ("dakika 40", "sw", "min"),
        ("0.5 mg/kg", "en", "mg/kg"),
        ("0.5 milligrams per kilogram", "en", "mg/kg"),
        ("5 mcg", "en", "µg"),
        ("20 °C", "en", "°C"),
        ("50 %", "en", "%"),
        ("50 cats", "en", "None"),
        ("5 a 10", "es", "None"),
        ("40 minutes", "tlh", "None"),
    ],
)
def test_the_unit_of_a_figure_is_known(text: str, tag: str, unit: str) -> None:
    figure, *_ = figures(text, ".")

    assert str(unit_of(figure, text, Language(tag))) == unit


def test_the_names_of_a_unit_come_in_every_plural_form() -> None:
    names = unit_names("duration-year", Language("ru"))

    assert {"год", "года", "лет"} <= {name for name, _ in names}


@pytest.mark.parametrize("tag", ["ja", "fa", "th", "zh-Hans"])
def test_no_identifier_stands_for_a_name(tag: str) -> None:
    names = unit_names("duration-minute", Language(tag))

    assert names
    assert all("duration" not in name for name, _ in names)


def test_words_of_scale_choice_and_months_are_known() -> None:
    spanish = Language("es")

    assert scale_words(spanish)["millones"] == 1_000_000
    assert scale_words(Language("ja"))["万"] == 10_000
    assert alternative_word(spanish) == "o"
    assert month_names(spanish)[4][0] == "mayo"


def test_a_language_cldr_does_not_know_has_no_names() -> None:
    unknown = Language("qqq")

    assert (unit_names("duration-minute", unknown), scale_words(unknown), alternative_word(unknown)) == (
        (),
        {},
        "",
    )
    assert month_names(unknown) == ()
