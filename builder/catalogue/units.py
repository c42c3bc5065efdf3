"""Units of figures: what stands with a number, as a symbol or in words, read alike in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from builder.base.language import Language
from builder.catalogue.figures import Figure
from builder.catalogue.number_words import fold

UNITS: Mapping[str, str] = {
    "duration-second": "s", "duration-minute": "min", "duration-hour": "h", "duration-day": "day",
    "duration-week": "week", "duration-month": "month", "duration-year": "year",
    "mass-microgram": "µg", "mass-milligram": "mg", "mass-gram": "g", "mass-kilogram": "kg",
    "mass-ounce": "oz", "mass-pound": "lb", "volume-milliliter": "ml", "volume-deciliter": "dl",
    "volume-liter": "l", "length-millimeter": "mm", "length-centimeter": "cm", "length-meter": "m",
    "length-kilometer": "km", "length-mile": "mi", "length-foot": "ft", "length-inch": "in",
    "temperature-celsius": "°C", "temperature-fahrenheit": "°F", "concentr-percent": "%",
    "digital-kilobyte": "kB", "digital-megabyte": "MB", "digital-gigabyte": "GB", "digital-terabyte": "TB",
}  # fmt: skip
"""CLDR's identifiers and the names we have for them."""
DOSES = frozenset({"ng", "µg", "mg", "g", "kg", "ml", "dl", "l", "mmol", "IU"})
"""Amounts of a substance."""

# Symbols that mean the same in every language; those of one letter are too often something else.
_SYMBOLS = {
    "min": "min", "mg": "mg", "µg": "µg", "μg": "µg", "mcg": "µg", "kg": "kg", "ml": "ml", "mL": "ml",
    "dl": "dl", "dL": "dl", "mm": "mm", "cm": "cm", "km": "km", "°C": "°C", "℃": "°C", "°F": "°F",
    "℉": "°F", "%": "%", "٪": "%", "kB": "kB", "KB": "kB", "MB": "MB", "GB": "GB", "TB": "TB",
    "мг": "mg", "мкг": "µg", "кг": "kg", "мл": "ml",
}  # fmt: skip
_SYMBOL = re.compile(
    rf"[\s\u00a0\u202f\u2009-]?(?P<unit>{'|'.join(map(re.escape, sorted(_SYMBOLS, key=len, reverse=True)))})"
    r"(?![A-Za-zА-яµ'’])"
)
_BETWEEN = r"[ \u00a0\u202f\u2009\u200c-]{0,2}(?:de |d['’]|di |of )?"
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PER = re.compile(
    r"[ \u00a0]?(?:/|per |por |par |pro |pr\. |a |al |à |на |за |в |για |ανά )[ ]?", re.IGNORECASE
)
_COUNTERS = "个個かヶケカ箇"
"""Stand between a number and what it counts."""
_LONGEST = 24
_SAME_WORD = 4
"""How many letters an ending may have that CLDR's forms do not show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a figure counts."""

    name: str
    """One of ours: `mg`, `min`, `day`, `%`."""
    per: str | None = None
    """What it is per: the `kg` of `mg/kg`; `?` for something we have no name of."""

    @property
    def dose(self) -> bool:
        """True for an amount of a substance."""
        return self.name in DOSES

    def fits(self, other: Unit) -> bool:
        """Tell whether two units may be one: "a day" may be "daily", "per kilogram" nothing else."""
        if self.name != other.name:
            return False
        pers = {self.per, other.per}
        return len(pers) == 1 or "?" in pers or (None in pers and "kg" not in pers)

    def __str__(self) -> str:
        """Return the unit as a symbol: `mg/kg`."""
        return f"{self.name}/{self.per}" if self.per else self.name


def unit_of(figure: Figure, text: str, language: Language) -> Unit | None:
    """Return the unit that stands with a figure of `text`; None for none and for one we do not know."""
    if figure.unit is not None:
        name, _, per = figure.unit.partition("/")
        return Unit(name=name, per=per or _per(text, figure.end, language))
    return unit_at(text, figure.number_end, language) or _unit_before(text, figure.start, language)


