"""Rules on figures: each one of the source is in the translation, worth as much, written as usual there.

| code | says |
|---|---|
| T002 | a figure of the source is missing in the translation |
| T005 | a dose has another unit than in the source |
| T008 | a figure is written with the marks of another language |
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.base.text import shorten
from builder.catalogue.figures import Figure, decimal_mark, figures, foreign_marks
from builder.catalogue.rules.pair import Pair, Rule
from builder.model.finding import Finding


def check_figures(pair: Pair) -> Iterator[Finding]:
    """Find figures that are missing (T002) and doses with another unit (T005)."""
    there = list(figures(pair.target, decimal_mark(pair.language)))
    for figure in figures(pair.source, decimal_mark(pair.source_language)):
        same = _take(figure, there)
        if same is None:
            yield Finding(
                code="T002",
                severity="error" if figure.dose or pair.critical else "warning",
                message=f'the translation lacks the figure "{figure.written}"',
                where=pair.where,
                hint=f'compare it with the source: "{_around(figure, pair.source)}"',
            )
        elif figure.dose and same.unit not in {None, figure.unit}:
            yield Finding(
                code="T005",
                severity="error",
                message=f'the dose "{figure.written}" stands there as "{same.written}"',
                where=pair.where,
                hint="write the unit of the source",
            )


def check_marks(pair: Pair) -> Iterator[Finding]:
    """Find figures with the marks of another language (T008)."""
    for written in foreign_marks(pair.target, pair.language):
        yield Finding(
            code="T008",
            severity="warning",
            message=f'the figure "{written}" has the marks of another language',
            where=pair.where,
            hint=f'write thousands and decimals as the language "{pair.language}" does',
        )


RULES: tuple[Rule, ...] = (check_figures, check_marks)


def _take(figure: Figure, there: list[Figure]) -> Figure | None:
    """Take the figure of the same value from `there`, one with the same unit before others."""
    same = [other for other in there if other.value == figure.value]
    if not same:
        return None
    best = next((other for other in same if other.unit == figure.unit), same[0])
    there.remove(best)
    return best


def _around(figure: Figure, text: str) -> str:
    place = max(0, text.find(figure.written) - 20)
    return shorten(text[place : place + 60], 60)
