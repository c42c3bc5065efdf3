"""Rules: how one language says what an article writes, as its table in `data/` has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from builder.base.language import Language

Gender = Literal["masculine", "feminine", "neuter", "none"]
"""Of a word that is counted; `none` leaves the number as it is said alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A unit or a currency: its name for each plural category of CLDR, and its gender."""

    one: str
    other: str
    two: str | None = None
    few: str | None = None
    many: str | None = None
    alone: str | None = None
    """Without a number: "Dosis in mg/kg"."""
    gender: Gender = "masculine"
    is_year: bool = False
    """Four digits before it are a year."""
    minor_one: str | None = None
    """Of a currency: its hundredth."""
    minor_other: str | None = None
    minor_few: str | None = None
    minor_many: str | None = None
    minor_gender: Gender = "masculine"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRules:
    """How decimals are said as parts: "ноль целых пять десятых"."""

    wholes: Counted
    parts: tuple[Counted, ...]
    """Tenths, hundredths and so on; more decimals than that are said digit by digit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRules:
    """How figures are spelled; rule sets are named as CLDR names them."""

    spelling: str
    """Name of the language in unicode-rbnf."""
    alone: str
    """Rule set of a number by itself."""
    masculine: str
    feminine: str
    neuter: str = ""
    """As the masculine one when empty."""
    only_one_agrees: bool = False
    """No number but 1 itself changes with what it counts: Italian has "una ora" and "ventuno ore"."""
    year: str
    decimal_marks: tuple[str, ...]
    group_marks: tuple[str, ...]
    """Between thousands."""
    loose_group_marks: tuple[str, ...] = ()
    """Between thousands too, but as often between two numbers."""
    decimal_word: str
    grouped_decimals: int
    """Decimals of up to so many digits are said as one number; 0 says each digit."""
    places: PlaceRules | None = None
    """Where decimals are said as tenths and hundredths."""
    minus: str
    range: str
    fraction: str
    compound: str = ""
    """Rule set of a number before a hyphen and a small word, with which it becomes one: "24-часовой"."""
    starts: Mapping[str, str] = field(default_factory=dict)
    """How numbers in words start by CLDR, and how people start them."""
    per: str
    power: str
    ratio: str
    ratio_high: str = ""
    """Rule set of its second number, when it is another one."""
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
    range_end_decides: bool = False
    """The end of a range alone tells the plural form of its unit: "0,5 bis ein Gramm"."""


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
    before: Mapping[str, str] = field(default_factory=dict)
    """Words after a year, or with the word before it, and the rule set they ask for: "году", "к году"."""
    shorts: Mapping[str, str] = field(default_factory=dict)
    """What may stand for such a word, and the word: "г."; with a word before, too: "в г."."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecadeRules:
    """How `1960s` is said."""

    endings: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    """By the last two digits, or by all four."""
    suffixes: Mapping[str, str] = field(default_factory=dict)
    """What each ending adds to the year in words: "1960er"."""
    rule_sets: Mapping[str, str] = field(default_factory=dict)
    """Or the rule set each ending asks for: "1960-х"."""
    bare: bool = False
    """An apostrophe makes a decade, without an ending: "anni ’60"."""


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
    days_before_month: str = ""
    """Of the first and the last of several days; empty leaves them plain numbers."""
    numeric_marks: tuple[str, ...] = ()
    """Between day, month and year: 23.11.2026."""
    year: str = ""
    """Rule set of a year in a date in figures; as any year when empty."""
    year_words: tuple[str, ...] = ()
    """What may follow such a date and is in `iso` already."""
    dotted: bool = False
    """A day before a month has a point: "23. November"."""
    after: Mapping[str, str] = field(default_factory=dict)
    """Words before a day and the rule set they ask for: "am 23. November"."""


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
    point_after: tuple[str, ...] = ()
    """Words after which a point parts hours and minutes too: "alle 14.30"."""
    point_endings: tuple[str, ...] = ()
    """Words before which it does: "14.30 Uhr"."""
    minute_gender: Gender = "none"
    hours: Counted | None = None
    """What is said after the hour, where "one" and "other" are not enough."""
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
class MoneyRules:
    """How sums are said."""

    with_minor: str
    scales: Mapping[str, str | Counted]
    """What may stand between a number and its currency: "million", "M"; its plural forms, if they differ."""
    unlinked_scales: frozenset[str] = frozenset()
    """Those of them, as said, that need no link: "mil euros", but "millones de euros"."""
    signs: Mapping[str, Counted]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRules:
    """Which capitals are said letter by letter."""

    longest: int
    names: Mapping[str, str] = field(default_factory=dict)
    """How letters are said, where voices do not read them as this language does."""
    joint: str = "."
    plural: str
    plural_said: str
    words: frozenset[str]
    """Ordinary words in capitals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RomanRules:
    """Which capitals are Roman numerals."""

    after: frozenset[str]
    """Words that make them one."""
    always: frozenset[str]
    before: Mapping[str, str] = field(default_factory=dict)
    """Words that make the numeral before them an ordinal, and the rule set: "XXI secolo"."""
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
    neuter_endings: tuple[str, ...] = ()
    few_feminine_endings: tuple[str, ...] | None = None
    """After numbers of the plural category "few", where words have other endings."""
    rule_sets: Mapping[str, str] = field(default_factory=dict)
    """Endings that ask for a rule set of their own: the dative of "50 пациентам"."""
    plural_endings: tuple[str, ...] = ("s", "x")
    """Of words that a number with four digits counts: it is no year."""
    capital_nouns: bool = False
    """What is counted starts with a capital, and all else small: German."""
    alone: frozenset[str] = frozenset()
    """Words before which a number counts nothing."""
    governing: frozenset[str] = frozenset()
    """Words after which a number takes another case."""
    conjunction: str = ""
    """What joins a number to one before it, with the case of that."""
    governed: Mapping[str, str] = field(default_factory=dict)
    """Endings of words of numbers, and what they become in that case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRules:
    """Numbers after words that ask for another case: "около пяти граммов", "nach einer Stunde".

    A unit with Slavic plural forms has its genitive among them: that of "few" after 1, else that of "many".
    """

    after: tuple[str, ...]
    alone: str
    masculine: str
    feminine: str
    neuter: str
    year: str = ""
    """As in the nominative when empty."""
    places: PlaceRules | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalPointRules:
    """Where a point behind a number makes it an ordinal: "die 2. Phase"."""

    after: Mapping[str, str]
    """Words before it, and the rule set they ask for."""
    before: Mapping[str, str] = field(default_factory=dict)
    """Words behind it, where no such word stands before it."""


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
    ordinal_points: OrdinalPointRules | None = None
    case: CaseRules | None = None
    dates: DateRules
    times: TimeRules
    fractions: FractionRules
    units: Mapping[str, Counted]
    rates: Mapping[str, str]
    """What else may follow a slash after a number or a word, and its name: "beats/s", "20/day"."""
    per_phrases: Mapping[str, str] = field(default_factory=dict)
    """What is said for a unit or a rate and its slash, where `numbers.per` does not fit: "в минуту"."""
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
