"""Levels: how loud a recording is, as a whole, chapter by chapter and in its course."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """How loud a stretch of a recording is."""

    loudness_lufs: float | None
    """Integrated, as two ears hear it; None where nothing can be heard."""
    range_lu: float | None
    """Loudness range (EBU Tech 3342); None where the stretch has no 3 seconds that can be heard."""
    true_peak_dbtp: float
    """Of the sound before encoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One of the equally long stretches that a picture of a recording is drawn in."""

    mean: float
    """Root of the mean K-weighted square; full scale is 1."""
    loudest: float
    """The same of the loudest 20 ms."""
    short_term_lufs: float | None
    """Mean of the windows of 3 s whose middle lies here; None where none can be heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundLevels:
    """How loud a recording is."""

    whole: Levels
    chapters: tuple[Levels, ...]
    """One for each chapter of the timeline, in order."""
    columns: tuple[Column, ...]
    """From the first frame to the last; the last one may be shorter."""
