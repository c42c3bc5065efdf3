"""Figures: dates, times, decades, ordinals, fractions, versions and words with digits, said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.narration.amounts import money_kinds, quantity_kinds, range_mark, said_date
from builder.narration.dates import date_kinds
from builder.narration.powers import power_kinds, ratio_kinds
from builder.narration.spelling import Number, Speller
from builder.narration.tokens import NO_WORD, SPACE, START, TokenKind, any_of, padded


def figure_kinds(speller: Speller) -> tuple[TokenKind, ...]:
    """Return the kinds of tokens with digits, in the order in which they are tried."""
    ordinals = (_ordinals, _marked_ordinals)
    first = (_dates, date_kinds, _times, ratio_kinds, power_kinds, _decades, *ordinals, money_kinds)
    builders = (*first, _chains, _fractions, quantity_kinds, _mixed, _between)
    return tuple(kind for build in builders for kind in build(speller))


def loose_digits(speller: Speller) -> TokenKind:
    """Return the kind that is tried last: digits in no other token, so that none is left to an engine."""
    return TokenKind(
        name="loose",
        pattern="[0-9]+",
        say=lambda found: padded(speller.integer(found[0]), found),
    )


def digits_and_letters(text: str, speller: Speller) -> Iterator[str]:
    """Yield the runs of a word like `B12`: digits in words, capitals with points, the rest as it is."""
    for run in re.findall(r"[0-9]+|[A-Z]{2,}|[^\W\d_A-Z]+|.", text):
        if run == ".":
            yield _point(speller)
        elif run.isascii() and run.isdigit():
            yield speller.integer(run)
        else:
            yield speller.letters(run) if run.isupper() else run


def _point(speller: Speller) -> str:
    """Return the word for the point of "3.11.7", which is no decimal mark everywhere; else a pause."""
    numbers = speller.rules.numbers
    is_decimal_mark = numbers.decimal_marks[0] == "."
    return numbers.decimal_word if is_decimal_mark else speller.rules.addresses.dot or ","


def _dates(speller: Speller) -> Iterator[TokenKind]:
    def say(found: re.Match[str]) -> str:
        month = speller.rules.dates.months[int(found["date_month"]) - 1]
        return said_date(speller, found, day=int(found["date_day"]), month=month, year=found["date_year"])

    dates = speller.rules.dates
    zero = "0" if dates.marks == ("-",) else "0?"
    month, day = f"(?P<date_month>{zero}[1-9]|1[0-2])", f"(?P<date_day>{zero}[1-9]|[12][0-9]|3[01])"
    mark = f"(?P<date_mark>{any_of(dates.marks)})"
    valid = rf"(?P<date_year>[12][0-9]{{3}}){mark}{month}(?P=date_mark){day}"
    yield TokenKind(name="date", pattern=rf"{START}{valid}(?![-\w])", say=say)


def _times(speller: Speller) -> Iterator[TokenKind]:
    times = speller.rules.times

    def say(found: re.Match[str]) -> str:
        kind = found.lastgroup
        number = Number(whole=str(int(found[f"{kind}_hour"])))
        hour = speller.number(number, times.hour_gender)
        if times.hour:
            hour = speller.ordinal(number.whole, times.hour)
        elif times.hours:
            hour = speller.counted(number, times.hours)
        elif times.hour_one:
            hour = f"{hour} {times.hour_one if int(number.whole) < 2 else times.hour_other}"
        minute, half = found[f"{kind}_minute"], found["time_half"]
        zero = f"{times.leading_zero} " if minute[0] == "0" and times.leading_zero else ""
        said = times.time.format(hour=hour, minute=zero + _minutes(speller, int(minute)))
        if minute == "00":
            dotted = re.compile(rf"{SPACE}?[ap]\.?{SPACE}?m\b", re.IGNORECASE)
            has_half = half or dotted.match(found.string, found.end())
            said = hour if has_half else times.full_hour.format(hour=hour)
        if not half:
            return said
        return f"{times.halves[half]} {said}" if times.half_first else f"{said} {times.halves[half]}"

    marks = any_of(times.marks)
    ending = rf"(?:{SPACE}?(?:{any_of(times.endings)})(?!\w))?" if times.endings else ""
    half = rf"(?:{SPACE}?(?P<time_half>{any_of(times.halves)}){NO_WORD})?"
    thousands = rf"(?:[.,][0-9]|{SPACE}0)[0-9]{{2}}(?![0-9])"  # the "1:10" of "1:10 000" is no time
    after = rf"(?![0-9:]|{thousands}|{SPACE}?(?:{any_of(speller.rules.units)})\b)"
    yield TokenKind(
        name="time",
        pattern=rf"{START}(?P<time_hour>[01]?[0-9]|2[0-4])(?:{marks})(?P<time_minute>[0-5][0-9]){half}{ending}{after}",
        say=say,
    )
    # A point may be a decimal mark, so a word before it or after it must tell.
    pointed = r"(?P<{0}_hour>[01]?[0-9]|2[0-4])[.](?P<{0}_minute>[0-5][0-9])(?![.,:]?[0-9])"
    if times.point_after:
        words = "|".join(f"(?<=\\b{re.escape(word)} )" for word in times.point_after)
        yield TokenKind(
            name="clock", pattern=f"(?:{words}){pointed.format('clock')}{ending}{NO_WORD}", say=say
        )
    if times.point_endings:
        needed = rf"{SPACE}?(?:{any_of(times.point_endings)}){NO_WORD}"
        yield TokenKind(name="oclock", pattern=rf"{START}{pointed.format('oclock')}{needed}", say=say)


def _minutes(speller: Speller, minute: int) -> str:
    times, number = speller.rules.times, Number(whole=str(minute))
    unit = speller.rules.units.get(times.minute_unit)
    return speller.counted(number, unit) if unit else speller.number(number, times.minute_gender)


def _decades(speller: Speller) -> Iterator[TokenKind]:
    decades = speller.rules.decades
    if decades is None:
        return

    def say(found: re.Match[str]) -> str | None:
        century, tens, ending = (found[f"decade_{part}"] or "" for part in ("century", "tens", "ending"))
        year, names = century + tens, decades.names
        if year in names or year + ending in names:
            return names.get(year + ending) or names[year]
        if ending in decades.rule_sets:
            return speller.ordinal(year, decades.rule_sets[ending])
        if ending in decades.suffixes:
            return speller.year(year) + decades.suffixes[ending]
        return f"{speller.integer(century)} {names[tens]}"

    number = "(?P<decade_century>[1-9][0-9])?(?P<decade_tens>[0-9]0)"
    yield TokenKind(
        name="decade",
        pattern=rf"{START}[’']?{number}(?P<decade_ending>{any_of(decades.endings)}){NO_WORD}",
        say=say,
    )
    if decades.bare:
        yield TokenKind(
            name="bare",
            pattern=r"(?<![\w’'])[’'](?P<bare_tens>[1-9]0)(?![\w’']|[.,][0-9])",
            say=lambda found: speller.integer(found["bare_tens"]),
        )


def _ordinals(speller: Speller) -> Iterator[TokenKind]:
    endings = speller.rules.ordinals
    if not endings:
        return

    def say(found: re.Match[str]) -> str:
        number = speller.read(found["ordinal_digits"])
        if number.decimals:
            return f"{speller.number(number)}-{found['ordinal_ending']}"
        return speller.ordinal(number.whole, endings[found["ordinal_ending"]])

    number = speller.pattern()
    yield TokenKind(
        name="ordinal",
        pattern=rf"{START}(?P<ordinal_digits>{number})\.?(?P<ordinal_ending>{any_of(endings)}){NO_WORD}",
        say=say,
    )


def _marked_ordinals(speller: Speller) -> Iterator[TokenKind]:
    """Ordinals by a mark before them, and ranges of them: the "1-2" of "第1-2期"."""
    marks = speller.rules.ordinal_marks
    if not marks:
        return

    def say(found: re.Match[str]) -> str:
        low, high = (number and speller.integer(number) for number in found.group("nth_low", "nth_high"))
        return speller.rules.numbers.range.format(low=low, high=high) if high else low

    yield TokenKind(
        name="nth",
        pattern=rf"(?<=[{''.join(marks)}])(?P<nth_low>[0-9]+)(?:{range_mark(speller)}(?P<nth_high>[0-9]+))?",
        say=say,
    )


def _chains(speller: Speller) -> Iterator[TokenKind]:
    """Three or more groups: telephone numbers, versions, dates with slashes."""

    def say(found: re.Match[str]) -> str:
        groups = re.findall("[0-9]+", found[0])
        if "." in found[0]:
            return f" {_point(speller)} ".replace(" , ", ", ").join(map(speller.integer, groups))
        if "-" in found[0] and any(len(group) > 2 for group in groups):
            return ", ".join(map(speller.each_digit, groups))
        return ", ".join(
            speller.year(group)
            if speller.looks_like_year(Number(whole=group))
            else speller.integer(_unpadded(group))
            for group in groups
        )

    grouped = speller.pattern()
    yield TokenKind(
        name="chain",
        pattern=rf"{START}(?!{grouped}(?![-/.:][0-9]|[0-9]))[0-9]+(?:[-/.:][0-9]+){{2,}}{NO_WORD}",
        say=say,
    )


def _unpadded(digits: str) -> str:
    """Return the `5` of a date's `05`."""
    return digits[1:] if len(digits) == 2 and digits[0] == "0" else digits


