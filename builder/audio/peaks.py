"""Peaks: how far the sound goes between its samples, which is what a converter or a codec will meet.

Source: ITU-R BS.1770-4, annex 2 (true peak by four times oversampling); the interpolation is a longer one.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

from builder.audio.pcm import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from builder.audio.pcm import Samples

SILENT_DBTP = -120.0
"""Told in place of minus infinity."""

_PLACES = (0.25, 0.5, 0.75)
_TAPS = 32
"""Fewer than two blocks hold at 22,050 Hz and above, half of them on either side."""
_KAISER_BETA = 8.0
_SPAN = 20
"""Blocks that are looked at together first."""
_NEAR = 0.7
"""A block this much under the level hides at most 3 dB between its samples, as a quarter-rate tone can."""


def block_frames(sample_rate_hz: int) -> int:
    """Return how many samples a block holds: a millisecond's, cut to whole ones."""
    return sample_rate_hz // 1000


def true_peak_dbtp(samples: Samples, sample_rate_hz: int = SAMPLE_RATE_HZ) -> float:
    """Return the true peak in decibels of full scale, at least -120."""
    import numpy as np

    if not len(samples):
        return SILENT_DBTP
    sample_peak = float(_magnitudes(samples[np.newaxis])[0])
    if sample_peak == 0:
        return SILENT_DBTP
    peak = float(block_peaks(samples, level=sample_peak, block=block_frames(sample_rate_hz)).max())
    return max(SILENT_DBTP, 20 * math.log10(peak))


def block_peaks(samples: Samples, *, level: float, block: int) -> Samples:
    """Return the peak magnitude of every block near a level, and of every other one no less than its own.

    Args:
        samples: Mono.
        block: Samples in one, 22 or more.
        level: Blocks near this magnitude or over it, and their neighbours, are measured between samples too.
    """
    import numpy as np

    blocks, span = -(-len(samples) // block), _SPAN * block
    # Few blocks come near the level. Longer rows are searched in a fraction of the time of short ones.
    rows = samples[: len(samples) // span * span].reshape(-1, span)
    rest = np.pad(samples[rows.size :], (0, span - len(samples) + rows.size))
    of_spans = np.append(_magnitudes(rows), _magnitudes(rest[np.newaxis]))
    peaks: Samples = np.repeat(of_spans, _SPAN)
    loud = _with_neighbours(of_spans > _NEAR * level)
    if loud.any():
        found = rows[loud[:-1]]
        if loud[-1]:
            found = np.concatenate((found, rest[np.newaxis]))
        peaks[np.repeat(loud, _SPAN)] = _near_peaks(found.reshape(-1, block), level)
    return peaks[:blocks]


def _near_peaks(filled: Samples, level: float) -> Samples:
    """Return the peak of each block; of those near the level, and their neighbours, between samples too."""
    import numpy as np

    peaks = _magnitudes(filled)
    near = peaks > _NEAR * level
    measured = _with_neighbours(near)
    # Interpolation reaches into the blocks on either side, so those are taken along, and then let go.
    taken = _with_neighbours(measured)
    between = _peaks_between(filled[taken].reshape(-1), filled.shape[1])
    peaks[measured] = np.maximum(peaks[measured], between[measured[taken]])
    return peaks


def _magnitudes(rows: Samples) -> Samples:
    """Return the largest magnitude of each row."""
    import numpy as np

    found: Samples = np.maximum(rows.max(axis=1, initial=0), -rows.min(axis=1, initial=0))
    return found


def _peaks_between(samples: Samples, block: int) -> Samples:
    """Return the peak of each block a quarter, a half and three quarters of a sample before its samples."""
    import numpy as np

    peaks = np.zeros(len(samples) // block, dtype=np.float32)
    for kernel in _kernels():
        start = _TAPS // 2 - 1
        between = np.abs(np.convolve(samples, kernel)[start : start + len(samples)])
        np.maximum(peaks, between.reshape(-1, block).max(axis=1), out=peaks)
    return peaks


def _with_neighbours(chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return `chosen` with the item before and after each true one."""
    wider = chosen.copy()
    wider[1:] |= chosen[:-1]
    wider[:-1] |= chosen[1:]
    return wider


@functools.cache
def _kernels() -> tuple[Samples, ...]:
    """Return one windowed sinc for each place between two samples, reversed as convolution wants it."""
    import numpy as np

    taps = np.arange(_TAPS // 2 - 1, -_TAPS // 2 - 1, -1)
    kernels = []
    for before in _PLACES:
        distance = taps + before
        inside = np.maximum(0, 1 - (distance / (_TAPS // 2)) ** 2)
        kernel = np.sinc(distance) * np.i0(_KAISER_BETA * np.sqrt(inside))
        kernels.append((kernel / kernel.sum()).astype(np.float32))
    return tuple(kernels)
