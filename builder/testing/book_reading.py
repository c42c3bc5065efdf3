"""Book reading: an EPUB read again from its bytes, by code that shares nothing with what writes it.

EPUBCheck and Ace are the judges; this finds in a moment what they find in seconds, and some things more.
"""

from __future__ import annotations

import itertools
import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_OPF = "{http://www.idpf.org/2007/opf}"
_SMIL = "{http://www.w3.org/ns/SMIL}"
_HTML = "{http://www.w3.org/1999/xhtml}"
_OPS = "{http://www.idpf.org/2007/ops}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CLOCK = re.compile(r"(\d+):([0-5]\d):([0-5]\d)\.(\d{3})")
_REQUIRED = (
    "accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard",
    "accessibilitySummary",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A `par` of an overlay: what is shown and which stretch of which file is heard with it."""

    text: str
    """Path in the archive, `#` and an id."""
    sound: str
    begin_ms: int
    end_ms: int
    inside: tuple[str, ...] = ()
    """Types of the sequences around it, outermost first; empty texts where they have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBook:
    """A book as it is found in an archive."""

    entries: Mapping[str, bytes]
    package: ET.Element
    folder: str
    manifest: Mapping[str, ET.Element]
    """Items by id."""
    spine: tuple[str, ...]
    """Paths of the documents, in reading order."""
    overlays: Mapping[str, tuple[Pair, ...]] = field(default_factory=dict)
    """By the path of the document that names them."""

    def meta(self, name: str) -> tuple[str, ...]:
        """Return the values of a property of the package that refine nothing."""
        return tuple(
            each.text or ""
            for each in self.package.iter(f"{_OPF}meta")
            if each.get("property") == name and not each.get("refines")
        )

    def core(self, name: str) -> tuple[str, ...]:
        """Return the values of an element of Dublin Core."""
        return tuple(each.text or "" for each in self.package.iter(f"{_DC}{name}"))

    def document(self, path: str) -> ET.Element:
        """Return a document, parsed."""
        return ET.fromstring(self.entries[path])  # noqa: S314 -- a book of our own

    def text(self, path: str) -> str:
        """Return what a document shows, blanks folded."""
        body = self.document(path).find(f"{_HTML}body")
        return " ".join("".join(body.itertext()).split()) if body is not None else ""

    def words(self, place: str) -> str:
        """Return what the element shows that a `#` address names: its text, or what a picture shows."""
        path, _, name = place.partition("#")
        element = next(each for each in self.document(path).iter() if each.get("id") == name)
        return element.get("alt") or "".join(element.itertext())


def read_book(path: Path) -> ReadBook:
    """Return the book in an archive."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    container = ET.fromstring(entries["META-INF/container.xml"])  # noqa: S314 -- a book of our own
    rootfile = next(each for each in container.iter() if each.tag.endswith("}rootfile"))
    place = rootfile.attrib["full-path"]
    package = ET.fromstring(entries[place])  # noqa: S314 -- a book of our own
    folder = posixpath.dirname(place)
    manifest = {each.attrib["id"]: each for each in package.iter(f"{_OPF}item")}
    paths = {name: posixpath.join(folder, each.attrib["href"]) for name, each in manifest.items()}
    overlays = {
        paths[name]: tuple(_pairs(entries, paths.get(each.attrib["media-overlay"], "")))
        for name, each in manifest.items()
        if "media-overlay" in each.attrib
    }
    return ReadBook(
        entries=entries,
        package=package,
        folder=folder,
        manifest=manifest,
        spine=tuple(paths.get(each.attrib["idref"], "") for each in package.iter(f"{_OPF}itemref")),
        overlays=overlays,
    )


def _pairs(entries: Mapping[str, bytes], path: str) -> Iterator[Pair]:
    if path not in entries:
        return
    folder = posixpath.dirname(path)

    def walk(element: ET.Element, inside: tuple[str, ...]) -> Iterator[Pair]:
        for child in element:
            if child.tag == f"{_SMIL}seq":
                yield from walk(child, (*inside, child.get(f"{_OPS}type") or ""))
            elif child.tag == f"{_SMIL}par":
                text, sound = child.find(f"{_SMIL}text"), child.find(f"{_SMIL}audio")
                assert text is not None
                assert sound is not None
                yield Pair(
                    text=posixpath.join(folder, text.attrib["src"]),
                    sound=posixpath.join(folder, sound.attrib["src"]),
                    begin_ms=clock_ms(sound.attrib["clipBegin"]),
                    end_ms=clock_ms(sound.attrib["clipEnd"]),
                    inside=inside,
                )

    body = ET.fromstring(entries[path]).find(f"{_SMIL}body")  # noqa: S314 -- a book of our own
    assert body is not None
    yield from walk(body, ())


def clock_ms(text: str) -> int:
    """Return the milliseconds of a full clock value.

    Raises:
        ValueError: It is none.
    """
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise ValueError(f'"{text}" is no full clock value')
    hours, minutes, seconds, rest = map(int, found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def book_faults(path: Path) -> tuple[str, ...]:
    """Return what is wrong with a book, each as a sentence; nothing for a good one."""
    with zipfile.ZipFile(path) as archive:
        first = archive.infolist()[0]
        started = first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
    book = read_book(path)
    return (
        *(
            ()
            if started and book.entries["mimetype"] == b"application/epub+zip"
            else ("mimetype is not first",)
        ),
        *_file_faults(book),
        *_id_faults(book),
        *_overlay_faults(book),
        *_duration_faults(book),
        *_document_faults(book),
        *(f"no schema:{name}" for name in _REQUIRED if not book.meta(f"schema:{name}")),
    )


def _file_faults(book: ReadBook) -> Iterator[str]:
    named = {posixpath.join(book.folder, each.attrib["href"]) for each in book.manifest.values()}
    yield from (f"{name} is not there" for name in sorted(named - book.entries.keys()))
    others = {name for name in book.entries if name.startswith(f"{book.folder}/")} - named
    yield from (f"{name} is in no manifest" for name in sorted(others) if not name.endswith(".opf"))
    for each in book.manifest.values():
        place = posixpath.join(book.folder, each.attrib["href"])
        if each.get("media-type") == "application/xhtml+xml" and place not in book.spine:
            yield f"{place} is not in the spine"
    navs = [each for each in book.manifest.values() if each.get("properties") == "nav"]
    if len(navs) != 1:
        yield f"there are {len(navs)} navigation documents"


def _id_faults(book: ReadBook) -> Iterator[str]:
    for name, data in book.entries.items():
        if name.endswith((".xhtml", ".smil", ".opf")):
            root = ET.fromstring(data)  # noqa: S314 -- a book of our own
            ids = Counter(found for each in root.iter() if (found := each.get("id")))
            yield from (f"{name} has {each} twice" for each, count in sorted(ids.items()) if count > 1)


def _overlay_faults(book: ReadBook) -> Iterator[str]:
    used = {each.get("media-overlay") for each in book.manifest.values()}
    for name, each in book.manifest.items():
        if each.get("media-type") == "application/smil+xml":
            if name not in used:
                yield f"the overlay {name} belongs to nothing"
            yield from _reference_faults(book, posixpath.join(book.folder, each.attrib["href"]))
    for document, pairs in book.overlays.items():
        if not pairs:
            yield f"{document} has an empty overlay"
        if any(pair.text.partition("#")[0] != document for pair in pairs):
            yield f"the overlay of {document} speaks of another document"
        if any(pair.begin_ms >= pair.end_ms for pair in pairs):
            yield f"a clip of {document} has no length"
        if any(a.end_ms != b.begin_ms for a, b in itertools.pairwise(pairs)) or (pairs and pairs[0].begin_ms):
            yield f"the clips of {document} leave something out"


def _reference_faults(book: ReadBook, path: str) -> Iterator[str]:
    if path not in book.entries:
        return
    ids: dict[str, set[str | None]] = {}
    for element in ET.fromstring(book.entries[path]).iter():  # noqa: S314 -- a book of our own
        source = element.get("src") or element.get(f"{_OPS}textref")
        if source is None:
            continue
        place, _, name = posixpath.join(posixpath.dirname(path), source).partition("#")
        if place not in book.entries:
            yield f"{path} names {place}, which is not there"
        elif name:
            if place not in ids:
                ids[place] = {each.get("id") for each in book.document(place).iter()}
            if name not in ids[place]:
                yield f"{path} names {name}, which is not in {place}"


def _duration_faults(book: ReadBook) -> Iterator[str]:
    told = {
        (each.get("refines") or "")[1:]: clock_ms(each.text or "")
        for each in book.package.iter(f"{_OPF}meta")
        if each.get("property") == "media:duration"
    }
    if not book.overlays:
        return
    total = told.pop("", None)
    if total is None:
        yield "no duration of the whole"
    elif total != sum(told.values()):
        yield f"the whole is said to last {total} ms, its overlays {sum(told.values())} ms"
    for each in book.manifest.values():
        if "media-overlay" in each.attrib:
            pairs = book.overlays[posixpath.join(book.folder, each.attrib["href"])]
            lasts = sum(pair.end_ms - pair.begin_ms for pair in pairs)
            if told.get(each.attrib["media-overlay"]) != lasts:
                yield f"{each.attrib['media-overlay']} plays {lasts} ms and says otherwise"


def _document_faults(book: ReadBook) -> Iterator[str]:
    reached = set()
    for path in book.spine:
        if path not in book.entries:
            continue
        root = book.document(path)
        if not root.get("lang") or root.get("lang") != root.get("{http://www.w3.org/XML/1998/namespace}lang"):
            yield f"{path} does not tell its language"
        yield from (
            f"{path} has a picture without alt"
            for each in root.iter(f"{_HTML}img")
            if "alt" not in each.attrib
        )
        reached |= {
            posixpath.join(posixpath.dirname(path), each.attrib["href"].partition("#")[0])
            for nav in root.iter(f"{_HTML}nav")
            for each in nav.iter(f"{_HTML}a")
        }
    yield from (f"no link of the navigation leads to {path}" for path in book.spine if path not in reached)
