"""Dates: days with a point, dates in figures, years before a short word, ordinals by a point."""

from __future__ import annotations

import pytest

from builder.base.language import Language
from builder.narration.spoken import spoken_form

DE, IT, PT, RU = Language("de"), Language("it"), Language("pt-BR"), Language("ru")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("23. November", "dreiundzwanzigster November"),
        ("am 23. November", "am dreiundzwanzigsten November"),
        ("der 1. Mai", "der erste Mai"),
        ("12.–14. Januar", "zwölfter bis vierzehnter Januar"),
        ("5. Nov.", "fünfter November."),
    ],
)
def test_a_day_with_a_point_is_an_ordinal_as_the_word_before_it_asks(written: str, said: str) -> None:
    assert spoken_form(written, DE).text == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        (DE, "am 23.11.2026", "am dreiundzwanzigsten November zweitausendsechsundzwanzig"),
        (IT, "il 01/05/2025", "il primo maggio duemilaventicinque"),
        (PT, "12/05/2025", "doze de maio de dois mil e vinte e cinco"),
        (RU, "12.05.2025 г.", "двенадцатого мая две тысячи двадцать пятого года."),
        (RU, "12.05.2025 г. там", "двенадцатого мая две тысячи двадцать пятого года там"),
        (
            DE,
            "Version 23.11.2026.4",
            "Version dreiundzwanzig Punkt elf Punkt zweitausendsechsundzwanzig Punkt vier",
        ),
        (DE, "1.13.2025", "eins Punkt dreizehn Punkt zweitausendfünfundzwanzig"),
    ],
)
def test_a_date_in_figures_is_a_day_a_month_and_a_year(language: Language, written: str, said: str) -> None:
    assert spoken_form(written, language).text == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("в 2025 г. вышло", "в две тысячи двадцать пятом году вышло"),
        ("с 2025 г.", "с две тысячи двадцать пятого года."),
        ("в 2019–2021 гг. и", "в две тысячи девятнадцатом – две тысячи двадцать первом годах и"),
        ("5 г. соли", "пять граммов. соли"),
    ],
)
def test_a_year_before_a_short_word_has_its_case(written: str, said: str) -> None:
    assert spoken_form(written, RU).text == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("die 2. Phase", "die zweite Phase"),
        ("in der 2. Phase", "in der zweiten Phase"),
        ("Im 19. Jahrhundert", "Im neunzehnten Jahrhundert"),
        ("2. Auflage", "zweite Auflage"),
        ("Es waren 24. Danach", "Es waren vierundzwanzig. Danach"),
        ("die 2.5 Punkte", "die zwei Komma fünf Punkte"),
    ],
)
def test_a_point_behind_a_number_makes_an_ordinal_where_its_neighbours_say_so(
    written: str, said: str
) -> None:
    assert spoken_form(written, DE).text == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("24-часовой", "двадцатичетырехчасовой"),
        ("40–60-минутная", "сорока-шестидесятиминутная"),
        ("5-HT", "пять-эйч-ти"),
        ("5-го", "пятого"),
    ],
)
def test_a_number_becomes_one_with_the_small_word_behind_its_hyphen(written: str, said: str) -> None:
    assert spoken_form(written, RU).text == said
