"""MP3: the edition as one sound file with chapters, joined of its units without encoding anything again.

Source: a constant bit rate (ISO/IEC 11172-3 and 13818-3, layer III), a header frame and ID3v2.3 tags.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO

from builder.article.inline import plain
from builder.audio.codecs import CodecName
from builder.audio.join import join_packets
from builder.audio.lame import Mp3Encoder, header_frame
from builder.base.units import to_ms
from builder.catalogue.texts import Texts
from builder.formats.base import file_name, page_url
from builder.formats.id3 import Id3Chapter, Id3Tags, render_id3
from builder.formats.notes import render_text, show_notes
from builder.model.publication import Picture, Publication
from builder.model.sound import DEFAULT_SOUND, EncodedUnit, SoundSpec
from builder.system.files import open_atomic

NAME: str = "mp3"
MEDIA_TYPE: str = "audio/mpeg"
VERSION: int = 2
CODEC: CodecName = "mp3"

_COMMENT_BYTES = 4_000
"""As much as Apple takes of an episode's notes."""


def path(publication: Publication) -> str:
    """Return the file's path in the edition's folder."""
    return file_name(publication, "mp3")


def render_tags(publication: Publication, texts: Texts, *, cover: Picture | None) -> bytes:
    """Return the tag in front of the sound."""
    return render_id3(tags(publication, texts, cover=cover))


def write(
    target: Path,
    publication: Publication,
    units: Iterable[EncodedUnit],
    texts: Texts,
    *,
    spec: SoundSpec = DEFAULT_SOUND,
    cover: Picture | None = None,
) -> None:
    """Write the sound of `publication` to `target`, as `SoundFormat` says."""
    timeline = publication.timeline
    with open_atomic(target) as file:
        file.write(render_tags(publication, texts, cover=cover))
        write_sound(file, units, timeline.frames, spec)


def write_sound(
    file: IO[bytes], units: Iterable[EncodedUnit], total_frames: int, spec: SoundSpec = DEFAULT_SOUND
) -> None:
    """Write a header frame and the sound of `units`, from where `file` stands.

    Args:
        file: Can be sought in: how long the sound is stands in front of it.
        units: In playing order; read once, never held together.
        total_frames: Of all of them, in samples.
        spec: What the recording is like.

    Raises:
        ValueError: The units are not as long.
    """
    start = file.tell()
    file.write(header_frame(total_frames, 0, spec))
    sound_start = file.tell()
    codec = Mp3Encoder(spec).codec
    packets = 0
    for packet in join_packets(units, codec):
        file.write(packet)
        packets += 1
    if packets != codec.packets(total_frames, spec.sample_rate_hz):
        raise ValueError(f"{packets} packets for a timeline of {total_frames} samples")
    end = file.tell()
    file.seek(start)
    file.write(header_frame(total_frames, end - sound_start, spec))
    file.seek(end)


def tags(publication: Publication, texts: Texts, *, cover: Picture | None = None) -> Id3Tags:
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
