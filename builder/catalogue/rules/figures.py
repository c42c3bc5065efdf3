"""Rules on figures: each one of the source is in the translation, worth as much, written as usual there.

| code | says |
|---|---|
| T002 | a figure of the source is missing in the translation |
| T008 | a figure is written with the marks of another language |
| T009 | the translation has a figure that the source does not have |

Digits and words count as equal: `4`, `four` and `cuatro`. So do a month and its number, an hour counted to
twelve and to twenty-four, `2.5 million` and `2,500,000`, `21st` and `XXI`.
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.base.text import around, shorten
from builder.catalogue.figures import Figure, foreign_marks
from builder.catalogue.number_words import is_said, knows_words, said_numbers
from builder.catalogue.rules.pair import Pair, Rule
from builder.catalogue.rules.sides import Side, sides, stands_in
from builder.catalogue.units import unit_at
from builder.model.finding import Finding

_SMALL = 2
"""Up to here a language says with an article or a dual what another one writes as a figure."""


def check_figures(pair: Pair) -> Iterator[Finding]:
    """Find figures of the source that are missing (T002)."""
    source, target = sides(pair)
    there = [figure.value for figure in target.figures]
    for figure in source.figures:
        if figure.value in there:
            there.remove(figure.value)
        elif not _is_there_otherwise(figure, source, target):
            yield _missing(
                figure.written, pair, around(pair.source, figure.start, figure.end), grave=figure.dose
            )


def check_said_amounts(pair: Pair) -> Iterator[Finding]:
    """Find amounts in words, such as "four weeks", whose number is missing (T002)."""
    source, target = sides(pair)
    folded = source.folded
    for value, start, end in said_numbers(folded, source.language):
        unit = unit_at(folded, end, source.language)
        known = knows_words(target.language) and value > _SMALL
        if (
            not known
            or unit is None
            or value in target.values
            or is_said(value, target.folded, target.language)
        ):
            continue
        written = folded[start : end + 12].rpartition(" ")[0] or folded[start:end]
        yield _missing(written, pair, around(folded, start, end), grave=unit.dose)


def check_new_figures(pair: Pair) -> Iterator[Finding]:
    """Find figures that the source does not have (T009)."""
    source, target = sides(pair)
    for figure in target.figures:
        if (figure.value <= _SMALL and not figure.dose) or stands_in(figure, target, source):
            continue
        yield Finding(
            code="T009",
            severity="error" if figure.dose or pair.critical else "warning",
            message=f'the source does not have the figure "{figure.written}"',
            where=pair.where,
            hint=f'compare it with the source: "{shorten(pair.source)}"',
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


RULES: tuple[Rule, ...] = (check_figures, check_said_amounts, check_new_figures, check_marks)


def _is_there_otherwise(figure: Figure, source: Side, target: Side) -> bool:
    """Tell whether a figure without digits of its own in the translation is said there in another way."""
    if figure.value in target.values:
        return is_said(figure.value, target.folded, target.language)
    return stands_in(figure, source, target)


def _missing(written: str, pair: Pair, near: str, *, grave: bool) -> Finding:
    return Finding(
        code="T002",
        severity="error" if grave or pair.critical else "warning",
        message=f'the translation lacks the figure "{written}"',
        where=pair.where,
        hint=f'compare it with the source: "{near}"',
    )
