"""A folder of chapters in a ZIP: each sound by the reader of sound, the text and the playlist as they stand.

Source: PKWARE, APPNOTE 6.3, by Python's zipfile; extended M3U.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path, PurePosixPath

from builder.check.readers.read import Fault, Read, ReadChapter, Unreadable
from builder.check.readers.sound import read_open_sound

_MOST_MEMBERS = 10_000
_MOST_TEXT_BYTES = 5_000_000


def read_chapter_zip(path: Path) -> Read:
    """Return the chapters as the files in `path` give them, and what the text beside them says.

    Raises:
        Unreadable: It is no such archive.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if len(names) > _MOST_MEMBERS:
                raise Unreadable(f"it has more than {_MOST_MEMBERS:,} files")
            parts = []
            for name in sorted(name for name in names if name.endswith(".mp3")):
                with archive.open(name) as file:
                    parts.append(read_open_sound(file))
            texts = [_text(archive, name) for name in names if name.endswith(".txt")]
            listed = [
                line
                for name in names
                if name.endswith(".m3u8")
                for line in _text(archive, name).splitlines()
                if line and not line.startswith("#")
            ]
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"it is no ZIP: {error}") from error
    if not parts:
        raise Unreadable("there is no sound in it")
    return Read(
        reader=f"zipfile and {parts[0].reader}",
        language=_common(parts),
        duration_ms=sum(part.duration_ms or 0 for part in parts),
        chapters=_chapters(parts),
        shown="\n".join(texts),
        body="\n".join(part.body or "" for part in parts),
        parts=tuple(part.shown or "" for part in parts),
        faults=tuple(_faults(names, listed)),
    )


def _chapters(parts: list[Read]) -> tuple[ReadChapter, ...]:
    starts = accumulate((part.duration_ms or 0 for part in parts), initial=0.0)
    return tuple(
        ReadChapter(title=part.title or "", start_ms=start)
        for part, start in zip(parts, starts, strict=False)
    )


def _common(parts: list[Read]) -> str | None:
    languages = {part.language for part in parts}
    return languages.pop() if len(languages) == 1 else " and ".join(sorted(map(str, languages)))


def _faults(names: list[str], listed: list[str]) -> Iterator[Fault]:
    if sorted(listed) != sorted(PurePosixPath(name).name for name in names if name.endswith(".mp3")):
        yield Fault(code="V024", message="its playlist does not list the files that are in it")


def _text(archive: zipfile.ZipFile, name: str) -> str:
    if archive.getinfo(name).file_size > _MOST_TEXT_BYTES:
        raise Unreadable(f"{name} is larger than {_MOST_TEXT_BYTES:,} bytes")
    return archive.read(name).decode("utf-8-sig", errors="replace")
