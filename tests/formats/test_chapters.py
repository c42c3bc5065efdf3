"""JSON chapters: the same starts as everywhere, in seconds."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from builder.base.units import to_ms
from builder.catalogue.texts import Texts
from builder.formats import chapters
from builder.model.publication import Publication
from builder.testing.samples import ARABIC, ENGLISH, SHOW, sample_publication


def rendered(publication: Publication) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(chapters.render(publication, Texts(publication.edition.language)))
    return found


def test_every_chapter_has_its_title_start_and_end_in_seconds() -> None:
    publication = sample_publication(ARABIC)

    found = rendered(publication)

    timeline = publication.timeline
    assert found["version"] == "1.2.0"
    assert [(each["title"], each["startTime"], each["endTime"]) for each in found["chapters"]] == [
        (
            chapter.title,
            to_ms(chapter.start, timeline.sample_rate_hz) / 1000,
            to_ms(chapter.end, timeline.sample_rate_hz) / 1000,
        )
        for chapter in timeline.chapters
    ]


def test_seconds_have_no_more_than_three_decimals() -> None:
    text = chapters.render(sample_publication(), Texts(ENGLISH)).decode()

    seconds = [line.partition(": ")[2].rstrip(",") for line in text.splitlines() if "Time" in line]
    assert seconds
    assert all(len(second.partition(".")[2]) <= 3 for second in seconds)


def test_chapters_link_to_their_text_when_the_show_has_an_address() -> None:
    found = rendered(sample_publication())

    first, second = found["chapters"][:2]
    assert first["url"] == "https://example.org/salt/tides/en/#opening"
    assert second["url"] == "https://example.org/salt/tides/en/#introduction"


def test_without_an_address_there_are_no_links() -> None:
    found = rendered(sample_publication(show=replace(SHOW, base_url=None)))

    assert all("url" not in chapter for chapter in found["chapters"])


def test_titles_are_plain_text() -> None:
    found = rendered(sample_publication())

    assert found["title"] == "Why the sea breathes"
    assert found["fileName"] == "tides.en.mp3"
