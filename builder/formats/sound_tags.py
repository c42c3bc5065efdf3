"""Sound tags: what the tags of an edition's sound say, the same in every kind of file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from builder.article.inline import plain
from builder.base.errors import ContentError
from builder.base.language import Language
from builder.base.units import to_ms
from builder.catalogue.texts import Texts
from builder.formats.base import page_url
from builder.formats.notes import render_text, show_notes
from builder.model.publication import Picture, Publication

COMMENT_BYTES = 4_000
"""As much as Apple takes of an episode's notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundChapter:
    """A titled stretch of the recording, in milliseconds from its start."""

    title: str
    start_ms: int
    end_ms: int
    link: str | None = None
    """Address of the same place in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundTags:
    """What the tags of a recording say; None and empty values are left out."""

    title: str
    language: Language
    album: str | None = None
    artist: str | None = None
    track: tuple[int, int] | None = None
    """Its number among the files of the album, from 1, and how many there are."""
    writer: str | None = None
    """Who wrote the text."""
    genre: str | None = None
    published: date | None = None
    copyright_notice: str | None = None
    """Without a year."""
    link: str | None = None
    """Address of the page the recording belongs to."""
    comment: str | None = None
    transcript: str | None = None
    named_texts: Mapping[str, str] = field(default_factory=dict)
    """Texts under names of our own, in order."""
    picture: Picture | None = None
    chapters: tuple[SoundChapter, ...] = ()

    @property
    def copyright_line(self) -> str | None:
        """The notice, the year of publication in front where it is known."""
        if not self.copyright_notice or not self.published:
            return self.copyright_notice
        return f"{self.published:%Y} {self.copyright_notice}"


def sound_tags(publication: Publication, texts: Texts, *, cover: Picture | None = None) -> SoundTags:
    """Return what the tags of an edition's sound file say, in the words of `texts`."""
    document = publication.edition.document
    notes = show_notes(publication, texts)
    show = publication.show
    return SoundTags(
        title=plain(document.title.markup),
        language=publication.edition.language,
        album=show.title,
        artist=show.owner,
        writer=document.metadata.author,
        genre="Podcast",
        published=document.metadata.published,
        copyright_notice=f"{show.owner}. {notes.licence}",
        link=page_url(publication),
        comment=render_text(notes, texts, most_bytes=COMMENT_BYTES),
        transcript=_transcript(publication),
        named_texts={
            "DigitalSourceType": " ".join(dict.fromkeys(v.digital_source_type for v in publication.voices)),
            "Disclosure": " ".join(notes.disclosures),
            "License": notes.licence,
            "Credits": "\n".join(notes.credits),
            "Attribution": "\n".join(notes.attributions),
        },
        picture=cover,
        chapters=_chapters(publication),
    )


def _chapters(publication: Publication) -> tuple[SoundChapter, ...]:
    timeline = publication.timeline
    page = page_url(publication)
    return tuple(
        SoundChapter(
            title=chapter.title,
            start_ms=to_ms(chapter.start, timeline.sample_rate_hz),
            end_ms=to_ms(chapter.end, timeline.sample_rate_hz),
            link=None if page is None else f"{page}#{chapter.anchor}",
        )
        for chapter in timeline.chapters
    )


def _transcript(publication: Publication) -> str:
    """Return every word that is heard, a line for each passage and an empty one between chapters."""
    return "\n\n".join(
        "\n".join(passage.written for passage in chapter.passages) for chapter in publication.script.chapters
    )


def picture_type(picture: Picture) -> Literal["image/jpeg", "image/png"]:
    """Return what a picture is, by its first bytes.

    Raises:
        ContentError: It is neither JPEG nor PNG.
    """
    if picture.data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if picture.data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    raise ContentError("the cover is neither JPEG nor PNG", hint="save it as one of them")
