"""Amounts: numbers and ranges with their units, sums of money, years, days and what a number counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.narration.rules import Counted, Gender
from builder.narration.spelling import Number, Speller, joined
from builder.narration.tokens import (
    NO_WORD,
    SPACE,
    START,
    Say,
    TokenKind,
    any_of,
    padded,
    rate_pattern,
    unit_pattern,
    word_after,
    word_before,
    word_governing,
    words_before,
)

_TELEPHONE = re.compile("[2-9][0-9]{2}-(?![0-9]{2}00)[0-9]{4}|[0-9]{3}-0[0-9]{3}")
"""Too few groups for a chain, and no range: its end is not round, or has a zero that no count has."""


def range_mark(speller: Speller) -> str:
    """Return a pattern of what joins a range: a dash without spaces, or a short one with them.

    The long dash is a pause and joins none, unless the language has it for ranges; two are one in none.
    """
    marks = "".join(
        f"|{SPACE}?{re.escape(mark)}(?!{re.escape(mark)}){SPACE}?"
        for mark in speller.rules.numbers.range_marks
    )
    return f"(?:[-–−]|{SPACE}[-–]{SPACE}{marks})"


def money_kinds(speller: Speller) -> Iterator[TokenKind]:
    """Yield the kinds of sums: with the currency before the number, and after it."""
    signs, scales = any_of(speller.rules.money.signs), any_of(speller.rules.money.scales)
    number, to = speller.pattern(), range_mark(speller)
    scale = rf"(?:{SPACE}?(?:{scales}){NO_WORD})"
    yield TokenKind(
        name="money",
        pattern=(
            rf"{START}(?P<money_sign>{signs}){SPACE}?(?P<money_low>{number})"
            rf"(?:(?P<money_to>{to})(?:{signs})?{SPACE}?(?P<money_high>{number}))?(?P<money_scale>{scale})?{NO_WORD}"
        ),
        say=_say_money(speller, "money"),
    )
    yield TokenKind(
        name="sum",
        pattern=(
            rf"{START}(?P<sum_low>{number})(?:(?P<sum_to>{to})(?P<sum_high>{number}))?"
            rf"(?P<sum_scale>{scale})?{SPACE}?(?P<sum_sign>{signs})(?!\w|{SPACE}?[0-9])"
        ),
        say=_say_money(speller, "sum"),
    )


def quantity_kinds(speller: Speller) -> Iterator[TokenKind]:
    """Yield the kinds of numbers and ranges, with a unit or without, and of units without a number."""
    number, to = speller.pattern(), range_mark(speller)
    unit, rate = unit_pattern(speller.rules), rate_pattern(speller.rules)
    hyphen = "|-" if speller.rules.numbers.hyphen_unit else ""
    signs = speller.rules.numbers.compared
    sign = rf"(?:(?P<quantity_sign>{any_of(signs)}){SPACE}?)?" if signs else ""
    yield TokenKind(
        name="quantity",
        pattern=(
            rf"{sign}{START}(?P<quantity_minus>(?<![’'\")\]])[-−])?(?P<quantity_low>{number})"
            rf"(?:(?:{SPACE}?(?P<quantity_low_unit>{unit}))?(?P<quantity_to>{to})(?P<quantity_high>{number}))?"
            rf"(?:(?P<quantity_glue>{SPACE}?{hyphen})(?P<quantity_unit>{unit})|(?P<quantity_rate>{rate}))?{NO_WORD}"
        ),
        say=_say_compared(speller) if signs else _say_quantity(speller),
    )
    # Words such as "min" and "TB" may mean something else; what has no vowel and small letters does not.
    sure = any_of(
        name
        for name in speller.rules.units
        if re.fullmatch(r"(?=.*[a-zа-я])[^aeiouyаеиоуыэюя.°%‰²³]{2,}", name)
    )
    # "日/週" is no rate: where words are short, a slash between them is as often an "or".
    is_spaced = speller.rules.is_spaced
    units = any_of(
        name
        for name in speller.rules.units
        if name not in speller.rules.times.halves and (is_spaced or name.isascii())
    )
    yield TokenKind(
        name="unit",
        pattern=rf"(?<![\w/.-])(?:(?:{units}){rate}|{sure})(?![\w/’'-])",
        say=lambda found: _say_unit(speller, found[0]),
    )
    # Spanish and French add an "/s" to words that are one or many.
    yield TokenKind(
        name="rate",
        pattern=rf"(?<=[^\W\d_]{{2}})(?!/s\b){rate}",
        say=lambda found: _rate_of_word(speller, found),
    )


def _say_unit(speller: Speller, unit: str) -> str:
    """Return the name of a unit without a number, and of what it is per."""
    return " ".join((_alone(speller, _first_unit(speller, unit)), *_pers(speller, unit)))


def said_day(speller: Speller, day: int, found: re.Match[str]) -> str:
    """Return a day of a month as it is said in a date, after the words before the match."""
    dates = speller.rules.dates
    if day == 1 and dates.first_day:
        return dates.first_day
    asks = words_before(found.string, found.start(), dates.after)
    return speller.ordinal(str(day), dates.after[asks] if asks else dates.day)


def said_date(speller: Speller, found: re.Match[str], *, day: int, month: str, year: str) -> str:
    """Return a date in words, after the words before the match."""
    dates = speller.rules.dates
    said_year = speller.ordinal(year, dates.year) if dates.year else speller.year(year)
    return dates.iso.format(year=said_year, month=month, day=said_day(speller, day, found))


def _range(
    speller: Speller, found: re.Match[str], said: tuple[str, str], numbers: tuple[Number, Number]
) -> str:
    """Return both ends of a range; a dash with spaces between numbers that do not rise is but a dash."""
    rules, low, high = speller.rules, *numbers
    to = found[f"{found.lastgroup}_to"].strip()
    is_spaced = to != found[f"{found.lastgroup}_to"] and to not in rules.numbers.range_marks
    if to == "−" and low.value >= high.value:
        return f"{said[0]} {rules.numbers.minus} {said[1]}"
    if is_spaced and (low.value >= high.value or speller.looks_like_year(low)):
        return rules.dash.join(said)
    governs = word_governing(rules, found) in rules.agreement.governing
    template = rules.numbers.range_governed if governs else ""
    return (template or rules.numbers.range).format(low=said[0], high=said[1])


def _say_money(nominative: Speller, kind: str) -> Say:
    other = nominative.in_case()

    def say(found: re.Match[str]) -> str:
        speller = _by_case(nominative, other, found)
        money = speller.rules.money
        currency = money.signs[found[f"{kind}_sign"]]
        low, high = speller.read(found[f"{kind}_low"]), found[f"{kind}_high"]
        scale = (found[f"{kind}_scale"] or "").strip()
        last = speller.read(high) if high else low
        if scale:
            said = _scaled(speller, last, money.scales[scale], currency)
        else:
            said = _sum(speller, last, currency)
        if not high:
            return said
        return _range(speller, found, (speller.number(low, currency.gender), said), (low, last))

    return say


def _scaled(speller: Speller, number: Number, scale: str | Counted, currency: Counted) -> str:
    """Return a number of thousands or millions and their currency: "one point five million dollars"."""
    said = f"{speller.number(number)} {scale}" if isinstance(scale, str) else speller.counted(number, scale)
    unlinked = scale in speller.rules.money.unlinked_scales
    name = _of_many(speller, currency)
    return f"{said} {name if unlinked else speller.linked(name)}"


def _of_many(speller: Speller, counted: Counted) -> str:
    """Return the name of what is counted by the million."""
    return speller.name(counted, Number(whole="1000000"))


def _alone(speller: Speller, counted: Counted) -> str:
    return counted.alone or joined("", _of_many(speller, counted)).strip()


def _by_case(nominative: Speller, other: Speller | None, found: re.Match[str]) -> Speller:
    """Return the one that spells after the words before a match."""
    if other is None or nominative.rules.case is None:
        return nominative
    asks = words_before(found.string, found.start(), nominative.rules.case.after)
    return other if asks else nominative


def _sum(speller: Speller, amount: Number, currency: Counted) -> str:
    """Return a sum; two decimals are said as cents."""
    minor = amount.decimals
    if len(minor) != 2 or currency.minor_one is None or currency.minor_other is None:
        return speller.counted(amount, currency)
    major = speller.counted(Number(whole=amount.whole), currency)
    if minor == "00":
        return major
    hundredth = Counted(
        one=currency.minor_one,
        few=currency.minor_few,
        many=currency.minor_many,
        other=currency.minor_other,
        gender=currency.minor_gender,
    )
    said = speller.counted(Number(whole=str(int(minor))), hundredth)
    if amount.whole == "0":
        return said
    return speller.rules.money.with_minor.format(major=major, minor=said)


def _say_compared(speller: Speller) -> Say:
    signs, say_quantity = speller.rules.numbers.compared, _say_quantity(speller)

    def say(found: re.Match[str]) -> str:
        sign, said = found["quantity_sign"], say_quantity(found) or ""
        return padded(signs[sign].format(number=said), found) if sign else said

    return say


def _say_quantity(nominative: Speller) -> Say:
    other = nominative.in_case()

    def say(found: re.Match[str]) -> str:
        speller = _by_case(nominative, other, found)
        low = speller.read(found["quantity_low"])
        high = speller.read(found["quantity_high"]) if found["quantity_high"] else None
        unit, low_unit = found["quantity_unit"], found["quantity_low_unit"]
        minus = f"{speller.rules.numbers.minus} " if found["quantity_minus"] else ""
        if unit is None and low_unit is None:
            rate = found["quantity_rate"]
            said = _uncounted(speller, found, low, high) if rate else _bare(speller, found, low, high)
            return minus + said_per(speller, said, rate or "")
        if high is None:
            return said_per(speller, minus + _with_unit(speller, low, unit, found["quantity_glue"]), unit)
        said_high = _high_with_unit(speller, low, high, unit, found["quantity_glue"])
        said_low = said_per(speller, _low_with_unit(speller, low, low_unit, unit), low_unit or "")
        return said_per(
            speller, minus + _range(speller, found, (said_low, said_high), (low, high)), unit or ""
        )

    return say


def _low_with_unit(speller: Speller, low: Number, low_unit: str | None, unit: str | None) -> str:
    """Return the start of a range, with its own unit, or as the unit of the end asks for it."""
    if low_unit:
        return _with_unit(speller, low, low_unit, "")
    if unit is None:
        return speller.number(low)
    counted = _first_unit(speller, unit)
    said = speller.amount(low, counted)
    # "5–10%" is "百分之五到百分之十": a name around its number says it with each end.
    return joined(said, counted.other) if "{number}" in counted.other else said


def _high_with_unit(speller: Speller, low: Number, high: Number, unit: str | None, glue: str) -> str:
    """Return the end of a range; its unit is plural when either end is: "0.5 to one milligrams"."""
    if unit is None:
        return speller.number(high)
    counted, is_dual = _first_unit(speller, unit), high.whole == "2" and speller.rules.numbers.counting_two
    is_plural = not speller.rules.numbers.range_end_decides and speller.plural(low) == "other"
    # CLDR, plural ranges of en, es and fr. A dual says its two itself, which the end of a range cannot.
    if glue != "-" and (is_plural or is_dual):
        return joined(speller.amount(high, counted), counted.other)
    return _with_unit(speller, high, unit, glue)


def _first_unit(speller: Speller, unit: str) -> Counted:
    return speller.rules.units[unit.partition("/")[0]]


def _with_unit(speller: Speller, number: Number, unit: str, glue: str) -> str:
    """Return a number with its unit, but not with what that is per: "zero point five milligrams"."""
    counted = _first_unit(speller, unit)
    if glue == "-" and "{number}" not in counted.one:
        return f"{speller.number(number, counted.gender)}-{counted.one}"
    return speller.counted(number, counted)


def _rate_of_word(speller: Speller, found: re.Match[str]) -> str:
    """Return the " per minute" of "beats/min"; in "day/week" the slash is but an "or"."""
    word = word_before(found.string, found.start())
    start = found.start() - len(word)
    is_counted = re.search(rf"[0-9]{SPACE}?$", found.string[max(0, start - 2) : start])
    is_choice = word in speller.rules.rates and not is_counted
    return found[0].replace("/", " ") if is_choice else said_per(speller, "", found[0])


def said_unit(speller: Speller, said: str, unit: str) -> str:
    """Return `said`, a number that is neither one nor a few, with the name of what it counts."""
    return joined(said, _of_many(speller, _first_unit(speller, unit)))


def said_per(speller: Speller, said: str, unit: str) -> str:
    """Return `said` with what follows each slash of `unit`: "milligrams per kilogram per day"."""
    pers = _pers(speller, unit)
    return " ".join((*pers, said) if speller.rules.numbers.per_first else (said, *pers))


def _pers(speller: Speller, unit: str) -> Iterator[str]:
    numbers, units, rates = speller.rules.numbers, speller.rules.units, speller.rules.rates
    for name in unit.split("/")[1:]:
        said = rates.get(name) or (joined("", units[name].one).strip() if name in units else name)
        yield speller.rules.per_phrases.get(name) or numbers.per.format(unit=said)


def _uncounted(speller: Speller, found: re.Match[str], low: Number, high: Number | None) -> str:
    """Return a number or a range that counts what stands elsewhere, as before "/min"."""
    if high is None:
        return speller.number(low)
    return _range(speller, found, (speller.number(low), speller.number(high)), (low, high))


def _bare(speller: Speller, found: re.Match[str], low: Number, high: Number | None) -> str:
    """Return a number or a range without a unit: a day, a year, or a count of the next word."""
    before = word_before(found.string, found.start())
    after = word_after(found.string, found.end(), is_spaced=speller.rules.is_spaced)
    if high and _TELEPHONE.fullmatch(found[0]) and not _is_plural(speller, after):
        return ", ".join(speller.each_digit(number.whole) for number in (low, high))
    day = _day_beside_month(speller, found, after, low, high)
    if day:
        return day
    ordinal = _ordinal_year(speller, before, after, low, high)
    if ordinal:
        return ordinal
    if _is_year(speller, before, after, low) and (high is None or len(high.whole) in (2, 4)):
        said = tuple(_year_or_number(speller, number) for number in (low, high) if number)
    else:
        said = tuple(_agreeing(speller, number, after) for number in (low, high) if number)
    return said[0] if high is None else _range(speller, found, (said[0], said[1]), (low, high))


def _year_or_number(speller: Speller, number: Number) -> str:
    return speller.year(number.whole) if speller.looks_like_year(number) else speller.number(number)


def _is_year(speller: Speller, before: str, after: str, number: Number) -> bool:
    if not speller.looks_like_year(number):
        return False
    if before.lower() in speller.rules.years.after or _month(speller, before):
        return True
    if speller.rules.years.only_after or (speller.rules.years.only_alone and after):
        return False
    return not _is_plural(speller, after) or after in speller.rules.agreement.alone


def _ordinal_year(speller: Speller, before: str, after: str, low: Number, high: Number | None) -> str | None:
    """Return a year as the word after it asks for it: "две тысячи двадцать пятом" before "году"."""
    words = speller.rules.years.before
    rule_set = words.get(f"{before.lower()} {after}") or words.get(after)
    years = [number for number in (low, high) if number]
    if rule_set is None or not all(speller.looks_like_year(year) for year in years):
        return None
    said = [speller.ordinal(year.whole, rule_set) for year in years]
    return said[0] if high is None else speller.rules.numbers.range.format(low=said[0], high=said[1])


def _is_plural(speller: Speller, word: str) -> bool:
    agreement = speller.rules.agreement
    if agreement.capital_nouns:
        return word[:1].isupper() and word not in speller.rules.dates.months
    return word.islower() and len(word) > 2 and word.endswith(agreement.plural_endings)


def _day_beside_month(
    speller: Speller, found: re.Match[str], after: str, low: Number, high: Number | None
) -> str | None:
    dates, before = speller.rules.dates, word_before(found.string, found.start())
    days = [number for number in (low, high) if number]
    if any(not number.is_plain or not 1 <= int(number.whole) <= 31 for number in days):
        return None
    said = [said_day(speller, int(number.whole), found) for number in days]
    day = said[0] if high is None else speller.rules.numbers.range.format(low=said[0], high=said[1])
    if dates.day_after_month and _month(speller, before):
        return dates.day_after_month.format(day=day)
    if dates.day_before_month and high is None and after in dates.months:
        return dates.day_before_month.format(day=day)
    if dates.days_before_month and high and after in dates.months:
        return dates.days_before_month.format(day=day)
    return None


def _month(speller: Speller, word: str) -> str | None:
    """Return the name of the month that `word` is or is short for."""
    name = speller.rules.before_number.get(f"{word}.", word)
    return name if name in speller.rules.dates.months else None


def _agreeing(speller: Speller, number: Number, counted_word: str) -> str:
    """Return a number as it stands before the word it counts: "двумстам" before "пациентам"."""
    endings = speller.rules.agreement.rule_sets
    asks = max((ending for ending in endings if counted_word.endswith(ending)), key=len, default="")
    is_counted = counted_word and counted_word not in speller.rules.agreement.alone
    if asks and is_counted and not number.decimals:
        return speller.ordinal(number.whole, endings[asks])
    return speller.number(number, _gender(speller, counted_word, number))


def _gender(speller: Speller, counted_word: str, number: Number) -> Gender:
    """Return the gender of the word a number counts; `none` when it counts nothing."""
    agreement = speller.rules.agreement
    word = counted_word.lower()
    if (
        not word
        or word in agreement.alone
        or (agreement.capital_nouns and not _may_be_noun(word, counted_word))
    ):
        return "none"
    if not speller.rules.is_spaced:
        return "masculine" if word.startswith(tuple(agreement.masculine_words)) else "none"
    if word in agreement.masculine_words:
        return "masculine"
    feminine = agreement.feminine_endings
    if agreement.few_feminine_endings is not None and speller.plural(number) == "few":
        feminine = agreement.few_feminine_endings
    if word in agreement.feminine_words or word.endswith(feminine):
        return "feminine"
    return "neuter" if word.endswith(agreement.neuter_endings) else "masculine"


def _may_be_noun(word: str, counted_word: str) -> bool:
    """Return True for a noun with the capital its language gives it, and for an adjective: "neue"."""
    return counted_word[:1].isupper() or (len(word) > 3 and word.endswith(("e", "er", "es", "en")))
