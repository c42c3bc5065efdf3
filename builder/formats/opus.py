"""Opus: the edition as one sound file with chapters, joined of its units without encoding anything again.

Source: RFC 7845 (Opus in Ogg), tags as Vorbis comments.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from builder.audio.codecs import CodecName
from builder.audio.join import join_packets
from builder.audio.opus import CLOCK_HZ, PACKETS_A_SECOND, PRE_SKIP, OpusEncoder
from builder.base.text import clean_text
from builder.catalogue.texts import Texts
from builder.formats.base import file_name, folder_of
from builder.formats.ogg import MOST_SEGMENTS, OggWriter, header_packets, segments_of
from builder.formats.sound_tags import sound_tags
from builder.formats.vorbis_comment import render_comments
from builder.model.publication import Picture, Publication
from builder.model.sound import DEFAULT_SOUND, EncodedUnit, SoundSpec
from builder.system.files import open_atomic

NAME: str = "opus"
MEDIA_TYPE: str = "audio/ogg"
VERSION: int = 1
CODEC: CodecName = "opus"

_VENDOR = "Edition Builder"


def path(publication: Publication) -> str:
    """Return the file's path in the edition's folder."""
    return file_name(publication, "opus")


def render_tags(publication: Publication, texts: Texts, *, cover: Picture | None) -> bytes:
    """Return the header packet with the tags and the chapters."""
    return b"OpusTags" + render_comments(sound_tags(publication, texts, cover=cover), vendor=_VENDOR)


def says(file: IO[bytes], words: str) -> bool:
    """Return True when the comments of a file hold `words`."""
    file.seek(0)
    return clean_text(words).encode() in header_packets(file, 2)[1]


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
    codec, total_frames = OpusEncoder(spec).codec, publication.timeline.frames
    # Streams that a player strings together need numbers of their own.
    serial = zlib.crc32(folder_of(publication).encode())
    with open_atomic(target) as file:
        ogg = OggWriter(file, serial=serial)
        ogg.write_header(_head(spec))
        ogg.write_header(render_tags(publication, texts, cover=cover))
        packets = _write_sound(ogg, join_packets(units, codec), _clock(total_frames, spec.sample_rate_hz))
        if packets != codec.packets(total_frames, spec.sample_rate_hz):
            raise ValueError(f"{packets} packets for a timeline of {total_frames} samples")


def _write_sound(ogg: OggWriter, packets: Iterable[bytes], length: int) -> int:
    """Write the sound and return how many packets it has; `length` is what is heard of it, at 48 kHz."""
    count = 0
    page: tuple[bytes, ...] = ()
    for following in _pages(packets):
        if page:
            count += len(page)
            ogg.write_sound(page, granule=count * CLOCK_HZ // PACKETS_A_SECOND, last=False)
        page = following
    # RFC 7845, 4.4: a last position before the end of the packets cuts what is behind it.
    ogg.write_sound(page, granule=PRE_SKIP + length, last=True)
    return count + len(page)


def _pages(packets: Iterable[bytes]) -> Iterator[tuple[bytes, ...]]:
    """Give the packets page by page, a second of sound or as many as a page can hold."""
    page: list[bytes] = []
    segments = 0
    for packet in packets:
        more = segments_of(packet)
        if len(page) == PACKETS_A_SECOND or segments + more > MOST_SEGMENTS:
            yield tuple(page)
            page, segments = [], 0
        page.append(packet)
        segments += more
    yield tuple(page)


def _clock(frames: int, sample_rate_hz: int) -> int:
    """Return a length in samples at 48 kHz, a rest counted as a whole one."""
    return -(-frames * CLOCK_HZ // sample_rate_hz)


def _head(spec: SoundSpec) -> bytes:
    """Return the first header packet; the rate in it is told for the record alone."""
    version, no_gain, one_stream = 1, 0, 0
    fields = (version, spec.channels, PRE_SKIP, spec.sample_rate_hz, no_gain, one_stream)
    return struct.pack("<8sBBHIhB", b"OpusHead", *fields)
