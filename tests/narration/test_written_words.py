"""Words of the written text out of marks in the spoken one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from builder.base.language import Language
from builder.model.script import SpokenSpan, Utterance
from builder.model.sound import Mark
from builder.narration.spoken import spoken_form
from builder.narration.written_words import written_words
from builder.testing.spoken import spoken_passage

UTTERANCE = spoken_passage("s-1").utterances[0]


def said(written: str, language: str = "en") -> Utterance:
    form = spoken_form(written, Language(language))
    return replace(UTTERANCE, written=written, text=form.text, spans=form.spans)


def marks_of(text: str) -> tuple[Mark, ...]:
    """A mark each hundred frames, at every word and its stop."""
    found = re.finditer(r"\S+", text)
    return tuple(
        Mark(text_start=word.start(), text_end=word.end(), frame=100 * number)
        for number, word in enumerate(found)
    )


def words_of(utterance: Utterance) -> list[tuple[str, int]]:
    words = written_words(utterance, marks_of(utterance.text))
    return [(utterance.written[word.start : word.end], word.frame) for word in words]


@pytest.mark.parametrize(
    ("written", "language", "expected"),
    [
        ("It was 0.5 mg/kg.", "en", [("It", 0), ("was", 100), ("0.5 mg/kg.", 200)]),
        ("0.5 mg/kg worked", "en", [("0.5 mg/kg", 0), ("worked", 600)]),
        ("40 days (p < 0.05)", "en", [("40", 0), ("days", 100), ("(p", 200), ("<", 300), ("0.05)", 500)]),
        ("de 0,5 mg/kg, no más", "es", [("de", 0), ("0,5 mg/kg,", 100), ("no", 700), ("más", 800)]),
        ("as it stands", "en", [("as", 0), ("it", 100), ("stands", 200)]),
    ],
)  # fmt: skip
def test_a_dose_is_one_group_at_the_time_of_its_first_word(
    written: str, language: str, expected: list[tuple[str, int]]
) -> None:
    assert words_of(said(written, language)) == expected


def test_words_of_the_announcer_stand_for_nothing_and_end_the_word_before() -> None:
    before, after = "Picture: ", ". End"
    spans = (
        SpokenSpan(spoken_start=0, spoken_end=len(before), written_start=0, written_end=0),
        SpokenSpan(spoken_start=len(before) + 6, spoken_end=len(before) + 11, written_start=6, written_end=6),
    )
    utterance = replace(UTTERANCE, written="A boat", text=f"{before}A boat{after}", spans=spans)

    assert words_of(utterance) == [("", 0), ("A", 100), ("boat", 200), ("", 300)]


def test_marks_inside_one_replaced_stretch_are_one_word() -> None:
    utterance = said("SSRIs work")

    assert [word for word, _ in words_of(utterance)] == ["SSRIs", "work"]


def test_no_marks_give_no_words() -> None:
    assert written_words(UTTERANCE, ()) == ()


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "hi", "ar"])
def test_words_are_in_order_disjoint_and_inside_the_text(language: str) -> None:
    utterance = said("12.5 mg, 3/4, 5–10 % (1999) & 20 kg; 1,000 Dr. X: 14:30!", language)

    words = written_words(utterance, marks_of(utterance.text))

    places = [place for word in words for place in (word.start, word.end)]
    assert places == sorted(places)
    assert places[-1] <= len(utterance.written)
    assert [word.frame for word in words] == sorted(word.frame for word in words)
