"""Alignment: which words of a text were heard as which, with the fewest errors (Levenshtein).

A word that was heard as several that make the same letters is no error, nor the other way round: "healthcare"
and "health care", "FDA" and "F D A".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MOST_JOINED = 6
_JOINED_AS_SAID = 24  # letters; longer words are not looked at as parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stretch of both texts that belongs together; ends excluded."""

    said_start: int
    said_end: int
    """Equal to the start where something was heard that was not to be said."""
    heard_start: int
    heard_end: int
    """Equal to the start where nothing was heard."""
    errors: int
    """0 where both are the same."""


def align(said: Sequence[str], heard: Sequence[str]) -> tuple[Step, ...]:
    """Return the steps that lead through both sequences in order, with as few errors as there can be.

    Of several such ways it is the one on which what was heard too much comes as late as possible: a sentence
    that is heard twice is matched by the first time.
    """
    costs = _costs(said, heard)
    steps: list[Step] = []
    row, column = len(said), len(heard)
    while row or column:
        down, right, errors = _way_back(said, heard, costs, row, column)
        steps.append(
            Step(
                said_start=row - down,
                said_end=row,
                heard_start=column - right,
                heard_end=column,
                errors=errors,
            )
        )
        row, column = row - down, column - right
    return tuple(reversed(steps))


def distance(said: Sequence[str], heard: Sequence[str]) -> int:
    """Return how many items have to be put in, left out or changed to make one sequence of the other."""
    before = list(range(len(heard) + 1))
    for row, word in enumerate(said, start=1):
        now = [row]
        for column, other in enumerate(heard, start=1):
            now.append(min(before[column - 1] + (word != other), before[column] + 1, now[-1] + 1))
        before = now
    return before[-1]


def _costs(said: Sequence[str], heard: Sequence[str]) -> list[list[int]]:
    """Return the fewest errors up to each pair of positions."""
    costs = [list(range(len(heard) + 1))]
    for row, word in enumerate(said, start=1):
        before, now = costs[-1], [row]
        for column, other in enumerate(heard, start=1):
            now.append(min(before[column - 1] + (word != other), before[column] + 1, now[-1] + 1))
        costs.append(now)
        for column in range(1, len(heard) + 1):
            joined = min(
                (costs[row - d][column - r] for d, r in _joins(said, heard, row, column)), default=now[column]
            )
            now[column] = min(now[column], joined, now[column - 1] + 1)
    return costs


def _way_back(
    said: Sequence[str], heard: Sequence[str], costs: list[list[int]], row: int, column: int
) -> tuple[int, int, int]:
    """Return how many words of either side the last step before a pair of positions has, and its errors."""
    here = costs[row][column]
    if column and costs[row][column - 1] + 1 == here:
        return 0, 1, 1
    if row and column:
        errors = int(said[row - 1] != heard[column - 1])
        if costs[row - 1][column - 1] + errors == here:
            return 1, 1, errors
    for down, right in _joins(said, heard, row, column):
        if costs[row - down][column - right] == here:
            return down, right, 0
    return 1, 0, 1


def _joins(said: Sequence[str], heard: Sequence[str], row: int, column: int) -> Iterator[tuple[int, int]]:
    """Yield the steps that end here and match one word with several: lengths on either side."""
    if not row or not column:
        return
    for size in _lengths(said[row - 1], heard, column):
        yield 1, size
    for size in _lengths(heard[column - 1], said, row):
        yield size, 1


def _lengths(word: str, parts: Sequence[str], end: int) -> Iterator[int]:
    """Yield how many of the last `parts` before `end` make up `word`, two or more of them."""
    if not word.endswith(parts[end - 1]) or len(word) > _JOINED_AS_SAID:
        return
    left = len(word)
    for size in range(1, min(_MOST_JOINED, end) + 1):
        part = parts[end - size]
        if not word.endswith(part, 0, left):
            return
        left -= len(part)
        if left <= 0:
            if left == 0 and size > 1:
                yield size
            return
