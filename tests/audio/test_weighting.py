"""The K filter in blocks gives what the recursion of the standard gives, at every rate."""

import numpy as np
import pytest

from builder.audio.weighting import _high_pass, _shelf, k_weighted_squares
from builder.testing.hearing import Samples

RATES_HZ = (22_050, 24_000, 32_000, 44_100, 48_000)


def rumble_and_hiss(sample_rate_hz: int, duration_s: float) -> Samples:
    """Return noise with a rumble below the high pass, its second half a thousand times softer."""
    count = round(duration_s * sample_rate_hz)
    times = np.arange(count) / sample_rate_hz
    samples = np.random.default_rng(1).normal(0, 0.1, count) + 0.1 * np.sin(2 * np.pi * 30 * times)
    samples[count // 2 :] /= 1_000
    return samples.astype(np.float32)


def recursion(samples: Samples, sample_rate_hz: int) -> np.ndarray:
    """Return K-weighted samples, one after the other: y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y''."""
    values = samples.astype(np.float64).tolist()
    for (b0, b1, b2), (a1, a2) in (_shelf(sample_rate_hz), _high_pass(sample_rate_hz)):
        x1 = x2 = y1 = y2 = 0.0
        weighted = []
        for x in values:
            y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
            x1, x2, y1, y2 = x, x1, y, y1
            weighted.append(y)
        values = weighted
    return np.array(values)


@pytest.mark.parametrize("sample_rate_hz", RATES_HZ)
def test_blocks_give_what_the_recursion_gives(sample_rate_hz: int) -> None:
    step = sample_rate_hz // 50
    samples = rumble_and_hiss(sample_rate_hz, 5.0)
    expected = (recursion(samples, sample_rate_hz).reshape(-1, step) ** 2).mean(axis=1)

    squares = k_weighted_squares(samples, sample_rate_hz, step=step)

    assert np.abs(10 * np.log10(squares / expected)).max() < 0.001


@pytest.mark.parametrize("frames", [0, 1, 479, 480, 481, 48_000, 48_001])
def test_the_last_step_is_filled_up_with_silence(frames: int) -> None:
    samples = rumble_and_hiss(24_000, 3.0)[:frames]
    steps = -(-frames // 480)
    filled = np.pad(samples, (0, steps * 480 - frames))

    squares = k_weighted_squares(samples, 24_000, step=480)

    assert len(squares) == steps
    assert squares == pytest.approx(k_weighted_squares(filled, 24_000, step=480))


def test_coefficients_at_48_khz_are_those_of_the_standard() -> None:
    # ITU-R BS.1770-4, tables 1 and 2.
    assert [*_shelf(48_000)[0], *_shelf(48_000)[1]] == pytest.approx(
        [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585]
    )
    assert _high_pass(48_000)[1] == pytest.approx((-1.99004745483398, 0.99007225036621))
