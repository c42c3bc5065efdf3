"""Tables: each is complete, known to the code, and takes no negation away."""

from __future__ import annotations

import dataclasses
import pkgutil
import re
import tomllib
import typing
from collections.abc import Iterator, Mapping

import pytest

from builder.base.language import Language
from builder.narration.rules import SpokenRules, load_rules

LANGUAGES = ["en", "es", "fr", "de", "it", "pt", "ru", "ar", "hi", "zh", "ja"]
NEGATIONS = {
    *("no", "not", "never", "nunca", "ni", "sin", "ne", "pas", "jamais", "sans", "non", "nor", "none"),
    *("nicht", "kein", "keine", "nie", "ohne", "weder", "mai", "né", "senza", "não", "nem", "sem", "nunca"),
    *("не", "ни", "нет", "без", "нельзя"),
    *("لا", "ليس", "لم", "لن", "غير", "नहीं", "न", "मत", "बिना"),
}
UNSPACED_NEGATIONS = ("不", "没", "沒", "未", "无", "非", "ない", "ません", "ず")
PLACES = {
    "range": {"low", "high"}, "fraction": {"number", "divisor"}, "per": {"unit"},
    "power": {"base", "exponent"}, "ratio": {"low", "high"},
    "iso": {"year", "month", "day"}, "day_after_month": {"day"}, "day_before_month": {"day"},
    "days_before_month": {"day"},
    "time": {"hour", "minute"}, "full_hour": {"hour"}, "after_number": {"number", "fraction"},
    "with_minor": {"major", "minor"},
    "counting_one": {"unit", "number"}, "counting_two": {"unit"}, "range_governed": {"low", "high"},
    "over": {"number", "divisor"},
}  # fmt: skip
NUMBER_MAY_STAND_IN = {"one", "other", *"<>≤≥=~≈"}


def _table(language: str) -> dict[str, object]:
    data = pkgutil.get_data("builder.narration", f"data/{language}.toml")
    assert data is not None
    return tomllib.loads(data.decode())


def _rules(language: str) -> SpokenRules:
    rules = load_rules(Language(language))
    assert rules is not None
    return rules


def _unknown(table: Mapping[str, object], kind: type, path: str = "") -> Iterator[str]:
    """Yield the keys of a table that no field of the dataclass `kind` takes."""
    hints = typing.get_type_hints(kind)
    for name, value in table.items():
        if name not in hints:
            yield path + name
            continue
        arguments = typing.get_args(hints[name])
        inner = next((hint for hint in (hints[name], *arguments) if dataclasses.is_dataclass(hint)), None)
        if not isinstance(inner, type) or not isinstance(value, dict):
            continue
        is_mapping = typing.get_origin(hints[name]) is Mapping
        for one in value.values() if is_mapping else [value]:
            yield from _unknown(one, inner, f"{path}{name}.")


def _texts(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "rule_sets":  # written in CLDR's language, with braces of its own
                yield from _texts(inner, key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_has_no_key_that_nobody_reads(language: str) -> None:
    table = _table(language)

    unknown = list(_unknown(table, SpokenRules))

    assert unknown == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_to_fill_in_is_one_the_code_fills(language: str) -> None:
    table = _table(language)

    wrong = [
        (name, text)
        for name, text in _texts(table)
        if set(re.findall(r"\{(\w*)\}", text)) - ({"number"} if name in NUMBER_MAY_STAND_IN else set())
        != (PLACES.get(name, set()) if text else set())
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_replaces_a_negation(language: str) -> None:
    rules = _rules(language)
    entries = {**rules.phrases, **rules.before_number, **rules.before_name, **rules.acronyms, **rules.symbols}

    lost = [
        written
        for written, said in entries.items()
        for word in re.findall(r"\w+", written.lower())
        if word in NEGATIONS and word not in re.findall(r"\w+", said.lower())
    ]

    assert lost == []


@pytest.mark.parametrize("language", ["zh", "ja"])
def test_no_entry_holds_a_negation_of_a_script_without_spaces(language: str) -> None:
    rules = _rules(language)
    entries = (
        *rules.phrases,
        *rules.before_number,
        *rules.acronyms,
        *rules.symbols,
        *rules.units,
        *rules.rates,
    )

    held = [entry for entry in entries for negation in UNSPACED_NEGATIONS if negation in entry]

    assert held == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_names_a_number_in_one_place_is_said_otherwise_in_all_others(language: str) -> None:
    rules = _rules(language)
    elsewhere = {word.lower() for word in rules.before_number}

    assert {word.lower() for word in rules.numbering.words} <= elsewhere


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_holds_no_figure(language: str) -> None:
    rules = _rules(language)
    entries = {
        **rules.phrases,
        **rules.rates,
        **rules.times.halves,
        **rules.numbering.words,
        **rules.before_number,
        **rules.acronyms,
        **rules.symbols,
        **rules.fractions.names,
    }

    figures = [said for said in entries.values() if re.search(r"\d", said)]

    assert figures == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_set_is_one_that_spells(language: str) -> None:
    from unicode_rbnf import RbnfEngine

    rules = _rules(language)
    names = {rules.numbers.alone, rules.numbers.masculine, rules.numbers.feminine, rules.numbers.year}
    names |= {rules.dates.day, *rules.ordinals.values(), *rules.roman.ordinals.values()}
    names |= {rules.times.hour or rules.numbers.alone}

    known = {*RbnfEngine.for_language(rules.numbers.spelling).rulesets, *rules.numbers.rule_sets}

    assert names <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_languages_know_the_same_units(language: str) -> None:
    metric = {
        "mg",
        "g",
        "kg",
        "µg",
        "μg",
        "mcg",
        "ng",
        "ml",
        "mL",
        "l",
        "L",
        "cm",
        "m",
        "km",
        "m²",
        "min",
        "h",
        "%",
        "°C",
    }

    assert metric <= set(_rules(language).units)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_has_twelve_months(language: str) -> None:
    assert len(set(_rules(language).dates.months)) == 12
