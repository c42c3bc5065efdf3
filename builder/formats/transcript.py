"""Transcript: a document as a page shows it, with the time of every sentence that is heard."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never
from urllib.parse import urlsplit

from builder.article.inline import is_allowed_address, plain, render_html
from builder.base.language import Language
from builder.base.units import to_ms
from builder.formats.figures import figure_path
from builder.formats.isolation import isolate_amounts
from builder.formats.sentences import TimedSentence, mark_sentences
from builder.model.document import Block, Code, Figure, ItemList, Paragraph, Quote, Section, Table, Text
from builder.model.publication import Publication
from builder.model.script import Passage, UtteranceId
from builder.model.timeline import Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One text as it is shown."""

    html: str
    """Safe HTML, an element around each sentence that is heard."""
    plain: str
    id: str | None = None
    language: Language | None = None
    """Where it is not the page's."""
    start_ms: int | None = None
    """When its first sentence starts; None when it is not heard."""
    end_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownParagraph:
    """A paragraph of the article, or what the announcer says between two of them."""

    line: Line
    kind: Literal["paragraph", "announcement"] = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuote:
    """A quote."""

    blocks: tuple[Shown, ...]
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownList:
    """A list."""

    items: tuple[tuple[Shown, ...], ...]
    ordered: bool
    start: int
    kind: Literal["list"] = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFigure:
    """A picture that is part of the edition, or its description and where the picture is."""

    path: str | None
    """In the edition's folder; None when the picture is not there."""
    address: str | None
    """Of a picture on another site, which is never loaded by the page."""
    site: str
    alt: Line
    caption: Line | None
    kind: Literal["figure"] = "figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTable:
    """A table."""

    header: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    caption: Line | None
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCode:
    """A listing."""

    text: str
    kind: Literal["code"] = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSection:
    """A heading and what is under it."""

    heading: Line
    level: int
    blocks: tuple[Shown, ...]
    sections: tuple[ShownSection, ...]


Shown: TypeAlias = ShownParagraph | ShownQuote | ShownList | ShownFigure | ShownTable | ShownCode


def sentence_id(utterance_id: UtteranceId) -> str:
    """Return the id of the element around an utterance's words: letters, digits and hyphens alone."""
    return f"u-{utterance_id.replace('.', '-')}"


