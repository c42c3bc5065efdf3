"""Rules on ranges: both ends in their order, signs, and bounds from above and from below.

| code | says |
|---|---|
| T011 | a range has its ends swapped or became a choice, a minus is lost, "at least" became "at most" |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Literal

from builder.base.language import Language
from builder.catalogue.figures import Figure
from builder.catalogue.number_words import fold, minus_word
from builder.catalogue.rules.negation import denies
from builder.catalogue.rules.pair import Pair, Rule
from builder.catalogue.rules.sides import Side, sides
from builder.catalogue.units import unit_at, unit_of
from builder.model.finding import Finding

Bound = Literal["less", "more"]

_DASH = re.compile(r"\s?[-‐‑‒–—−~〜～－]\s?")
_MINUS = re.compile(r"(?:^|[\s(\[])[-‐‑–−－]$")
_ANY_MINUS = re.compile(r"[-‐‑–−－﹣]\s?$")
_SIGNS: Mapping[str, Bound] = {"<": "less", "≤": "less", "≦": "less", ">": "more", "≥": "more", "≧": "more"}
_SIGN = re.compile(r"([<≤≦>≥≧])=?\s?$")
_CLAUSE_START = re.compile(r"[.,;:!?—()]")
_NEAR = 28
"""How many characters before a figure a bound may stand."""


def check_ranges(pair: Pair) -> Iterator[Finding]:
    """Find ranges whose ends are swapped, or that became a choice (T011)."""
    source, target = sides(pair)
    if len(source.figures) < 2 or len(target.figures) < 2:
        return
    there = list(pairwise(target.figures))
    for low, high in pairwise(source.figures):
        if low.value >= high.value or not _joined(low, high, source):
            continue
        swapped = [ends for ends in there if (ends[0].value, ends[1].value) == (high.value, low.value)]
        right = [ends for ends in there if (ends[0].value, ends[1].value) == (low.value, high.value)]
        written = f"{_number(low)}–{_number(high)}"
        if not right and any(_joined(*ends, target) for ends in swapped):
            yield _finding(f'the range "{written}" has its ends swapped', pair)
        elif high.value - low.value > 1 and right and all(_chosen(*ends, target) for ends in right):
            yield _finding(f'the range "{written}" stands there as a choice of two', pair)


def check_signs(pair: Pair) -> Iterator[Finding]:
    """Find amounts below zero that lost their minus (T011)."""
    source, target = sides(pair)
    for figure in source.figures:
        before = source.text[max(0, figure.start - 2) : figure.start]
        if not _MINUS.search(before) or not _is_amount(figure, source):
            continue
        same = [other for other in target.figures if other.value == figure.value]
        if same and not any(_has_minus(other, target) for other in same):
            yield _finding(f'the figure "-{figure.written}" has lost its minus', pair)


def check_bounds(pair: Pair) -> Iterator[Finding]:
    """Find a bound from above that became one from below, or the other way round (T011)."""
    source, target = sides(pair)
    for figure in source.figures:
        bound = _bound(figure, source)
        same = [other for other in target.figures if other.value == figure.value]
        bounds = {_bound(other, target) for other in same}
        if bound is not None and len(bounds) == 1 and bounds <= ({"less", "more"} - {bound}):
            words = {"less": '"at most" or "less than"', "more": '"at least" or "more than"'}
            yield _finding(
                f'the source has {words[bound]} "{figure.written}", the translation the opposite', pair
            )


RULES: tuple[Rule, ...] = (check_ranges, check_signs, check_bounds)


def _joined(low: Figure, high: Figure, side: Side) -> bool:
    """Tell whether two figures that follow each other are the ends of a range."""
    between = side.text[low.end : high.start]
    if len(between) > _NEAR:
        return False
    if _DASH.fullmatch(between):
        return True
    unit = unit_at(side.text, low.number_end, side.language)
    folded = f" {fold(between).strip()} "
    words = _words(side.language, "to")
    if any(folded.strip() == word for word in words):
        return True
    return unit is not None and any(folded.endswith(f" {word} ") for word in words)


def _is_amount(figure: Figure, side: Side) -> bool:
    """Tell whether a figure has a unit, behind it or behind the other end of its range."""
    later = [other for other in side.figures if other.start > figure.start]
    ends = (figure, later[0]) if later and _joined(figure, later[0], side) else (figure,)
    return any(unit_of(end, side.text, side.language) is not None for end in ends)


def _chosen(low: Figure, high: Figure, side: Side) -> bool:
    """Tell whether a word for "or" alone stands between two figures."""
    return bool(word := _or(side.language)) and side.text[low.end : high.start].strip() == word


def _has_minus(figure: Figure, side: Side) -> bool:
    before = side.text[max(0, figure.start - _NEAR) : figure.start]
    word = minus_word(side.language)
    return bool(_ANY_MINUS.search(before)) or bool(word and word in side.folded)


def _bound(figure: Figure, side: Side) -> Bound | None:
    """Return which way a sign or words right beside a figure bound it.

    None where the words before these deny: in "it does not take more than 5" nobody knows without grammar.
    """
    before = side.text[max(0, figure.start - _NEAR) : figure.start]
    sign = _SIGN.search(before)
    if sign:
        return _SIGNS[sign[1]]
    folded = fold(before).rstrip()
    found = [
        (len(word), bound)
        for bound in ("less", "more")
        for word in _words(side.language, bound)
        if folded.endswith(word) and not _inside_word(folded, word)
    ]
    if found:
        length, bound = max(found)
        clause = _CLAUSE_START.split(fold(side.text[: figure.start]).rstrip()[:-length])[-1]
        if denies(clause, side.language):
            return None
        return "less" if bound == "less" else "more"
    behind = fold(side.text[figure.number_end : figure.number_end + 12])
    for bound, key in (("less", "behind_less"), ("more", "behind_more")):
        if any(word in behind.split("、")[0] for word in _words(side.language, key)):
            return "less" if bound == "less" else "more"
    return None


def _inside_word(text: str, ending: str) -> bool:
    """Tell whether `ending` begins inside a word of `text`, in scripts that part words by spaces."""
    start = len(text) - len(ending)
    return start > 0 and text[start - 1].isalpha() and text[start - 1] < "\u0590"


@cache
def _words(language: Language, key: str) -> tuple[str, ...]:
    tables = _tables()
    return tuple(fold(word) for word in tables.get(language.partition("-")[0], {}).get(key, ()))


@cache
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    import tomllib

    data = resources.files("builder.catalogue.rules") / "data" / "comparisons.toml"
    return tomllib.loads(data.read_text(encoding="utf-8"))


@cache
def _or(language: Language) -> str:
    from builder.catalogue.cldr import alternative_word

    return alternative_word(language)


def _number(figure: Figure) -> str:
    return figure.written[: figure.number_end - figure.start]


def _finding(message: str, pair: Pair) -> Finding:
    return Finding(
        code="T011",
        severity="error" if pair.critical else "warning",
        message=message,
        where=pair.where,
        hint="compare it with the source",
    )
