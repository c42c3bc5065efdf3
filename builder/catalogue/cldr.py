"""Locale data of CLDR, through Babel: names of languages, directions, dates, durations, lists, plural rules.

Babel is imported late: a build that changes nothing asks it nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Literal

from builder.base.language import Language

if TYPE_CHECKING:
    from babel import Locale

Direction = Literal["ltr", "rtl"]

# Scripts written from right to left, for languages CLDR has no data of.
_RIGHT_TO_LEFT = frozenset({"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"})

_MARKS = " \u00a0\u202f\u200e\u200f"
_COUNTS = (1, 2, 3, 5, 11, 20, 100, 1.5)
"""Numbers that meet every plural category there is in some language."""

# Where Babel's table is not what translators' tools write (gettext manual, "Plural forms").
_PLURAL_FORMS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 ? 4 : 5);",
    "fa": "nplurals=2; plural=(n > 1);",
    "yue": "nplurals=1; plural=0;",
}


def language_name(language: Language, in_language: Language | None = None) -> str:
    """Return the name of `language` in `in_language`, by default in itself; the tag where CLDR has none."""
    locale = _parse(language)
    if locale is None:
        return language
    name = locale.get_display_name(locale_of(in_language or language))
    return name or language


def direction(language: Language) -> Direction:
    """Return whether texts in `language` run from left to right or from right to left."""
    script = next((part for part in language.split("-")[1:] if len(part) == 4 and part.isalpha()), None)
    if script is not None:
        return "rtl" if script in _RIGHT_TO_LEFT else "ltr"
    return "rtl" if locale_of(language).text_direction == "rtl" else "ltr"


def format_date(day: date, language: Language) -> str:
    """Return `day` with the month in words, as people write it in `language`."""
    from babel.dates import format_date as babel_format_date

    return babel_format_date(day, format="long", locale=locale_of(language))


def format_duration_minutes(duration_ms: int, language: Language) -> str:
    """Return a duration as whole minutes, rounded half up, at least one: `17 minutes` in `language`."""
    from babel.dates import format_timedelta

    whole = timedelta(minutes=max(1, (duration_ms + 30_000) // 60_000))
    # Not `format_unit`: Babel 2.18 prints "duration-minute" in ja, fa, ur, zh, th and yue (babel #1217).
    return format_timedelta(whole, granularity="minute", threshold=1e9, locale=locale_of(language))


def format_size(size_bytes: int, language: Language) -> str:
    """Return a size with one decimal in kilobytes or megabytes (powers of ten): `8,5 Mo` in French."""
    from babel.units import format_unit

    unit, size = ("megabyte", size_bytes / 1e6) if size_bytes >= 1_000_000 else ("kilobyte", size_bytes / 1e3)
    return str(format_unit(round(size, 1), f"digital-{unit}", length="short", locale=locale_of(language)))


def format_list(items: Sequence[str], language: Language) -> str:
    """Return items as one enumeration, such as `a, b and c`, in `language`; an empty one is an empty text."""
    from babel.lists import format_list as babel_format_list

    return babel_format_list(items, locale=locale_of(language)) if items else ""


def format_decimal(value: float, language: Language) -> str:
    """Return a number with one decimal, such as `-16,1` in French."""
    from babel.numbers import format_decimal as babel_format_decimal

    return babel_format_decimal(round(value, 1) + 0.0, format="0.0", locale=locale_of(language))


@cache
def decimal_symbol(language: Language) -> str:
    """Return what stands before the decimals of a number in `language`."""
    symbols = locale_of(language).number_symbols
    system = locale_of(language).default_numbering_system
    return str((symbols.get(system) or symbols["latn"]).get("decimal", "."))


def unit_names(unit: str, language: Language) -> tuple[tuple[str, bool], ...]:
    """Return how a unit is written after or before a number, long and short, in every plural form.

    Args:
        unit: CLDR's identifier, such as `duration-minute`.
        language: Its tag.

    Returns:
        Each name once, with True where it stands before its number (`dakika 5` in Swahili). None where CLDR
        has no data of the language or of the unit in it.
    """
    from babel.units import UnknownUnitError, format_unit

    locale = _parse(language) or _parse(language.partition("-")[0])
    if locale is None:
        return ()
    found: dict[tuple[str, bool], None] = {}
    choices: tuple[tuple[Literal["long", "short"], float], ...] = (
        *(("long", count) for count in _COUNTS),
        *(("short", count) for count in _COUNTS),
    )
    for length, count in choices:
        try:
            written = format_unit(count, unit, length, locale=locale, numbering_system="latn")
        except UnknownUnitError:
            return ()
        before, _, after = re.sub(r"[0-9][0-9.,٫]*", "\0", written, count=1).partition("\0")
        names = ((before.strip(_MARKS), True), (after.strip(_MARKS), False))
        # Babel 2.18 writes the identifier where a language has no long form (babel #1217).
        found |= {name: None for name in names if name[0] and unit not in name[0]}
    return tuple(found)


def scale_words(language: Language) -> Mapping[str, int]:
    """Return the words that stand for zeros, with their worth: `million` and `mil` and `万`."""
    from babel.numbers import format_compact_decimal

    locale = _parse(language) or _parse(language.partition("-")[0])
    if locale is None:
        return {}
    length: Literal["long", "short"] = "long" if "long" in locale.compact_decimal_formats else "short"
    found: dict[str, int] = {}
    for power, factor in product(range(3, 13), (1, 2, 5)):
        amount = factor * 10**power
        written = format_compact_decimal(
            amount, format_type=length, locale=locale, fraction_digits=0, numbering_system="latn"
        )
        number = re.search("[0-9]+", written)
        word = written[number.end() :].strip(_MARKS) if number else ""
        if number and word and not re.search("[0-9]", word) and amount % int(number[0]) == 0:
            found.setdefault(word, amount // int(number[0]))
    return found


def alternative_word(language: Language) -> str:
    """Return what stands between the last two of several choices: `or`; empty where CLDR does not say."""
    from babel.lists import format_list as babel_format_list

    locale = _parse(language) or _parse(language.partition("-")[0])
    if locale is None:
        return ""
    return babel_format_list(["1", "2"], style="or", locale=locale).strip("12 \u00a0")


def month_names(language: Language) -> tuple[tuple[str, ...], ...]:
    """Return the names of each of the twelve months, long and short, as in dates and alone."""
    locale = _parse(language) or _parse(language.partition("-")[0])
    if locale is None:
        return ()
    tables = [
        locale.months[use][width] for use in ("format", "stand-alone") for width in ("wide", "abbreviated")
    ]
    return tuple(tuple(dict.fromkeys(table[month].strip(".") for table in tables)) for month in range(1, 13))


def plural_forms(language: Language) -> str:
    """Return the header field `Plural-Forms` for a new catalogue in `language`.

    A catalogue that exists keeps its own: translators' tools differ here, and their texts follow them.
    """
    from babel.messages.plurals import get_plural

    if language.partition("-")[0] in _PLURAL_FORMS:
        return _PLURAL_FORMS[language.partition("-")[0]]
    return str(get_plural(locale_of(language)).plural_forms)


def locale_of(language: Language) -> Locale:
    """Return the locale of `language`, else that of less of its tag, else English."""
    from babel import Locale

    parts = language.split("-")
    while parts:
        found = _parse("-".join(parts))
        if found is not None:
            return found
        parts.pop()
    return Locale.parse("en")


def _parse(tag: str) -> Locale | None:
    """Return the locale of a tag, its variants left out; None where CLDR has no data of it."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
