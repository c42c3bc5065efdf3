"""EPUB: container, package, spine, navigation and overlays, by Python's zipfile and expat.

Sources: W3C, EPUB 3.3; EPUB 3.3, media overlays; SMIL 3.0, "clock value". Nothing is unpacked to the disk.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree as ET

from builder.check.readers.gathering import Gatherer
from builder.check.readers.read import Fault, Read, ReadChapter, ReadCue, Unreadable, finite
from builder.check.readers.sound import read_open_sound
from builder.check.readers.xml import MOST_BYTES, parse_xml

_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_SMIL = "{http://www.w3.org/ns/SMIL}"
_OPS = "{http://www.idpf.org/2007/ops}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_XML = "{http://www.w3.org/XML/1998/namespace}"

_MOST_MEMBERS = 10_000
_MOST_RATIO = 200
_NEAR_MS = 60
"""How far a length may be from what it is the length of: two frames of MP3, and rounding."""
_CLOCK = re.compile(r"(?:(?:(\d+):)?([0-5]?\d):)?(\d+(?:\.\d+)?)(h|min|ms|s)?")
_UNITS_MS: Mapping[str, float] = {"h": 3_600_000, "min": 60_000, "s": 1000, "ms": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    id: str
    name: str
    """Path in the archive."""
    media_type: str
    properties: tuple[str, ...]
    overlay: str | None


@dataclass(slots=True)
class _Book:
    archive: zipfile.ZipFile
    items: dict[str, _Item] = field(default_factory=dict)
    documents: dict[str, Gatherer] = field(default_factory=dict)
    """By path in the archive, in reading order."""
    faults: list[Fault] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)
    """Paths of the sound files, in the order in which they are heard."""
    sound_reader: str | None = None


def read_epub(path: Path) -> Read:
    """Return the words of an EPUB in reading order, its contents as chapters, and its overlays as cues.

    Raises:
        Unreadable: It is no EPUB, or a part of it cannot be parsed.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(_Book(archive))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"it is no EPUB: {error}") from error


def clock_value_ms(text: str) -> float:
    """Return the milliseconds of a SMIL clock value: `1:02:03.5`, `02:03`, `3.5s`, `12min`, `7`.

    Raises:
        Unreadable: It is none.
    """
    found = _CLOCK.fullmatch(text.strip().removeprefix("npt="))
    if found is None or (found[2] is not None and (found[4] or float(found[3]) >= 60)):
        raise Unreadable(f'"{text[:40]}" is no SMIL clock value')
    if found[2] is not None:
        return finite(((float(found[1] or 0) * 60 + int(found[2])) * 60 + float(found[3])) * 1000)
    return finite(float(found[3]) * _UNITS_MS[found[4] or "s"])


def _read(book: _Book) -> Read:
    members = book.archive.infolist()
    if not members:
        raise Unreadable("there is nothing in it")
    if len(members) > _MOST_MEMBERS:
        raise Unreadable(f"it has more than {_MOST_MEMBERS:,} files")
    # EPUB 3.3, OCF: the first file is "mimetype", stored, with no extra field.
    if (members[0].filename, members[0].compress_type) != ("mimetype", zipfile.ZIP_STORED):
        raise Unreadable('its first file is not a stored "mimetype"')
    if _member(book, "mimetype") != b"application/epub+zip":
        raise Unreadable("its mimetype is another one")
    name = _rootfile(book)
    package = _xml(book, name)
    _items(book, package, posixpath.dirname(name))
    _files_listed(book, name)
    for item in _spine(book, package):
        book.documents[item.name] = _document(book, item.name)
    cues, lengths = _overlays(book, package)
    chapters = _contents(book)
    for document, gathered in book.documents.items():
        inside = [fault for fault in gathered.faults() if fault.code == "V023"]
        book.faults += [Fault(code=each.code, message=f"{document}: {each.message}") for each in inside]
        book.faults += _dead_links(book, document)
    named: dict[str, str] = {}
    for gathered in book.documents.values():
        named = {**gathered.named, **named}
    metadata = package.find(f"{_OPF}metadata")
    return Read(
        reader="zipfile and expat" + (f" and {book.sound_reader}" if book.sound_reader else ""),
        title=_dublin(metadata, "title"),
        language=_dublin(metadata, "language"),
        duration_ms=lengths,
        chapters=chapters,
        cues=cues or None,
        shown="\n".join(gathered.shown for gathered in book.documents.values()),
        named=named,
        faults=(*book.faults, *_language_faults(book, _dublin(metadata, "language"))),
    )


def _member(book: _Book, name: str) -> bytes:
    try:
        info = book.archive.getinfo(name)
    except KeyError as error:
        raise Unreadable(f"there is no {name} in it") from error
    if info.file_size > MOST_BYTES or info.file_size > _MOST_RATIO * max(info.compress_size, 1) + 10_000:
        raise Unreadable(f"{name} is larger than it may be: {info.file_size:,} bytes")
    return book.archive.read(name)


