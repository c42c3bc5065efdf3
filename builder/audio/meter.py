"""Meter: loudness and its range of what is played unit by unit, in memory that does not grow with it.

Source: ITU-R BS.1770-4 (blocks of 400 ms every 100 ms, gates at -70 LUFS and -10 LU) and EBU Tech 3342
(range: windows of 3 s every 100 ms, gates at -70 LUFS and -20 LU, from the 10th percentile to the 95th).
Levels are counted and summed in steps of 0.01 LU; only the places of gates and percentiles are rounded so.
Loudness is what two ears hear: a mono recording comes from both loudspeakers.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Powers = NDArray[np.float64]

STEPS_IN_SECOND = 50
"""An energy stands for 20 ms."""
HOPS_IN_SECOND = 10
"""Blocks and windows start every 100 ms."""
WINDOW_HOPS = 30
"""In a window of 3 s, the short-term loudness of EBU Tech 3341."""

_BATCH = 600
"""Hops that are weighed together: one by one the calls would cost more than the numbers."""
_BLOCK_HOPS = 4
_EARS = 2
_OFFSET_LU = -0.691
_ABSOLUTE_GATE_LUFS = -70.0
_BLOCK_GATE_LU = -10.0
_WINDOW_GATE_LU = -20.0
_LEVELS_PER_LU = 100
_LEVELS = 100 * _LEVELS_PER_LU
"""Up to +30 LUFS, which nothing reaches."""
_LOW, _HIGH = 0.10, 0.95


class Measured(Protocol):
    """What has a length and energies: a unit, or a unit's head."""

    @property
    def frames(self) -> int:
        """Length in samples."""

    @property
    def sample_rate_hz(self) -> int:
        """The same for all parts of a recording."""

    @property
    def energies(self) -> bytes:
        """K-weighted mean squares of each 20 ms, little-endian 32-bit floats."""


class Meter:
    """Hears units one after the other; blocks and windows run across their joins."""

    def __init__(self, sample_rate_hz: int) -> None:
        """Start in silence, at the sample rate of every unit."""
        self._step = sample_rate_hz // STEPS_IN_SECOND
        self._hop = sample_rate_hz // HOPS_IN_SECOND
        self._begun_frames = 0
        self._begun = 0.0
        """Length and energy of the hop that is not whole yet."""
        self._waiting: list[Powers] = []
        self._waiting_hops = 0
        self._blocks = _Window(_BLOCK_HOPS)
        self._windows = _Window(WINDOW_HOPS)
        self._block_levels = _Levels()
        self._window_levels = _Levels()

    def add(self, part: Measured) -> Powers:
        """Hear `part` and return powers as `rest` does, now and then."""
        hops = self._whole_hops(part)
        self._waiting.append(hops)
        self._waiting_hops += len(hops)
        return self.rest() if self._waiting_hops >= _BATCH else hops[:0]

    def rest(self) -> Powers:
        """Return the power of each window of 3 s that became whole since powers were returned, in order."""
        import numpy as np

        hops = np.concatenate((np.zeros(0), *self._waiting)) * (_EARS / self._hop)
        self._waiting, self._waiting_hops = [], 0
        windows = self._windows.slide(hops)
        self._block_levels.add(self._blocks.slide(hops))
        self._window_levels.add(windows)
        return windows

    def loudness_lufs(self) -> float:
        """Return the integrated loudness of what was heard up to the last `rest`.

        Minus infinity where nothing is louder than -70 LUFS or all of it is shorter than 400 ms.
        """
        first = self._block_levels.gate(_BLOCK_GATE_LU)
        return lufs(self._block_levels.mean(first))

    def range_lu(self) -> float | None:
        """Return its loudness range; None where no window of 3 s is louder than -70 LUFS."""
        return self._window_levels.spread(self._window_levels.gate(_WINDOW_GATE_LU))

    def _whole_hops(self, part: Measured) -> Powers:
        """Return the energy of each hop that became whole by `part`.

        A unit starts anywhere, so an energy that lies across two hops is shared between them by length.
        """
        import numpy as np

        squares = np.frombuffer(part.energies, dtype="<f4").astype(np.float64) * self._step
        places = self._begun_frames + self._step * np.arange(len(squares) + 1)
        end = self._begun_frames + part.frames
        places[-1] = end
        sums = np.concatenate(([self._begun], self._begun + np.cumsum(squares)))
        bounds = self._hop * np.arange(1, end // self._hop + 1)
        passed = np.interp(bounds, places, sums)
        self._begun_frames = end % self._hop
        self._begun = float(sums[-1] - (passed[-1] if len(passed) else 0.0))
        return np.diff(passed, prepend=0.0)


class _Window:
    """The last hops, over which a mean slides."""

    def __init__(self, hops: int) -> None:
        import numpy as np

        self._hops = hops
        self._last: Powers = np.zeros(0)

    def slide(self, hops: Powers) -> Powers:
        """Return the mean of every stretch that ends in one of `hops`."""
        import numpy as np

        known = np.concatenate((self._last, hops))
        self._last = known[-(self._hops - 1) :]
        if len(known) < self._hops:
            return np.zeros(0)
        means: Powers = np.lib.stride_tricks.sliding_window_view(known, self._hops).mean(axis=1)
        return means


class _Levels:
    """How often each level over -70 LUFS was met, and with what power."""

    def __init__(self) -> None:
        import numpy as np

        self._counts = np.zeros(_LEVELS, dtype=np.int64)
        self._powers = np.zeros(_LEVELS)

    def add(self, powers: Powers) -> None:
        import numpy as np

        heard = powers[powers > _power(_ABSOLUTE_GATE_LUFS)]
        above = _OFFSET_LU + 10 * np.log10(heard) - _ABSOLUTE_GATE_LUFS
        levels = np.minimum((above * _LEVELS_PER_LU).astype(np.int64), _LEVELS - 1)
        np.add.at(self._counts, levels, 1)
        np.add.at(self._powers, levels, heard)

    def gate(self, below_lu: float) -> int:
        """Return the first level over the gate that lies `below_lu` under the mean of all."""
        mean = lufs(self.mean(0))
        if math.isinf(mean):
            return 0
        return max(0, math.ceil((mean + below_lu - _ABSOLUTE_GATE_LUFS) * _LEVELS_PER_LU))

    def mean(self, first: int) -> float:
        """Return the mean power from the level `first` on; 0 where there is none."""
        count = int(self._counts[first:].sum())
        return float(self._powers[first:].sum()) / count if count else 0.0

    def spread(self, first: int) -> float | None:
        """Return how far the 95th percentile lies over the 10th, from the level `first` on, in LU."""
        import numpy as np

        ranks = np.cumsum(self._counts[first:])
        count = int(ranks[-1])
        if not count:
            return None
        low, high = np.searchsorted(ranks, [round((count - 1) * share) + 1 for share in (_LOW, _HIGH)])
        return int(high - low) / _LEVELS_PER_LU


def lufs(power: float) -> float:
    """Return the loudness of a K-weighted power that both ears' are summed in; minus infinity of none."""
    return _OFFSET_LU + 10 * math.log10(power) if power > 0 else -math.inf


def _power(loudness: float) -> float:
    return float(10 ** ((loudness - _OFFSET_LU) / 10))
