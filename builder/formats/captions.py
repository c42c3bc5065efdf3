"""Captions: what is heard, as it is written, with its times and who speaks, for every file of captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from builder.base.language import Language
from builder.base.text import one_line
from builder.base.units import to_ms
from builder.catalogue.texts import Texts
from builder.formats.speakers import Speakers
from builder.model.publication import Publication

# UAX 9: overrides and embeddings; isolates have replaced them, and one can turn the digits of a dose round.
_OVERRIDES = re.compile("[\u202a-\u202e]")
_ISOLATES, _END_OF_ISOLATE = "\u2066\u2067\u2068", "\u2069"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """A sentence, or music, and when it is heard."""

    id: str
    """Of its first utterance."""
    text: str
    """On one line, harmless."""
    speaker: str | None
    """None for music."""
    language: Language | None
    """Where it is not the edition's."""
    start_ms: int
    end_ms: int
    """At least a millisecond after `start_ms`."""


def captions_of(publication: Publication, texts: Texts) -> Iterator[Caption]:
    """Yield a caption for each cue of the timeline, in order; `texts` are in the edition's language."""
    rate, speakers = publication.timeline.sample_rate_hz, Speakers(publication, texts)
    for cue in publication.timeline.cues:
        start_ms = to_ms(cue.start, rate)
        yield Caption(
            id=cue.utterance_id,
            text=harmless(cue.text),
            speaker=speakers.of(cue.passage_id),
            language=cue.language if cue.language != publication.edition.language else None,
            start_ms=start_ms,
            end_ms=max(to_ms(cue.end, rate), start_ms + 1),
        )


def harmless(text: str) -> str:
    """Return `text` on one line, without controls that would reach beyond it or turn its figures round."""
    line = _OVERRIDES.sub("", one_line(text))
    still_open = 0
    kept: list[str] = []
    for character in line:
        if character in _ISOLATES:
            still_open += 1
        elif character == _END_OF_ISOLATE:
            if not still_open:
                continue
            still_open -= 1
        kept.append(character)
    return "".join(kept) + _END_OF_ISOLATE * still_open
