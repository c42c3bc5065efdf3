"""Recordings: clips of a person's voice in a folder, each with the text that was read.

    <folder>/<language>/recordings.toml
    <folder>/<language>/<segment id>.{wav,flac,mp3,ogg,opus,m4a}

`recordings.toml` has `reader`, `licence`, perhaps `attribution`, and `[texts]` with a text for each segment
id.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from builder.base.errors import BuilderError, ContentError, UsageError
from builder.base.language import Language, parse_language
from builder.base.suggest import did_you_mean
from builder.base.text import one_line, shorten
from builder.speech.models import file_digest

LIST_NAME = "recordings.toml"
SUFFIXES = (".wav", ".flac", ".mp3", ".ogg", ".opus", ".m4a")
_KEYS = ("reader", "licence", "attribution", "texts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One text as a person read it."""

    language: Language
    segment_id: str
    path: Path
    where: str
    """`path:line` of its text in `recordings.toml`."""
    text: str
    """What was read, on one line."""
    reader: str
    licence: str
    attribution: str | None

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        facts = self.path.stat()
        return _digest(self.path, facts.st_size, facts.st_mtime_ns)


def read_recordings(folder: Path, language: Language) -> tuple[Recording, ...]:
    """Return the recordings in `language` below `folder`, sorted by segment id; none where there are none.

    Raises:
        ContentError: The list cannot be read or lacks something, a clip has no text, or a text no clip.
    """
    own = folder / language
    if not own.is_dir():
        return ()
    clips = _clips(own)
    path = own / LIST_NAME
    if not path.is_file():
        if not clips:
            return ()
        raise ContentError(
            f"there are recordings in this folder and no {LIST_NAME}",
            where=shown(own),
            hint=f"write one with reader, licence and [texts]: {_line(min(clips), 'the text that was read')}",
        )
    found = _List(path)
    reader, licence = found.text("reader"), found.text("licence")
    attribution = found.text("attribution") if "attribution" in found.values else None
    texts = found.texts()
    for name in sorted(set(clips) - set(texts)):
        raise ContentError(
            "nothing tells which text this recording says",
            where=shown(clips[name]),
            hint=f"write under [texts] in {shown(path)}: {_line(name, 'the text that was read')}",
        )
    for name in sorted(set(texts) - set(clips)):
        raise ContentError(
            f"there is no recording of {name}; expected {name}.wav, or {', '.join(SUFFIXES[1:])}",
            where=found.where(name),
            hint="put the file beside it, or remove the line",
        )
    return tuple(
        Recording(
            language=language,
            segment_id=name,
            path=clips[name],
            where=found.where(name),
            text=one_line(texts[name]),
            reader=reader,
            licence=licence,
            attribution=attribution or _attribution(reader, licence),
        )
        for name in sorted(texts)
    )


def recorded_languages(folder: Path) -> tuple[Language, ...]:
    """Return the languages that have a folder of recordings, sorted.

    Raises:
        UsageError: There is no such folder, or a folder in it has the name of no language.
    """
    if not folder.is_dir():
        raise UsageError(
            "there is no such folder of recordings",
            where=shown(folder),
            hint="make it, or take folder out of [engines.recorded] in edition.toml",
        )
    return tuple(sorted(_language(path) for path in folder.iterdir() if _may_hold_recordings(path)))


def line_to_write(segment_id: str, text: str) -> str:
    """Return the line of `[texts]` that says which text a recording has."""
    return _line(segment_id, text)


def shown(path: Path) -> str:
    """Return `path` as people would write it from here."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


@lru_cache(maxsize=4096)
def _digest(path: Path, _size: int, _mtime_ns: int) -> str:
    return file_digest(path)


def _may_hold_recordings(path: Path) -> bool:
    return path.is_dir() and not path.name.startswith((".", "_"))


def _language(path: Path) -> Language:
    try:
        found = parse_language(path.name)
    except UsageError as error:
        error.where = shown(path)
        raise
    if found != path.name:
        raise UsageError(
            f'a folder of recordings is called by its language, "{found}", found "{path.name}"',
            where=shown(path),
            hint=f'mv "{shown(path)}" "{shown(path.parent / found)}"',
        )
    return found


def _clips(folder: Path) -> Mapping[str, Path]:
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in SUFFIXES or path.name.startswith("."):
            continue
        other = found.setdefault(path.stem, path)
        if other is not path:
            raise ContentError(
                f"two recordings of {path.stem}: {other.name} and {path.name}",
                where=shown(path),
                hint="remove one of them",
            )
    return found


def _attribution(reader: str, licence: str) -> str | None:
    """Return the words a Creative Commons licence asks for where none were written: who read."""
    return f"{reader} ({licence})" if re.match(r"CC[ -]BY", licence, re.IGNORECASE) else None


def _line(name: str, text: str) -> str:
    # What JSON escapes, TOML does too.
    return f"{name} = {json.dumps(text, ensure_ascii=False)}"


class _List:
    """A `recordings.toml`, and where in it something stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: list[str] = []
        self.values: Mapping[str, Any] = {}
        try:
            text = path.read_text(encoding="utf-8-sig")
            self.lines = text.splitlines()
            self.values = tomllib.loads(text)
        except OSError as error:
            raise ContentError(f"cannot be read: {error.strerror}", where=shown(path)) from error
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            line = re.search(r"line (\d+)", str(error))
            raise ContentError(
                f"this is not TOML: {error}", where=f"{shown(path)}:{line[1] if line else 1}", hint=_HINT
            ) from error
        for key in self.values:
            if key not in _KEYS:
                raise self._error(key, f'there is no key "{key}"{did_you_mean(key, _KEYS)}')

    def text(self, key: str) -> str:
        """Return the text at `key` on one line; it has to be there."""
        found = self.values.get(key)
        if not isinstance(found, str) or not found.strip():
            raise self._error(key, f"{key}: expected a text, found {_kind(found)}")
        return one_line(found)

    def texts(self) -> Mapping[str, str]:
        """Return what was read, by segment id."""
        found = self.values.get("texts", {})
        if not isinstance(found, dict):
            raise self._error("texts", f"texts: expected a table, found {_kind(found)}")
        for name, text in found.items():
            if not isinstance(text, str) or not text.strip():
                raise self._error(name, f"texts.{name}: expected a text, found {_kind(text)}")
        return found

    def where(self, key: str) -> str:
        """Return `path:line` of a key, or of the file's start."""
        pattern = re.compile(rf"\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*[\]=]")
        numbers = (number for number, line in enumerate(self.lines, start=1) if pattern.match(line))
        return f"{shown(self.path)}:{next(numbers, 1)}"

    def _error(self, key: str, message: str) -> BuilderError:
        return ContentError(message, where=self.where(key), hint=_HINT)


_HINT = 'it takes reader = "…", licence = "…", perhaps attribution = "…", and under [texts] s-… = "…"'


def _kind(found: object) -> str:
    match found:
        case None:
            return "none"
        case str():
            return "an empty one"
        case _:
            return shorten(repr(found))


def all_recordings(folder: Path) -> Iterator[Recording]:
    """Yield the recordings of every language that can be read; what is wrong with one, its edition tells."""
    for language in recorded_languages(folder):
        try:
            yield from read_recordings(folder, language)
        except ContentError:
            continue
