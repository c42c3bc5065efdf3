"""Limiter: peaks are brought under the ceiling by a gain that starts to fall before they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.audio.pcm import SAMPLE_RATE_HZ
from builder.audio.peaks import block_frames, block_peaks
from builder.model.sound import DEFAULT_SOUND

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from builder.audio.pcm import Samples

_WINDOW = 10
"""Milliseconds (blocks) over which the gain falls and rises again."""


def limit(
    samples: Samples,
    sample_rate_hz: int = SAMPLE_RATE_HZ,
    *,
    ceiling_dbtp: float = DEFAULT_SOUND.ceiling_dbtp,
) -> Samples:
    """Return `samples` with no true peak over the ceiling; the same array where none is.

    The gain needed is found for each millisecond, held for the lowest of 10 ms and smoothed by a Hann window
    as long, so that it is reached when the peak comes and its own changes are not heard.
    """
    import numpy as np

    ceiling, block = 10 ** (ceiling_dbtp / 20), block_frames(sample_rate_hz)
    peaks = block_peaks(samples, level=ceiling, block=block)
    if not np.any(peaks > ceiling):
        return samples
    gains = _smooth_gains(np.minimum(1.0, ceiling / np.maximum(peaks, ceiling)))
    limited = samples.copy()
    # Between the middles of two blocks the gain is a straight line, so a block's neighbours matter too.
    for first, last in _stretches(gains < 1.0, gap=2):
        _apply(limited, gains, max(0, first - 1), min(len(gains), last + 1), block)
    return limited


def _smooth_gains(gains: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return smoothly changing gains, each no higher than those its own block and its neighbours need."""
    import numpy as np

    half = _WINDOW // 2
    # One block more on each side than is smoothed over: the lines between blocks stay under what is needed.
    reach = half + 1
    padded = np.pad(gains, reach + half, constant_values=1.0)
    lowest = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).min(axis=1)
    weights = np.hanning(_WINDOW + 3)[1:-1]
    smoothed: NDArray[np.float64] = np.convolve(lowest, weights / weights.sum(), mode="valid")
    # Sums of weights are off by a rounding error; a gain that close to 1 is 1, and nothing is done there.
    smoothed[smoothed > 1 - 1e-9] = 1.0
    return smoothed


def _apply(samples: Samples, gains: NDArray[np.float64], first: int, last: int, block: int) -> None:
    """Multiply blocks `first` to `last` of `samples` in place, the gain in straight lines between them."""
    import numpy as np

    start, end = first * block, min(last * block, len(samples))
    middles = np.arange(first, last) * block + (block - 1) / 2
    curve = np.interp(np.arange(start, end), middles, gains[first:last])
    samples[start:end] *= curve.astype(np.float32)


def _stretches(chosen: NDArray[np.bool_], *, gap: int) -> list[tuple[int, int]]:
    """Return the stretches of true items as (first, one past the last), those at most `gap` apart as one."""
    import numpy as np

    places = np.flatnonzero(chosen)
    breaks = np.flatnonzero(np.diff(places) > gap)
    firsts = places[np.concatenate(([0], breaks + 1))]
    lasts = places[np.concatenate((breaks, [len(places) - 1]))] + 1
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))
