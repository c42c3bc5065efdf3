"""Published editions for tests of `edition verify`: faults planted in their files."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from builder.base.digest import digest_bytes

RECORD = "build.json"


def rewrite(folder: Path, path: str, change: Callable[[bytes], bytes]) -> None:
    """Change a file of the edition in `folder`, and its record with it, so that its digest is right again.

    Raises:
        ValueError: The change changes nothing.
    """
    before = (folder / path).read_bytes()
    data = change(before)
    if data == before:
        raise ValueError(f"{path} has nothing of what was to be changed")
    (folder / path).write_bytes(data)
    _record(folder, path, data)


def replaced(old: str, new: str, *, encoding: str = "utf-8", count: int = -1) -> Callable[[bytes], bytes]:
    """Return a change that puts `new` where `old` stands."""
    return lambda data: data.replace(old.encode(encoding), new.encode(encoding), count)


def in_zip(name: str, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Return a change of the first entry of an archive whose name ends in `name`; None is not put back."""

    def changed(data: bytes) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
            hit = next(info.filename for info in old.infolist() if info.filename.endswith(name))
            for info in old.infolist():
                entry = old.read(info)
                new.writestr(info.filename, change(entry) if info.filename == hit else entry)
        return target.getvalue()

    return changed


def without_entry(name: str) -> Callable[[bytes], bytes]:
    """Return a change that takes the entries whose names end in `name` out of an archive."""

    def changed(data: bytes) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
            for info in old.infolist():
                if not info.filename.endswith(name):
                    new.writestr(info.filename, old.read(info))
        return target.getvalue()

    return changed


def moved_chapter(number: int, by_ms: int) -> Callable[[bytes], bytes]:
    """Return a change that moves the start of a chapter in an ID3 tag.

    Source: ID3v2 Chapter Frame Addendum 1.0: id, zero, start, end.
    """

    def changed(data: bytes) -> bytes:
        place = -1
        for _ in range(number):
            place = data.index(b"CHAP", place + 1)
        start = data.index(b"\0", place + 10) + 1
        moved = int.from_bytes(data[start : start + 4], "big") + by_ms
        return data[:start] + moved.to_bytes(4, "big") + data[start + 4 :]

    return changed


def add_file(folder: Path, name: str, path: str, data: bytes) -> None:
    """Add a file of the format `name` to the edition in `folder` and to its record."""
    (folder / path).write_bytes(data)
    record = json.loads((folder / RECORD).read_bytes())
    recipe = next(each["recipe"] for each in record["artefacts"] if each["format"] == "page")
    record["artefacts"].append(
        {"format": name, "path": path, "media_type": "application/octet-stream", "recipe": recipe}
    )
    (folder / RECORD).write_text(json.dumps(record))
    _record(folder, path, data)


def _record(folder: Path, path: str, data: bytes) -> None:
    record = json.loads((folder / RECORD).read_bytes())
    made = next(each for each in record["artefacts"] if each["path"] == path)
    made["size_bytes"], made["sha256"] = len(data), digest_bytes(data)
    (folder / RECORD).write_text(json.dumps(record))
