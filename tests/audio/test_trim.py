"""Silence around a clip's speech goes, speech stays."""

from __future__ import annotations

import sys
import warnings

import numpy as np
import pytest

from builder.audio.pcm import clip_samples, db_to_factor, marked_samples, resample, to_pcm16
from builder.audio.trim import trimmed
from builder.model.sound import Clip, Mark
from builder.testing.hearing import to_clip, tone


def padded(clip: Clip, before_ms: int, after_ms: int, *, hiss: float = 0.0) -> Clip:
    rate = clip.sample_rate_hz
    sound = np.pad(
        np.frombuffer(clip.pcm, "<i2") / 32_768, (before_ms * rate // 1000, after_ms * rate // 1000)
    )
    noise = hiss * np.random.default_rng(0).standard_normal(len(sound))
    return to_clip((sound + noise).astype(np.float32), rate)


@pytest.mark.parametrize("rate", [22_050, 24_000, 48_000])
@pytest.mark.parametrize(("before_ms", "after_ms"), [(0, 0), (300, 0), (0, 500), (310, 470), (3, 7)])
def test_speech_keeps_its_length_whatever_stands_around_it(rate: int, before_ms: int, after_ms: int) -> None:
    speech = tone(440, 500, sample_rate_hz=rate)

    clip = trimmed(padded(speech, before_ms, after_ms))

    guard_ms = min(before_ms, 15) + min(after_ms, 15)
    assert clip.frames * 1000 / rate == pytest.approx(500 + guard_ms, abs=10)


def test_a_voices_hiss_counts_as_silence() -> None:
    clip = trimmed(padded(tone(440, 500), 300, 300, hiss=0.0004))

    assert clip.frames / 24 == pytest.approx(530, abs=10)


def test_a_soft_ending_is_kept() -> None:
    loud = np.frombuffer(tone(440, 300, level=0.5).pcm, "<i2") / 32_768
    soft = np.frombuffer(tone(3_000, 200, level=0.5 / 100).pcm, "<i2") / 32_768
    clip = to_clip(np.concatenate([loud, soft]).astype(np.float32), 24_000)

    assert trimmed(padded(clip, 0, 400)).frames / 24 == pytest.approx(515, abs=15)


def test_speech_is_faded_only_at_its_edges() -> None:
    speech = tone(440, 500)
    before = np.frombuffer(speech.pcm, "<i2")

    after = np.frombuffer(trimmed(speech).pcm, "<i2")

    assert abs(int(after[0])) < 20
    assert abs(int(after[-1])) < 400
    assert np.array_equal(after[200:-220], before[200 : len(after) - 220])


def test_a_silent_clip_stays_whole() -> None:
    clip = Clip(pcm=bytes(2 * 2_400), sample_rate_hz=24_000)

    assert trimmed(clip) == clip


def test_marks_stay_at_their_sound_and_inside_of_it() -> None:
    speech = padded(tone(440, 500), 300, 400)
    frames = (0, 300 * 24, 450 * 24, 1_200 * 24)
    marks = tuple(Mark(text_start=at, text_end=at + 1, frame=frame) for at, frame in enumerate(frames))

    clip = trimmed(Clip(pcm=speech.pcm, sample_rate_hz=24_000, marks=marks))

    assert [mark.frame for mark in clip.marks] == [0, 15 * 24, 165 * 24, clip.frames]
    assert [(mark.text_start, mark.text_end) for mark in clip.marks] == [(0, 1), (1, 2), (2, 3), (3, 4)]


def test_marks_at_another_rate_are_at_the_same_time() -> None:
    speech = tone(440, 500, sample_rate_hz=16_000)
    mark = Mark(text_start=0, text_end=4, frame=4_000)

    samples, marks = marked_samples(Clip(pcm=speech.pcm, sample_rate_hz=16_000, marks=(mark,)), 24_000)

    assert marks == (Mark(text_start=0, text_end=4, frame=6_000),)
    assert len(samples) == pytest.approx(12_000, abs=24)


def test_a_clip_of_a_few_samples_stays_as_it_is() -> None:
    clip = Clip(pcm=b"\x10\x00" * 5, sample_rate_hz=24_000)

    assert trimmed(clip).pcm == clip.pcm


def test_half_a_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="multiple of"):
        trimmed(Clip(pcm=b"\1\2\3", sample_rate_hz=24_000))


def test_pydub_is_imported_without_its_warning_about_ffmpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "pydub"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setenv("PATH", "")

    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        clip = trimmed(tone(440, 100))

    assert clip.frames == 2_400
    assert shown == []


def test_samples_of_a_clip_are_at_the_rate_of_recordings() -> None:
    samples = clip_samples(tone(440, 1_000, sample_rate_hz=16_000, level=0.5))

    assert len(samples) == pytest.approx(24_000, abs=24)
    assert np.abs(samples).max() == pytest.approx(0.5, abs=0.01)


def test_resampling_to_the_same_rate_changes_nothing() -> None:
    samples = np.ones(10, np.float32)

    assert resample(samples, 24_000, 24_000) is samples


def test_samples_too_loud_for_16_bits_are_cut_off() -> None:
    pcm = to_pcm16(np.array([-2, -1, 0, 1, 2], np.float32))

    assert np.frombuffer(pcm, "<i2").tolist() == [-32_768, -32_767, 0, 32_767, 32_767]


def test_six_decibels_are_twice() -> None:
    assert db_to_factor(6.0206) == pytest.approx(2.0, abs=1e-4)
