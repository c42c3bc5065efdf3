"""Figures of a text: its numbers, doses and acronyms, read alike whatever the digits and the decimal mark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from builder.base.language import Language

DecimalMark = Literal[".", ","]

_THIN = "\u00a0\u2009\u202f"
# A letter before it makes it a part of a name. Chinese and its like have figures right behind letters, Arabic
# and Hebrew behind small words of one letter.
_LETTERS = (
    r"A-Za-zªµº\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u058f\u05d0-\u05ea"
    r"\u0620-\u064a\u066e-\u06d3\u06d5\u0900-\u0dff"
)
_NOT_BEHIND = rf"(?:(?<![{_LETTERS}\d_.,])|(?<=(?<!\w)[وبلובהלמשכ])(?=\d))"
_NUMBER = _NOT_BEHIND + r"[.,]?(?:\d{1,3}(?:['’%s]\d{3}(?!\d))+|\d+)(?:[.,٫٬]\d+)*"
# Where the point is the decimal mark, a plain space groups no thousands.
_NUMBERS: Mapping[DecimalMark, re.Pattern[str]] = {
    ".": re.compile(_NUMBER.replace("%s", _THIN)),
    ",": re.compile(_NUMBER.replace("%s", f"{_THIN} ")),
}
_OTHER_WAY_ROUND: Mapping[str, re.Pattern[str]] = {
    ",": re.compile(r"(?<![\w.,])[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+(?![\w,]|\.[0-9])"),
    ".": re.compile(r"(?<![\w.,])[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+(?![\w]|[.,][0-9])"),
}
_DOSE = re.compile(
    rf"[{_THIN} -]?(?P<unit>(?:m|µ|μ|mc|n|k)?g(?:/(?:kg|m[lL]|[lL]|m²|h|d))?|mmol|[md]?[lL]|IU)(?![\w'’])"
)
_SHARE = re.compile(rf"[{_THIN} ]?(?P<unit>[%٪])")
_SAME_UNIT = str.maketrans({"μ": "µ", "L": "l", "٪": "%"})
_ACRONYM = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*(?=s?\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as it stands in a text."""

    written: str
    """With the symbol of its unit behind it, if it is a dose or a share."""
    value: Decimal
    unit: str | None
    """Symbol of a dose (`mg/kg`, always `µg` and `ml`) or `%`; None for other units and none."""
    start: int = 0
    """Where it stands in the text, in code points."""
    number_end: int = 0
    """One past its digits."""
    end: int = 0
    """One past the symbol of its unit; past its digits where it has none."""

    @property
    def dose(self) -> bool:
        """True for an amount of a substance."""
        return self.unit not in {None, "%"}


def decimal_mark(language: Language) -> DecimalMark:
    """Return what stands before the decimals in `language`, by CLDR: a comma or a point."""
    from builder.catalogue.cldr import decimal_symbol

    return "," if decimal_symbol(language) in {",", "٫"} else "."


def figures(text: str, mark: DecimalMark) -> tuple[Figure, ...]:
    """Return the figures of a plain text in order; digits inside words (`MP3`) are none.

    Args:
        text: Without markup.
        mark: The decimal mark where a number can be read two ways: `1.500` is 1500 or 1.5.
    """
    return tuple(
        figure
        for found in _NUMBERS[mark].finditer(text)
        for figure in _read(found[0], found.start(), text, mark)
    )


def foreign_marks(text: str, language: Language) -> tuple[str, ...]:
    """Return the figures with marks for thousands and for decimals the other way round than in `language`.

    By CLDR: `1,000.50` is one in Spanish, `1.000,50` in English. A figure with one mark can be read both
    ways, and a language with marks of its own (`٫`) uses either with Western digits: these are left alone.
    """
    from builder.catalogue.cldr import decimal_symbol

    pattern = _OTHER_WAY_ROUND.get(decimal_symbol(language))
    return tuple(found[0] for found in pattern.finditer(text)) if pattern else ()


def acronyms(text: str) -> tuple[str, ...]:
    """Return the words of two or more capitals in order, each once; none in a text all in capitals."""
    return () if text.upper() == text else tuple(dict.fromkeys(_ACRONYM.findall(text)))


def _read(number: str, start: int, text: str, mark: DecimalMark) -> Iterator[Figure]:
    end = start + len(number)
    value = _value(number, mark)
    if value is None:
        # A date or a version, such as 1.2.2024: each part is a number of its own.
        for part in re.finditer(r"\d+", number):
            place, last = start + part.start(), start + part.end()
            worth = Decimal(ascii_digits(part[0]))
            yield Figure(written=part[0], value=worth, unit=None, start=place, number_end=last, end=last)
        return
    unit = _DOSE.match(text, end) or _SHARE.match(text, end)
    symbol = unit["unit"].translate(_SAME_UNIT).replace("mcg", "µg") if unit else None
    yield Figure(
        written=number + (unit[0] if unit else ""),
        value=value,
        unit=symbol,
        start=start,
        number_end=end,
        end=unit.end() if unit else end,
    )


def _value(number: str, mark: DecimalMark) -> Decimal | None:
    """Return what a number is worth; None when its marks make no sense as those of one number."""
    digits = re.sub(rf"[{_THIN} '’٬]", "", ascii_digits(number))
    if "٫" in digits:
        return Decimal(digits.replace("٫", ".")) if re.fullmatch(r"\d+٫\d+", digits) else None
    marks = re.findall(r"[.,]", digits)
    if not marks:
        return Decimal(digits)
    *groups, decimals = re.split(r"[.,]", digits)
    last = marks.pop()
    if not _are_groups(groups) or len(set(marks)) > 1:
        return None
    if last in marks:
        return Decimal("".join((*groups, decimals))) if len(decimals) == 3 else None
    two_readings = not marks and len(decimals) == 3 and groups[0] not in {"", "0"}
    if two_readings and last != mark:
        return Decimal(groups[0] + decimals)
    return Decimal(f"{''.join(groups) or '0'}.{decimals}")


def _are_groups(parts: list[str]) -> bool:
    """Tell whether whole digits were grouped by thousands, or not at all."""
    return len(parts) == 1 or (0 < len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]))


def ascii_digits(number: str) -> str:
    """Return `number` with the digits of any script as those of ASCII, all else as it is."""
    if number.isascii():
        return number
    return "".join(str(unicodedata.decimal(character, character)) for character in number)