def _between(speller: Speller) -> Iterator[TokenKind]:
    """What joins two times, where the language has marks of its own for ranges: "10:00～16:00"."""
    numbers = speller.rules.numbers
    if numbers.range_marks:
        yield TokenKind(
            name="between",
            pattern=rf"(?<=[0-9]){range_mark(speller)}(?=[0-9]{{1,2}}:[0-9])",
            say=lambda _: numbers.range.format(low="", high=""),
        )


def _fractions(speller: Speller) -> Iterator[TokenKind]:
    fractions = speller.rules.fractions

    def say(found: re.Match[str]) -> str:
        over, under = found["fraction_over"], found["fraction_under"]
        if found[0] in fractions.names:
            return fractions.names[found[0]]
        if len(over) > 3:
            said = (
                speller.year(over) if speller.looks_like_year(Number(whole=over)) else speller.integer(over)
            )
            return f"{said}, {speller.integer(under)}"
        numbers = speller.rules.numbers
        template = numbers.over if numbers.over and int(over) > int(under) else numbers.fraction
        return template.format(number=speller.integer(over), divisor=speller.integer(under))

    def say_sign(found: re.Match[str]) -> str:
        fraction = fractions.names[found["vulgar_sign"]]
        if not found["vulgar_whole"]:
            return padded(fraction, found)
        whole = speller.integer(found["vulgar_whole"])
        return fractions.after_number.format(number=whole, fraction=fraction)

    yield TokenKind(
        name="fraction",
        pattern=rf"{START}(?P<fraction_over>[0-9]+)/(?P<fraction_under>[0-9]+)(?![\w/])",
        say=say,
    )
    signs = any_of(name for name in fractions.names if len(name) == 1)
    yield TokenKind(
        name="vulgar",
        pattern=rf"(?:{START}(?P<vulgar_whole>[0-9]+){SPACE}?)?(?P<vulgar_sign>{signs})",
        say=say_sign,
    )


def _mixed(speller: Speller) -> Iterator[TokenKind]:
    """Words of letters and digits: B12, CO2, 5HT2A, MP3, v1.2."""
    number = speller.pattern()
    pattern = rf"{START}(?:{number}[^\W\d_]\w*|[^\W\d_]+[0-9]+(?:[.][0-9]+)*\w*)"
    yield TokenKind(
        name="mixed",
        pattern=f"(?a:{pattern})" if speller.rules.has_prefixes else pattern,
        say=lambda found: _say_mixed(speller, found[0]),
    )


def _say_mixed(speller: Speller, word: str) -> str:
    rules = speller.rules
    if word in rules.acronyms:
        return rules.acronyms[word]
    leading = re.match(rf"{speller.pattern()}(?=[^\W\d_])", word)
    said = [speller.number(speller.read(leading[0]))] if leading else []
    rest = word[leading.end() :] if leading else word
    return " ".join((*said, *digits_and_letters(rest, speller)))
