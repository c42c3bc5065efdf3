"""Dates: dates in figures, days and ordinals with a point, years before a short word, said in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from builder.narration.amounts import said_date, said_day
from builder.narration.rules import OrdinalPointRules
from builder.narration.spelling import Speller
from builder.narration.tokens import NO_WORD, SPACE, START, TokenKind, any_of, ends_sentence, words_before

_DAY = "(?:0?[1-9]|[12][0-9]|3[01])"
_SMALL_LETTER = "[a-zß-öø-ÿа-ҁ]"


def date_kinds(speller: Speller) -> Iterator[TokenKind]:
    """Yield the kinds of dates that only some languages write; they are tried before other figures."""
    rules = speller.rules
    if rules.dates.numeric_marks:
        yield _numeric(speller)
    if rules.dates.dotted:
        yield _dotted_day(speller)
    if rules.years.shorts:
        yield _short_year(speller)
    if rules.ordinal_points:
        yield _ordinal_point(speller, rules.ordinal_points)
    if rules.numbers.compound:
        yield _compound(speller)


def _numeric(speller: Speller) -> TokenKind:
    """Dates such as 23.11.2026, the day first."""
    dates = speller.rules.dates
    day, month = f"(?P<numeric_day>{_DAY})", "(?P<numeric_month>0?[1-9]|1[0-2])"
    mark = f"(?P<numeric_mark>[{re.escape(''.join(dates.numeric_marks))}])"
    year = "(?P<numeric_year>[12][0-9]{3})"
    words = rf"(?P<numeric_word>{SPACE}?(?:{any_of(dates.year_words)}){NO_WORD})?"

    def say(found: re.Match[str]) -> str:
        month = dates.months[int(found["numeric_month"]) - 1]
        said = said_date(
            speller, found, day=int(found["numeric_day"]), month=month, year=found["numeric_year"]
        )
        return said + _lost_stop(speller, found)

    return TokenKind(
        name="numeric",
        pattern=rf"{START}(?<![0-9][-/.]){day}{mark}{month}(?P=numeric_mark){year}(?![-/.:]?[0-9]|\w){words}",
        say=say,
    )


def _dotted_day(speller: Speller) -> TokenKind:
    """Days such as the one of "23. November", or the two of "12.–14. Januar"."""
    rules = speller.rules
    shorts = (
        word for word, said in {**rules.before_number, **rules.phrases}.items() if said in rules.dates.months
    )

    def say(found: re.Match[str]) -> str:
        days = [said_day(speller, int(day), found) for day in (found["day_low"], found["day_high"]) if day]
        return rules.numbers.range.format(low=days[0], high=days[1]) if len(days) > 1 else days[0]

    several = rf"(?:\.?{SPACE}?[-–]{SPACE}?(?P<day_high>{_DAY}))?"
    month = rf"(?={SPACE}?(?:{any_of((*rules.dates.months, *shorts))}){NO_WORD})"
    return TokenKind(
        name="day", pattern=rf"{START}(?<![0-9][.,])(?P<day_low>{_DAY}){several}\.{month}", say=say
    )


def _short_year(speller: Speller) -> TokenKind:
    """Years with a short word, as in "2025 г."; with a point, for it may be a gram without one."""
    years = speller.rules.years

    def say(found: re.Match[str]) -> str:
        key = f"{found['short_word']}."
        before = words_before(found.string, found.start(), ("в", "во", "к", "с", "по"))
        word = years.shorts.get(f"{before} {key}") or years.shorts[key]
        rule_set = years.before[word]
        numbers = [found["short_low"], found["short_high"]]
        said = [speller.ordinal(number, rule_set) for number in numbers if number]
        both = speller.rules.numbers.range.format(low=said[0], high=said[1]) if len(said) > 1 else said[0]
        return f"{both} {word}{_lost_stop(speller, found)}"

    words = any_of({short.split()[-1].rstrip(".") for short in years.shorts})
    year = "1[0-9]{3}|20[0-9]{2}"
    return TokenKind(
        name="short",
        pattern=(
            rf"{START}(?<![0-9][-/.,])(?P<short_low>{year})(?:{SPACE}?[-–—]{SPACE}?(?P<short_high>{year}))?"
            rf"{SPACE}?(?P<short_word>{words})\."
        ),
        say=say,
    )


def _ordinal_point(speller: Speller, points: OrdinalPointRules) -> TokenKind:
    """Ordinals such as the one of "die 2. Phase"; after another word the point ends a sentence."""
    default = next(iter(points.before.values()), speller.rules.numbers.alone)

    def say(found: re.Match[str]) -> str:
        asks = words_before(found.string, found.start(), points.after)
        rule_set = points.after[asks] if asks else points.before.get(found["point_noun"] or "", default)
        return speller.ordinal(found["point_digits"] or found["point_count"], rule_set)

    # Python's look-behind wants one width for each of its words.
    behind = "|".join(f"(?<=\\b{re.escape(word)} )" for word in _with_capitals(points.after))
    noun = rf"(?={SPACE}(?P<point_noun>{any_of(points.before)}){NO_WORD})"
    number = r"(?P<point_{}>[1-9][0-9]{{0,2}})\."
    asked = rf"(?:{behind}){number.format('digits')}(?={SPACE}[^\W\d_])"
    return TokenKind(
        name="point",
        pattern=rf"(?:{asked}|{START}(?<![.,]){number.format('count')}{noun})",
        say=say,
    )


def _compound(speller: Speller) -> TokenKind:
    """Numbers before a hyphen and a word that swallows them: "24-часовой", "40–60-минутный"."""
    rule_set = speller.rules.numbers.compound

    def say(found: re.Match[str]) -> str:
        numbers = (found["compound_low"], found["compound_digits"])
        return "-".join(speller.ordinal(number, rule_set) for number in numbers if number)

    number = "[1-9][0-9]{0,2}"
    return TokenKind(
        name="compound",
        pattern=(
            rf"{START}(?<![0-9][.,])(?:(?P<compound_low>{number})[-–])?(?P<compound_digits>{number})-"
            rf"(?={_SMALL_LETTER}{{3}})"
        ),
        say=say,
    )


def _lost_stop(speller: Speller, found: re.Match[str]) -> str:
    """Return a full stop where the match took the point that ends its sentence."""
    takes = found[0].endswith(".") and ends_sentence(found.string, found.end())
    return speller.rules.full_stop if takes else ""


def _with_capitals(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield word
        yield word[:1].upper() + word[1:]
