"""Following a text: where each of its sentences stands in what a file says, whatever its lines and cues."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from builder.check.readers.read import squeezed

_NEAR = 2_000
"""How many characters further on a sentence is looked for."""
_TELLING = 12
"""A shorter one may stand anywhere."""
_MOST_EXPLAINED = 20
"""So many texts are compared word by word; a file that is another one altogether is soon told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A place where a file says something else than it should."""

    kind: Literal["missing", "other", "added", "moved"]
    expected: str = ""
    found: str = ""


@dataclass(slots=True)
class Followed:
    """How far a text was found."""

    places: list[tuple[int, int] | None] = field(default_factory=list)
    """Of each sentence: first and last character in the squeezed text, end excluded; None where it is not
    there as it should be."""
    departures: list[Departure] = field(default_factory=list)


def follow(expected: Sequence[str], text: str, *, strict: bool) -> Followed:
    """Look for each of `expected` in `text`, in order.

    Args:
        expected: As they are written.
        text: All that a file says, as it is written.
        strict: Whether nothing else may stand there.
    """
    stream = squeezed(text)
    followed = Followed()
    waiting: list[str] = []
    here = 0
    for sentence in expected:
        wanted = squeezed(sentence)
        place = _find(stream, wanted, here, strict=strict)
        if place is None:
            waiting.append(sentence)
            followed.places.append(None)
            continue
        explain = len(followed.departures) < _MOST_EXPLAINED
        followed.departures += _between(waiting, stream[here:place], text, strict=strict, explain=explain)
        waiting = []
        here = place + len(wanted)
        followed.places.append((place, here))
    explain = len(followed.departures) < _MOST_EXPLAINED
    followed.departures += _between(waiting, stream[here:], text, strict=strict, explain=explain)
    followed.departures = list(_moved(followed.departures))
    return followed


def lost_words(expected: str, found: str) -> tuple[str, ...]:
    """Return the words of `expected` that `found` lacks, in order."""
    before, after = expected.split(), found.split()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return tuple(
        word
        for tag, start, end, _, _ in matcher.get_opcodes()
        if tag in {"delete", "replace"}
        for word in before[start:end]
    )


def _find(stream: str, wanted: str, here: int, *, strict: bool) -> int | None:
    if stream.startswith(wanted, here):
        return here
    if strict and len(wanted) < _TELLING:
        return None
    place = stream.find(wanted, here, here + _NEAR + len(wanted))
    return None if place < 0 else place


def _between(
    waiting: Sequence[str], gap: str, text: str, *, strict: bool, explain: bool
) -> Iterator[Departure]:
    """Yield what is told of sentences that were not found, and of the words in their place."""
    pending: list[str] = []
    for sentence in waiting:
        # A short one was not looked for further on; in the gap it cannot be another's.
        place = gap.find(squeezed(sentence))
        if place < 0:
            pending.append(sentence)
            continue
        yield from _told(pending, gap[:place], text, strict=strict, explain=explain)
        pending = []
        gap = gap[place + len(squeezed(sentence)) :]
    yield from _told(pending, gap, text, strict=strict, explain=explain)


def _told(waiting: Sequence[str], gap: str, text: str, *, strict: bool, explain: bool) -> Iterator[Departure]:
    if not waiting:
        if strict and gap:
            yield Departure(kind="added", found=_as_written(gap, text) if explain else gap)
        return
    lines = text.split("\n") if explain else []
    for number, sentence in enumerate(waiting):
        near = lines if number < _MOST_EXPLAINED else []
        close = difflib.get_close_matches(sentence, near, n=1, cutoff=0.6)
        if close and squeezed(close[0]) in gap:
            yield Departure(kind="other", expected=sentence, found=close[0])
        elif strict and gap and len(waiting) == 1:
            yield Departure(kind="other", expected=sentence, found=_as_written(gap, text))
        else:
            yield Departure(kind="missing", expected=sentence)


def _as_written(gap: str, text: str) -> str:
    """Return the lines of `text` that the squeezed `gap` is made of, or the gap as it is."""
    lines = [line for line in text.split("\n") if squeezed(line) and squeezed(line) in gap]
    return " ".join(lines) if squeezed("".join(lines)) == gap else gap


def _moved(departures: Sequence[Departure]) -> Iterator[Departure]:
    """Turn a text that is missing at one place and added at another into one that was moved."""
    added = {squeezed(each.found): each for each in departures if each.kind == "added"}
    moved = {squeezed(each.expected) for each in departures if each.kind == "missing"} & set(added)
    for each in departures:
        if each.kind == "missing" and squeezed(each.expected) in moved:
            yield Departure(kind="moved", expected=each.expected)
        elif each.kind != "added" or squeezed(each.found) not in moved:
            yield each
