"""Locale data says what people of a language expect, also where Babel's own calls do not."""

from datetime import date

import pytest

from builder.base.language import Language
from builder.catalogue.cldr import (
    decimal_symbol,
    direction,
    format_date,
    format_duration_minutes,
    format_list,
    format_size,
    language_name,
    plural_forms,
)
from builder.catalogue.header import check_plural_forms


@pytest.mark.parametrize(
    ("tag", "own", "english"),
    [
        ("es", "español", "Spanish"),
        ("pt-BR", "português (Brasil)", "Portuguese (Brazil)"),
        ("ca-valencia", "català", "Catalan"),
        ("sr-Latn", "srpski (latinica)", "Serbian (Latin)"),
        ("tlh", "tlh", "tlh"),
        ("en-XA", "en-XA", "en-XA"),
    ],
)
def test_a_language_has_its_name(tag: str, own: str, english: str) -> None:
    assert language_name(Language(tag)) == own
    assert language_name(Language(tag), Language("en")) == english


@pytest.mark.parametrize(
    "tag", ["ar", "he", "fa", "ur", "ckb", "ps", "dv", "yi", "ug", "uz-Arab", "az-Arab-IR"]
)
def test_these_run_from_right_to_left(tag: str) -> None:
    assert direction(Language(tag)) == "rtl"


@pytest.mark.parametrize("tag", ["en", "ja", "uz", "tlh", "ar-Latn", "mn-Mong"])
def test_these_run_from_left_to_right(tag: str) -> None:
    assert direction(Language(tag)) == "ltr"


@pytest.mark.parametrize(
    ("tag", "text"),
    [("en", "November 23, 2026"), ("es", "23 de noviembre de 2026"), ("fr", "23 novembre 2026")],
)
def test_a_date_has_its_month_in_words(tag: str, text: str) -> None:
    assert format_date(date(2026, 11, 23), Language(tag)) == text


@pytest.mark.parametrize(
    "tag",
    [
        "en",
        "es",
        "fr",
        "de",
        "ja",
        "fa",
        "ur",
        "zh-Hans",
        "zh-Hant",
        "th",
        "yue",
        "ar",
        "ru",
        "tr",
        "he",
        "ko",
    ],
)
def test_minutes_are_never_spelled_by_their_unit_id(tag: str) -> None:
    text = format_duration_minutes(75 * 60_000, Language(tag))

    assert "duration" not in text
    assert "75" in text or "۷۵" in text or "٧٥" in text


def test_minutes_are_rounded_half_up_and_at_least_one() -> None:
    texts = [format_duration_minutes(ms, Language("en")) for ms in (0, 89_999, 90_000, 7_200_000)]

    assert texts == ["1 minute", "1 minute", "2 minutes", "120 minutes"]


@pytest.mark.parametrize(
    ("items", "text"),
    [((), ""), (("Ana",), "Ana"), (("Ana", "Li"), "Ana y Li"), (("A", "B", "C"), "A, B y C")],
)
def test_a_list_reads_as_one_enumeration(items: tuple[str, ...], text: str) -> None:
    assert format_list(items, Language("es")) == text


@pytest.mark.parametrize(
    ("tag", "forms"),
    [("es", 2), ("fr", 2), ("ja", 1), ("ar", 6), ("ru", 3), ("tr", 1), ("fa", 2), ("yue", 1), ("tlh", 2)],
)
def test_a_new_catalogue_has_plural_forms_that_our_own_gate_takes(tag: str, forms: int) -> None:
    assert check_plural_forms(plural_forms(Language(tag)), where="x.po:1") == forms


@pytest.mark.parametrize(("tag", "symbol"), [("en", "."), ("es", ","), ("ckb", "٫"), ("tlh", ".")])
def test_a_language_has_its_decimal_mark(tag: str, symbol: str) -> None:
    assert decimal_symbol(Language(tag)) == symbol


@pytest.mark.parametrize(
    ("tag", "size_bytes", "text"),
    [
        ("en", 8_123_456, "8.1 MB"),
        ("fr", 8_123_456, "8,1\u202fMo"),
        ("es", 12_340, "12,3 kB"),
    ],
)
def test_a_size_is_written_as_the_language_writes_it(tag: str, size_bytes: int, text: str) -> None:
    assert format_size(size_bytes, Language(tag)) == text
