"""Read: what a reader found in a published file, in one shape for every format."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

_MOST_MS = 1e12
"""More than thirty years."""


class Unreadable(ValueError):
    """A file is not what its format says; the message tells what is wrong with it."""


class NoReader(Exception):
    """Nothing on this machine reads such a file; the message tells what would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadChapter:
    """A titled place of the recording."""

    title: str
    start_ms: float | None = None
    """None where the format says nothing of it."""
    end_ms: float | None = None
    anchor: str | None = None
    """Id of the element of the page it leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCue:
    """A text and when it is heard."""

    text: str
    start_ms: float
    end_ms: float
    id: str | None = None
    part: int | None = None
    """Number, from 0, of the chapter's sound its times count from; None where they count from the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in one file that does not agree with itself."""

    code: str
    """Of the finding it becomes."""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """Another file that one names, and what it says of it."""

    address: str
    size_bytes: int | None = None
    media_type: str | None = None
    sha256: str | None = None
    """In hexadecimal digits; of an address with a version, its first eight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What one file says."""

    reader: str
    """What read it, with its version where it is not part of Python."""
    title: str | None = None
    language: str | None = None
    """As it stands there: a BCP 47 tag, or three letters of ISO 639-2."""
    duration_ms: float | None = None
    chapters: tuple[ReadChapter, ...] | None = None
    cues: tuple[ReadCue, ...] | None = None
    """In the file's order."""
    shown: str | None = None
    """Every word people get from it, a line for each block, in the file's order."""
    named: Mapping[str, str] | None = None
    """The text of every element with an id."""
    body: str | None = None
    """The part of `shown` that holds the article and nothing else; None where a file has no such part."""
    files: tuple[ReadFile, ...] = ()
    faults: tuple[Fault, ...] = ()
    parts: tuple[str, ...] = ()
    """What each file in it shows beside its own words, where it is a folder of sounds."""


def squeezed(text: str) -> str:
    """Return `text` without white space and soft signs, so that two ways to break its lines are equal."""
    return "".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\u200b", "").split())


def repeated(names: Iterable[str]) -> tuple[str, ...]:
    """Return those of `names` that come more than once, in the order of their second coming."""
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for name in names:
        if name in seen:
            twice[name] = None
        seen.add(name)
    return tuple(twice)


def finite(value: float) -> float:
    """Return `value`.

    Raises:
        Unreadable: It is no number, or none that anything lasts.
    """
    if not math.isfinite(value) or abs(value) > _MOST_MS:
        raise Unreadable(f"{value} is no time")
    return value


def address_parts(address: str) -> SplitResult:
    """Return the parts of an address.

    Raises:
        Unreadable: It is none.
    """
    try:
        return urlsplit(address)
    except ValueError as error:
        raise Unreadable(f'"{address[:60]}" is no address') from error


def clock_ms(text: str) -> float:
    """Return the milliseconds of `[[H:]M:]S[.fff]`.

    Raises:
        Unreadable: It is no such time.
    """
    parts = text.strip().replace(",", ".").split(":")
    if not 1 <= len(parts) <= 3 or not all(part.replace(".", "", 1).isdecimal() for part in parts):
        raise Unreadable(f'"{text[:40]}" is no time')
    if any("." in part for part in parts[:-1]):
        raise Unreadable(f'"{text[:40]}" is no time')
    seconds = 0.0
    for part in parts:
        seconds = seconds * 60 + float(part)
    return finite(seconds * 1000)
