"""Windows hold whole sentences and leave none out."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.base.language import Language
from builder.check.listen.transcript import SpokenCue
from builder.check.listen.windows import LONGEST_MS, alone, cut
from builder.testing.listening import cues_of

PASSAGES = st.lists(st.lists(st.text("abc ", min_size=1, max_size=300), min_size=1, max_size=4), min_size=1)


@given(PASSAGES)
def test_every_cue_is_in_one_window_and_inside_of_it(passages: list[list[str]]) -> None:
    cues = cues_of(passages)
    duration_ms = cues[-1].end_ms + 1000

    windows = cut(cues, duration_ms=duration_ms)

    assert [cue for window in windows for cue in window.cues] == list(cues)
    for window in windows:
        assert 0 <= window.start_ms <= window.cues[0].start_ms
        assert window.cues[-1].end_ms <= window.end_ms <= duration_ms
        assert len(window.cues) == 1 or window.end_ms - window.start_ms <= LONGEST_MS


@given(PASSAGES)
def test_no_sound_is_heard_twice(passages: list[list[str]]) -> None:
    cues = cues_of(passages)

    windows = cut(cues, duration_ms=cues[-1].end_ms)

    assert all(before.end_ms <= after.start_ms for before, after in itertools.pairwise(windows))


def test_a_sample_is_the_first_of_so_many_passages() -> None:
    cues = cues_of([["One."], ["Two.", "Three."], ["Four."], ["Five.", "Six."]])

    windows = cut(cues, duration_ms=60_000, every=3)

    assert [[cue.text for cue in window.cues] for window in windows] == [["One."], ["Five.", "Six."]]


def test_another_language_is_heard_by_itself() -> None:
    first, second, third = cues_of([["One.", "Dos.", "Three."]])

    windows = cut([first, replace(second, language=Language("es")), third], duration_ms=60_000)

    assert [window.language for window in windows] == ["en", "es", "en"]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_sentence_alone_reaches_to_the_next(number: int) -> None:
    (window,) = cut(cues_of([["One, one.", "Two, two.", "Three."]]), duration_ms=60_000)

    single = alone(window, number)

    cue = window.cues[number]
    following = [*(each.start_ms for each in window.cues), window.end_ms][number + 1]
    assert single.cues == (cue,)
    assert window.start_ms <= single.start_ms <= cue.start_ms
    assert cue.end_ms <= single.end_ms <= following


def with_music(cues: Sequence[SpokenCue], *places: int) -> list[SpokenCue]:
    """Return `cues` with those of some places in place of music."""
    return [
        replace(cue, id=f"m-cue-{number}.1") if number in places else cue for number, cue in enumerate(cues)
    ]


def test_no_window_holds_music() -> None:
    cues = with_music(cues_of([["One."], ["♪ music ♪"], ["Two."], ["Three."], ["♪ music ♪"]]), 1, 4)

    windows = cut(cues, duration_ms=60_000)

    assert [[cue.text for cue in window.cues] for window in windows] == [["One."], ["Two.", "Three."]]
    music = [cue for cue in cues if cue.music]
    assert all(
        window.end_ms <= cue.start_ms or cue.end_ms <= window.start_ms for window in windows for cue in music
    )


def test_a_sample_does_not_count_music() -> None:
    cues = with_music(cues_of([["One."], ["♪ music ♪"], ["Two."], ["Three."]]), 1)

    windows = cut(cues, duration_ms=60_000, every=2)

    assert [[cue.text for cue in window.cues] for window in windows] == [["One."], ["Three."]]
