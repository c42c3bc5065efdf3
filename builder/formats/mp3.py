"""MP3: the edition as one sound file with chapters, joined of its units without encoding anything again.

Source: a constant bit rate (ISO/IEC 11172-3 and 13818-3, layer III), a header frame and ID3v2.3 tags.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO

from builder.audio.codecs import CodecName
from builder.audio.join import join_packets
from builder.audio.lame import Mp3Encoder, header_frame
from builder.base.text import clean_text
from builder.catalogue.texts import Texts
from builder.formats.base import file_name
from builder.formats.id3 import read_id3, render_id3
from builder.formats.sound_tags import sound_tags
from builder.model.publication import Picture, Publication
from builder.model.sound import DEFAULT_SOUND, EncodedUnit, SoundSpec
from builder.system.files import open_atomic

NAME: str = "mp3"
MEDIA_TYPE: str = "audio/mpeg"
VERSION: int = 2
CODEC: CodecName = "mp3"


def path(publication: Publication) -> str:
    """Return the file's path in the edition's folder."""
    return file_name(publication, "mp3")


def render_tags(publication: Publication, texts: Texts, *, cover: Picture | None) -> bytes:
    """Return the tag in front of the sound."""
    return render_id3(sound_tags(publication, texts, cover=cover))


def says(file: IO[bytes], words: str) -> bool:
    """Return True when the tag of a file holds `words`."""
    return clean_text(words).encode("utf-16-le") in read_id3(file)


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
