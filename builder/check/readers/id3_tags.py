"""ID3 tags in front of an MP3, read where no library for sound is installed; the length is libsndfile's.

Sources: id3.org, ID3v2.3.0 and ID3v2.4.0; ID3v2 Chapter Frame Addendum 1.0.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from builder.check.readers.read import ReadChapter, Unreadable

_MOST_BYTES = 50_000_000
_NAMES: Mapping[str, str] = {
    "TIT2": "title", "TLAN": "language", "TCOP": "copyright", "TEXT": "text",
    "COMM": "comment", "USLT": "lyrics",
}  # fmt: skip
_ENCODINGS = ("latin-1", "utf-16", "utf-16-be", "utf-8")


def read_id3(file: IO[bytes]) -> tuple[Mapping[str, str], tuple[ReadChapter, ...]]:
    """Return the texts of the tag an open file begins with, by name, and its chapters in the tag's order.

    Raises:
        Unreadable: It begins with no such tag, or with one that is cut short.
    """
    header = file.read(10)
    if len(header) < 10 or header[:3] != b"ID3" or header[3] not in {3, 4}:
        raise Unreadable("it does not begin with an ID3v2.3 or ID3v2.4 tag")
    size = _synchsafe(header[6:10])
    if header[5] & 0b1100_0000:
        raise Unreadable("its ID3 tag is unsynchronised or extended, which is not read here")
    if size > _MOST_BYTES:
        raise Unreadable(f"its ID3 tag has {size:,} bytes, and at most {_MOST_BYTES:,} are read")
    data = file.read(size)
    if len(data) < size:
        raise Unreadable("its ID3 tag is cut short")
    texts: dict[str, str] = {}
    chapters: list[ReadChapter] = []
    for name, body in _frames(data, version=header[3]):
        if name == "CHAP":
            chapters.append(_chapter(body, version=header[3]))
        elif name == "TXXX":
            key, _, value = _text(body).partition("\0")
            texts[key.lower()] = value
        elif name in _NAMES:
            # A comment and lyrics have a language and a description in front.
            told = body[:1] + body[4:] if name in {"COMM", "USLT"} else body
            texts[_NAMES[name]] = _text(told).removeprefix("\0") if told is not body else _text(told)
    return texts, tuple(chapters)


def length_ms(file: Path | IO[bytes]) -> float:
    """Return how long the sound in an MP3 is, as libsndfile counts it.

    Raises:
        Unreadable: It is no sound file.
    """
    import soundfile

    try:
        found = soundfile.info(file)
    except (soundfile.LibsndfileError, OSError, RuntimeError) as error:
        raise Unreadable(f"it is no sound file: {error}") from error
    return float(found.frames * 1000 / found.samplerate)


def _frames(data: bytes, *, version: int) -> Iterator[tuple[str, bytes]]:
    place = 0
    while place + 10 <= len(data) and data[place]:
        name = data[place : place + 4].decode("latin-1")
        size_bytes = data[place + 4 : place + 8]
        size = int.from_bytes(size_bytes, "big") if version == 3 else _synchsafe(size_bytes)
        if place + 10 + size > len(data):
            raise Unreadable(f"the frame {name!r} of its ID3 tag is cut short")
        yield name, data[place + 10 : place + 10 + size]
        place += 10 + size


def _chapter(body: bytes, *, version: int) -> ReadChapter:
    end = body.find(b"\0")
    if end < 0 or len(body) < end + 17:
        raise Unreadable("a chapter of its ID3 tag is cut short")
    start_ms, _, _, _ = struct.unpack(">IIII", body[end + 1 : end + 17])
    titles = [_text(inner) for name, inner in _frames(body[end + 17 :], version=version) if name == "TIT2"]
    return ReadChapter(title="".join(titles), start_ms=float(start_ms))


def _text(body: bytes) -> str:
    if not body or body[0] >= len(_ENCODINGS):
        raise Unreadable("a text of its ID3 tag has an unknown encoding")
    encoding = _ENCODINGS[body[0]]
    rest = body[1:]
    if encoding != "utf-16":
        return rest.decode(encoding, errors="replace").rstrip("\0")
    # Each of two texts has its own mark for the order of bytes.
    return rest.decode("utf-16", errors="replace").replace("\ufeff", "").rstrip("\0")


def _synchsafe(data: bytes) -> int:
    value = 0
    for byte in data:
        value = value << 7 | byte & 0x7F
    return value
