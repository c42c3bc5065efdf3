"""MP4 boxes: what such a file is made of, each with its size and its name in front.

Source: ISO/IEC 14496-12.
"""

from __future__ import annotations

import os
import shutil
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, TypeAlias

MOST_32 = 0xFFFF_FFFF

IDENTITY = struct.pack(">9I", 0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000)
"""A picture that is neither moved nor turned; sound has to say so too."""

_COPY_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Stored:
    """A part that lies in a file rather than in memory."""

    file: IO[bytes]
    size_bytes: int


Part: TypeAlias = bytes | Stored
Box: TypeAlias = tuple[Part, ...]
"""Its parts one after the other; the first starts with size and name."""


def box(name: str, *contents: Part | Box) -> Box:
    """Return a box with its contents, which may be boxes."""
    parts = tuple(part for each in contents for part in (each if isinstance(each, tuple) else (each,)))
    return (struct.pack(">I", 8 + size_of(parts)) + name.encode("latin-1"), *parts)


def full_box(name: str, *contents: Part | Box, version: int = 0, flags: int = 0) -> Box:
    """Return a box with a version and flags before its contents."""
    return box(name, struct.pack(">I", version << 24 | flags), *contents)


def times_box(name: str, duration: int, *between: int, rest: bytes, flags: int = 0) -> Box:
    """Return a box that starts with when it was made, which we do not tell, and how long it lasts.

    Args:
        name: `mvhd`, `tkhd` or `mdhd`.
        duration: In its own units; what takes more than 32 bits makes it a box of version 1.
        between: Numbers of 32 bits before the duration.
        rest: What stands behind.
        flags: Of the box.
    """
    wide = duration > MOST_32
    made = bytes(16 if wide else 8)
    numbers = struct.pack(f">{len(between)}I{'Q' if wide else 'I'}", *between, duration)
    return full_box(name, made + numbers + rest, version=int(wide), flags=flags)


def find_box(file: IO[bytes], *names: str) -> bytes:
    """Return the content of the box called by the last of `names`, each inside of the one before.

    Raises:
        ValueError: There is none.
    """
    end = file.seek(0, os.SEEK_END)
    file.seek(0)
    for name in names:
        end = _enter_box(file, name, end)
    return file.read(end - file.tell())


def _enter_box(file: IO[bytes], name: str, end: int) -> int:
    """Go to the content of the next box called `name` before `end`, and return where it ends."""
    while (start := file.tell()) + 8 <= end:
        size, found = struct.unpack(">I4s", file.read(8))
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
        if found == name.encode("latin-1"):
            return int(start + size)
        if size < 8:
            break
        file.seek(start + size)
    raise ValueError(f'no box "{name}" where it should be')


def size_of(parts: Iterable[Part]) -> int:
    """Return how many bytes `parts` take."""
    return sum(len(part) if isinstance(part, bytes) else part.size_bytes for part in parts)


def write_parts(file: IO[bytes], parts: Iterable[Part]) -> None:
    """Write `parts` one after the other."""
    for part in parts:
        if isinstance(part, bytes):
            file.write(part)
        else:
            part.file.seek(0)
            shutil.copyfileobj(part.file, file, _COPY_BYTES)


def chunk_offsets(offsets: Sequence[int], *, wide: bool) -> Box:
    """Return where chunks start in the file, as `wide` or 32-bit numbers."""
    size = "Q" if wide else "I"
    numbers = struct.pack(f">I{len(offsets)}{size}", len(offsets), *offsets)
    return full_box("co64" if wide else "stco", numbers)


def data_here() -> Box:
    """Return the box that says that samples are in this file."""
    return box("dinf", full_box("dref", struct.pack(">I", 1), full_box("url ", flags=1)))


def packed_language(code: str) -> bytes:
    """Return three letters as five bits each."""
    first, second, third = (ord(letter) - 0x60 for letter in code)
    return struct.pack(">H", first << 10 | second << 5 | third)
