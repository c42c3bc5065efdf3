"""Spelling in four scripts, read back by readers that know nothing of how it was made."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builder.base.language import Language
from builder.narration.rules import Gender, load_rules
from builder.narration.spelling import Number, Speller

_HI_ONES = (
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पन्द्रह सोलह "
    "सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस "
    "उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस "
    "चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस "
    "उनचास पचास इक्यावन बावन तिरेपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ साठ इकसठ "
    "बासठ तिरेसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर सत्तर इकहत्तर बहत्तर "
    "तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी अस्सी इक्यासी बयासी "
    "तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी नब्बे इक्यानबे बानबे तिरानबे "
    "चौरानबे पंचानबे छियानबे सत्तानबे अट्ठानबे निन्यानबे"
)
_HI = {word: number for number, word in enumerate(_HI_ONES.split())}
_HI_SCALES = {"हज़ार": 10**3, "लाख": 10**5, "करोड़": 10**7, "अरब": 10**9, "खरब": 10**11}

_HAN = {"零": 0, "両": 2, "两": 2, **{digit: number for number, digit in enumerate("一二三四五六七八九", 1)}}
_HAN_PLACES = {"十": 10, "百": 100, "千": 1000}
_HAN_SCALES = {"万": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_KANA = {"はち": "八", "よん": "四", "きゅう": "九"}

_AR_ONES = {
    word: number
    for words in (
        "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
        "صفر واحدة اثنتان ثلاث أربع خمس ست سبع ثماني تسع عشر",
        "صفر إحدى اثنتا ثلاث أربع خمس ست سبع ثمان تسع عشر",
        "صفر أحد اثنا ثلاث أربع خمس ست سبع ثمان تسع عشرة",
    )
    for number, word in enumerate(words.split())
}
_AR_TEN_WORDS = "عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون"
_AR_TENS = {word: 10 * number for number, word in enumerate(_AR_TEN_WORDS.split(), 2)}
_AR_HUNDRED_STARTS = "ثلاث أربع خمس ست سبع ثمان تسع"
_AR_HUNDREDS = {
    "مئة": 100,
    "مئتان": 200,
    "مئتا": 200,
    **{f"{start}مئة": 100 * number for number, start in enumerate(_AR_HUNDRED_STARTS.split(), 3)},
}
_AR_SCALES = {
    word: scale
    for scale, words in {
        10**3: "ألف ألفًا آلاف",
        10**6: "مليون مليونًا ملايين",
        10**9: "مليار مليارًا مليارات",
        10**12: "تريليون تريليونًا تريليونات",
    }.items()
    for word in words.split()
}
_AR_DUALS = {
    word: scale
    for scale, words in {
        2000: "ألفان ألفا",
        2 * 10**6: "مليونان مليونا",
        2 * 10**9: "ملياران مليارا",
        2 * 10**12: "تريليونان تريليونا",
    }.items()
    for word in words.split()
}


def _worth_hi(words: str) -> int:
    total = here = 0
    for word in words.split(" "):
        if word == "सौ":
            here *= 100
        elif word in _HI_SCALES:
            total, here = total + here * _HI_SCALES[word], 0
        else:
            here += _HI[word]
    return total + here


def _worth_han(words: str) -> int:
    for kana, kanji in _KANA.items():
        words = words.replace(kana, kanji)
    total = here = digit = 0
    for character in words:
        if character in _HAN_SCALES:
            total, here, digit = total + (here + digit) * _HAN_SCALES[character], 0, 0
        elif character in _HAN_PLACES:
            here, digit = here + (digit or 1) * _HAN_PLACES[character], 0
        else:
            digit = _HAN[character]
    return total + here + digit


def _worth_ar(words: str) -> int:
    known = {**_AR_ONES, **_AR_TENS, **_AR_HUNDREDS, **_AR_DUALS, **_AR_SCALES}
    total = here = 0
    for written in words.split(" "):
        word = written if written in known else written.removeprefix("و")
        if word in _AR_DUALS:
            total += _AR_DUALS[word]
        elif word in _AR_SCALES:
            total, here = total + (here or 1) * _AR_SCALES[word], 0
        else:
            here += known[word]
    return total + here


READERS = {"ar": _worth_ar, "hi": _worth_hi, "zh": _worth_han, "ja": _worth_han}


def _speller(language: str) -> Speller:
    rules = load_rules(Language(language))
    assert rules is not None
    return Speller(rules)


@pytest.mark.parametrize("language", READERS)
@pytest.mark.parametrize("gender", ["none", "masculine", "feminine"])
@given(number=st.integers(0, 2100) | st.integers(0, 10**13 - 1))
@example(number=99)
@example(number=800)
@example(number=40_000)
@example(number=2_002_002_002_002)
@example(number=11_000)
@example(number=200_000)
def test_an_integer_in_words_is_worth_the_same(language: str, gender: Gender, number: int) -> None:
    words = _speller(language).integer(str(number), gender)

    assert READERS[language](words) == number


@pytest.mark.parametrize(
    ("language", "word"), [("ar", " فاصلة "), ("hi", " दशमलव "), ("zh", " 点 "), ("ja", " 点 ")]
)
@given(whole=st.integers(0, 999), decimals=st.text("0123456789", min_size=1, max_size=5))
def test_decimals_in_words_are_the_same_digits(language: str, word: str, whole: int, decimals: str) -> None:
    said = _speller(language).number(Number(whole=str(whole), decimals=decimals))

    before, _, after = said.partition(word)
    assert READERS[language](before) == whole
    assert "".join(str(READERS[language](digit)) for digit in after.split(" ")) == decimals


@given(year=st.integers(1100, 2099))
def test_a_year_of_hindi_is_worth_the_same(year: int) -> None:
    words = _speller("hi").year(str(year))

    assert _worth_hi(words) == year
    assert year >= 2000 or "हज़ार" not in words


@given(year=st.integers(1900, 2099))
def test_a_year_of_chinese_is_said_digit_by_digit(year: int) -> None:
    words = _speller("zh").year(str(year))

    assert "".join(str(_HAN[digit]) for digit in words.split(" ")) == str(year)


@pytest.mark.parametrize(
    ("language", "written", "number"),
    [
        ("ar", "0.5", Number(whole="0", decimals="5")),
        ("ar", "0,5", Number(whole="0", decimals="5")),
        ("ar", "1,500", Number(whole="1500", is_grouped=True)),
        ("ar", "1,5", Number(whole="1", decimals="5")),
        ("hi", "12,34,567.5", Number(whole="1234567", decimals="5", is_grouped=True)),
        ("hi", "1,234", Number(whole="1234", is_grouped=True)),
        ("zh", "1,234.5", Number(whole="1234", decimals="5", is_grouped=True)),
        ("ja", ".5", Number(whole="0", decimals="5")),
    ],
)
def test_marks_are_read_as_the_language_writes_them(language: str, written: str, number: Number) -> None:
    speller = _speller(language)

    found = re.fullmatch(speller.pattern(), written)

    assert found is not None
    assert speller.read(written) == number