def unit_at(text: str, place: int, language: Language) -> Unit | None:
    """Return the unit that is written at `place`, after a number."""
    symbol = _SYMBOL.match(text, place)
    if symbol:
        name = _SYMBOLS[symbol["unit"]]
        return Unit(name=name, per=_per(text, symbol.end(), language))
    read = _word(text, place, language)
    return Unit(name=read[0], per=_per(text, read[1], language)) if read else None


def names_unit(text: str, unit: Unit, language: Language) -> bool:
    """Tell whether a unit is named anywhere in `text`, or may be: True for a language without data."""
    words = [word for word, name in _names(language).items() if name == unit.name]
    if not words:
        return True
    symbols = [symbol for symbol, name in _SYMBOLS.items() if name == unit.name]
    if unit.name in text or any(symbol in text for symbol in symbols):
        return True
    folded = fold(text)
    return any((word if len(word) < 4 else word[:-1]) in folded for word in words)


def _word(text: str, place: int, language: Language) -> tuple[str, int] | None:
    """Return the name of a unit in words at `place`, and where it ends."""
    names = _names(language)
    between = re.compile(_BETWEEN).match(text, place)
    start = between.end() if between else place
    piece = text[start : start + _LONGEST]
    if not names or not piece:
        return None
    if _NO_SPACES.match(piece):
        skipped = 1 if piece[0] in _COUNTERS and fold(piece[:2]) not in names else 0
        ends = range(skipped + 6, skipped, -1)
        end = next((end for end in ends if fold(piece[skipped:end]) in names), 0)
        return (names[fold(piece[skipped:end])], start + end) if end else None
    word = re.match(r"[^\W\d_]+\.?", piece)
    if word is None:
        return None
    name = _name(word[0].rstrip("."), language)
    return (name, start + word.end()) if name else None


@lru_cache(maxsize=4096)
def _name(word: str, language: Language) -> str | None:
    """Return the unit a word names, whatever its ending."""
    folded, names = fold(word), _names(language)
    if folded in names:
        return names[folded]
    fitting = {
        name
        for form, name in names.items()
        if len(form) >= 4 and folded.startswith(form[:-1]) and len(folded) - len(form) <= _SAME_WORD
    }
    return fitting.pop() if len(fitting) == 1 else None


def _per(text: str, place: int, language: Language) -> str | None:
    """Return what the unit that ends at `place` is per."""
    per = _PER.match(text, place)
    if per is None:
        return None
    symbol = re.compile(r"(kg|ml|mL|min|dl|dL|km|h|l|L)(?!\w)").match(text, per.end())
    if symbol:
        return symbol[0].lower()
    read = _word(text, per.end(), language)
    return read[0] if read else "?"


def _unit_before(text: str, place: int, language: Language) -> Unit | None:
    """Return the unit that stands before its number, where a language writes it so."""
    first = _names_before(language)
    found = re.search(r"([^\W\d_]+)[ \u00a0]$", text[max(0, place - _LONGEST) : place]) if first else None
    name = first.get(fold(found[1])) if found else None
    return Unit(name=name) if name else None


@cache
def _names(language: Language) -> Mapping[str, str]:
    """Return the names of units after numbers, folded."""
    return dict(_unambiguous(language, before=False))


@cache
def _names_before(language: Language) -> Mapping[str, str]:
    """Return the names of units before numbers, folded, of a language that has them there for good."""
    after = _names(language)
    return {} if len(after) > len(UNITS) // 2 else dict(_unambiguous(language, before=True))


def _unambiguous(language: Language, *, before: bool) -> Iterator[tuple[str, str]]:
    from builder.catalogue.cldr import unit_names

    found: dict[str, set[str]] = {}
    for unit, name in UNITS.items():
        for written, stands_before in unit_names(unit, language):
            word = fold(written.rstrip("."))
            short = len(word) < 3 and not _NO_SPACES.match(word)
            if stands_before == before and not short:
                found.setdefault(word, set()).add(name)
    for word, names in found.items():
        if len(names) == 1:
            yield word, names.pop()
