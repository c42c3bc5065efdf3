"""QR code: an address as a square that a phone's camera reads, drawn as one path of an SVG."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

# ISO/IEC 18004, 9.1: a quiet zone of four modules around the symbol.
_QUIET = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class QrCode:
    """The picture, in modules."""

    size: int
    """Of each side, the quiet zone too."""
    path: str
    """Of the dark modules, as SVG has it."""


def qr_code(words: str) -> QrCode | None:
    """Return the code that holds `words`, always the same; None where they are too long for one."""
    import segno

    try:
        made = segno.make_qr(words, error="m")
    except segno.DataOverflowError:
        return None
    rows = tuple(made.matrix_iter(border=_QUIET))
    return QrCode(size=len(rows), path="".join(_runs(rows)))


def _runs(rows: Iterable[Iterable[int]]) -> Iterator[str]:
    """Give a rectangle for each run of dark modules in a row."""
    for top, row in enumerate(rows):
        left = 0
        for dark, run in groupby(row):
            width = sum(1 for _ in run)
            if dark:
                yield f"M{left} {top}h{width}v1h-{width}z"
            left += width
