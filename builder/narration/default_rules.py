"""Default rules: how a language without a table says figures and units, as far as CLDR tells.

Integers come from its number rules, units and currencies from its long names. What it does not tell stays a
sign: a range keeps its dash, a power its caret, and every voice says those in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from builder.base.language import Language
from builder.catalogue.cldr import locale_of
from builder.catalogue.number_words import rbnf_name
from builder.narration import default_units
from builder.narration.rules import (
    AddressRules,
    AgreementRules,
    DateRules,
    FractionRules,
    LetterRules,
    NumberRules,
    RomanRules,
    SpokenRules,
    TimeRules,
)

if TYPE_CHECKING:
    from babel import Locale
    from unicode_rbnf import RbnfEngine

_PROBES = (0, 1, 2, 7, 10, 12, 21, 40, 99, 100, 365, 1000, 1960, 2025, 12345, 100_000)
_SIGNS: Mapping[str, tuple[int, int]] = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4)}
_SURE_NUMERALS = frozenset(
    {"II", "III", "VII", "VIII", "IX", "XII", "XIII", "XIV", "XVI", "XVII", "XIX", "XXI"}
)
"""Roman numerals that are a word in no language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraWords:
    """What CLDR does not tell: the table `data/default.toml`."""

    decimal_words: Mapping[str, str]
    per: Mapping[str, str]
    days: Mapping[str, str]
    acronyms: Mapping[str, str]
    shouted: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """CLDR's number rules of one language."""

    engine: RbnfEngine
    name: str
    alone: str
    """Rule set of a number by itself."""

    def said(self, number: float, rule_set: str = "") -> str:
        """Return a number in words; empty where the rules do not reach so far, or answer with figures."""
        from unicode_rbnf.engine import NoRuleForNumberError

        try:
            said = str(self.engine.format_number(number, ruleset_names=[rule_set or self.alone]).text)
        except NoRuleForNumberError:
            return ""
        return "" if re.search("[0-9#]", said) else said

    def first(self, names: Iterable[str]) -> str:
        """Return the first of `names` that is a rule set which spells; else the one of a number alone."""
        known = (name for name in names if name in self.engine.rulesets)
        return next(
            (name for name in known if all(self.said(number, name) for number in (1, 12, 31))), self.alone
        )


@cache
def default_rules(language: Language) -> SpokenRules | None:
    """Return rules for `language` made of what CLDR knows; None where it cannot spell its numbers."""
    words = _number_words(language)
    if words is None:
        return None
    locale, extra = _locale(language), extra_words()
    units = default_units.units(locale) if locale else {}
    per, per_phrases = default_units.per(locale) if locale else (default_units.ANY_PER, {})
    is_latin, has_capitals = words.said(1)[0] < "\u0250", words.said(1).upper() != words.said(1)
    shouted = extra.shouted.get(language.partition("-")[0], frozenset())
    rates = default_units.rates(locale) if locale else {}
    day = extra.days.get(language.partition("-")[0])
    percent = {"%": units["%"].other.replace("{number}", "").strip()} if "%" in units else {}
    return SpokenRules(
        full_stop=".",
        dash=" — ",
        numbers=_numbers(words, language, locale, extra.per.get(language.partition("-")[0], per)),
        ordinals={},
        dates=_dates(words, locale),
        times=TimeRules(marks=(":",), time="{hour} {minute}", full_hour="{hour}", leading_zero=words.said(0)),
        fractions=_fractions(words),
        units=units,
        rates={**rates, day: day} if day else rates,
        per_phrases=per_phrases,
        money=default_units.money(locale, language, units),
        phrases={},
        before_number={},
        before_name={},
        acronyms=extra.acronyms if is_latin else {},
        letters=LetterRules(
            longest=5 if shouted or not has_capitals else 0,
            joint="." if is_latin else " ",  # voices of other scripts take "F.D.A" for an English word
            plural="s",
            plural_said="-s" if is_latin else " s",
            words=shouted,
        ),
        roman=RomanRules(after=frozenset(), always=_SURE_NUMERALS, ordinals={}),
        symbols={"×": "×", **percent},
        addresses=AddressRules(dot="", slash="", at=""),
        agreement=AgreementRules(plural_endings=()),
    )


@cache
def extra_words() -> ExtraWords:
    """Return the table of what CLDR does not tell."""
    import pkgutil
    import tomllib

    import msgspec

    data = pkgutil.get_data("builder.narration", "data/default.toml") or b""
    return msgspec.convert(tomllib.loads(data.decode()), ExtraWords)


def _number_words(language: Language) -> _Words | None:
    """Return the number rules of a language, if they spell every common number."""
    from unicode_rbnf import RbnfEngine

    name = rbnf_name(language)
    if name is None:
        return None
    engine = RbnfEngine.for_language(name)
    cardinals = sorted(rule_set for rule_set in engine.rulesets if rule_set.startswith("spellout-cardinal"))
    for alone in ("spellout-numbering", *cardinals):
        words = _Words(engine=engine, name=name, alone=alone)
        if alone in engine.rulesets and all(words.said(number) for number in _PROBES):
            return words
    return None


