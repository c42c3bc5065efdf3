"""Vorbis comments: tags of an Opus file as `NAME=value`, chapters among them.

Source: Xiph's Vorbis I comment field specification, its Chapter Extension, and FLAC's picture block.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterable, Iterator

from builder.base.text import clean_text, one_line
from builder.base.units import vtt_time
from builder.formats.sound_tags import SoundChapter, SoundTags, picture_type
from builder.model.publication import Picture

_MOST_CHAPTERS = 1_000
"""Their numbers have three digits."""
_FRONT_COVER = 3
_SIZE_NOT_TOLD = (0, 0, 0, 0)
"""Width, height, bits and colours of a picture: they are in the picture itself."""


def render_comments(tags: SoundTags, *, vendor: str) -> bytes:
    """Return the comments with their count, each with its length, `vendor` in front.

    Line ends in texts of one line become spaces, characters that cannot be shown become U+FFFD. What stands
    behind the first `=` is the value, whatever it is.
    """
    comments = [f"{name}={value}".encode() for name, value in _comments(tags)]
    return b"".join((_counted(vendor.encode()), struct.pack("<I", len(comments)), *map(_counted, comments)))


def _comments(tags: SoundTags) -> Iterator[tuple[str, str]]:
    """Give every comment that has something to say; the long ones last."""
    lines = (
        ("TITLE", tags.title),
        ("ALBUM", tags.album),
        ("ARTIST", tags.artist),
        ("AUTHOR", tags.writer),
        ("GENRE", tags.genre),
        ("DATE", tags.published.isoformat() if tags.published else None),
        ("LANGUAGE", tags.language),
        ("COPYRIGHT", tags.copyright_line),
        ("WEBSITE", tags.link),
    )
    yield from ((name, one_line(value)) for name, value in lines if value)
    texts: Iterable[tuple[str, str | None]] = (
        *((name.upper(), text) for name, text in tags.named_texts.items()),
        ("COMMENT", tags.comment),
        ("LYRICS", tags.transcript),
    )
    for number, chapter in enumerate(tags.chapters[:_MOST_CHAPTERS]):
        yield from _chapter(f"CHAPTER{number:03}", chapter)
    yield from ((name, clean_text(value)) for name, value in texts if value)
    if tags.picture:
        yield "METADATA_BLOCK_PICTURE", base64.b64encode(_picture(tags.picture)).decode("ascii")


def _chapter(name: str, chapter: SoundChapter) -> Iterator[tuple[str, str]]:
    yield name, vtt_time(chapter.start_ms)
    yield f"{name}NAME", one_line(chapter.title)
    if chapter.link:
        yield f"{name}URL", one_line(chapter.link)


def _picture(picture: Picture) -> bytes:
    kind, description = picture_type(picture).encode("ascii"), one_line(picture.description).encode()
    return b"".join(
        (
            struct.pack(">II", _FRONT_COVER, len(kind)),
            kind,
            struct.pack(">I", len(description)),
            description,
            struct.pack(">IIIII", *_SIZE_NOT_TOLD, len(picture.data)),
            picture.data,
        )
    )


def _counted(data: bytes) -> bytes:
    return struct.pack("<I", len(data)) + data
