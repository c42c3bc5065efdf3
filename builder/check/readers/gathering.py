"""Gathering: the words, ids, links and times of a document of HTML or XHTML, element after element."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from builder.check.readers.read import Fault, ReadChapter, ReadCue, Unreadable, finite, repeated

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
"""HTML, "void elements": they have no end."""
_INLINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "i", "kbd", "mark", "q", "s",
        "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "label", "rt", "ruby",
    }
)  # fmt: skip
_UNREAD = frozenset({"script", "style", "template", "button", "select", "svg", "audio", "video", "head"})
"""What is in them is not the words of a text."""
_BODY = "text"
"""Id of the element that holds an article and nothing else."""
_REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers")
_SPACES = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True, kw_only=True)
class _Open:
    tag: str
    attributes: Mapping[str, str]
    start: int
    """How many pieces of text stood before it."""
    unread: bool


@dataclass(slots=True)
class Gatherer:
    """Takes a document's elements in order and keeps what a reader looks for."""

    language: str | None = None
    title: str = ""
    """Of the head."""
    heading: str | None = None
    """The first of level 1."""
    named: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    """Fragments that are linked to, or named by a reference, in this document."""
    files: dict[str, None] = field(default_factory=dict)
    """Addresses of files, each once, in order."""
    chapters: list[ReadChapter] = field(default_factory=list)
    cues: list[ReadCue] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _link: tuple[str, str] | None = None
    """Chapter's anchor and title, of the entry that is open."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        if tag == "html":
            self.language = attributes.get("lang") or attributes.get("xml:lang")
        unread = bool(self._open and self._open[-1].unread) or tag in _UNREAD or "hidden" in attributes
        self._note(attributes)
        if tag not in _INLINE:
            self._pieces.append("\n")
        place = _Open(tag=tag, attributes=attributes, start=len(self._pieces), unread=unread)
        if tag == "img" and not unread:
            self._pieces.append(attributes.get("alt", ""))
        self._open.append(place)
        if tag in VOID:
            self.end(tag)

    def text(self, data: str) -> None:
        """Take words."""
        if self._open and not self._open[-1].unread:
            self._pieces.append(_SPACES.sub(" ", data))
        elif self._open and self._open[-1].tag == "title":
            self.title += data

    def end(self, tag: str) -> None:
        """Take the end of an element, and of those in it that were not ended."""
        if all(place.tag != tag for place in self._open):
            return
        while self._open:
            place = self._open.pop()
            self._close(place)
            if place.tag == tag:
                return

    def finish(self) -> None:
        """End what was not ended."""
        while self._open:
            self._close(self._open.pop())

    @property
    def shown(self) -> str:
        """Every word, a line for each block."""
        return _lines(self._pieces)

    @property
    def body(self) -> str | None:
        """The words of the article; None where no element holds them and nothing else."""
        return self.named.get(_BODY)

    def faults(self) -> list[Fault]:
        """Return which ids stand twice, and which links and references lead nowhere."""
        there = set(self.ids)
        found = [
            Fault(code="V023", message=f'the id "{name}" stands more than once')
            for name in repeated(self.ids)
        ]
        found += [
            Fault(code="V024", message=f'a link or a reference leads to "#{name}", which is not there')
            for name in dict.fromkeys(self.targets)
            if name not in there
        ]
        return found

    def _note(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("id"):
            self.ids.append(attributes["id"])
        for name in _REFERENCES:
            self.targets += attributes.get(name, "").split()
        address = attributes.get("href") or attributes.get("src") or ""
        if address.startswith("#"):
            if "=" not in address and len(address) > 1:
                self.targets.append(address[1:])
        elif address:
            self.files[address] = None

    def _close(self, place: _Open) -> None:
        attributes = place.attributes
        told = "id" in attributes or "data-start" in attributes or "data-from" in attributes
        text = _lines(self._pieces[place.start :]) if told or place.tag in {"h1", "a"} else ""
        if attributes.get("id"):
            self.named.setdefault(attributes["id"], text)
        if place.tag == "h1" and self.heading is None:
            self.heading = text
        if "data-start" in attributes and "data-end" in attributes:
            self.cues.append(
                ReadCue(
                    id=attributes.get("id"),
                    text=text,
                    start_ms=_seconds(attributes["data-start"]) * 1000,
                    end_ms=_seconds(attributes["data-end"]) * 1000,
                )
            )
        self._chapter(place, text)
        if place.tag not in _INLINE:
            self._pieces.append("\n")

    def _chapter(self, place: _Open, text: str) -> None:
        """Keep an entry of the list of chapters: an element with the seconds, in it a link to the place."""
        attributes = place.attributes
        address = attributes.get("href", "")
        inside = any("data-from" in outer.attributes for outer in self._open)
        if inside and address.startswith("#") and "=" not in address and self._link is None:
            self._link = address[1:], text
        if "data-from" in attributes:
            anchor, title = self._link or (None, text)
            self._link = None
            end = attributes.get("data-to")
            self.chapters.append(
                ReadChapter(
                    title=title,
                    start_ms=_seconds(attributes["data-from"]) * 1000,
                    end_ms=None if end is None else _seconds(end) * 1000,
                    anchor=anchor,
                )
            )


def _lines(pieces: list[str]) -> str:
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _seconds(text: str) -> float:
    try:
        return finite(float(text))
    except ValueError as error:
        raise Unreadable(f'"{text[:40]}" is no number of seconds') from error
