"""Weighting: the K filter of BS.1770, run over many short blocks at once.

A recursive filter takes one sample after the other, which numpy is slow at. Here a block's output is what its
own samples give, by the filter's impulse response, and what is left of those before, by the filter's state at
its start: both are products of matrices. States are summed up over 1, 2, 4, … blocks, until what is older has
died away.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from builder.audio.pcm import Samples

    Matrix = NDArray[np.float64]

_LONGEST_BLOCK = 48
_STRETCH_STEPS = 100
"""Two seconds, which stay in the processor's cache."""
_PRODUCT_BLOCKS = 50
"""In one product: few enough for the library of matrices to start no threads."""
_MEMORY_S = 0.25
"""What is older is under -400 dB in the filter's state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blocks:
    """The K filter as matrices, for blocks of some length."""

    length: int
    own: Samples
    """From a block's samples to its output."""
    left: Samples
    """From the state at a block's start to its output."""
    taken: Samples
    """From a block's samples to the state they leave."""
    kept: tuple[tuple[int, Matrix], ...]
    """From the state at a block's start to what is left of it 1, 2, 4, … blocks later."""


def k_weighted_squares(samples: Samples, sample_rate_hz: int, *, step: int) -> Samples:
    """Return the mean square of each `step` of K-weighted samples; the last step is filled up with silence.

    The filter is at rest at the start.
    """
    import numpy as np

    blocks = _blocks(sample_rate_hz, step)
    steps = -(-len(samples) // step)
    squares = np.zeros(steps, dtype=np.float32)
    state = np.zeros(4)
    for first in range(0, steps, _STRETCH_STEPS):
        stretch = samples[first * step : (first + _STRETCH_STEPS) * step]
        missing = _STRETCH_STEPS * step - len(stretch)
        if missing:
            stretch = np.pad(stretch, (0, missing))
        rows, state = _weighted(stretch.reshape(-1, _PRODUCT_BLOCKS, blocks.length), state, blocks)
        found = np.einsum("ij,ij->i", rows.reshape(-1, step), rows.reshape(-1, step)) / np.float32(step)
        squares[first : first + _STRETCH_STEPS] = found[: steps - first]
    return squares


def _weighted(stretch: Samples, state: Matrix, blocks: _Blocks) -> tuple[Samples, Matrix]:
    """Return the weighted blocks of a stretch, and the filter's state behind it; `state` is that before."""
    import numpy as np

    weighted = stretch @ blocks.own
    taken = (stretch @ blocks.taken).reshape(-1, 4)
    # One state more than there are blocks: the first is that before all of them.
    states = np.concatenate((state[np.newaxis], taken), dtype=np.float64)
    for reach, kept in blocks.kept:
        states[reach:] += states[:-reach] @ kept
    weighted += states[:-1].astype(np.float32).reshape(len(stretch), -1, 4) @ blocks.left
    return weighted, states[-1]


@functools.cache
def _blocks(sample_rate_hz: int, step: int) -> _Blocks:
    import numpy as np

    length = max(size for size in range(1, _LONGEST_BLOCK + 1) if step % size == 0)
    change, entry, exit_, direct = _k_filter(sample_rate_hz)
    powers = [np.linalg.matrix_power(change, count) for count in range(length + 1)]
    response = [direct, *(float(exit_ @ power @ entry) for power in powers[: length - 1])]
    own = np.zeros((length, length))
    for place in range(length):
        own[place, place:] = response[: length - place]
    return _Blocks(
        length=length,
        own=own.astype(np.float32),
        left=np.stack([exit_ @ power for power in powers[:length]], axis=1).astype(np.float32),
        taken=np.stack([powers[length - 1 - place] @ entry for place in range(length)]).astype(np.float32),
        kept=tuple(
            (reach, np.linalg.matrix_power(powers[length], reach).T)
            for reach in (1 << count for count in range(16))
            if reach * length < _MEMORY_S * sample_rate_hz
        ),
    )


def _k_filter(sample_rate_hz: int) -> tuple[Matrix, Matrix, Matrix, float]:
    """Return both stages in a row: how their state changes, what enters it, what it gives, what passes by."""
    import numpy as np

    (f0, f1, f2), (c1, c2) = _shelf(sample_rate_hz)
    (g0, g1, g2), (d1, d2) = _high_pass(sample_rate_hz)
    # Each stage as in the transposed direct form II: y = b0 x + s1, s1 = b1 x - a1 y + s2, s2 = b2 x - a2 y.
    e1, e2 = g1 - d1 * g0, g2 - d2 * g0
    change = np.array([[-c1, 1, 0, 0], [-c2, 0, 0, 0], [e1, 0, -d1, 1], [e2, 0, -d2, 0]], dtype=np.float64)
    entry = np.array([f1 - c1 * f0, f2 - c2 * f0, e1 * f0, e2 * f0])
    return change, entry, np.array([g0, 0.0, 1.0, 0.0]), g0 * f0


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
