"""Sides: the two texts of a pair with their figures, and whether one has what the other says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from builder.base.language import Language
from builder.catalogue.figures import DecimalMark, Figure, ascii_digits, decimal_mark, figures
from builder.catalogue.number_words import fold, is_said
from builder.catalogue.rules.pair import Pair

_AFTERNOON = re.compile(
    r"[ap]\.?[ \u00a0]?m\b|o['’]clock|noon|midnight|утра|вечера|Uhr|uur|kl\.|時|时|點|点", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Side:
    """One text of a pair."""

    text: str
    language: Language
    figures: tuple[Figure, ...]

    @property
    def folded(self) -> str:
        """The text as number words are found in it."""
        return fold(self.text)

    @property
    def values(self) -> frozenset[Decimal]:
        """What its figures are worth."""
        return frozenset(figure.value for figure in self.figures)


def sides(pair: Pair) -> tuple[Side, Side]:
    """Return source and translation with their figures."""
    return _side(pair.source, pair.source_language), _side(pair.target, pair.language)


@lru_cache(maxsize=16)
def _side(text: str, language: Language) -> Side:
    has_digits = any(character.isdecimal() for character in text)
    found = figures(text, _mark(language)) if has_digits else ()
    return Side(text=text, language=language, figures=found)


def stands_in(figure: Figure, own: Side, other: Side) -> bool:
    """Tell whether `other` says the number of a figure of `own` in any way."""
    value = figure.value
    if value in other.values or is_said(value, other.folded, other.language):
        return True
    if figure.dose:
        return bool(_scaled(figure, own) & other.values)
    return (
        bool(_worths(figure, own) & _all_worths(other))
        or _is_inside(figure, other)
        or (figure.end - figure.start <= 2 and value <= 12 and _names_month(int(value), other))
        or _is_clock(value, own, other)
    )


def _is_inside(figure: Figure, other: Side) -> bool:
    """Tell whether the digits are a part of a name or of another number's marks."""
    digits = re.sub(r"\D", "", ascii_digits(figure.written))
    there = re.sub(r"(?<=\d)[.,٫٬ \u00a0\u202f'’](?=\d{3}(?!\d))", "", ascii_digits(other.text))
    return bool(digits) and bool(re.search(rf"(?<!\d){digits}(?!\d)", there))


def _worths(figure: Figure, own: Side) -> frozenset[Decimal]:
    return frozenset({figure.value, *_scaled(figure, own)})


def _all_worths(side: Side) -> frozenset[Decimal]:
    return frozenset(worth for figure in side.figures for worth in _worths(figure, side))


def _scaled(figure: Figure, own: Side) -> frozenset[Decimal]:
    """Return what a figure is worth with the word behind it: the millions of `2.5 million`."""
    after = fold(own.text[figure.number_end : figure.number_end + 24]).lstrip(" \u00a0-")
    found = {figure.value * worth for word, worth in _scales(own.language) if after.startswith(word)}
    return frozenset(found)


def _is_clock(value: Decimal, own: Side, other: Side) -> bool:
    """Tell whether a value is an hour that the other text counts to twelve, or to twenty-four."""
    hours = {value + 12, value - 12} if 1 <= value <= 24 else set()
    said = _AFTERNOON.search(own.text) or _AFTERNOON.search(other.text)
    return bool(said) and bool(hours & other.values)


def _names_month(month: int, other: Side) -> bool:
    names = _months(other.language).get(month)
    return bool(names and names.search(other.folded))


@cache
def _months(language: Language) -> Mapping[int, re.Pattern[str]]:
    from builder.catalogue.cldr import month_names

    return {
        number: re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(fold(name)) for name in names)})")
        for number, names in enumerate(month_names(language), 1)
    }


@cache
def _scales(language: Language) -> tuple[tuple[str, int], ...]:
    from builder.catalogue.cldr import scale_words

    return tuple((fold(word), worth) for word, worth in scale_words(language).items())


@cache
def _mark(language: Language) -> DecimalMark:
    return decimal_mark(language)
