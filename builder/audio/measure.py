"""Measure: the levels of a recording, from its units' heads alone, each read once and none held."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from builder.audio.meter import HOPS_IN_SECOND, STEPS_IN_SECOND, WINDOW_HOPS, Measured, Meter, lufs
from builder.model.levels import Column, Levels, SoundLevels
from builder.model.timeline import Timeline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLUMNS = 480
"""Fewer where the recording has fewer windows, one each 100 ms."""

_SILENT_DBTP = -120.0
_AUDIBLE_LUFS = -70.0


class Head(Measured, Protocol):
    """A unit, or a unit's head."""

    @property
    def true_peak_dbtp(self) -> float:
        """Before encoding."""


def measure(timeline: Timeline, heads: Iterable[Head]) -> SoundLevels:
    """Return the levels of the recording that `timeline` lays out.

    Args:
        timeline: Its chapters cover it, each from the start of a unit.
        heads: Of the units, in order; read once, never held together.
    """
    whole, chapter = _Stretch(timeline.sample_rate_hz), _Stretch(timeline.sample_rate_hz)
    chapters: list[Levels] = []
    course = _Course(timeline)
    position = 0
    for head in heads:
        if position >= timeline.chapters[len(chapters)].end:
            chapters.append(chapter.levels())
            chapter = _Stretch(timeline.sample_rate_hz)
        chapter.add(head)
        course.add(position, head)
        course.add_windows(whole.add(head))
        position += head.frames
    course.add_windows(whole.rest())
    return SoundLevels(
        whole=whole.levels(),
        chapters=(*chapters, chapter.levels()),
        columns=course.columns(),
    )


class _Stretch:
    """A meter, and the highest peak it met."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._meter = Meter(sample_rate_hz)
        self._peak_dbtp = _SILENT_DBTP

    def add(self, head: Head) -> NDArray[np.float64]:
        self._peak_dbtp = max(self._peak_dbtp, head.true_peak_dbtp)
        return self._meter.add(head)

    def rest(self) -> NDArray[np.float64]:
        return self._meter.rest()

    def levels(self) -> Levels:
        self._meter.rest()
        loudness, range_lu = self._meter.loudness_lufs(), self._meter.range_lu()
        return Levels(
            loudness_lufs=None if math.isinf(loudness) else round(loudness, 2),
            range_lu=None if range_lu is None else round(range_lu, 2),
            true_peak_dbtp=round(self._peak_dbtp, 2),
        )


class _Course:
    """What is drawn: energies and windows, gathered in columns."""

    def __init__(self, timeline: Timeline) -> None:
        import numpy as np

        rate = timeline.sample_rate_hz
        self._step, self._hop = rate // STEPS_IN_SECOND, rate // HOPS_IN_SECOND
        self._frames = timeline.frames
        self._count = min(COLUMNS, max(1, timeline.frames // self._hop))
        self._windows_before = 0
        self._steps, self._squares, self._loudest, self._windows, self._powers = np.zeros((5, self._count))

    def add(self, position: int, head: Head) -> None:
        """Add the energies of a unit that starts at `position`."""
        import numpy as np

        squares = np.frombuffer(head.energies, dtype="<f4").astype(np.float64)
        places = self._columns_at(position + self._step * np.arange(len(squares)))
        np.add.at(self._steps, places, 1)
        np.add.at(self._squares, places, squares)
        np.maximum.at(self._loudest, places, squares)

    def add_windows(self, windows: NDArray[np.float64]) -> None:
        """Add the powers of the windows that follow those added before."""
        import numpy as np

        middles = self._windows_before + np.arange(len(windows)) + WINDOW_HOPS // 2
        places = self._columns_at(self._hop * middles)
        np.add.at(self._windows, places, 1)
        np.add.at(self._powers, places, windows)
        self._windows_before += len(windows)

    def columns(self) -> tuple[Column, ...]:
        return tuple(
            Column(
                mean=math.sqrt(squares / max(1, steps)),
                loudest=math.sqrt(loudest),
                short_term_lufs=_audible(lufs(power / max(1, windows))),
            )
            for steps, squares, loudest, windows, power in zip(
                *(each.tolist() for each in (self._steps, self._squares, self._loudest)),
                *(each.tolist() for each in (self._windows, self._powers)),
                strict=True,
            )
        )

    def _columns_at(self, frames: NDArray[np.int64]) -> NDArray[np.int64]:
        import numpy as np

        return np.minimum(frames * self._count // max(1, self._frames), self._count - 1)


def _audible(loudness: float) -> float | None:
    return round(loudness, 2) if loudness > _AUDIBLE_LUFS else None
