"""Reading: a published file and what its reader found in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.base.digest import Json
from builder.base.units import clock
from builder.check.readers.captions import read_srt, read_vtt
from builder.check.readers.chapter_zip import read_chapter_zip
from builder.check.readers.data import read_chapters, read_levels, read_transcript, read_words
from builder.check.readers.epub import read_epub
from builder.check.readers.feed import read_feed
from builder.check.readers.page import read_page
from builder.check.readers.read import Fault, NoReader, Read, Unreadable
from builder.check.readers.sound import read_sound
from builder.check.readers.text import read_text
from builder.model.finding import Finding

_READERS: Mapping[str, Callable[[Path], Read]] = {
    "mp3": read_sound,
    "m4b": read_sound,
    "opus": read_sound,
    "zip": read_chapter_zip,
    "epub": read_epub,
    "epub-text": read_epub,
    "vtt": read_vtt,
    "srt": read_srt,
    "transcript": read_transcript,
    "text": read_text,
    "words": read_words,
    "chapters": read_chapters,
    "report": read_page,
    "report data": read_levels,
    "accessibility": read_page,
    "offline": read_page,
    "page": read_page,
}
"""By the name of a format; pictures and the files beside a page have no words."""

HINT = "make it again: edition build"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file of an edition."""

    format: str
    path: str
    """In the folder of the edition, or of the output for a feed."""
    where: str
    """As people write it."""
    read: Read | None = None
    """None where it was not read."""
    fault: Fault | None = None
    """Why it was not, where it should have been."""

    def finding(self, code: str, message: str, *, hint: str = HINT) -> Finding:
        """Return an error in this file."""
        return Finding(code=code, severity="error", message=message, where=self.where, hint=hint)


def open_reading(name: str, file: Path, *, path: str, where: str, guid: str = "") -> Reading:
    """Return a file with what its reader finds in it, or with why it does not.

    Args:
        name: Of its format, as in `Artefact.format`.
        file: Where it lies.
        path: In the folder of its edition.
        where: As people write it.
        guid: Of the episode, for a feed.
    """
    try:
        return Reading(format=name, path=path, where=where, read=_read(name, file, guid))
    except NoReader as error:
        return Reading(format=name, path=path, where=where, fault=Fault(code="V028", message=str(error)))
    except Unreadable as error:
        return Reading(format=name, path=path, where=where, fault=Fault(code="V007", message=str(error)))


def _read(name: str, file: Path, guid: str) -> Read | None:
    if name == "feed":
        return read_feed(file, guid)
    reader = _READERS.get(name)
    return None if reader is None else reader(file)


def own_findings(reading: Reading) -> tuple[Finding, ...]:
    """Return what one file says against itself, and why it was not read where that is so."""
    if reading.fault is not None:
        if reading.fault.code == "V028":
            return (
                Finding(code="V028", severity="warning", message=reading.fault.message, where=reading.where),
            )
        return (reading.finding(reading.fault.code, reading.fault.message),)
    faults = reading.read.faults if reading.read is not None else ()
    return tuple(reading.finding(fault.code, fault.message) for fault in faults)


def said(reading: Reading) -> str:
    """Return in words what was read of a file, and by what."""
    if reading.fault is not None:
        return f"not read: {reading.fault.message}"
    if reading.read is None:
        return "compared with its record alone"
    return f"read by {reading.read.reader}: {', '.join(_found(reading.read))}"


def as_json(reading: Reading) -> Json:
    """Return the same for JSON."""
    read = reading.read
    return {
        "path": reading.path,
        "format": reading.format,
        "reader": None if read is None else read.reader,
        "not_read": None if reading.fault is None else reading.fault.message,
        "title": None if read is None else read.title,
        "language": None if read is None else read.language,
        "duration_ms": None if read is None or read.duration_ms is None else round(read.duration_ms),
        "chapters": None if read is None or read.chapters is None else len(read.chapters),
        "cues": None if read is None or read.cues is None else len(read.cues),
        "characters": None if read is None or read.shown is None else len(read.shown),
    }


def _found(read: Read) -> list[str]:
    found = []
    if read.title:
        found.append("title")
    if read.language:
        found.append(f"language {read.language}")
    if read.duration_ms is not None:
        found.append(f"{clock(round(read.duration_ms))} min")
    if read.chapters:
        found.append(f"{len(read.chapters)} chapters")
    if read.cues:
        found.append(f"{len(read.cues):,} cues")
    if read.shown:
        found.append(f"{len(read.shown.split()):,} words")
    return found or ["nothing that is compared"]
