"""Cues and chapters of a script, from the heads of its units."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.audio.pack import UnitHead
from builder.audio.timeline import lay_out
from builder.base.language import Language
from builder.model.sound import UtterancePlace
from builder.testing.spoken import spoken_passage, spoken_script


def head(*places: tuple[int, int], frames: int, sample_rate_hz: int = 24_000) -> UnitHead:
    return UnitHead(
        frames=frames,
        sample_rate_hz=sample_rate_hz,
        places=tuple(UtterancePlace(start=start, end=end) for start, end in places),
        energies=b"",
        true_peak_dbtp=-3.0,
    )


SCRIPT = spoken_script(
    [
        [spoken_passage("a-title")],
        [spoken_passage("s-1", pauses_ms=(200, 600)), spoken_passage("s-2")],
    ]
)
HEADS = (
    head((960, 5_000), frames=10_001),
    head((960, 7_000), (9_000, 12_345), frames=20_003),
    head((960, 3_000), frames=6_007),
)


def test_units_follow_each_other_without_a_gap() -> None:
    timeline = lay_out(SCRIPT, HEADS)

    assert timeline.unit_starts == (0, 10_001, 30_004)
    assert timeline.frames == 36_011
    assert timeline.sample_rate_hz == 24_000


def test_a_sentence_in_two_voices_is_one_cue_from_the_first_to_the_last_of_its_samples() -> None:
    passage = spoken_passage("s-1", pauses_ms=(60, 350, 600))
    one, other, last = passage.utterances
    french = replace(one, language=Language("fr"))
    passage = replace(passage, utterances=(french, replace(other, continues=True), last))

    timeline = lay_out(
        spoken_script([[passage]]), [head((960, 3_000), (4_000, 7_000), (9_000, 12_345), frames=20_003)]
    )

    assert [(cue.utterance_id, cue.text, cue.language, cue.start, cue.end) for cue in timeline.cues] == [
        ("s-1.1", "Sentence 1 of s-1. Sentence 2 of s-1.", "en", 960, 7_000),
        ("s-1.3", "Sentence 3 of s-1.", "en", 9_000, 12_345),
    ]


def test_a_cue_lies_where_its_utterance_is() -> None:
    timeline = lay_out(SCRIPT, HEADS)

    assert [(cue.utterance_id, cue.start, cue.end) for cue in timeline.cues] == [
        ("a-title.1", 960, 5_000),
        ("s-1.1", 10_961, 17_001),
        ("s-1.2", 19_001, 22_346),
        ("s-2.1", 30_964, 33_004),
    ]


def test_a_cue_tells_what_is_shown_and_where_it_stands() -> None:
    cue = lay_out(SCRIPT, HEADS).cues[2]

    assert (cue.text, cue.passage_id, cue.segment_id) == ("Sentence 2 of s-1.", "s-1", "s-1")
    assert (cue.written_start, cue.kind, cue.language) == (19, "paragraph", "en")


def test_chapters_cover_the_recording() -> None:
    chapters = lay_out(SCRIPT, HEADS).chapters

    assert [(chapter.title, chapter.start, chapter.end) for chapter in chapters] == [
        ("Chapter 1", 0, 10_001),
        ("Chapter 2", 10_001, 36_011),
    ]
    assert [chapter.anchor for chapter in chapters] == ["s-1", "s-2"]


@given(st.lists(st.lists(st.integers(2_400, 10**6), min_size=1, max_size=4), min_size=1, max_size=8))
def test_cues_are_ordered_and_chapters_leave_nothing_out(lengths: list[list[int]]) -> None:
    script = spoken_script(
        [
            [spoken_passage(f"s-{chapter}-{number}") for number, _ in enumerate(frames)]
            for chapter, frames in enumerate(lengths)
        ]
    )
    heads = [head((960, length - 1_000), frames=length) for frames in lengths for length in frames]

    timeline = lay_out(script, heads)

    assert all(one.end <= other.start for one, other in pairwise(timeline.cues))
    assert all(one.end == other.start for one, other in pairwise(timeline.chapters))
    assert (timeline.chapters[0].start, timeline.chapters[-1].end) == (0, sum(map(sum, lengths)))
    assert timeline.cues[-1].end <= timeline.frames


def test_a_missing_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        lay_out(SCRIPT, HEADS[:2])


def test_a_unit_of_another_passage_is_refused() -> None:
    with pytest.raises(ValueError, match="a-title has 1 utterances, its unit 2"):
        lay_out(SCRIPT, (HEADS[1], HEADS[0], HEADS[2]))


def test_a_unit_at_another_rate_is_refused() -> None:
    other = head((960, 5_000), frames=10_000, sample_rate_hz=48_000)

    with pytest.raises(ValueError, match="a-title is at 48000 Hz, expected 24000"):
        lay_out(SCRIPT, (other, *HEADS[1:]))


def test_music_has_one_cue_where_it_is_heard_and_its_chapter_starts_with_it() -> None:
    music = replace(
        spoken_passage("m-cue-1"), kind="music", segment_id=None, utterances=(), music="cue", written="♪"
    )
    script = spoken_script([[spoken_passage("a-title")], [music, spoken_passage("s-1")]])

    timeline = lay_out(
        script,
        [
            head((960, 5_000), frames=10_000),
            head((960, 8_000), frames=9_000),
            head((960, 3_000), frames=6_000),
        ],
    )

    cue = timeline.cues[1]
    assert (cue.utterance_id, cue.kind, cue.text, cue.start, cue.end) == (
        "m-cue-1.1", "music", "♪", 10_960, 18_000,
    )  # fmt: skip
    assert timeline.chapters[1].start == 10_000
    assert timeline.cues[2].start == 19_960


def test_a_unit_of_speech_in_the_place_of_music_is_refused() -> None:
    music = replace(spoken_passage("m-intro"), kind="music", segment_id=None, utterances=(), music="intro")

    with pytest.raises(ValueError, match="m-intro is music, its unit has 2 utterances"):
        lay_out(spoken_script([[music]]), [HEADS[1]])
