"""What was heard finds its place in what was to be said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.check.listen.align import align, distance

WORDS = st.lists(st.sampled_from(["a", "b", "ab", "fda", "f", "d"]), max_size=9)


def errors(said: str, heard: str) -> int:
    return sum(step.errors for step in align(said.split(), heard.split()))


@pytest.mark.parametrize(
    ("said", "heard", "expected"),
    [
        pytest.param("do not take it", "do not take it", 0, id="the same"),
        pytest.param("do not take it", "do take it", 1, id="a word is missing"),
        pytest.param("do take it", "do not take it", 1, id="a word too much"),
        pytest.param("do not take it", "do now take it", 1, id="another word"),
        pytest.param("good healthcare", "good health care", 0, id="apart"),
        pytest.param("good health care", "good healthcare", 0, id="together"),
        pytest.param("the f d a says", "the fda says", 0, id="an acronym"),
        pytest.param("the fda says", "the f d says", 2, id="an acronym without its last letter"),
        pytest.param("one two", "", 2, id="nothing heard"),
        pytest.param("", "one two", 2, id="nothing to be said"),
    ],
)
def test_errors_are_counted(said: str, heard: str, expected: int) -> None:
    assert errors(said, heard) == expected


def test_what_is_heard_twice_is_matched_by_the_first_time() -> None:
    steps = align(["a", "b", "c", "d"], ["a", "b", "c", "a", "b", "c", "d"])

    assert [step.said_start for step in steps if step.errors] == [3, 3, 3]
    assert [(step.said_start, step.heard_start) for step in steps][:3] == [(0, 0), (1, 1), (2, 2)]


@given(WORDS, WORDS)
def test_steps_lead_through_both_texts(said: list[str], heard: list[str]) -> None:
    steps = align(said, heard)

    assert [n for step in steps for n in range(step.said_start, step.said_end)] == list(range(len(said)))
    assert [n for step in steps for n in range(step.heard_start, step.heard_end)] == list(range(len(heard)))


@given(WORDS, WORDS)
def test_steps_without_errors_have_the_same_letters(said: list[str], heard: list[str]) -> None:
    for step in align(said, heard):
        same = "".join(said[step.said_start : step.said_end]) == "".join(
            heard[step.heard_start : step.heard_end]
        )
        assert same == (step.errors == 0)


@given(WORDS, WORDS)
def test_alignment_never_counts_more_than_the_distance(said: list[str], heard: list[str]) -> None:
    counted = sum(step.errors for step in align(said, heard))

    assert counted <= distance(said, heard) <= max(len(said), len(heard))


@given(st.text("abc", max_size=8), st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_distance_is_one(first: str, second: str, third: str) -> None:
    assert (distance(first, second) == 0) == (first == second)
    assert distance(first, second) == distance(second, first)
    assert distance(first, third) <= distance(first, second) + distance(second, third)