def _locale(language: Language) -> Locale | None:
    """Return Babel's locale of a language, not of another that stands in for it."""
    locale = locale_of(language)
    return locale if locale.language == language.partition("-")[0] else None


def _numbers(words: _Words, language: Language, locale: Locale | None, per: str) -> NumberRules:
    decimal, group = _marks(locale)
    feminine = words.first(("spellout-cardinal-feminine",))
    year = words.first(("spellout-numbering-year",))
    return NumberRules(
        spelling=words.name,
        alone=words.alone,
        masculine=words.alone,
        feminine=feminine,
        year=year if words.said(1960, year) else words.alone,
        decimal_marks=(decimal,) if group == "," else tuple(dict.fromkeys((decimal, ".", ","))),
        group_marks=tuple(dict.fromkeys((group, "\u00a0", "\u202f"))) if group else ("\u00a0", "\u202f"),
        loose_group_marks=(" ",),
        decimal_word=_decimal_word(words, language) or decimal,
        grouped_decimals=0,
        minus=_minus(words),
        range="{low} – {high}",
        fraction="{number} / {divisor}",
        per=per,
        power="{base} ^ {exponent}",
        ratio="{low} : {high}",
        million_link="",
        hyphen_unit=False,
        range_end_decides=True,
    )


def _minus(words: _Words) -> str:
    """Return the word before a negative number; the sign where it stands behind or is not known."""
    negative, positive = words.said(-5), words.said(5)
    return negative.removesuffix(positive).strip() or "−" if negative.endswith(positive) else "−"


def _marks(locale: Locale | None) -> tuple[str, str]:
    """Return the marks before decimals and between thousands; no mark of thousands that is a decimal mark."""
    if locale is None:
        return ",", ""
    symbols = locale.number_symbols["latn"]
    decimal, group = str(symbols.get("decimal", ".")), str(symbols.get("group", ""))
    return decimal, "" if group in {decimal, " "} else group


def _decimal_word(words: _Words, language: Language) -> str:
    """Return the word between a number and its decimals, as CLDR's rules have it for 1.2 and 1.7."""
    own = extra_words().decimal_words.get(language.partition("-")[0])
    if own:
        return own
    cardinals = sorted(name for name in words.engine.rulesets if name.startswith("spellout-cardinal"))
    figures = {words.said(figure) for figure in range(10)}
    for rule_set in (words.alone, *cardinals):
        one, first, second = (words.said(number, rule_set) for number in (1, 1.2, 1.7))
        if not one or not first or not first.startswith(one) or not second.startswith(one):
            continue
        rest, other = first.removeprefix(one), second.removeprefix(one)
        if " " not in rest.strip():
            alike = zip(rest, other, strict=False)
            return "".join(here for here, _ in takewhile(lambda pair: pair[0] == pair[1], alike))
        # Polish rules have a zero too many here; said before decimals it would make a tenth of a dose.
        both = (here for here, there in zip(rest.split(), other.split(), strict=False) if here == there)
        word = " ".join(word for word in both if word not in figures)
        if word:
            return word
    return ""


def _dates(words: _Words, locale: Locale | None) -> DateRules:
    """Return how days are said: as ordinals only where the rules have a fit one."""
    if locale is None:
        return DateRules(
            months=(), iso="{year} {month} {day}", day=words.alone, day_after_month="", day_before_month=""
        )
    long = str(locale.date_formats["long"].pattern)
    order = sorted(
        (("{year}", long.find("y")), ("{month}", long.find("M")), ("{day}", long.find("d"))), key=_place
    )
    dotted = re.search(r"d\. ?[ML]", long) is not None
    genitive = words.first(("spellout-ordinal-masculine-genitive", "spellout-ordinal-neuter-genitive"))
    ordinal = words.first(
        ("spellout-ordinal-masculine-genitive", "spellout-ordinal", "spellout-ordinal-masculine")
    )
    day = ordinal if dotted else genitive
    return DateRules(
        months=tuple(
            _month_in_words(words, locale.months["format"]["wide"][month]) for month in range(1, 13)
        ),
        iso=" ".join(part for part, _ in order),
        day=day,
        day_after_month="",
        day_before_month="{day}" if day != words.alone else "",
        numeric_marks=("/", ".", "-") if order[0][0] == "{day}" else (),
        dotted=dotted,
    )


def _place(part: tuple[str, int]) -> int:
    return part[1]


def _month_in_words(words: _Words, name: str) -> str:
    """Return the name of a month, the figure of "tháng 5" in words."""
    return re.sub("[0-9]+", lambda found: words.said(int(found[0])), name)


def _fractions(words: _Words) -> FractionRules:
    names = {sign: f"{words.said(over)} / {words.said(under)}" for sign, (over, under) in _SIGNS.items()}
    return FractionRules(after_number="{number} {fraction}", names=names)
