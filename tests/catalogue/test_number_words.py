"""Numbers are found in words, whatever the language does with them."""

from decimal import Decimal

import pytest

from builder.base.language import Language
from builder.catalogue.number_words import fold, is_said, minus_word, said_numbers


@pytest.mark.parametrize(
    ("value", "text", "tag", "said"),
    [
        ("4", "cuatro semanas", "es", True),
        ("4", "catorce semanas", "es", False),
        ("23", "veintitrés", "es", True),
        ("4", "vierwöchig", "de", True),
        ("3", "троих", "ru", True),
        ("4", "neljän viikon", "fi", True),
        ("4", "四个星期", "zh-Hans", True),
        ("4", "ארבעה שבועות", "he", True),
        ("21", "Siglo XXI", "es", True),
        ("0.5", "media tableta", "es", True),
        ("7.25", "siete", "es", False),
        ("40000", "forty thousand", "xx", False),
    ],
)
def test_a_number_is_found_in_words(value: str, text: str, tag: str, said: bool) -> None:
    assert is_said(Decimal(value), fold(text), Language(tag)) is said


def test_the_numbers_of_a_text_are_found_with_their_places() -> None:
    text = fold("one of Twenty-five, or four")

    found = list(said_numbers(text, Language("en")))

    assert [(int(value), text[start:end]) for value, start, end in found] == [
        (25, "twenty five"),
        (4, "four"),
    ]


def test_a_text_keeps_what_tells_kana_and_hangul_apart() -> None:
    assert fold("ずで한글") == "ずで한글"


def test_the_word_of_a_minus_is_known() -> None:
    assert (minus_word(Language("es")), minus_word(Language("xx"))) == ("menos", "")
