"""Rules: how one language says what an article writes, as its table in `data/` has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from builder.base.language import Language

Gender = Literal["masculine", "feminine", "none"]
"""Of a word that is counted; `none` leaves the number as it is said alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRules:
    """How figures are spelled; rule sets are named as CLDR names them."""

    spelling: str
    """Name of the language in unicode-rbnf."""
    alone: str
    """Rule set of a number by itself."""
    masculine: str
    feminine: str
    year: str
    decimal_marks: tuple[str, ...]
    group_marks: tuple[str, ...]
    """Between thousands."""
    loose_group_marks: tuple[str, ...] = ()
    """Between thousands too, but as often between two numbers."""
    decimal_word: str
    grouped_decimals: int
    """Decimals of up to so many digits are said as one number; 0 says each digit."""
    minus: str
    range: str
    fraction: str
    per: str
    power: str
    ratio: str
    million_link: str
    million_link_vowel: str = ""
    hyphen_unit: bool
    rule_sets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Rule sets of our own, written as CLDR writes them, besides those of `spelling` or in their place."""
    counting_one: str = ""
    """How one thing is counted, where its number does not just stand before it."""
    counting_two: str = ""
    range_marks: tuple[str, ...] = ()
    """What joins a range besides hyphen and short dash."""
    range_governed: str = ""
    """A range after a word that governs it; the same as any other when empty."""
    over: str = ""
    """A fraction whose first number is the greater, as blood pressure is written; as any other when empty."""
    per_first: bool = False
    """What follows a slash is said before the number."""
    compared: Mapping[str, str] = field(default_factory=dict)
    """A number after one of these signs, where the words of the sign do not just stand before it."""
    lakh_groups: bool = False
    """Thousands are grouped as in India: 12,34,567."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRules:
    """When four digits are said as a year."""

    start: int = field(default=1100)
    end: int = field(default=2099)
    """The last one."""
    after: frozenset[str] = frozenset()
    """Words that make the number after them a year."""
    only_after: bool = False
    """Nothing else makes it one."""
    only_alone: bool = False
    """A number right before a word is none."""
    by_digit: bool = False
    """Said digit by digit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecadeRules:
    """How `1960s` is said."""

    endings: tuple[str, ...]
    names: Mapping[str, str]
    """By the last two digits, or by all four."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRules:
    """How days are said."""

    months: tuple[str, ...]
    """Twelve, January first."""
    iso: str
    marks: tuple[str, ...] = ("-",)
    """Between year, month and day."""
    day: str
    """Rule set of a day."""
    first_day: str = ""
    day_after_month: str
    day_before_month: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRules:
    """How times of the day are said."""

    marks: tuple[str, ...]
    """Between hours and minutes."""
    time: str
    full_hour: str
    leading_zero: str
    endings: tuple[str, ...] = ()
    """What may follow a time and is not said: the "h" of "10:30 h"."""
    halves: Mapping[str, str] = field(default_factory=dict)
    """What may follow a time and tells the half of the day."""
    half_first: bool = False
    """It is said before the time."""
    hour_gender: Gender = "none"
    hour_one: str = ""
    hour_other: str = ""
    hour: str = ""
    """Rule set of an hour, where it is none of a count."""
    minute_unit: str = ""
    """The unit whose name is said with the minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FractionRules:
    """How fractions with a name of their own are said."""

    after_number: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A unit or a currency: its name for each plural category of CLDR, and its gender."""

    one: str
    other: str
    two: str | None = None
    few: str | None = None
    many: str | None = None
    gender: Gender = "masculine"
    template: str = ""
    """How a number is said with it, where its name does not just follow."""
    is_year: bool = False
    """Four digits before it are a year."""
    minor_one: str | None = None
    """Of a currency: its hundredth."""
    minor_other: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRules:
    """How sums are said."""

    with_minor: str
    scales: Mapping[str, str]
    """What may stand between a number and its currency: "million", "M"."""
    unlinked_scales: frozenset[str] = frozenset()
    """Those of them, as said, that need no link: "mil euros", but "millones de euros"."""
    signs: Mapping[str, Counted]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRules:
    """Which capitals are said letter by letter."""

    longest: int
    plural: str
    plural_said: str
    words: frozenset[str]
    """Ordinary words in capitals."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What each letter is called, where the language has another script."""
    joint: str = "."
    """Between letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RomanRules:
    """Which capitals are Roman numerals."""

    after: frozenset[str]
    """Words that make them one."""
    always: frozenset[str]
    ordinals: Mapping[str, str]
    """Endings that make it an ordinal, and the rule set that spells it."""
    suffixes: frozenset[str] = frozenset()
    """What right behind it makes it one, in a script without spaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRules:
    """The words for the marks of an address of a page or of mail."""

    dot: str
    slash: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRules:
    """How the gender of a counted word is told."""

    masculine_words: frozenset[str] = frozenset()
    feminine_words: frozenset[str] = frozenset()
    feminine_endings: tuple[str, ...] = ()
    alone: frozenset[str] = frozenset()
    """Words before which a number counts nothing."""
    governing: frozenset[str] = frozenset()
    """Words after which a number takes another case."""
    conjunction: str = ""
    """What joins a number to one before it, with the case of that."""
    governed: Mapping[str, str] = field(default_factory=dict)
    """Endings of words of numbers, and what they become in that case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberingRules:
    """Abbreviations that are a negation in one place and a number's name in another: "No. 5"."""

    words: Mapping[str, str] = field(default_factory=dict)
    """Said so before a number that counts nothing; elsewhere `before_number` tells."""
    after: frozenset[str] = frozenset()
    """Words after which it is never a negation, whatever the number counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenRules:
    """One language's table."""

    full_stop: str
    dash: str
    comma: str = ", "
    slash: str = " "
    """For one between words."""
    is_spaced: bool = True
    """False for a script that sets no spaces between words, nor between words and figures."""
    has_prefixes: bool = False
    """True when short words are written together with the figure after them."""
    ordinal_marks: tuple[str, ...] = ()
    """What makes the number after it an ordinal, which then counts nothing."""
    numbers: NumberRules
    years: YearRules = YearRules()
    decades: DecadeRules | None = None
    ordinals: Mapping[str, str]
    """Endings of ordinals and the rule set that spells them."""
    dates: DateRules
    times: TimeRules
    fractions: FractionRules
    units: Mapping[str, Counted]
    rates: Mapping[str, str]
    """What else may follow a slash after a number or a word, and its name: "beats/s", "20/day"."""
    per_phrases: Mapping[str, str] = field(default_factory=dict)
    """What is said for a unit or a rate and its slash, where `numbers.per` does not fit: "في الدقيقة"."""
    money: MoneyRules
    phrases: Mapping[str, str]
    before_number: Mapping[str, str]
    numbering: NumberingRules = NumberingRules()
    before_name: Mapping[str, str]
    acronyms: Mapping[str, str]
    letters: LetterRules
    roman: RomanRules
    symbols: Mapping[str, str]
    addresses: AddressRules
    agreement: AgreementRules


@cache
def load_rules(language: Language) -> SpokenRules | None:
    """Return the table of `language`, or of its main language (`pt` for `pt-BR`); None when there is none."""
    import pkgutil
    import tomllib

    import msgspec

    for name in dict.fromkeys((language, language.partition("-")[0])):
        try:
            data = pkgutil.get_data("builder.narration", f"data/{name}.toml")
        except FileNotFoundError:
            continue
        if data is not None:
            return msgspec.convert(tomllib.loads(data.decode()), SpokenRules)
    return None
