"""Rules on units: what stands with a figure is of the same kind in both texts.

| code | says |
|---|---|
| T005 | a dose has another unit than in the source, or none |
| T010 | a figure counts something else: hours for minutes, months for years, °F for °C |
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.catalogue.figures import Figure
from builder.catalogue.rules.pair import Pair, Rule
from builder.catalogue.rules.sides import Side, sides
from builder.catalogue.units import Unit, names_unit, unit_of
from builder.model.finding import Finding


def check_units(pair: Pair) -> Iterator[Finding]:
    """Find doses (T005) and other amounts (T010) whose unit is of another kind."""
    source, target = sides(pair)
    for figure in dict.fromkeys(source.figures):
        same = [other for other in target.figures if other.value == figure.value]
        if not same:
            continue
        unit = unit_of(figure, source.text, source.language)
        if unit is None:
            yield from _given_dose(figure, source, same, target, pair)
            continue
        units = [unit_of(other, target.text, target.language) for other in same]
        if any(other is not None and unit.fits(other) for other in units):
            continue
        if None not in units:
            yield _differs((figure, unit), (same[0], units[0]), pair)
        elif (unit.dose or unit.name == "%") and not names_unit(target.text, unit, target.language):
            yield _differs((figure, unit), (same[units.index(None)], None), pair)


RULES: tuple[Rule, ...] = (check_units,)


def _given_dose(
    figure: Figure, source: Side, same: list[Figure], target: Side, pair: Pair
) -> Iterator[Finding]:
    """Find a figure without a unit that became a dose; one of a range has its unit behind the other end."""
    if any(other.value == figure.value and other.unit for other in source.figures):
        return
    units = [unit_of(other, target.text, target.language) for other in same]
    doses = [unit for unit in units if unit is not None and unit.dose]
    if doses and len(doses) == len(same) and not names_unit(source.text, doses[0], source.language):
        yield _differs((figure, None), (same[0], doses[0]), pair)


def _differs(wanted: tuple[Figure, Unit | None], there: tuple[Figure, Unit | None], pair: Pair) -> Finding:
    dose = any(unit is not None and unit.dose for _, unit in (wanted, there))
    kind = "dose" if dose else "amount"
    return Finding(
        code="T005" if dose else "T010",
        severity="error" if dose or pair.critical else "warning",
        message=f"the {kind} {_written(*wanted)} stands there as {_written(*there)}",
        where=pair.where,
        hint="write the unit of the source",
    )


def _written(figure: Figure, unit: Unit | None) -> str:
    """Return a figure with its unit in quotes, as it is written where that is a symbol."""
    if figure.unit is not None:
        return f'"{figure.written}"'
    return f'"{figure.written} {unit}"' if unit else f'"{figure.written}" without a unit'
