"""The transcript that podcast apps take as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from builder.base.language import Language
from builder.base.units import to_ms
from builder.catalogue.texts import Texts
from builder.formats import podcast_json
from builder.testing.samples import ARABIC, ENGLISH, sample_publication


@pytest.mark.parametrize("language", [ENGLISH, ARABIC])
def test_each_sentence_is_a_segment_with_speaker_times_in_seconds_and_words(language: Language) -> None:
    publication = sample_publication(language)

    value = json.loads(podcast_json.render(publication, Texts(language)))

    rate = publication.timeline.sample_rate_hz
    assert value["version"] == "1.0.0"
    assert value["segments"] == [
        {
            "speaker": "Narrator (synthetic)",
            "startTime": to_ms(cue.start, rate) / 1000,
            "endTime": to_ms(cue.end, rate) / 1000,
            "body": cue.text,
        }
        for cue in publication.timeline.cues
    ]


def test_music_is_a_segment_without_a_speaker() -> None:
    publication = sample_publication()
    first, *others = publication.timeline.cues
    music = replace(first, passage_id="m-intro-1", text="♪ music ♪", kind="music")
    publication = replace(publication, timeline=replace(publication.timeline, cues=(music, *others)))

    segment = json.loads(podcast_json.render(publication, Texts(ENGLISH)))["segments"][0]

    assert "speaker" not in segment
    assert segment["body"] == "♪ music ♪"


@pytest.mark.parametrize("text", ['"}]}', "a\u2028b", "a\x00b\ud800", "<script>"], ids=ascii)
def test_no_text_breaks_the_json(text: str) -> None:
    publication = sample_publication()
    first, *others = publication.timeline.cues
    cues = (replace(first, text=text), *others)
    publication = replace(publication, timeline=replace(publication.timeline, cues=cues))

    value = json.loads(podcast_json.render(publication, Texts(ENGLISH)))

    assert len(value["segments"]) == len(cues)
