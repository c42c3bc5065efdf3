"""What a voice says while its loudness is measured."""

from __future__ import annotations

import pytest

from builder.base.language import Language
from builder.catalogue.calibration import calibration_texts
from builder.catalogue.calibration_stories import STORIES


@pytest.mark.parametrize("tag", ["en", "pt-BR", "ja", "ar", "sw"])
def test_any_language_has_a_passage_of_months_days_and_countries(tag: str) -> None:
    texts = calibration_texts(Language(tag))

    assert len([text for text in texts if any(character.isdigit() for character in text)]) == 5
    assert len(texts) >= 7


@pytest.mark.parametrize("tag", STORIES)
def test_a_story_is_told_where_lists_are_said_louder_than_it(tag: str) -> None:
    texts = calibration_texts(Language(f"{tag}-XX"))

    assert texts[-len(STORIES[tag]) :] == STORIES[tag]


def test_a_story_has_no_figure_that_a_voice_could_read_in_two_ways() -> None:
    assert not [
        text for story in STORIES.values() for text in story if any(letter.isdigit() for letter in text)
    ]
