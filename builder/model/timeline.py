"""Timeline: where each cue and chapter lies in an edition's sound, in whole frames."""

from __future__ import annotations

from dataclasses import dataclass

from builder.base.language import Language
from builder.model.script import PassageKind, UtteranceId
from builder.model.segment import SegmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One sentence's place in a recording, or that of music."""

    utterance_id: UtteranceId
    """Of its first utterance; others are pieces of the sentence in other voices. Music has one to itself."""
    passage_id: str
    segment_id: SegmentId | None
    kind: PassageKind
    text: str
    """As it is shown."""
    written_start: int
    """Where `text` starts in its passage's plain text, in code points."""
    language: Language
    start: int
    """First frame, counted from the start of the recording."""
    end: int
    """One past the last frame; equals the next cue's start or lies before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A titled stretch of a recording; chapters cover it from end to end."""

    id: str
    title: str
    start: int
    end: int
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The source of every time in every format."""

    sample_rate_hz: int
    frames: int
    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...]
    unit_starts: tuple[int, ...]
    """First frame of each unit (passage), in order."""
