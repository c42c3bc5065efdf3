"""MP4: AAC packets in one file that plays from its first bytes on, with chapters.

Sources: ISO/IEC 14496-12 (boxes), 14496-14 (elementary streams), 14496-3 (AAC). What a player needs first
stands before the sound; it is known last, so the packets wait in a temporary file.
"""

from __future__ import annotations

import struct
import tempfile
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from builder.base.language import Language
from builder.formats.mp4_boxes import (
    IDENTITY,
    MOST_32,
    Box,
    Stored,
    box,
    chunk_offsets,
    data_here,
    full_box,
    packed_language,
    size_of,
    times_box,
    write_parts,
)
from builder.formats.mp4_chapters import chapter_samples, chapter_track, nero_chapters
from builder.formats.sound_tags import SoundChapter

SOUND_TRACK, CHAPTER_TRACK = 1, 2

_PACKETS_IN_CHUNK = 32
_ENABLED, _IN_MOVIE = 1, 2
_FULL_VOLUME = 0x100
_BRANDS = b"M4B \0\0\2\0M4B M4A mp42isom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Movie:
    """What an MP4 says of its sound; frames are samples at its rate."""

    sample_rate_hz: int
    channels: int
    frame_size: int
    """Samples a packet holds."""
    delay: int
    """Samples to skip at the start."""
    total_frames: int
    """To play behind them."""
    config: bytes
    """What the decoder has to know before the first packet."""
    language: Language
    language_code: str
    """The same in three letters, ISO 639-2/T."""
    chapters: Sequence[SoundChapter]
    """In order, covering the sound from its start; may be empty."""
    tags: Box
    """The box `meta`."""


def write_mp4(file: IO[bytes], movie: Movie, packets: Iterable[bytes], *, folder: Path) -> int:
    """Write an MP4 with one track of sound and one of chapters; return how many packets of sound it has.

    Args:
        file: Empty.
        movie: What is in it.
        packets: In order; read once, never held together.
        folder: Where packets are laid aside; they take as much room there as in the file.
    """
    with tempfile.TemporaryFile(dir=folder) as body, tempfile.TemporaryFile(dir=folder) as sizes:
        laid = _lay_aside(packets, body, sizes)
        titles = chapter_samples(movie.chapters)
        content = sum(map(len, titles)) + laid.size_bytes
        head = box("ftyp", _BRANDS)
        wide = size_of(_moov(movie, laid, titles, start=0, wide=True)) + content > MOST_32 - 64
        mark = _mdat(content, wide=wide)
        start = size_of((*head, *_moov(movie, laid, titles, start=0, wide=wide), mark))
        write_parts(file, (*head, *_moov(movie, laid, titles, start=start, wide=wide), mark, *titles))
        write_parts(file, (Stored(body, laid.size_bytes),))
        return laid.count


def _mdat(content_bytes: int, *, wide: bool) -> bytes:
    """Return what stands before the sound; a size of 1 says that the size follows, in 64 bits."""
    if wide:
        return struct.pack(">I4sQ", 1, b"mdat", 16 + content_bytes)
    return struct.pack(">I4s", 8 + content_bytes, b"mdat")


@dataclass(slots=True)
class _Laid:
    """Packets laid aside, and where each chunk of them starts."""

    sizes: Stored
    """Of each packet, 32 bits."""
    starts: array[int]
    count: int
    size_bytes: int
    largest: int


def _lay_aside(packets: Iterable[bytes], body: IO[bytes], sizes: IO[bytes]) -> _Laid:
    coming = iter(packets)
    starts = array("Q")
    count = largest = 0
    while chunk := tuple(islice(coming, _PACKETS_IN_CHUNK)):
        starts.append(body.tell())
        body.write(b"".join(chunk))
        lengths = [len(packet) for packet in chunk]
        sizes.write(struct.pack(f">{len(lengths)}I", *lengths))
        count += len(chunk)
        largest = max(largest, *lengths)
    return _Laid(Stored(sizes, 4 * count), starts, count, body.tell(), largest)


def _moov(movie: Movie, laid: _Laid, titles: Sequence[bytes], *, start: int, wide: bool) -> Box:
    """Return the box `moov`; titles of chapters, then packets, lie from byte `start` of the file on."""
    # 14496-12, mvhd: rate and volume of 1, ten reserved bytes, no picture, the next free number of a track.
    rest = struct.pack(">IH10x", 0x1_0000, _FULL_VOLUME) + IDENTITY + struct.pack(">24xI", CHAPTER_TRACK + 1)
    sound_start = start + sum(map(len, titles))
    sound = _sound_track(movie, laid, sound_start, wide=wide)
    chapters, listed = _chapters(movie, titles, start, wide=wide)
    movie_times = times_box("mvhd", movie.total_frames, movie.sample_rate_hz, rest=rest)
    return box("moov", movie_times, sound, chapters, box("udta", listed, movie.tags))


