"""Loudness: K-weighted energies of a unit, and the integrated loudness of what is joined of units.

Source: ITU-R BS.1770-4 (K-weighting, blocks of 400 ms every 100 ms, gates at -70 LUFS and -10 LU).
`loudness_lufs` is what two ears hear: a mono recording comes from both loudspeakers, which is 3.01 LU more
than a measurement of its one channel.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from builder.audio.meter import STEPS_IN_SECOND, Measured, Meter
from builder.audio.pcm import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from builder.audio.pcm import Samples


def energies(samples: Samples, sample_rate_hz: int = SAMPLE_RATE_HZ) -> bytes:
    """Return the K-weighted mean squares of each 20 ms of mono sound, as little-endian 32-bit floats.

    The last stretch is filled up with silence. Exact in a join where the sound ends in silence, so that the
    filter has come to rest.
    """
    from builder.audio.weighting import k_weighted_squares

    squares = k_weighted_squares(samples, sample_rate_hz, step=sample_rate_hz // STEPS_IN_SECOND)
    packed: bytes = squares.astype("<f4").tobytes()
    return packed


def integrated(parts: Iterable[Measured]) -> float:
    """Return the loudness of parts played one after the other, in LUFS as two ears hear it.

    Gating blocks run across the joins. Minus infinity where nothing is louder than -70 LUFS or all of it is
    shorter than 400 ms.

    Args:
        parts: In playing order, all at one rate; read once, never held together.
    """
    meter: Meter | None = None
    for part in parts:
        meter = meter or Meter(part.sample_rate_hz)
        meter.add(part)
    if meter is None:
        return -math.inf
    meter.rest()
    return meter.loudness_lufs()


def loudness_lufs(samples: Samples, sample_rate_hz: int = SAMPLE_RATE_HZ) -> float:
    """Return the integrated loudness of mono samples, in LUFS as two ears hear it."""
    return integrated([_Stretch(samples, sample_rate_hz)])


class _Stretch:
    """Samples that are measured on their own."""

    def __init__(self, samples: Samples, sample_rate_hz: int) -> None:
        self.frames = len(samples)
        self.sample_rate_hz = sample_rate_hz
        self.energies = energies(samples, sample_rate_hz)
