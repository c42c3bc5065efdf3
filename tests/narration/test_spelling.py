"""Spelling: numbers in words, read back by a small reader that knows nothing of how they were made."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.base.language import Language
from builder.narration.rules import Gender, load_rules
from builder.narration.spelling import Number, Speller

_EN_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_ES_ONES = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco "
    "veintiséis veintisiete veintiocho veintinueve"
)
_ES_HUNDREDS = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)
_FR_ONES = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"


def _counted(words: str, step: int = 1, start: int = 0) -> dict[str, int]:
    return {word: step * number for number, word in enumerate(words.split(), start)}


WORTH = {
    "en": _counted(_EN_ONES) | _counted("twenty thirty forty fifty sixty seventy eighty ninety", 10, 2),
    "es": _counted(_ES_ONES)
    | _counted("treinta cuarenta cincuenta sesenta setenta ochenta noventa", 10, 3)
    | _counted(_ES_HUNDREDS, 100, 1)
    | _counted(_ES_HUNDREDS.replace("ntos", "ntas"), 100, 1)
    | {"cien": 100, "un": 1, "una": 1, "veintiún": 21, "veintiuna": 21},
    "fr": _counted(_FR_ONES) | _counted("vingt trente quarante cinquante soixante", 10, 2) | {"une": 1},
}
HUNDREDS = {"en": {"hundred"}, "es": set(), "fr": {"cent", "cents"}}
SCALES = {
    "en": {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    "es": {"mil": 10**3, "millón": 10**6, "millones": 10**6, "billón": 10**12, "billones": 10**12},
    "fr": {
        "mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
        "billion": 10**12, "billions": 10**12,
    },
}  # fmt: skip


def _worth(words: str, language: str) -> int:
    total = thousands = here = 0
    for word in re.split("[ -]", words):
        if word in {"y", "et"}:
            continue
        if language == "fr" and word in {"vingt", "vingts"} and here % 100 == 4:
            here += 76
        elif word in HUNDREDS[language]:
            here += (here % 100 or 1) * 100 - here % 100
        elif word in SCALES[language]:
            scale = SCALES[language][word]
            if language == "es" and scale == 1000:
                thousands, here = thousands + (here or 1) * 1000, 0
            else:
                total, thousands, here = total + (thousands + here or 1) * scale, 0, 0
        else:
            here += WORTH[language][word]
    return total + thousands + here


def _speller(language: str) -> Speller:
    rules = load_rules(Language(language))
    assert rules is not None
    return Speller(rules)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("gender", ["none", "masculine", "feminine"])
@given(number=st.integers(0, 2100) | st.integers(0, 10**15 - 1))
def test_an_integer_in_words_is_worth_the_same(language: str, gender: Gender, number: int) -> None:
    words = _speller(language).integer(str(number), gender)

    assert _worth(words, language) == number


@pytest.mark.parametrize(("language", "word"), [("en", "point"), ("es", "coma"), ("fr", "virgule")])
@given(whole=st.integers(0, 999), decimals=st.text("0123456789", min_size=1, max_size=5))
def test_decimals_in_words_are_the_same_digits(language: str, word: str, whole: int, decimals: str) -> None:
    said = _speller(language).number(Number(whole=str(whole), decimals=decimals))

    before, _, after = said.partition(f" {word} ")
    each = "".join(str(_worth(digit, language)) for digit in re.split(" ", after.replace(" y ", "-")))
    assert _worth(before, language) == whole
    assert decimals in {each, str(_worth(after, language)) if language != "en" else each}


@pytest.mark.parametrize(
    ("language", "written", "number"),
    [
        ("en", "1,234.5", Number(whole="1234", decimals="5", is_grouped=True)),
        ("en", ".5", Number(whole="0", decimals="5")),
        ("en", "5 000", Number(whole="5000", is_grouped=True)),
        ("en", "12\u202f345", Number(whole="12345", is_grouped=True)),
        ("en", "1 234 567.5", Number(whole="1234567", decimals="5", is_grouped=True)),
        ("en", "1.000,50", Number(whole="1000", decimals="50", is_grouped=True)),
        ("es", "1.234,5", Number(whole="1234", decimals="5", is_grouped=True)),
        ("es", "1.500", Number(whole="1500", is_grouped=True)),
        ("es", "0.125", Number(whole="0", decimals="125")),
        ("es", "12\u202f000", Number(whole="12000", is_grouped=True)),
        ("es", "1,000.50", Number(whole="1000", decimals="50", is_grouped=True)),
        ("es", "1,000,000", Number(whole="1000000", is_grouped=True)),
        ("fr", "1\u00a0234,5", Number(whole="1234", decimals="5", is_grouped=True)),
        ("fr", "0.5", Number(whole="0", decimals="5")),
        ("fr", "1,000.50", Number(whole="1000", decimals="50", is_grouped=True)),
        ("fr", "1.234.567,5", Number(whole="1234567", decimals="5", is_grouped=True)),
    ],
)
def test_marks_are_read_as_the_language_writes_them(language: str, written: str, number: Number) -> None:
    speller = _speller(language)

    found = re.fullmatch(speller.pattern(), written)

    assert found is not None
    assert speller.read(written) == number


@pytest.mark.parametrize("digits", ["007", "1234567890123456"])
def test_a_long_or_padded_number_is_said_digit_by_digit(digits: str) -> None:
    words = _speller("en").integer(digits)

    assert [_worth(word, "en") for word in words.split()] == [int(digit) for digit in digits]


@pytest.mark.parametrize("language", ["en", "es", "fr", "it", "pt", "ru"])
def test_the_plural_of_a_number_without_end_is_that_of_its_last_digits(language: str) -> None:
    speller = _speller(language)

    long = Number(whole="9" * 40 + "5", decimals="")

    assert speller.plural(long) == speller.plural(Number(whole="995"))
