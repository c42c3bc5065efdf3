"""M4B: the edition as one audiobook with chapters, joined of its units without encoding anything again.

Source: AAC-LC in an MP4 (ISO/IEC 14496-12 and -14), with what Apple's players and others read of chapters and
tags.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO

from builder.audio.aac import AacEncoder, specific_config
from builder.audio.codecs import CodecName
from builder.audio.join import join_packets
from builder.base.text import clean_text
from builder.catalogue.texts import Texts
from builder.formats.base import file_name
from builder.formats.id3 import iso_639_2
from builder.formats.mp4 import Movie, write_mp4
from builder.formats.mp4_boxes import Stored, find_box
from builder.formats.mp4_chapters import chapter_samples, nero_chapters
from builder.formats.mp4_tags import tags_box
from builder.formats.sound_tags import sound_tags
from builder.model.publication import Picture, Publication
from builder.model.sound import DEFAULT_SOUND, EncodedUnit, SoundSpec
from builder.system.files import open_atomic

NAME: str = "m4b"
MEDIA_TYPE: str = "audio/mp4"
VERSION: int = 1
CODEC: CodecName = "aac"


def path(publication: Publication) -> str:
    """Return the file's path in the edition's folder."""
    return file_name(publication, "m4b")


def render_tags(publication: Publication, texts: Texts, *, cover: Picture | None) -> bytes:
    """Return the tags and the chapters of the file."""
    tags = sound_tags(publication, texts, cover=cover)
    parts = (*tags_box(tags), *nero_chapters(tags.chapters), *chapter_samples(tags.chapters))
    return b"".join(part for part in parts if not isinstance(part, Stored))


def says(file: IO[bytes], words: str) -> bool:
    """Return True when the tags of a file hold `words`."""
    return clean_text(words).encode() in find_box(file, "moov", "udta", "meta")


def write(
    target: Path,
    publication: Publication,
    units: Iterable[EncodedUnit],
    texts: Texts,
    *,
    spec: SoundSpec = DEFAULT_SOUND,
    cover: Picture | None = None,
) -> None:
    """Write the sound of `publication` to `target`, as `SoundFormat` says.

    While it is written, the sound lies beside it a second time.
    """
    codec, total_frames = AacEncoder(spec).codec, publication.timeline.frames
    tags = sound_tags(publication, texts, cover=cover)
    movie = Movie(
        sample_rate_hz=codec.sample_rate_hz,
        channels=spec.channels,
        frame_size=codec.frame_size,
        delay=codec.delay,
        total_frames=total_frames,
        config=specific_config(codec.sample_rate_hz, spec.channels),
        language=tags.language,
        language_code=iso_639_2(tags.language),
        chapters=tags.chapters,
        tags=tags_box(tags),
    )
    with open_atomic(target) as file:
        packets = write_mp4(file, movie, join_packets(units, codec), folder=target.parent)
        if packets != codec.packets(total_frames, spec.sample_rate_hz):
            raise ValueError(f"{packets} packets for a timeline of {total_frames} samples")
