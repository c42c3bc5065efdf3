"""Sound: a clip as an engine gave it, and a unit encoded and ready to be joined."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A timed point in a clip."""

    text_start: int
    """In the spoken text, code points."""
    text_end: int
    """One past the last."""
    frame: int
    """Where the text starts, in frames of the clip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """Sound of one utterance, as the engine gave it."""

    pcm: bytes
    """Signed 16-bit little-endian, mono."""
    sample_rate_hz: int
    marks: tuple[Mark, ...] = ()
    """Word starts where the engine knows them; in order."""

    @property
    def frames(self) -> int:
        """Number of samples."""
        return len(self.pcm) // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class UtterancePlace:
    """Where one utterance lies inside its unit; frames, end excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedUnit:
    """A passage with its pauses, encoded; neither its position nor what a join keeps is in it."""

    frames: int
    """Exact length in samples at the unit's rate, lead-in and pauses included."""
    sample_rate_hz: int
    places: tuple[UtterancePlace, ...]
    """One for each utterance, in order."""
    packets: tuple[bytes, ...]
    """All packets of the codec, those that flush the encoder last."""
    energies: bytes
    """K-weighted mean squares of each 20 ms, little-endian 32-bit floats."""
    true_peak_dbtp: float
    """Of the sound before encoding."""
