"""Default rules: what CLDR tells of a language without a table, and what of it is not believed."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from unicode_rbnf import RbnfEngine

from builder.base.language import Language
from builder.narration.default_rules import default_rules
from builder.narration.default_units import UNITS
from builder.narration.rules import SpokenRules, load_rules
from builder.narration.spoken import spoken_form

HARD = (
    "0,5 mg/kg 0.05 mg 24 h 40–60 min 1 mg 2 mg 5 mg 22 mg 1960 2025 60 % 12,50 € $590 7 ml/h "
    "5 kg/m² 10:30 9:05 "
    "B12 1:1000 10⁶ 1/2 ½ 1.234.567 12 000 −5 °C 12.05.2025 2025-01-12 1234567890123 "
    "99999999999999 000001 SSRIs "
    "me1@example.org https://example.org/a1"
)


def _rules(language: str) -> SpokenRules:
    rules = default_rules(Language(language))
    assert rules is not None
    return rules


def _said(text: str, language: str) -> str:
    return spoken_form(text, Language(language)).text


@pytest.mark.parametrize("language", sorted(RbnfEngine.get_supported_languages()))
def test_every_language_with_number_words_says_all_figures(language: str) -> None:
    said = _said(HARD, language.replace("_", "-"))

    assert not re.search(r"[0-9{}#]", said)


@pytest.mark.parametrize("language", ["eu", "gl", "mi", "xx"])
def test_a_language_without_number_words_has_no_rules(language: str) -> None:
    assert default_rules(Language(language)) is None


@pytest.mark.parametrize("language", sorted(RbnfEngine.get_supported_languages()))
def test_no_name_of_a_unit_is_an_identifier_a_sign_or_an_abbreviation(language: str) -> None:
    rules = default_rules(Language(language.replace("_", "-")))
    counted = rules.units.values() if rules else ()

    names = [
        name for unit in counted for name in (unit.one, unit.two, unit.few, unit.many, unit.other) if name
    ]

    assert [name for name in names if re.search(r"[/.0-9%°]|(?:duration|mass|volume|concentr)-", name)] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pl", "zero przecinek zero pięć miligrama"),  # CLDR's rules say a zero too many
        ("nl", "nul komma nul vijf milligram"),
        ("sv", "noll komma noll fem milligram"),
        ("ga", "a náid pointe a náid a cúig milleagram"),
        ("tr", "sıfır virgül sıfır beş miligram"),
        ("uk", "нуль кома нуль пʼять міліграма"),
        ("ko", "공 점 공 오 밀리그램"),
        ("id", "nol koma nol lima miligram"),
    ],
)
def test_a_decimal_has_the_word_for_its_mark_and_each_digit(language: str, said: str) -> None:
    written = "0.05 mg" if language in {"ga", "ko"} else "0,05 mg"

    assert _said(written, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pl", ["jeden miligram", "dwa miligramy", "pięć miligramów", "dwie minuty"]),
        ("cs", ["jeden miligram", "dva miligramy", "pět miligramů", "dvě minuty"]),
        ("fi", ["yksi milligramma", "kaksi milligrammaa", "viisi milligrammaa", "kaksi minuuttia"]),
    ],
)
def test_a_unit_has_the_form_its_number_asks_for(language: str, said: list[str]) -> None:
    assert [_said(text, language) for text in ("1 mg", "2 mg", "5 mg", "2 min")] == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "vijf milligram per kilogram per uur"),
        ("pl", "pięć miligramów na kilogram na godzinę"),
        ("da", "fem milligram per kilogram per time"),  # CLDR has "pr. kg"
        ("hu", "öt milligramm per kilogramm per óra"),  # CLDR has a slash
        ("fa", "پنج میلی‌گرم در کیلوگرم در ساعت"),
    ],
)
def test_a_slash_is_said(language: str, said: str) -> None:
    assert _said("5 mg/kg/h", language) == said


def test_a_name_that_stands_before_its_number_does_so() -> None:
    assert [_said("60 %", "tr"), _said("5 mg/kg", "sw")] == [
        "yüzde altmış",
        "miligramu tano kwa kila kilogramu",
    ]


def test_a_language_has_the_signs_of_its_own_letters() -> None:
    assert _said("5 мл/год", "uk") == "пʼять мілілітрів на годину"


def test_a_dual_is_no_name_to_put_a_number_before() -> None:
    assert _said("2 min", "he") == "שתיים דקות"


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("fi", "12. tammikuuta 2025", "kahdestoista tammikuuta kaksituhattakaksikymmentäviisi"),
        ("nb", "12. januar", "tolvte januar"),
        ("nl", "12-05-2025", "twaalf mei tweeduizendvijfentwintig"),
        ("pl", "12.05.2025", "dwanaście maja dwa tysiące dwadzieścia pięć"),
        ("vi", "12/05/2025", "mười hai tháng năm hai nghìn không trăm hai mươi lăm"),
    ],
)
def test_a_date_is_said_in_the_order_of_the_language(language: str, written: str, said: str) -> None:
    assert _said(written, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "het N.M.D.A, S.S.R.I-s, ampa"),
        ("uk", "het N M D A, S S R I s, A M P A"),
        ("ko", "het N M D A, S S R I s, A M P A"),
        ("ha", "het NMDA, SSRIs, AMPA"),
    ],
)
def test_capitals_are_letters_where_no_negation_can_be_meant(language: str, said: str) -> None:
    assert _said("het NMDA, SSRIs, AMPA", language) == said


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "it", "pt", "ru"])
def test_a_table_leaves_no_unit_to_cldr(language: str) -> None:
    rules = load_rules(Language(language))
    assert rules is not None
    # In English "1960s" is no second; French counts bytes as octets, and writes "Mo".
    elsewhere = {"en": {"s"}, "fr": {"kB", "MB", "GB", "TB"}}.get(language, set())

    assert set(UNITS) - elsewhere <= set(rules.units)


def test_a_language_with_a_table_does_without_babel() -> None:
    code = (
        "import sys; from builder.narration.spoken import spoken_form; "
        "spoken_form('0,5 mg/kg, 12,50 €, NMDA', 'de'); print('babel' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
