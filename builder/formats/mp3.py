"""MP3: the edition as one sound file with chapters, joined of its units without encoding anything again.

Source: 24 kHz mono at a constant 64 kbit/s (ISO/IEC 13818-3, layer III), a header frame and ID3v2.3 tags.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from builder.article.inline import plain
from builder.audio.join import join_packets
from builder.audio.lame import MP3, PACKET_BYTES, header_frame
from builder.base.units import to_ms
from builder.catalogue.texts import Texts
from builder.formats.base import file_name, page_url
from builder.formats.id3 import Id3Chapter, Id3Picture, Id3Tags, render_id3
from builder.formats.notes import render_text, show_notes
from builder.model.publication import Publication
from builder.model.sound import EncodedUnit
from builder.system.files import open_atomic

NAME: str = "mp3"
MEDIA_TYPE: str = "audio/mpeg"
VERSION: int = 1

_COMMENT_BYTES = 4_000
"""As much as Apple takes of an episode's notes."""


def path(publication: Publication) -> str:
    """Return the file's path in the edition's folder."""
    return file_name(publication, "mp3")


def write(
    target: Path,
    publication: Publication,
    units: Iterable[EncodedUnit],
    texts: Texts,
    *,
    cover: Id3Picture | None = None,
) -> None:
    """Write the sound of `publication` to `target`, whole or not at all.

    Args:
        target: Where the file goes.
        publication: Its timeline was laid out of these units.
        units: In the script's order; read once, never held together.
        texts: In the edition's language.
        cover: The picture players show.

    Raises:
        ContentError: The cover is neither JPEG nor PNG.
        OutputError: The disk does not take the file.
        ValueError: The units are not those of the timeline.
    """
    total_frames = publication.timeline.frames
    with open_atomic(target) as file:
        file.write(render_id3(tags(publication, texts, cover=cover)))
        file.write(header_frame(total_frames))
        sound_start = file.tell()
        file.writelines(join_packets(units, MP3))
        packets, rest = divmod(file.tell() - sound_start, PACKET_BYTES)
        if (packets, rest) != (MP3.packets(total_frames), 0):
            raise ValueError(f"{packets} packets for a timeline of {total_frames} samples")


def tags(publication: Publication, texts: Texts, *, cover: Id3Picture | None = None) -> Id3Tags:
    """Return what the tags of an edition's sound file say, in the words of `texts`."""
    document = publication.edition.document
    notes = show_notes(publication, texts)
    show = publication.show
    return Id3Tags(
        title=plain(document.title.markup),
        language=publication.edition.language,
        album=show.title,
        artist=show.owner,
        writer=document.metadata.author,
        genre="Podcast",
        published=document.metadata.published,
        copyright_notice=f"{show.owner}. {notes.licence}",
        link=page_url(publication),
        comment=render_text(notes, texts, most_bytes=_COMMENT_BYTES),
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


def _chapters(publication: Publication) -> tuple[Id3Chapter, ...]:
    timeline = publication.timeline
    page = page_url(publication)
    return tuple(
        Id3Chapter(
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
