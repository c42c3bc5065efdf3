"""Heads for tests: what is known of the units of the sample, as if its voice had told each word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from builder.model.publication import Publication
from builder.model.sound import Mark, UnitHead, UtterancePlace


def heads_of(publication: Publication, *, marked: bool = True) -> Iterator[UnitHead]:
    """Yield the head of each unit of a publication in which every utterance is a cue.

    Args:
        publication: As `sample_publication` gives it.
        marked: Whether words are marked, at even distances as the tone engine marks them.
    """
    timeline = publication.timeline
    cues = iter(timeline.cues)
    units = pairwise((*timeline.unit_starts, timeline.frames))
    for passage, (start, end) in zip(publication.script.passages, units, strict=True):
        places = []
        for utterance in passage.utterances:
            cue = next(cues)
            marks = _marks(utterance.text, cue.end - cue.start) if marked else ()
            places.append(UtterancePlace(start=cue.start - start, end=cue.end - start, marks=marks))
        yield UnitHead(
            frames=end - start,
            sample_rate_hz=timeline.sample_rate_hz,
            places=tuple(places),
            energies=b"",
            true_peak_dbtp=0.0,
        )


def _marks(text: str, frames: int) -> tuple[Mark, ...]:
    words = tuple(re.finditer(r"\S+", text))
    return tuple(
        Mark(text_start=word.start(), text_end=word.end(), frame=frames * number // len(words))
        for number, word in enumerate(words)
    )