def _xml(book: _Book, name: str) -> ET.Element:
    try:
        return parse_xml(_member(book, name))
    except Unreadable as error:
        raise Unreadable(f"{name}: {error}") from error


def _rootfile(book: _Book) -> str:
    found = _xml(book, "META-INF/container.xml").find(f"{_CONTAINER}rootfiles/{_CONTAINER}rootfile")
    if found is None or not found.get("full-path"):
        raise Unreadable("its container names no package")
    return str(found.get("full-path"))


def _items(book: _Book, package: ET.Element, folder: str) -> None:
    for each in package.iterfind(f"{_OPF}manifest/{_OPF}item"):
        name = posixpath.normpath(posixpath.join(folder, unquote(each.get("href", ""))))
        item = _Item(
            id=each.get("id", ""),
            name=name,
            media_type=each.get("media-type", ""),
            properties=tuple(each.get("properties", "").split()),
            overlay=each.get("media-overlay"),
        )
        if item.id in book.items:
            book.faults.append(Fault(code="V023", message=f'the package has the id "{item.id}" twice'))
        book.items[item.id] = item


def _files_listed(book: _Book, package: str) -> None:
    """Note files that are named and not there, and files that are there and not named."""
    there = {info.filename for info in book.archive.infolist() if not info.is_dir()}
    named = {item.name for item in book.items.values()}
    kept = {"mimetype", package} | {name for name in there if name.startswith("META-INF/")}
    for name in sorted(named - there):
        book.faults.append(Fault(code="V024", message=f"its manifest names {name}, which is not there"))
    for name in sorted(there - named - kept):
        book.faults.append(Fault(code="V024", message=f"{name} is in it and not in its manifest"))


def _spine(book: _Book, package: ET.Element) -> Iterator[_Item]:
    for each in package.iterfind(f"{_OPF}spine/{_OPF}itemref"):
        item = book.items.get(each.get("idref", ""))
        if item is None:
            book.faults.append(Fault(code="V024", message=f'its spine names "{each.get("idref")}"'))
        else:
            yield item


def _document(book: _Book, name: str) -> Gatherer:
    gathered = Gatherer()
    _walk(_xml(book, name), gathered)
    gathered.finish()
    return gathered


def _walk(element: ET.Element, gathered: Gatherer) -> None:
    tag = element.tag.removeprefix(_XHTML)
    attributes = {key.replace(_XML, "xml:"): value for key, value in element.attrib.items()}
    gathered.start(tag, attributes)
    if element.text:
        gathered.text(element.text)
    for child in element:
        _walk(child, gathered)
        if child.tail:
            gathered.text(child.tail)
    gathered.end(tag)


def _contents(book: _Book) -> tuple[ReadChapter, ...] | None:
    """Return the first level of the navigation."""
    nav = next((item for item in book.items.values() if "nav" in item.properties), None)
    if nav is None:
        return None
    for each in _xml(book, nav.name).iter(f"{_XHTML}nav"):
        if "toc" in each.get(f"{_OPS}type", "").split():
            return tuple(_entries(book, nav.name, each))
    return None


def _entries(book: _Book, nav: str, element: ET.Element) -> Iterator[ReadChapter]:
    for each in element.iterfind(f"{_XHTML}ol/{_XHTML}li/{_XHTML}a"):
        title = " ".join("".join(each.itertext()).split())
        name, anchor = _place(nav, each.get("href", ""))
        _require_place(book, name, anchor, f'its contents lead "{title[:40]}"')
        yield ReadChapter(title=title, anchor=anchor or None)


def _overlays(book: _Book, package: ET.Element) -> tuple[tuple[ReadCue, ...], float | None]:
    """Return the cues of all overlays in reading order, and how long the book says it is."""
    said, total_ms = _durations(package)
    cues: list[ReadCue] = []
    sum_ms = 0.0
    overlays = [
        (item, book.items.get(item.overlay))
        for item in book.items.values()
        if item.overlay and item.name in book.documents
    ]
    order = list(book.documents)
    for item, overlay in sorted(overlays, key=lambda pair: order.index(pair[0].name)):
        if overlay is None:
            book.faults.append(Fault(code="V024", message=f'{item.name} names the overlay "{item.overlay}"'))
            continue
        found = list(_pars(book, overlay.name))
        cues += found
        length_ms = said.get(overlay.id)
        if length_ms is None:
            book.faults.append(Fault(code="V026", message=f"{overlay.name} has no duration in the package"))
            continue
        sum_ms += length_ms
        _check_length(book, overlay.name, length_ms, found)
    if overlays and total_ms is None:
        book.faults.append(Fault(code="V026", message="it says no total duration"))
    elif total_ms is not None and abs(total_ms - sum_ms) > 1 + len(overlays):
        message = f"it says {total_ms:,.0f} ms in all, and its overlays sum up to {sum_ms:,.0f} ms"
        book.faults.append(Fault(code="V026", message=message))
    return tuple(cues), total_ms


