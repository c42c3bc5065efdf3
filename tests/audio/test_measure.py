"""Levels of a recording: chapter by chapter and in columns, from heads alone."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from builder.audio.loudness import energies, integrated
from builder.audio.measure import COLUMNS, measure
from builder.audio.peaks import true_peak_dbtp
from builder.model.sound import UnitHead
from builder.model.timeline import Chapter, Timeline
from builder.testing.hearing import Samples, murmur

RATE_HZ = 24_000


def head(samples: Samples) -> UnitHead:
    return UnitHead(
        frames=len(samples),
        sample_rate_hz=RATE_HZ,
        places=(),
        energies=energies(samples),
        true_peak_dbtp=true_peak_dbtp(samples),
    )


def spoken(seed: int, duration_ms: int, *, level: float) -> Samples:
    clip = murmur(seed, duration_ms, level=level)
    samples = np.frombuffer(clip.pcm, "<i2").astype(np.float32) / 32_768
    return np.pad(samples, (960, 4_800 + seed))


def laid_out(chapters: Sequence[Sequence[UnitHead]]) -> Timeline:
    starts = [0]
    for heads in chapters:
        starts.append(starts[-1] + sum(each.frames for each in heads))
    return Timeline(
        sample_rate_hz=RATE_HZ,
        frames=starts[-1],
        cues=(),
        chapters=tuple(
            Chapter(id=f"c{number}", title=f"C{number}", start=start, end=end, anchor=f"c{number}")
            for number, (start, end) in enumerate(pairwise(starts))
        ),
        unit_starts=(),
    )


@pytest.fixture(scope="module")
def chapters() -> list[list[UnitHead]]:
    """Three chapters of four units; the second one is louder by 6 dB."""
    levels = (0.2, 0.4, 0.2)
    return [
        [head(spoken(10 * number + seed, 2_000 + 310 * seed, level=level)) for seed in range(4)]
        for number, level in enumerate(levels)
    ]


def test_a_chapter_has_the_levels_of_its_own_units(chapters: list[list[UnitHead]]) -> None:
    levels = measure(laid_out(chapters), (each for heads in chapters for each in heads))

    assert [each.loudness_lufs for each in levels.chapters] == [
        pytest.approx(integrated(heads), abs=0.006) for heads in chapters
    ]
    assert [each.true_peak_dbtp for each in levels.chapters] == [
        pytest.approx(max(each.true_peak_dbtp for each in heads), abs=0.006) for heads in chapters
    ]
    assert levels.chapters[1].loudness_lufs == pytest.approx(
        (levels.chapters[0].loudness_lufs or 0) + 6, abs=0.3
    )


def test_the_whole_is_measured_across_chapters(chapters: list[list[UnitHead]]) -> None:
    levels = measure(laid_out(chapters), (each for heads in chapters for each in heads))

    assert levels.whole.loudness_lufs == pytest.approx(
        integrated(each for heads in chapters for each in heads), abs=0.006
    )
    assert levels.whole.true_peak_dbtp == max(each.true_peak_dbtp for each in levels.chapters)
    assert levels.whole.range_lu is not None
    assert levels.whole.range_lu > 4


def test_columns_show_where_the_sound_is_louder(chapters: list[list[UnitHead]]) -> None:
    timeline = laid_out(chapters)

    columns = measure(timeline, (each for heads in chapters for each in heads)).columns

    first, last = (
        place * len(columns) // timeline.frames
        for place in (timeline.chapters[1].start, timeline.chapters[1].end)
    )
    inside, before = columns[first + 20 : last - 20], columns[20 : first - 20]
    assert len(columns) == timeline.frames // 2_400 < COLUMNS
    assert np.mean([each.mean for each in inside]) > 1.6 * np.mean([each.mean for each in before])
    assert max(each.loudest for each in inside) > 1.6 * max(each.loudest for each in before)
    assert min(each.short_term_lufs or -70 for each in inside) > max(
        each.short_term_lufs or -70 for each in before
    )
    assert all(each.mean <= each.loudest for each in columns)


def test_silence_has_columns_without_loudness() -> None:
    silent = [[head(np.zeros(RATE_HZ * 10, np.float32))]]

    levels = measure(laid_out(silent), silent[0])

    assert levels.whole.loudness_lufs is None
    assert levels.whole.range_lu is None
    assert levels.whole.true_peak_dbtp == -120
    assert {(each.mean, each.loudest, each.short_term_lufs) for each in levels.columns} == {(0, 0, None)}


def test_a_sound_of_a_moment_has_few_columns() -> None:
    moment = [[head(spoken(1, 300, level=0.2))]]

    levels = measure(laid_out(moment), moment[0])

    assert len(levels.columns) == moment[0][0].frames // 2_400


def test_many_chapters_need_no_more_memory_than_a_few() -> None:
    unit = head(spoken(1, 1_000, level=0.2))
    few, many = ([[unit]] * count for count in (5, 100))
    measure(laid_out(few), [unit] * 5)
    peaks = []

    for chapters in (few, many):
        tracemalloc.start()
        measure(laid_out(chapters), (each for heads in chapters for each in heads))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < 1.2 * peaks[0]
