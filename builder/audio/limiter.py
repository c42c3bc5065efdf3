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
_HALF = _WINDOW // 2
_REACH = _HALF + 1
"""One block more on each side than is smoothed over: the lines between blocks stay under what is needed."""
_MARGIN = _REACH + _HALF + 1


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
    over = peaks > ceiling
    if not over.any():
        return samples
    touched = _near(over)
    # One more at either end, where the gain stays as it is: it runs in straight lines between blocks.
    gains = np.ones(len(peaks) + 2)
    gains[1:-1][touched] = _smooth_gains(ceiling / np.maximum(peaks[touched], ceiling))
    gains[0], gains[-1] = gains[1], gains[-2]
    limited = np.zeros((len(peaks), block), dtype=np.float32)
    limited.reshape(-1)[: len(samples)] = samples
    limited[touched] *= _curves(gains, np.flatnonzero(touched) + 1, block)
    return limited.reshape(-1)[: len(samples)]


def _near(over: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which blocks a gain may change in: those as near to one that is over as smoothing reaches.

    Taken out and put side by side, what is near one block and near the next one never mix.
    """
    import numpy as np

    near = np.zeros(len(over), dtype=np.bool_)
    places = np.flatnonzero(over)[:, np.newaxis] + np.arange(-_MARGIN, _MARGIN + 1)
    near[places.clip(0, len(over) - 1)] = True
    return near


def _smooth_gains(gains: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return smoothly changing gains, each no higher than those its own block and its neighbours need."""
    import numpy as np

    padded = np.pad(gains, _REACH + _HALF, constant_values=1.0)
    lowest = np.lib.stride_tricks.sliding_window_view(padded, 2 * _REACH + 1).min(axis=1)
    weights = np.hanning(_WINDOW + 3)[1:-1]
    smoothed: NDArray[np.float64] = np.convolve(lowest, weights / weights.sum(), mode="valid")
    # Sums of weights are off by a rounding error; a gain that close to 1 is 1, and nothing is done there.
    smoothed[smoothed > 1 - 1e-9] = 1.0
    return smoothed


def _curves(gains: NDArray[np.float64], places: NDArray[np.intp], block: int) -> Samples:
    """Return the gain of each sample of the blocks at `places`, in straight lines from middle to middle."""
    import numpy as np

    own = gains[places, np.newaxis]
    before, after = gains[places - 1, np.newaxis], gains[places + 1, np.newaxis]
    ways = (np.arange(block) - (block - 1) / 2) / block
    curves: Samples = (own + np.where(ways < 0, own - before, after - own) * ways).astype(np.float32)
    return curves