def _durations(package: ET.Element) -> tuple[dict[str, float], float | None]:
    said: dict[str, float] = {}
    total = None
    for meta in package.iterfind(f"{_OPF}metadata/{_OPF}meta"):
        if meta.get("property") == "media:duration":
            value = clock_value_ms(meta.text or "")
            if meta.get("refines"):
                said[str(meta.get("refines")).removeprefix("#")] = value
            else:
                total = value
    return said, total


def _pars(book: _Book, overlay: str) -> Iterator[ReadCue]:
    for par in _xml(book, overlay).iter(f"{_SMIL}par"):
        text, audio = par.find(f"{_SMIL}text"), par.find(f"{_SMIL}audio")
        if text is None:
            book.faults.append(Fault(code="V024", message=f"{overlay}: a par has no text"))
            continue
        name, anchor = _place(overlay, text.get("src", ""))
        words = _require_place(book, name, anchor, f"{overlay} points")
        if audio is None or words is None:
            continue
        sound, _ = _place(overlay, audio.get("src", ""))
        if sound not in {item.name for item in book.items.values()}:
            book.faults.append(Fault(code="V024", message=f"{overlay} plays {sound}, which is not there"))
        if sound not in book.sounds:
            book.sounds.append(sound)
        yield ReadCue(
            id=anchor,
            text=words,
            start_ms=clock_value_ms(audio.get("clipBegin", "0")),
            end_ms=clock_value_ms(audio.get("clipEnd", "0")),
            part=book.sounds.index(sound),
        )


def _check_length(book: _Book, overlay: str, length_ms: float, cues: list[ReadCue]) -> None:
    """Note an overlay that is said to be longer or shorter than its sound, and clips beyond its end."""
    heard_ms = 0.0
    for part in dict.fromkeys(cue.part for cue in cues if cue.part is not None):
        sound_ms = _sound_ms(book, book.sounds[part])
        if sound_ms is None:
            return
        heard_ms += sound_ms
        last_ms = max(cue.end_ms for cue in cues if cue.part == part)
        if last_ms > sound_ms + _NEAR_MS:
            message = f"{overlay}: a clip ends at {last_ms:,.0f} ms, and its sound at {sound_ms:,.0f} ms"
            book.faults.append(Fault(code="V018", message=message))
    clips_ms = sum(cue.end_ms - cue.start_ms for cue in cues)
    if min(abs(length_ms - heard_ms), abs(length_ms - clips_ms)) > _NEAR_MS:
        message = (
            f"{overlay} is said to take {length_ms:,.0f} ms; its sound takes {heard_ms:,.0f} ms, "
            f"its clips {clips_ms:,.0f} ms"
        )
        book.faults.append(Fault(code="V026", message=message))


def _sound_ms(book: _Book, name: str) -> float | None:
    try:
        with book.archive.open(name) as file:
            read = read_open_sound(file)
    except KeyError:
        return None
    book.sound_reader = read.reader
    return read.duration_ms


def _place(start: str, address: str) -> tuple[str, str]:
    """Return path in the archive and fragment of an address that stands in the file `start`."""
    try:
        path, fragment = urldefrag(address)
    except ValueError as error:
        raise Unreadable(f'"{address[:60]}" is no address') from error
    name = posixpath.normpath(posixpath.join(posixpath.dirname(start), unquote(path))) if path else start
    return name, unquote(fragment)


def _require_place(book: _Book, name: str, anchor: str, what: str) -> str | None:
    """Return the text at a place, or note that `what` leads nowhere."""
    document = book.documents.get(name)
    if document is None or (anchor and anchor not in document.named):
        message = f"{what} to {name}{'#' if anchor else ''}{anchor}, which is not there"
        book.faults.append(Fault(code="V024", message=message))
        return None
    return document.named[anchor] if anchor else document.shown


def _dead_links(book: _Book, document: str) -> Iterator[Fault]:
    for name in dict.fromkeys(book.documents[document].targets):
        if name not in book.documents[document].ids:
            yield Fault(code="V024", message=f'{document}: a link leads to "#{name}", which is not there')


def _language_faults(book: _Book, language: str | None) -> Iterator[Fault]:
    for name, gathered in book.documents.items():
        if gathered.language != language:
            said = gathered.language or "none"
            yield Fault(code="V013", message=f"{name} has the language {said}, and the package {language}")


def _dublin(metadata: ET.Element | None, name: str) -> str | None:
    return None if metadata is None else metadata.findtext(f"{_DC}{name}")