def _chapters(movie: Movie, titles: Sequence[bytes], start: int, *, wide: bool) -> tuple[Box, Box]:
    """Return the track of chapters and the list of them; nothing where there are none."""
    if not movie.chapters:
        return (), ()
    track = chapter_track(
        movie.chapters,
        titles,
        number=CHAPTER_TRACK,
        start=start,
        movie_frames=movie.total_frames,
        language_code=movie.language_code,
        wide=wide,
    )
    return track, nero_chapters(movie.chapters)


def _sound_track(movie: Movie, laid: _Laid, start: int, *, wide: bool) -> Box:
    decoded = laid.count * movie.frame_size
    rest = struct.pack(">8xhhHxx", 0, 0, _FULL_VOLUME) + IDENTITY + struct.pack(">II", 0, 0)
    media = box(
        "mdia",
        times_box("mdhd", decoded, movie.sample_rate_hz, rest=packed_language(movie.language_code) + b"\0\0"),
        full_box("hdlr", b"\0\0\0\0soun" + bytes(12) + b"Sound\0"),
        full_box("elng", movie.language.encode("ascii") + b"\0"),
        box(
            "minf",
            full_box("smhd", bytes(4)),
            data_here(),
            box(
                "stbl",
                full_box("stsd", struct.pack(">I", 1), _sample_entry(movie, laid)),
                full_box("stts", struct.pack(">III", 1, laid.count, movie.frame_size)),
                full_box("stsc", _chunk_runs(laid.count)),
                full_box("stsz", struct.pack(">II", 0, laid.count), laid.sizes),
                chunk_offsets([start + each for each in laid.starts], wide=wide),
                # 14496-12, roll recovery: who starts in the middle decodes the packet before, too.
                full_box("sgpd", b"roll" + struct.pack(">IIh", 2, 1, -1), version=1),
                full_box("sbgp", b"roll" + struct.pack(">III", 1, laid.count, 1)),
            ),
        ),
    )
    chapters = box("tref", box("chap", struct.pack(">I", CHAPTER_TRACK))) if movie.chapters else ()
    return box(
        "trak",
        times_box("tkhd", movie.total_frames, SOUND_TRACK, 0, rest=rest, flags=_ENABLED | _IN_MOVIE),
        box("edts", _edit(movie)),
        chapters,
        media,
    )


def _edit(movie: Movie) -> Box:
    """Return the edit that plays the sound from behind the delay to its last sample."""
    wide = movie.total_frames > MOST_32
    entry = struct.pack(">IQqI" if wide else ">IIiI", 1, movie.total_frames, movie.delay, 0x1_0000)
    return full_box("elst", entry, version=int(wide))


def _sample_entry(movie: Movie, laid: _Laid) -> Box:
    bits_a_second = laid.size_bytes * 8 * movie.sample_rate_hz // max(1, laid.count * movie.frame_size)
    most = laid.largest * 8 * movie.sample_rate_hz // movie.frame_size
    # 14496-1: object type "MPEG-4 audio", stream type "audio", size of the decoder's buffer, bit rates.
    decoder = struct.pack(">BB", 0x40, 0x15) + struct.pack(">III", laid.largest, most, bits_a_second)[1:]
    stream = _descriptor(4, decoder + _descriptor(5, movie.config))
    elementary = _descriptor(3, struct.pack(">HB", SOUND_TRACK, 0) + stream + _descriptor(6, b"\2"))
    sixteen_bits = 16
    sound = struct.pack(">6xH8xHH4xI", 1, movie.channels, sixteen_bits, movie.sample_rate_hz << 16)
    return box("mp4a", sound, full_box("esds", elementary))


def _descriptor(tag: int, content: bytes) -> bytes:
    assert len(content) < 128, "a longer size takes more than one byte"
    return bytes((tag, len(content))) + content


def _chunk_runs(count: int) -> bytes:
    """Return how many packets are in each chunk: the last may have fewer."""
    chunks, rest = divmod(count, _PACKETS_IN_CHUNK)
    runs = [(1, _PACKETS_IN_CHUNK)] if chunks else []
    if rest:
        runs.append((chunks + 1, rest))
    return struct.pack(">I", len(runs)) + b"".join(struct.pack(">III", *run, 1) for run in runs)
