"""Peaks between samples, and the gain that brings them under the ceiling."""

from __future__ import annotations

import numpy as np
import pytest
import soxr
from hypothesis import given
from hypothesis import strategies as st

from builder.audio.limiter import limit
from builder.audio.peaks import block_frames, block_peaks, true_peak_dbtp
from builder.model.sound import DEFAULT_SOUND
from builder.testing.hearing import Samples, murmur

BLOCK = block_frames(24_000)


def murmured(seed: int, *, level: float, duration_ms: int = 600) -> Samples:
    samples = np.frombuffer(murmur(seed, duration_ms).pcm, "<i2").astype(np.float32) / 32_768
    return samples * np.float32(level / np.abs(samples).max())


def swelling_tone(frequency_hz: float, *, phase: float = 0.0, level: float = 0.5) -> Samples:
    count = np.arange(24_000)
    wave = level * np.hanning(24_000) * np.sin(2 * np.pi * frequency_hz * count / 24_000 + phase)
    return wave.astype(np.float32)


@pytest.mark.parametrize("frequency_hz", [101, 1_003, 3_001, 6_000, 9_001, 10_501])
@pytest.mark.parametrize("phase", [0.0, 0.4, np.pi / 4, 1.3])
def test_the_peak_of_a_tone_is_found_between_its_samples(frequency_hz: float, phase: float) -> None:
    peak = true_peak_dbtp(swelling_tone(frequency_hz, phase=phase))

    # BS.1770-4, annex 2, attachment 1: four times oversampling reads 0.17 dB too little at a quarter rate.
    assert peak == pytest.approx(20 * np.log10(0.5), abs=0.18)


def test_a_quarter_rate_tone_peaks_three_decibels_over_its_samples() -> None:
    samples = swelling_tone(6_000, phase=np.pi / 4)

    over = true_peak_dbtp(samples) - 20 * np.log10(float(np.abs(samples).max()))

    assert over == pytest.approx(3.01, abs=0.05)


def test_peaks_agree_with_a_resampler() -> None:
    samples = murmured(3, level=0.9)
    oversampled = soxr.resample(samples, 1, 4, quality="VHQ")

    assert true_peak_dbtp(samples) == pytest.approx(20 * np.log10(np.abs(oversampled).max()), abs=0.05)


@pytest.mark.parametrize("samples", [np.zeros(0, np.float32), np.zeros(100, np.float32)])
def test_silence_peaks_at_the_lowest_value_told(samples: Samples) -> None:
    assert true_peak_dbtp(samples) == -120.0


def test_a_block_is_a_millisecond_and_the_last_one_is_filled_up() -> None:
    samples = np.concatenate([np.full(BLOCK, 0.1), np.full(10, 0.2)]).astype(np.float32)

    assert block_peaks(samples, level=0.1, block=BLOCK) == pytest.approx([0.1, 0.2], abs=0.05)


@pytest.mark.parametrize("level", [0.02, 0.3, 0.8])
def test_near_the_level_a_peak_is_its_blocks_own_and_elsewhere_no_less(level: float) -> None:
    samples = np.concatenate([murmured(3, level=0.9), murmured(4, level=0.05), murmured(5, level=0.4)])
    filled = np.pad(samples, (0, -len(samples) % BLOCK)).reshape(-1, BLOCK)
    of_all = block_peaks(samples, level=1e-9, block=BLOCK)

    peaks = block_peaks(samples, level=level, block=BLOCK)

    near = of_all > level
    assert near.any()
    assert (peaks[near] == of_all[near]).all()
    assert (peaks >= np.abs(filled).max(axis=1)).all()


@given(
    st.integers(0, 50),
    st.floats(-12, 18),
    st.integers(1, 400),
)
def test_no_true_peak_is_over_the_ceiling(seed: int, gain_db: float, duration_ms: int) -> None:
    samples = murmured(seed, level=10 ** (gain_db / 20), duration_ms=duration_ms)

    limited = limit(samples)

    assert len(limited) == len(samples)
    assert true_peak_dbtp(limited) <= DEFAULT_SOUND.ceiling_dbtp + 0.05


def test_sound_under_the_ceiling_is_the_same_array() -> None:
    samples = murmured(1, level=0.75)

    assert limit(samples) is samples


def test_sound_far_from_a_peak_is_not_touched() -> None:
    samples = murmured(2, level=0.5, duration_ms=1_000)
    samples[12_000] = 1.5

    limited = limit(samples)

    # 5 ms to reach the gain, 5 ms to hold it, a block on either side for the straight lines between blocks.
    reach = 13 * BLOCK
    assert np.array_equal(limited[: 12_000 - reach], samples[: 12_000 - reach])
    assert np.array_equal(limited[12_000 + reach :], samples[12_000 + reach :])
    assert not np.array_equal(limited, samples)


def test_the_gain_changes_smoothly() -> None:
    samples = murmured(2, level=0.5, duration_ms=1_000)
    samples[12_000] = 1.5

    limited = limit(samples)

    heard = np.abs(samples) > 0.01
    gain_db = 20 * np.log10(limited[heard] / samples[heard])
    assert np.abs(np.diff(gain_db)).max() < 0.3


def test_the_input_of_the_limiter_is_left_as_it_was() -> None:
    samples = murmured(2, level=1.5)
    before = samples.copy()

    limit(samples)

    assert np.array_equal(samples, before)