class Transcript:
    """Turns the texts of one publication into what its page shows.

    Announcer texts stand where they are spoken: `introduction` and `sections` have to be asked for in that
    order, once.
    """

    def __init__(self, publication: Publication) -> None:
        """Read the script and the timeline of `publication`."""
        self._publication = publication
        self._language = publication.edition.language
        self._cues = _by_passage(publication.timeline.cues)
        chapters = publication.script.chapters
        # The opening and the last chapter have places of their own on a page; music has none.
        self._waiting = [
            passage for chapter in chapters[1:-1] for passage in chapter.passages if passage.kind != "music"
        ]
        self._waiting.reverse()
        self._places = {
            passage.segment_id: number for number, passage in enumerate(self._waiting) if passage.segment_id
        }

    def line(self, text: Text) -> Line:
        """Return `text` as it is shown."""
        shown = render_html(text.markup, text.links, text.languages)
        language = text.language if text.language != self._language else None
        cues = self._cues.get(text.id, ()) if text.id else ()
        return self._line(shown, plain(text.markup), text.id, language, cues)

    def announcement(self, passage: Passage) -> Line:
        """Return an announcer text as it is shown."""
        shown = html.escape(passage.written, quote=False)
        return self._line(shown, passage.written, passage.id, None, self._cues.get(passage.id, ()))

    def introduction(self, blocks: Iterable[Block]) -> tuple[Shown, ...]:
        """Return what stands before the first heading."""
        return tuple(self._blocks(blocks))

    def sections(self, sections: Iterable[Section]) -> tuple[ShownSection, ...]:
        """Return sections with all that is in them."""
        return tuple(self._section(section) for section in sections)

    def rest(self) -> tuple[Shown, ...]:
        """Return what the announcer says after the last block."""
        return tuple(self._announcements(len(self._waiting)))

    def _section(self, section: Section) -> ShownSection:
        before = tuple(self._before(section.heading))
        blocks = tuple(self._blocks(section.blocks))
        return ShownSection(
            heading=self.line(section.heading),
            level=section.level,
            blocks=(*before, *blocks),
            sections=self.sections(section.sections),
        )

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[Shown]:
        for block in blocks:
            match block:
                case Paragraph(text=text):
                    yield from self._before(text)
                    yield ShownParagraph(line=self.line(text))
                case Quote(blocks=inner):
                    yield ShownQuote(blocks=tuple(self._blocks(inner)))
                case ItemList(items=items, ordered=ordered, start=start):
                    shown = tuple(tuple(self._blocks(item)) for item in items)
                    yield ShownList(items=shown, ordered=ordered, start=start)
                case Figure(alt=alt, caption=caption):
                    yield from self._before(alt, caption)
                    yield self._figure(block)
                case Table(header=header, rows=rows, caption=caption):
                    cells = (cell for row in (header, *rows) for cell in row)
                    yield from self._before(caption, *cells)
                    yield self._table(block)
                case Code(text=text):
                    if self._waiting and self._waiting[-1].segment_id is None:
                        yield from self._announcements(1)
                    yield ShownCode(text=text)
                case _:
                    assert_never(block)

    def _figure(self, figure: Figure) -> ShownFigure:
        path = figure_path(figure.source)
        copied = {made.path for made in self._publication.artefacts}
        elsewhere = path is None and is_allowed_address(figure.source)
        return ShownFigure(
            path=path if path in copied else None,
            address=figure.source if elsewhere else None,
            site=urlsplit(figure.source).netloc if elsewhere else "",
            alt=self.line(figure.alt),
            caption=self.line(figure.caption) if figure.caption else None,
        )

    def _table(self, table: Table) -> ShownTable:
        return ShownTable(
            header=tuple(map(self.line, table.header)),
            rows=tuple(tuple(map(self.line, row)) for row in table.rows),
            caption=self.line(table.caption) if table.caption else None,
        )

    def _before(self, *texts: Text | None) -> Iterator[Shown]:
        """Yield what the announcer says before and between `texts`, and go on after the last of them."""
        ids = {text.id for text in texts if text and text.id}
        places = [self._places[name] for name in ids if name in self._places]
        waiting = len(self._waiting)
        if any(place < waiting for place in places):
            yield from self._announcements(waiting - min(places))

    def _announcements(self, count: int) -> Iterator[Shown]:
        """Yield the announcer texts among the next `count` passages, and pass over the others."""
        for _ in range(count):
            passage = self._waiting.pop()
            if passage.segment_id is None:
                yield ShownParagraph(line=self.announcement(passage), kind="announcement")

    def _line(
        self, shown: str, text: str, name: str | None, language: Language | None, cues: tuple[Cue, ...]
    ) -> Line:
        from builder.catalogue.cldr import direction

        sentences = self._sentences(text, cues)
        if direction(language or self._language) == "rtl":
            shown = isolate_amounts(shown)
        return Line(
            html=mark_sentences(shown, sentences),
            plain=text,
            id=name,
            language=language,
            start_ms=sentences[0].start_ms if sentences else None,
            end_ms=sentences[-1].end_ms if sentences else None,
        )

    def _sentences(self, text: str, cues: tuple[Cue, ...]) -> tuple[TimedSentence, ...]:
        """Return the cues as parts of `text`; where they say something else, all of it as one sentence."""
        if not cues or not text:
            return ()
        places = [(cue.written_start, cue.written_start + len(cue.text)) for cue in cues]
        if any(text[start:end] != cue.text for cue, (start, end) in zip(cues, places, strict=True)):
            return (self._sentence(0, len(text), cues[0], cues[-1]),)
        return tuple(
            self._sentence(start, end, cue, cue) for cue, (start, end) in zip(cues, places, strict=True)
        )

    def _sentence(self, start: int, end: int, first: Cue, last: Cue) -> TimedSentence:
        rate = self._publication.timeline.sample_rate_hz
        return TimedSentence(
            id=sentence_id(first.utterance_id),
            start=start,
            end=end,
            start_ms=to_ms(first.start, rate),
            end_ms=to_ms(last.end, rate),
        )


def _by_passage(cues: Iterable[Cue]) -> Mapping[str, tuple[Cue, ...]]:
    """Return the cues of each passage, by its segment's id or, for an announcer text, its own."""
    found: dict[str, list[Cue]] = {}
    for cue in cues:
        found.setdefault(cue.segment_id or cue.passage_id, []).append(cue)
    return {name: tuple(group) for name, group in found.items()}
