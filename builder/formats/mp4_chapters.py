"""MP4 chapters, in both ways that players know: a track of texts (QuickTime) and a list (Nero).

Sources: QuickTime File Format, "chapter lists" and "text media"; Nero's list as its readers take it.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import accumulate

from builder.base.text import one_line
from builder.formats.mp4_boxes import (
    IDENTITY,
    Box,
    box,
    chunk_offsets,
    data_here,
    full_box,
    packed_language,
    times_box,
)
from builder.formats.sound_tags import SoundChapter

_MS_A_SECOND = 1_000
_TICKS_A_MS = 10_000
"""Nero counts tenths of a microsecond."""
_MOST_LISTED = 255
"""Chapters in Nero's list, and bytes of a title there: each number is one byte."""
_TITLE_BYTES = 0xFFFF - 0xFF
_UTF_8 = bytes.fromhex("0000000c656e636400000100")
"""Behind a text: QuickTime's note that it is UTF-8."""


def chapter_samples(chapters: Sequence[SoundChapter]) -> tuple[bytes, ...]:
    """Return the titles as samples of a track."""
    titles = (_title(chapter, _TITLE_BYTES) for chapter in chapters)
    return tuple(struct.pack(">H", len(title)) + title + _UTF_8 for title in titles)


def chapter_track(
    chapters: Sequence[SoundChapter],
    samples: Sequence[bytes],
    *,
    number: int,
    start: int,
    movie_frames: int,
    language_code: str,
    wide: bool,
) -> Box:
    """Return a track of chapters; players do not play it, they look into it.

    Args:
        chapters: In order, covering the recording from its start.
        samples: As `chapter_samples` gives them.
        number: Of the track.
        start: Where the samples lie in the file, one behind the other.
        movie_frames: Length of the recording, in its own units.
        language_code: Of the titles, ISO 639-2/T.
        wide: True when places in the file take 64 bits.
    """
    starts = [chapter.start_ms for chapter in chapters]
    ends = [*starts[1:], chapters[-1].end_ms]
    durations = [end - begin for begin, end in zip(starts, ends, strict=True)]
    sizes = [len(sample) for sample in samples]
    offsets = [start + before for before in accumulate(sizes[:-1], initial=0)]
    table = box(
        "stbl",
        full_box("stsd", struct.pack(">I", 1), _TEXT_ENTRY),
        full_box("stts", _counted([word for each in durations for word in (1, each)], words=2)),
        full_box("stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        full_box("stsz", struct.pack(">I", 0), _counted(sizes)),
        chunk_offsets(offsets, wide=wide),
    )
    media = box(
        "mdia",
        times_box("mdhd", sum(durations), _MS_A_SECOND, rest=packed_language(language_code) + b"\0\0"),
        full_box("hdlr", b"\0\0\0\0text" + bytes(12) + b"Chapters\0"),
        box("minf", _TEXT_HEADER, data_here(), table),
    )
    rest = bytes(16) + IDENTITY + bytes(8)
    return box("trak", times_box("tkhd", movie_frames, number, 0, rest=rest), media)


def nero_chapters(chapters: Sequence[SoundChapter]) -> Box:
    """Return Nero's list; what does not fit into it is in the track alone."""
    listed = chapters[:_MOST_LISTED]
    titles = [_title(chapter, _MOST_LISTED) for chapter in listed]
    entries = [
        struct.pack(">QB", chapter.start_ms * _TICKS_A_MS, len(title)) + title
        for chapter, title in zip(listed, titles, strict=True)
    ]
    return full_box("chpl", struct.pack(">IB", 0, len(entries)) + b"".join(entries), version=1)


def _title(chapter: SoundChapter, most_bytes: int) -> bytes:
    """Return the title in UTF-8, cut between two characters where it is too long."""
    return one_line(chapter.title).encode()[:most_bytes].decode(errors="ignore").encode()


def _counted(numbers: Sequence[int], *, words: int = 1) -> bytes:
    return struct.pack(f">I{len(numbers)}I", len(numbers) // words, *numbers)


# QuickTime, text sample description: shown, black on white, in no box, in the standard font.
_TEXT_ENTRY = box("text", struct.pack(">6xH I i 6x 8x 8x HH x H 6x B", 1, 1, 0, 0, 0, 0, 0))
# QuickTime, base media information header: copied as it is; then the texts' own matrix.
_TEXT_HEADER = box(
    "gmhd", full_box("gmin", struct.pack(">HHHHhxx", 0x40, 0x8000, 0x8000, 0x8000, 0)), box("text", IDENTITY)
)
