"""Integrated loudness of units, by their energies alone and as ffmpeg measures it."""

from __future__ import annotations

import math
import re
import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from builder.audio.loudness import energies, integrated, loudness_lufs
from builder.audio.pcm import to_pcm16
from builder.testing.hearing import Samples, murmur
from builder.testing.programs import absent


@dataclass(frozen=True)
class Part:
    frames: int
    energies: bytes
    sample_rate_hz: int = 24_000


def part(samples: Samples) -> Part:
    return Part(frames=len(samples), energies=energies(samples))


def speech(seed: int, duration_ms: int, *, level: float, pause_ms: int = 400) -> Samples:
    """Return a murmur between a lead-in and a pause, as a unit is."""
    clip = murmur(seed, duration_ms, level=level)
    samples = np.frombuffer(clip.pcm, "<i2").astype(np.float32) / 32_768
    return np.pad(samples, (960, 24 * pause_ms + seed % 240))


@pytest.fixture(scope="module")
def pieces() -> list[Samples]:
    """Speech of many lengths and levels, and one piece that only the relative gate leaves out."""
    levels = [0.1, 0.3, 0.25, 0.02, 0.4]
    return [
        speech(seed * 7, 500 + 331 * (seed % 9), level=levels[seed % 5], pause_ms=150 + 50 * (seed % 4))
        for seed in range(40)
    ]


def test_a_full_scale_tone_at_1_khz_is_what_the_standard_says() -> None:
    # BS.1770-4: 0 dBFS at 997 Hz in one channel reads -3.01 LKFS; heard from two loudspeakers, 0.
    count = np.arange(24_000 * 3)
    tone = np.sin(2 * np.pi * 997 * count / 24_000).astype(np.float32)

    assert loudness_lufs(tone) == pytest.approx(0.0, abs=0.05)


def test_ten_decibels_less_are_ten_units_less() -> None:
    samples = speech(1, 4_000, level=0.5)

    lower = loudness_lufs(samples * np.float32(10**-0.5))

    assert loudness_lufs(samples) - lower == pytest.approx(10.0, abs=0.01)


def test_units_measured_apart_give_the_loudness_of_the_whole(pieces: list[Samples]) -> None:
    whole = loudness_lufs(np.concatenate(pieces))

    merged = integrated(part(piece) for piece in pieces)

    assert merged == pytest.approx(whole, abs=0.01)


def test_long_silence_is_left_out_by_the_gates(pieces: list[Samples]) -> None:
    spoken = integrated(map(part, pieces))

    with_silence = integrated(map(part, [*pieces, np.zeros(24_000 * 60, np.float32)]))

    assert with_silence == pytest.approx(spoken, abs=0.02)


@pytest.mark.parametrize("samples", [np.zeros(24_000, np.float32), np.full(2_000, 0.5, np.float32)])
def test_nothing_to_measure_is_minus_infinity(samples: Samples) -> None:
    assert loudness_lufs(samples) == -math.inf


def test_no_parts_at_all_are_minus_infinity() -> None:
    assert integrated([]) == -math.inf


def test_an_energy_stands_for_20_ms() -> None:
    assert len(energies(np.zeros(24_001, np.float32))) == 4 * 51


def test_energies_do_not_depend_on_how_far_into_a_sound_they_lie() -> None:
    samples = speech(5, 3_000, level=0.3)
    late = np.concatenate([np.zeros(480 * 100, np.float32), samples])

    early = np.frombuffer(energies(samples), "<f4")

    assert np.allclose(np.frombuffer(energies(late), "<f4")[100:], early, rtol=1e-3, atol=1e-12)


@pytest.mark.external
@pytest.mark.skipif(absent("ffmpeg"), reason="ffmpeg is not installed")
def test_ffmpeg_measures_the_same_loudness(pieces: list[Samples], tmp_path: Path) -> None:
    path = tmp_path / "whole.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24_000)
        file.writeframes(to_pcm16(np.concatenate(pieces)))

    theirs = ebur128(path)

    assert integrated(map(part, pieces)) == pytest.approx(theirs, abs=0.1)


def ebur128(path: Path) -> float:
    """Return the integrated loudness of a file as ffmpeg measures it for two ears."""
    command = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path)]
    run = subprocess.run(
        [*command, "-af", "ebur128=dualmono=true", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.findall(r"I:\s+(-?[\d.]+) LUFS", run.stderr)
    return float(found[-1])
