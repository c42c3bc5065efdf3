"""Plain text: an edition to be read by any program, a line for each paragraph, in UTF-8.

Lines are not wrapped: a screen reader pauses at each line end, and translators' tools take a line for a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from builder.article.inline import plain
from builder.base.text import clean_text
from builder.catalogue.texts import Texts
from builder.formats.base import file_name
from builder.formats.captions import harmless
from builder.formats.notes import ShowNotes, chapter_lines, original_heading, show_notes
from builder.formats.speakers import Speakers, speaker_changes
from builder.formats.transcript import (
    Line,
    Shown,
    ShownCode,
    ShownFigure,
    ShownList,
    ShownParagraph,
    ShownQuote,
    ShownSection,
    ShownTable,
    Transcript,
)
from builder.model.publication import Publication
from builder.model.script import Passage

NAME: str = "text"
MEDIA_TYPE: str = "text/plain"
VERSION: int = 1


def path(publication: Publication) -> str:
    """Return the file's name in the edition's folder."""
    return file_name(publication, "txt")


def render(publication: Publication, texts: Texts) -> bytes:
    """Return title and disclosures, all that is heard and shown by chapter, disclaimers, credits, licences.

    Chapters bear their times. Who speaks is said where the voice changes.
    """
    notes = show_notes(publication, texts)
    parts = (*_top(publication, notes, texts), *_Body(publication, texts).parts(), *_end(notes, texts))
    return ("\n\n".join(parts) + "\n").encode()


def _top(publication: Publication, notes: ShowNotes, texts: Texts) -> Iterator[str]:
    document = publication.edition.document
    yield harmless(plain(document.title.markup))
    author = document.metadata.author
    lines = (harmless(publication.show.title), *((texts("notes_by", author=author),) if author else ()))
    yield "\n".join(map(harmless, lines))
    yield "\n".join(map(harmless, notes.disclosures))
    if notes.notice:
        yield harmless(notes.notice)
    yield "\n".join((f"{texts('page_chapters')}:", *map(harmless, notes.chapters)))


def _end(notes: ShowNotes, texts: Texts) -> Iterator[str]:
    for disclaimer in notes.disclaimers:
        if disclaimer.original:
            yield f"{harmless(original_heading(disclaimer, texts))} {harmless(disclaimer.text)}"
    yield "\n".join((f"{texts('page_credits')}:", *map(harmless, notes.credits)))
    yield "\n".join(map(harmless, notes.licences))


class _Body:
    """Writes all chapters; each text once, in the order in which it is heard."""

    def __init__(self, publication: Publication, texts: Texts) -> None:
        chapters = publication.script.chapters
        self._publication = publication
        self._texts = texts
        self._headings = {
            chapter.id: harmless(line)
            for chapter, line in zip(chapters, chapter_lines(publication), strict=True)
        }
        passages = tuple(passage for chapter in chapters for passage in chapter.passages)
        self._changes = speaker_changes(Speakers(publication, texts), passages)

    def parts(self) -> Iterator[str]:
        """Yield each paragraph and heading."""
        chapters, document = self._publication.script.chapters, self._publication.edition.document
        transcript = Transcript(self._publication)
        first, *others = chapters
        yield from self._chapter(first.id, first.passages)
        if any(chapter.id == "introduction" for chapter in others):
            yield self._headings["introduction"]
        if document.deck is not None:
            yield self._line(transcript.line(document.deck))
        yield from self._blocks(transcript.introduction(document.introduction))
        yield from self._sections(transcript.sections(document.sections))
        yield from self._blocks(transcript.rest())
        if others:
            yield from self._chapter(others[-1].id, others[-1].passages)

    def _chapter(self, name: str, passages: Iterable[Passage]) -> Iterator[str]:
        yield self._headings[name]
        for passage in passages:
            yield self._spoken(passage.id, passage.written)

    def _sections(self, sections: Sequence[ShownSection]) -> Iterator[str]:
        for section in sections:
            name = section.heading.id or ""
            yield self._headings.get(name) or self._line(section.heading)
            yield from self._blocks(section.blocks)
            yield from self._sections(section.sections)

    def _blocks(self, blocks: Iterable[Shown]) -> Iterator[str]:
        for block in blocks:
            match block:
                case ShownParagraph(line=line):
                    yield self._line(line)
                case ShownQuote(blocks=inner):
                    yield from self._blocks(inner)
                case ShownList():
                    yield self._list(block)
                case ShownFigure(alt=alt, caption=caption):
                    if alt.plain:
                        described = self._texts("spoken_figure", description=alt.plain)
                        yield self._spoken(alt.id or "", described)
                    if caption is not None:
                        yield self._line(caption)
                case ShownTable():
                    yield self._table(block)
                case ShownCode(text=text):
                    yield clean_text(text).rstrip("\n")
                case _:
                    assert_never(block)

    def _list(self, block: ShownList) -> str:
        items = []
        for number, item in enumerate(block.items, start=block.start):
            mark = f"{number}." if block.ordered else "•"
            # What is inside of an item stands two blanks further in.
            items.append(f"{mark} " + "\n".join(self._blocks(item)).replace("\n", "\n  "))
        return "\n".join(items)

    def _table(self, table: ShownTable) -> str:
        """Return the caption, then each row as one line, every cell after its column's header."""
        rows = [] if table.caption is None else [self._line(table.caption)]
        for row in table.rows:
            cells = zip(table.header, row, strict=True)
            rows.append(" ".join(self._cell(header, cell) for header, cell in cells if cell.plain))
        return "\n".join(rows)

    def _cell(self, header: Line, cell: Line) -> str:
        if not header.plain:
            return harmless(cell.plain)
        return harmless(self._texts("spoken_cell", header=header.plain, value=cell.plain))

    def _line(self, line: Line) -> str:
        return self._spoken(line.id or "", line.plain)

    def _spoken(self, name: str, text: str) -> str:
        """Return a text, after the name of who speaks where that is another voice than before."""
        speaker = self._changes.get(name)
        return harmless(text) if speaker is None else f"{harmless(speaker)}: {harmless(text)}"
