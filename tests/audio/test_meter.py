"""A meter's loudness and range: the standard's cases, joins, silence, flat memory, ffmpeg's opinion."""

from __future__ import annotations

import math
import re
import subprocess
import tracemalloc
import wave
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from builder.audio.loudness import energies
from builder.audio.meter import Meter
from builder.audio.pcm import to_pcm16
from builder.audio.peaks import true_peak_dbtp
from builder.testing.hearing import Samples, murmur
from builder.testing.programs import absent

RATE_HZ = 24_000


@dataclass(frozen=True)
class Part:
    frames: int
    energies: bytes
    sample_rate_hz: int = RATE_HZ


def part(samples: Samples, sample_rate_hz: int = RATE_HZ) -> Part:
    return Part(len(samples), energies(samples, sample_rate_hz), sample_rate_hz)


def metered(parts: Iterable[Part], sample_rate_hz: int = RATE_HZ) -> Meter:
    meter = Meter(sample_rate_hz)
    for each in parts:
        meter.add(each)
    meter.rest()
    return meter


def tone(level_dbfs: float, duration_s: int, sample_rate_hz: int = RATE_HZ) -> Samples:
    count = np.arange(sample_rate_hz * duration_s)
    wave_ = np.sin(2 * np.pi * 1_000 * count / sample_rate_hz) * 10 ** (level_dbfs / 20)
    return wave_.astype(np.float32)


def story(seed: int) -> Samples:
    """Return a murmur of a length of its own between silences, as a unit is, louder in every third."""
    clip = murmur(seed, 900 + 331 * (seed % 9), level=0.3 if seed % 3 else 0.1)
    samples = np.frombuffer(clip.pcm, "<i2").astype(np.float32) / 32_768
    return np.pad(samples, (960, 12_000 + seed % 241))


# EBU Tech 3342, table 1: tones of 20 s at these levels have this range, give or take 1 LU.
CASES = {
    "1": ((-20, -30), 10),
    "2": ((-20, -15), 5),
    "3": ((-40, -20), 20),
    "4": ((-50, -35, -20, -35, -50), 15),
}


@pytest.mark.parametrize("sample_rate_hz", [24_000, 44_100])
@pytest.mark.parametrize(("levels", "expected"), CASES.values(), ids=CASES)
def test_the_standards_own_cases_have_its_range(
    levels: Sequence[int], expected: float, sample_rate_hz: int
) -> None:
    parts = [part(tone(level, 20, sample_rate_hz), sample_rate_hz) for level in levels]

    found = metered(parts, sample_rate_hz).range_lu()

    assert found == pytest.approx(expected, abs=1.0)


def test_units_apart_have_the_range_and_the_loudness_of_the_whole() -> None:
    pieces = [story(seed) for seed in range(60)]

    apart, whole = metered(map(part, pieces)), metered([part(np.concatenate(pieces))])

    assert apart.range_lu() == pytest.approx(whole.range_lu(), abs=0.03)
    assert apart.loudness_lufs() == pytest.approx(whole.loudness_lufs(), abs=0.005)


def test_long_silence_widens_no_range() -> None:
    pieces = [part(story(seed)) for seed in range(30)]
    spoken = metered(pieces).range_lu()

    with_silence = metered([*pieces, part(np.zeros(RATE_HZ * 60, np.float32))]).range_lu()

    assert with_silence == pytest.approx(spoken, abs=0.3)


def test_silence_and_a_moment_have_neither_loudness_nor_range() -> None:
    silence = metered([part(np.zeros(RATE_HZ * 5, np.float32))])
    moment = metered([part(tone(-20, 1)[:6_000])])
    nothing = metered([])

    for meter in (silence, moment, nothing):
        assert meter.loudness_lufs() == -math.inf
        assert meter.range_lu() is None


def test_every_window_is_returned_once_and_in_order() -> None:
    pieces = [story(seed) for seed in range(60)]
    meter = Meter(RATE_HZ)

    found = [*(meter.add(part(piece)) for piece in pieces), meter.rest()]

    whole = Meter(RATE_HZ)
    late = whole.add(part(np.concatenate(pieces)))
    assert len(late) == sum(map(len, pieces)) // 2_400 - 29
    assert np.allclose(np.concatenate(found), late, rtol=0.02)


def test_a_book_needs_no_more_memory_than_a_chapter() -> None:
    unit = part(story(3))
    meter = metered([unit] * 300)
    tracemalloc.start()
    meter = metered([unit] * 300)
    chapter = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()

    for _ in range(3_000):
        meter.add(unit)

    book = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert book < 1.1 * chapter


@pytest.mark.external
@pytest.mark.skipif(absent("ffmpeg"), reason="ffmpeg is not installed")
def test_ffmpeg_finds_the_same_loudness_range_and_peak(tmp_path: Path) -> None:
    pieces = [story(seed) for seed in range(60)]
    path = tmp_path / "whole.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(to_pcm16(np.concatenate(pieces)))

    theirs = ebur128(path)

    meter = metered(map(part, pieces))
    assert meter.loudness_lufs() == pytest.approx(theirs["I"], abs=0.1)
    assert meter.range_lu() == pytest.approx(theirs["LRA"], abs=0.3)
    assert max(map(true_peak_dbtp, pieces)) == pytest.approx(theirs["Peak"], abs=0.2)


def ebur128(path: Path) -> dict[str, float]:
    """Return integrated loudness, range and true peak of a file as ffmpeg measures them for two ears."""
    command = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path)]
    run = subprocess.run(
        [*command, "-af", "ebur128=peak=true:dualmono=true", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    summary = run.stderr.partition("Summary:")[2]
    return {name: float(value) for name, value in re.findall(r"(I|LRA|Peak):\s+(-?[\d.]+)", summary)}
