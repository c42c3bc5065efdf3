"""Published editions for tests of `edition verify`: files no format of ours wrote, and planted faults."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from builder.base.digest import digest_bytes

FORMATS = ("mp3", "m4b", "opus", "zip", "vtt", "chapters", "report", "accessibility", "page", "feed")
RECORD = "build.json"

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidCue:
    """A cue as a WebVTT file has it."""

    id: str
    start_ms: int
    end_ms: int
    text: str


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


def cues_of(folder: Path) -> tuple[SaidCue, ...]:
    """Return the cues of the edition's WebVTT file, by a few lines of code that know our own files alone."""
    (path,) = folder.glob("*.vtt")
    blocks = [block.split("\n") for block in path.read_text().strip().split("\n\n")]
    return tuple(
        SaidCue(
            id=lines[0],
            start_ms=_ms(lines[1].split()[0]),
            end_ms=_ms(lines[1].split()[2]),
            text=re.sub(r"<[^>]*>", "", " ".join(lines[2:])),
        )
        for lines in blocks
        if len(lines) > 2 and "-->" in lines[1]
    )


def sample_srt(cues: Sequence[SaidCue]) -> bytes:
    """Return `cues` as SRT, a long one in two."""
    blocks = []
    for cue in cues:
        words, middle = cue.text.split(), (cue.start_ms + cue.end_ms) // 2
        parts = [(cue.start_ms, cue.end_ms, words)]
        if len(words) > 8:
            parts = [(cue.start_ms, middle, words[:5]), (middle, cue.end_ms, words[5:])]
        blocks += [f"{_srt(start)} --> {_srt(end)}\n{' '.join(part)}" for start, end, part in parts]
    return "".join(f"{number}\n{block}\n\n" for number, block in enumerate(blocks, start=1)).encode()


def sample_transcript(cues: Sequence[SaidCue]) -> bytes:
    """Return `cues` as a podcast's JSON transcript."""
    segments = [
        {"speaker": "Voice", "startTime": cue.start_ms / 1000, "endTime": cue.end_ms / 1000, "body": cue.text}
        for cue in cues
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}).encode()


def sample_words(cues: Sequence[SaidCue]) -> bytes:
    """Return `cues` with a time for each word."""
    return json.dumps({"schema": "edition-words/1", "sentences": [_with_words(cue) for cue in cues]}).encode()


def sample_epub(folder: Path, language: str) -> bytes:
    """Return the edition in `folder` as an EPUB with overlays: a document, an overlay and a sound a chapter.

    The sounds are those of its ZIP of chapters; the last document has the notes that its feed has.
    """
    chapters: list[dict[str, Any]] = json.loads((folder / "chapters.json").read_bytes())["chapters"]
    title = json.loads((folder / "chapters.json").read_bytes())["title"]
    cues = cues_of(folder)
    notes = json.loads((folder / RECORD).read_bytes())["episode"]["description"]
    (archive,) = folder.glob("*.zip")
    target = io.BytesIO()
    with zipfile.ZipFile(archive) as sounds, zipfile.ZipFile(target, "w") as book:
        names = sorted(name for name in sounds.namelist() if name.endswith(".mp3"))
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", _CONTAINER)
        book.writestr("EPUB/package.opf", _package(title, language, chapters))
        book.writestr("EPUB/nav.xhtml", _nav(language, chapters))
        book.writestr("EPUB/notes.xhtml", _document(language, f"<p>{escape(notes)}</p>"))
        for number, chapter in enumerate(chapters):
            start, end = round(chapter["startTime"] * 1000), round(chapter["endTime"] * 1000)
            inside = [cue for cue in cues if start <= cue.start_ms < end]
            spans = "\n".join(f'<p><span id="{_id(cue)}">{escape(cue.text)}</span></p>' for cue in inside)
            book.writestr(f"EPUB/c{number}.xhtml", _document(language, f'<section id="c">{spans}</section>'))
            book.writestr(f"EPUB/c{number}.smil", _overlay(number, inside, start))
            book.writestr(f"EPUB/c{number}.mp3", sounds.read(names[number]))
    return target.getvalue()


def _record(folder: Path, path: str, data: bytes) -> None:
    record = json.loads((folder / RECORD).read_bytes())
    made = next(each for each in record["artefacts"] if each["path"] == path)
    made["size_bytes"], made["sha256"] = len(data), digest_bytes(data)
    (folder / RECORD).write_text(json.dumps(record))


def _id(cue: SaidCue) -> str:
    return f"u-{cue.id.replace('.', '-')}"


def _with_words(cue: SaidCue) -> dict[str, Any]:
    words = list(re.finditer(r"\S+", cue.text))
    step = (cue.end_ms - cue.start_ms) / len(words)
    times = [round(cue.start_ms + number * step) / 1000 for number in range(len(words) + 1)]
    return {
        "id": cue.id,
        "text": cue.text,
        "start": cue.start_ms / 1000,
        "end": cue.end_ms / 1000,
        "words": [
            [times[number], times[number + 1], word.start(), word.end()] for number, word in enumerate(words)
        ],
    }


def _package(title: str, language: str, chapters: Sequence[dict[str, Any]]) -> str:
    lengths = [chapter["endTime"] - chapter["startTime"] for chapter in chapters]
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml" media-overlay="o{n}"/>'
        f'<item id="o{n}" href="c{n}.smil" media-type="application/smil+xml"/>'
        f'<item id="a{n}" href="c{n}.mp3" media-type="audio/mpeg"/>'
        for n in range(len(chapters))
    )
    durations = "".join(
        f'<meta property="media:duration" refines="#o{n}">{length:.3f}s</meta>'
        for n, length in enumerate(lengths)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:x:tea</dc:identifier><dc:title>{escape(title)}</dc:title>
<dc:language>{language}</dc:language>
<meta property="media:duration">{sum(lengths):.3f}s</meta>{durations}
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="notes" href="notes.xhtml" media-type="application/xhtml+xml"/>
{items}</manifest>
<spine>{spine}<itemref idref="notes"/></spine>
</package>
"""


def _nav(language: str, chapters: Sequence[dict[str, Any]]) -> str:
    entries = "".join(
        f'<li><a href="c{n}.xhtml#c">{escape(chapter["title"])}</a></li>'
        for n, chapter in enumerate(chapters)
    )
    return _document(language, f'<nav epub:type="toc"><ol>{entries}</ol></nav>')


def _document(language: str, body: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}">
<head><title>-</title></head><body>{body}</body></html>
"""


def _overlay(number: int, cues: Sequence[SaidCue], start_ms: int) -> str:
    def at(position_ms: int) -> str:
        return f"{(position_ms - start_ms) / 1000:.3f}s"

    pars = "\n".join(
        f'<par><text src="c{number}.xhtml#{_id(cue)}"/><audio src="c{number}.mp3" '
        f'clipBegin="{at(cue.start_ms)}" clipEnd="{at(cue.end_ms)}"/></par>'
        for cue in cues
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<smil xmlns="http://www.w3.org/ns/SMIL" version="3.0"><body>{pars}</body></smil>
"""


def _ms(text: str) -> int:
    hours, minutes, seconds = text.split(":")
    return round((int(hours) * 60 + int(minutes)) * 60_000 + float(seconds) * 1000)


def _srt(position_ms: int) -> str:
    minutes, rest = divmod(position_ms, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02},{rest % 1000:03}"
