"""Loudness: K-weighted energies of a unit, and the integrated loudness of what is joined of units.

Source: ITU-R BS.1770-4 (K-weighting, blocks of 400 ms every 100 ms, gates at -70 LUFS and -10 LU).
`loudness_lufs` is what two ears hear: a mono recording comes from both loudspeakers, which is 3.01 LU more
than a measurement of its one channel.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from builder.audio.meter import STEPS_IN_SECOND, Measured, Meter
from builder.audio.pcm import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from builder.audio.pcm import Samples

_RESPONSE_S = 2_048 / 24_000
"""Length of the K filter's impulse response; its rest is under -150 dB."""
_FFT = 16_384


def energies(samples: Samples, sample_rate_hz: int = SAMPLE_RATE_HZ) -> bytes:
    """Return the K-weighted mean squares of each 20 ms of mono sound, as little-endian 32-bit floats.

    The last stretch is filled up with silence. Exact in a join where the sound ends in silence, so that the
    filter has come to rest.
    """
    import numpy as np

    step = sample_rate_hz // STEPS_IN_SECOND
    steps = -(-len(samples) // step)
    weighted = np.zeros(steps * step, dtype=np.float32)
    weighted[: len(samples)] = _k_weighted(samples, sample_rate_hz)
    squares = np.square(weighted).reshape(steps, step).mean(axis=1, dtype=np.float32)
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


def _k_weighted(samples: Samples, sample_rate_hz: int) -> Samples:
    """Return `samples` through the K filter, by overlapping fast convolutions."""
    import numpy as np

    spectrum = _k_spectrum(sample_rate_hz)
    before = _response(sample_rate_hz) - 1
    kept = _FFT - before
    weighted = np.empty(len(samples), dtype=np.float32)
    padded = np.concatenate((np.zeros(before, np.float32), samples, np.zeros(_FFT, np.float32)))
    for start in range(0, len(samples), kept):
        piece = np.fft.irfft(np.fft.rfft(padded[start : start + _FFT]) * spectrum, _FFT)
        end = min(start + kept, len(samples))
        weighted[start:end] = piece[before : before + end - start]
    return weighted


def _response(sample_rate_hz: int) -> int:
    """Return how many samples of the K filter's impulse response are taken."""
    return math.ceil(_RESPONSE_S * sample_rate_hz)


@functools.cache
def _k_spectrum(sample_rate_hz: int) -> NDArray[np.complex64]:
    """Return the spectrum of the K filter's impulse response."""
    import numpy as np

    z = np.exp(-2j * np.pi * np.arange(_FFT // 2 + 1) / _FFT)
    response = np.ones_like(z)
    for (b0, b1, b2), (a1, a2) in (_shelf(sample_rate_hz), _high_pass(sample_rate_hz)):
        response *= (b0 + b1 * z + b2 * z**2) / (1 + a1 * z + a2 * z**2)
    impulse = np.fft.irfft(response, _FFT)[: _response(sample_rate_hz)]
    return np.fft.rfft(impulse, _FFT).astype(np.complex64)


_Biquad = tuple[tuple[float, float, float], tuple[float, float]]


def _shelf(sample_rate_hz: int) -> _Biquad:
    """Return the head's high shelf; BS.1770 tabulates it at 48 kHz, these are the values behind the table."""
    frequency_hz, gain_db, quality = 1681.974450955533, 3.999843853973347, 0.7071752369554196
    k = math.tan(math.pi * frequency_hz / sample_rate_hz)
    high = 10 ** (gain_db / 20)
    middle = high**0.4996667741545416
    a0 = 1 + k / quality + k * k
    b = ((high + middle * k / quality + k * k) / a0, 2 * (k * k - high) / a0)
    return (*b, (high - middle * k / quality + k * k) / a0), _poles(k, quality)


def _high_pass(sample_rate_hz: int) -> _Biquad:
    """Return the high pass below speech; its zeros are not scaled, as in the standard's table."""
    k = math.tan(math.pi * 38.13547087602444 / sample_rate_hz)
    return (1.0, -2.0, 1.0), _poles(k, 0.5003270373238773)


def _poles(k: float, quality: float) -> tuple[float, float]:
    a0 = 1 + k / quality + k * k
    return 2 * (k * k - 1) / a0, (1 - k / quality + k * k) / a0
