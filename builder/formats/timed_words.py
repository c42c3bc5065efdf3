"""Timed words: when each word of a sentence is heard, read unit by unit from what the engines told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.model.publication import Publication
from builder.model.script import Utterance
from builder.model.sound import UnitHead, UtterancePlace
from builder.model.timeline import Cue
from builder.narration.written_words import written_words


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedWord:
    """A word of a sentence, or several that are said as one."""

    start: int
    """First frame, counted from the start of the recording."""
    end: int
    """One past the last: where the next word starts."""
    text_start: int
    """In the cue's text, code points."""
    text_end: int


def timed_sentences(
    publication: Publication, heads: Iterable[UnitHead]
) -> Iterator[tuple[Cue, tuple[TimedWord, ...] | None]]:
    """Yield every cue with its words, in order; None where no engine told any.

    Args:
        publication: Its timeline was laid out of these units.
        heads: Of its units, in the script's order; read once, one after the other.
    """
    cues = iter(publication.timeline.cues)
    units = zip(publication.script.passages, heads, publication.timeline.unit_starts, strict=True)
    for passage, head, unit_start in units:
        if passage.music is not None:
            yield next(cues), None
            continue
        for parts in _sentences(passage.utterances, head.places):
            cue = next(cues)
            yield cue, _words(cue, parts, unit_start)


_Part = tuple[Utterance, UtterancePlace]


def _sentences(utterances: Iterable[Utterance], places: Iterable[UtterancePlace]) -> Iterator[list[_Part]]:
    """Yield the utterances of each sentence with their places."""
    parts: list[_Part] = []
    for utterance, place in zip(utterances, places, strict=True):
        if parts and not utterance.continues:
            yield parts
            parts = []
        parts.append((utterance, place))
    if parts:
        yield parts


def _words(cue: Cue, parts: list[_Part], unit_start: int) -> tuple[TimedWord, ...] | None:
    if not any(place.marks for _, place in parts):
        return None
    found = [word for part in parts for word in _of_part(cue, part, unit_start)]
    return tuple(word for word in found if word.text_start < word.text_end)


def _of_part(cue: Cue, part: _Part, unit_start: int) -> Iterator[TimedWord]:
    """Yield the words of one utterance; all of it as one where its engine told none."""
    utterance, place = part
    first = utterance.written_start - cue.written_start
    start, end = unit_start + place.start, unit_start + place.end
    words = written_words(utterance, place.marks)
    if not words:
        length = len(utterance.written)
        yield TimedWord(start=start, end=end, text_start=first, text_end=first + length)
    starts = [min(start + word.frame, end) for word in words]
    for word, begins, ends in zip(words, starts, [*starts[1:], end], strict=False):
        yield TimedWord(start=begins, end=ends, text_start=first + word.start, text_end=first + word.end)
