"""Written words: the words of a written text that an engine's marks in the spoken one stand for.

"0.5 mg/kg" is seven words when it is said and one group here, for the spoken spelling is never shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.model.script import SpokenSpan, Utterance
from builder.model.sound import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenWord:
    """A word of a written text, or several that are said as one; code points, ends excluded."""

    start: int
    end: int
    """Equal to `start` where nothing is written: what the announcer says beside the text."""
    frame: int
    """Where its first spoken word starts."""


def written_words(utterance: Utterance, marks: Sequence[Mark]) -> tuple[WrittenWord, ...]:
    """Return the words of `utterance.written` in order, disjoint, each with the time it starts at.

    Args:
        utterance: Whose `text` the marks are in.
        marks: In order, as the engine gave them.
    """
    found: list[WrittenWord] = []
    for mark in marks:
        start, end = _written(utterance, mark)
        if found and found[-1].start == found[-1].end and start < end and start <= found[-1].start:
            # Announcer's words that stand where the text begins: the word is later than they are.
            start = max(start, found[-1].end)
        if found and start < found[-1].end:
            found[-1] = WrittenWord(start=found[-1].start, end=max(end, found[-1].end), frame=found[-1].frame)
        elif found and start == end == found[-1].end and found[-1].start == start:
            continue
        else:
            found.append(WrittenWord(start=start, end=end, frame=mark.frame))
    return tuple(found)


def _written(utterance: Utterance, mark: Mark) -> tuple[int, int]:
    """Return what a mark's spoken words stand for, cut to the written text and without blanks around it."""
    touched = tuple(_touched(utterance.spans, mark))
    shift_start = _shift(utterance.spans, mark.text_start)
    shift_end = _shift(utterance.spans, mark.text_end)
    start, end = mark.text_start - shift_start, mark.text_end - shift_end
    if touched:
        first, last = touched[0], touched[-1]
        start = first.written_start if first.spoken_start <= mark.text_start else start
        end = last.written_end if mark.text_end <= last.spoken_end else end
    start, end = min(start, len(utterance.written)), min(end, len(utterance.written))
    words = utterance.written[start:end]
    return start + len(words) - len(words.lstrip()), max(start, start + len(words.rstrip()))


def _touched(spans: Sequence[SpokenSpan], mark: Mark) -> Iterator[SpokenSpan]:
    """Yield the spans that a mark reaches into."""
    for span in spans:
        if span.spoken_start < mark.text_end and mark.text_start < span.spoken_end:
            yield span


def _shift(spans: Sequence[SpokenSpan], place: int) -> int:
    """Return how much longer the spoken text is than the written one before `place`, which is in no span."""
    shift = 0
    for span in spans:
        if span.spoken_end <= place:
            shift = span.spoken_end - span.written_end
    return shift
