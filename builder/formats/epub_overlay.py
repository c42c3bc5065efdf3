"""EPUB overlay: which element of a document is heard when, as SMIL.

Source: EPUB 3.3, 9 "Media overlays". An overlay is read off the document it belongs to, so it cannot name an
element that is not there, and its sequences nest as the document's elements do.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from builder.base.units import smil_clock, to_ms
from builder.formats.chapter_files import ChapterFile
from builder.formats.transcript import sentence_id
from builder.model.timeline import Cue

MEDIA_TYPE: str = "application/smil+xml"

_HTML = "{http://www.w3.org/1999/xhtml}"
_TYPE = "{http://www.idpf.org/2007/ops}type"
# EPUB 3.3, "Skippability" and "Escapability": types by which players leave parts out or get out of them.
_TYPES: Mapping[str, str] = {
    "ol": "list", "ul": "list", "li": "list-item", "figure": "figure",
    "table": "table", "tr": "table-row", "th": "table-cell", "td": "table-cell",
}  # fmt: skip
_PARTS = frozenset({*_TYPES, "section", "blockquote", "caption", "figcaption"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardElement:
    """An element of a document and the stretch of its chapter's file it is heard in."""

    id: str
    begin_ms: int
    end_ms: int


def heard_elements(
    ids: frozenset[str], cues: Sequence[Cue], file: ChapterFile, sample_rate_hz: int
) -> tuple[HeardElement, ...]:
    """Return the elements that are heard in a chapter, in the order of the sound, which they cover whole.

    An element is heard until the next one starts, the first from the file's beginning and the last to its
    end: players that jump from clip to clip lose no pause then, and the words stay marked in it.

    Args:
        ids: Of all elements of the document.
        cues: Of the chapter, in order.
        file: The chapter's sound.
        sample_rate_hz: Of the timeline.
    """
    starts: dict[str, int] = {}
    by_passage: dict[str, str] = {}
    for cue in cues:
        # Where sentences of a text could not be told apart, the first one's element is around all of them.
        name = by_passage.get(cue.passage_id) if sentence_id(cue.utterance_id) not in ids else None
        name = name or _element(cue, ids)
        if name is not None:
            by_passage[cue.passage_id] = name
            starts.setdefault(name, to_ms(cue.start - file.chapter.start, sample_rate_hz))
    begins = [0, *list(starts.values())[1:]]
    ends = [*begins[1:], to_ms(file.frames, sample_rate_hz)]
    return tuple(
        HeardElement(id=name, begin_ms=begin, end_ms=end)
        for name, begin, end in zip(starts, begins, ends, strict=False)
    )


def _element(cue: Cue, ids: frozenset[str]) -> str | None:
    """Return the element around the cue's words, or the one that stands for them, such as a picture."""
    sentence = sentence_id(cue.utterance_id)
    if sentence in ids:
        return sentence
    return cue.segment_id if cue.segment_id in ids else None


def element_ids(document: ET.Element) -> frozenset[str]:
    """Return the ids of all elements of a document."""
    return frozenset(name for element in document.iter() if (name := element.get("id")))


def render_overlay(document: ET.Element, heard: Sequence[HeardElement], *, text: str, sound: str) -> bytes:
    """Return the overlay of a document.

    Args:
        document: As it was parsed.
        heard: Its elements that are heard.
        text: Path of the document from the overlay's folder.
        sound: Path of the chapter's sound from there.
    """
    clips = {each.id: each for each in heard}
    body = document.find(f"{_HTML}body")
    assert body is not None
    writer = _Writer(clips=clips, text=escape(text), sound=escape(sound))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">',
        f'<body epub:textref="{writer.text}">',
        *writer.inner(body),
        "</body>",
        "</smil>",
        "",
    ]
    return "\n".join(lines).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    """Writes the elements of one document, those that are not heard left out."""

    clips: Mapping[str, HeardElement]
    text: str
    sound: str

    def inner(self, element: ET.Element) -> Iterator[str]:
        for child in element:
            yield from self.element(child)

    def element(self, element: ET.Element) -> Iterator[str]:
        name, tag = element.get("id", ""), element.tag.removeprefix(_HTML)
        if name in self.clips:
            yield self.pair(self.clips[name])
            return
        inside = tuple(self.inner(element))
        if not inside or tag not in _PARTS or not name:
            yield from inside
            return
        kind = element.get(_TYPE) or _TYPES.get(tag)
        told = f' epub:type="{escape(kind)}"' if kind else ""
        yield f'<seq epub:textref="{self.text}#{escape(name)}"{told}>'
        yield from inside
        yield "</seq>"

    def pair(self, clip: HeardElement) -> str:
        # EPUB 3.3, media overlays, "par": one text and at most one audio.
        begin, end, name = smil_clock(clip.begin_ms), smil_clock(clip.end_ms), escape(clip.id)
        return (
            f'<par id="p-{name}"><text src="{self.text}#{name}"/>'
            f'<audio src="{self.sound}" clipBegin="{begin}" clipEnd="{end}"/></par>'
        )
