"""JSON chapters 1.2: where each chapter starts, for podcast apps.

Source: Podcast Namespace, JSON Chapters Format 1.2; served as `application/json+chapters`.
"""

from __future__ import annotations

import json

from builder.article.inline import plain
from builder.base.text import clean_text
from builder.base.units import to_ms
from builder.catalogue.texts import Texts
from builder.formats.base import artefact, page_url
from builder.model.publication import Publication
from builder.model.timeline import Chapter

NAME: str = "chapters"
MEDIA_TYPE: str = "application/json+chapters"
VERSION: int = 1


def path(publication: Publication) -> str:  # noqa: ARG001 -- every format is asked for its path this way
    """Return the file's name in the edition's folder."""
    return "chapters.json"


def render(publication: Publication, texts: Texts) -> bytes:  # noqa: ARG001 -- as above
    """Return every chapter with its start and end in seconds, to the millisecond, and a link to its text."""
    document = publication.edition.document
    sound = artefact(publication, "mp3")
    value = {
        "version": "1.2.0",
        "title": plain(document.title.markup),
        "podcastName": publication.show.title,
        **({"author": document.metadata.author} if document.metadata.author else {}),
        **({"fileName": sound.path} if sound else {}),
        "chapters": [_chapter(chapter, publication) for chapter in publication.timeline.chapters],
    }
    return (clean_text(json.dumps(value, ensure_ascii=False, indent=2)) + "\n").encode()


def _chapter(chapter: Chapter, publication: Publication) -> dict[str, str | float]:
    rate, page = publication.timeline.sample_rate_hz, page_url(publication)
    found: dict[str, str | float] = {
        "startTime": to_ms(chapter.start, rate) / 1000,
        "endTime": to_ms(chapter.end, rate) / 1000,
        "title": chapter.title,
    }
    if page:
        found["url"] = f"{page}#{chapter.anchor}"
    return found
