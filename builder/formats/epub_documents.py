"""EPUB documents: the text of a book as one XHTML document a chapter, and who hears what in it."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from builder.article.inline import plain, render_html
from builder.base.language import Language
from builder.base.text import clean_text
from builder.base.units import to_ms
from builder.catalogue.texts import Texts
from builder.formats.base import page_url
from builder.formats.chapter_files import ChapterFile, chapter_files
from builder.formats.epub_overlay import HeardElement, element_ids, heard_elements, render_overlay
from builder.formats.epub_source import whole_address
from builder.formats.notes import credit_lines, disclosures, licence_lines, shows_original, weak_voice
from builder.formats.rendering import fill_in
from builder.formats.transcript import Line, Shown, ShownSection, Transcript
from builder.model.document import Metadata, Section, Text
from builder.model.publication import Publication
from builder.model.script import Passage
from builder.model.timeline import Cue

LEXICON = "lexicon.{language}.pls"

# Times of the whole recording mean nothing in a book: an overlay has those of its own file.
_TIMES = re.compile(r'(<span id="[^"<>]*") data-start="[^"<>]*" data-end="[^"<>]*"')
_LANGUAGE = re.compile(r'(<span lang="([^"<>]*)")')


@dataclass(frozen=True, slots=True, kw_only=True)
class BookDocument:
    """A chapter of a book as people read it."""

    name: str
    """Of its files, without what tells their kinds: the same for as long as the chapter is there."""
    title: str
    xhtml: bytes
    sections: tuple[tuple[str, str, tuple[object, ...]], ...] = ()
    """What stands inside, for the table of contents: id, title, and what stands inside of that."""
    file: ChapterFile | None = None
    """Its sound; None where there is none."""
    heard: tuple[HeardElement, ...] = ()

    @property
    def text_path(self) -> str:
        """Of the document, in the book's folder."""
        return f"{self.name}.xhtml"

    @property
    def sound_path(self) -> str:
        """Of its sound."""
        return f"{self.name}.mp3"

    @property
    def overlay_path(self) -> str:
        """Of its overlay."""
        return f"{self.name}.smil"

    @property
    def duration_ms(self) -> int:
        """What its overlay plays, which is all of its sound."""
        return self.heard[-1].end_ms if self.heard else 0

    def overlay(self) -> bytes:
        """Return the overlay as SMIL."""
        document = ET.fromstring(self.xhtml)  # noqa: S314 -- our own rendering
        return render_overlay(document, self.heard, text=self.text_path, sound=self.sound_path)


def book_documents(publication: Publication, texts: Texts, *, heard: bool) -> tuple[BookDocument, ...]:
    """Return the chapters of a book, in reading order; what is heard is covered by their overlays.

    Args:
        publication: A book's source.
        texts: In the edition's language.
        heard: False for a book without sound.
    """
    writer = _Writer(publication, texts, heard=heard)
    made = (writer.opening(), *writer.body(), writer.ending())
    if not heard:
        return made
    files = {file.chapter.id: file for file in chapter_files(publication)}
    cues = _by_chapter(publication.timeline.cues, tuple(files.values()))
    rate = publication.timeline.sample_rate_hz
    return tuple(_timed(document, files.get(document.name), cues, rate) for document in made)


def _timed(
    document: BookDocument, file: ChapterFile | None, cues: Mapping[int, Sequence[Cue]], rate: int
) -> BookDocument:
    if file is None:
        return document
    ids = element_ids(ET.fromstring(document.xhtml))  # noqa: S314 -- our own rendering
    found = heard_elements(ids, cues.get(file.number, ()), file, rate)
    return replace(document, file=file, heard=found)


def _by_chapter(cues: Sequence[Cue], files: Sequence[ChapterFile]) -> Mapping[int, Sequence[Cue]]:
    found: dict[int, list[Cue]] = {}
    rest = iter(files)
    file = next(rest)
    for cue in cues:
        while cue.start >= file.chapter.end:
            file = next(rest)
        found.setdefault(file.number, []).append(cue)
    return found


class _Writer:
    """Renders the documents of one book; the body once, between opening and ending."""

    def __init__(self, publication: Publication, texts: Texts, *, heard: bool) -> None:
        self._publication = publication
        self._texts = texts
        self._heard = heard
        self._transcript = Transcript(publication)
        self._chapters = {chapter.id: chapter for chapter in publication.script.chapters}

    def opening(self) -> BookDocument:
        """Return title, disclosure and short disclaimer, as they are heard, and what else has to be known."""
        publication, line = self._publication, self._transcript.line
        document, first = publication.edition.document, publication.script.chapters[0]
        weak = weak_voice(publication, self._texts)
        told = disclosures(publication, self._texts, heard=self._heard)
        short, notice = document.disclaimer_short, document.notice
        return self._render(
            "opening",
            first.id,
            first.title,
            heading=line(document.title),
            announcements=self._announced(first.passages),
            short=line(short) if short else None,
            music=self._music(first.passages),
            disclosures=(*told, *((weak,) if weak else ())),
            notice=line(notice) if notice else None,
            last=f"{publication.script.chapters[-1].id}.xhtml" if document.disclaimer else None,
            **self._byline(document.metadata),
        )

    def body(self) -> Iterator[BookDocument]:
        """Yield the introduction and each section."""
        document = self._publication.edition.document
        introduction = self._transcript.introduction(document.introduction)
        sections = self._transcript.sections(document.sections)
        rest = self._transcript.rest()
        if document.deck or introduction or (rest and not sections):
            yield self._introduction(document.deck, (*introduction, *(() if sections else rest)))
        for number, (section, shown) in enumerate(zip(document.sections, sections, strict=True), start=1):
            after = rest if number == len(sections) else ()
            yield self._section(section, shown, after, number)

    def ending(self) -> BookDocument:
        """Return the whole disclaimer, and the original under an unreviewed translation, and the credits."""
        publication, texts = self._publication, self._texts
        edition, last = publication.edition, publication.script.chapters[-1]
        disclaimer = edition.document.disclaimer
        original = edition.source.disclaimer if shows_original(edition) else None
        return self._render(
            "ending",
            last.id,
            last.title,
            disclaimer=self._transcript.line(disclaimer) if disclaimer else None,
            original=_unheard(original, edition.source.language) if original else None,
            original_heading=_original_heading(edition.source.language, texts),
            announcements=self._announced(last.passages),
            music=self._music(last.passages),
            credits=credit_lines(publication, texts),
            licences=licence_lines(publication, texts, heard=self._heard),
        )

    def _introduction(self, deck: Text | None, blocks: tuple[Shown, ...]) -> BookDocument:
        return self._render(
            "introduction",
            "introduction",
            self._texts("chapter_introduction"),
            deck=self._transcript.line(deck) if deck else None,
            shown=blocks,
        )

    def _section(
        self, section: Section, shown: ShownSection, after: tuple[Shown, ...], number: int
    ) -> BookDocument:
        name = section.heading.id or f"section-{number}"
        chapter = self._chapters.get(name)
        made = self._render(
            "section",
            name,
            plain(section.heading.markup),
            section=shown,
            after=after,
            music=self._music(chapter.passages) if chapter else (),
        )
        return replace(made, sections=_inside(section.sections))

    def _render(self, kind: str, name: str, title: str, **values: object) -> BookDocument:
        from builder.catalogue.cldr import direction

        base = page_url(self._publication)
        xhtml = fill_in(
            "epub_chapter.xhtml",
            kind=kind,
            t=self._texts,
            language=self._publication.edition.language,
            title=title,
            direction=direction,
            lexicons=tuple(
                (language, LEXICON.format(language=language)) for language, _ in self._publication.lexicons
            ),
            next_id=map("n{}".format, itertools.count(1)).__next__,
            xml=_as_xml,
            whole=lambda address: whole_address(address, base),
            **values,
        )
        return BookDocument(name=name, title=clean_text(title), xhtml=xhtml.encode())

    def _announced(self, passages: Sequence[Passage]) -> tuple[Line, ...]:
        return tuple(self._transcript.announcement(each) for each in passages if each.kind == "announcement")

    def _music(self, passages: Sequence[Passage]) -> tuple[Line, ...]:
        return tuple(self._transcript.announcement(each) for each in passages if each.kind == "music")

    def _byline(self, metadata: Metadata) -> Mapping[str, object]:
        from builder.catalogue.cldr import format_date, format_duration_minutes

        language, timeline = self._texts.language, self._publication.timeline
        published, updated = metadata.published, metadata.updated
        duration_ms = to_ms(timeline.frames, timeline.sample_rate_hz)
        return {
            "author": metadata.author,
            "published": (published.isoformat(), format_date(published, language)) if published else None,
            "updated": format_date(updated, language) if updated and updated != published else None,
            "minutes": format_duration_minutes(duration_ms, language) if self._heard else None,
        }


def _as_xml(line: Line) -> str:
    """Return the HTML of `line` without times, its languages named as XML names them too."""
    return _LANGUAGE.sub(r'\1 xml:lang="\2"', _TIMES.sub(r"\1", line.html))


def _unheard(text: Text, language: Language) -> Line:
    shown = render_html(text.markup, text.links, text.languages)
    return Line(html=shown, plain=plain(text.markup), language=language)


def _original_heading(language: Language, texts: Texts) -> str:
    from builder.catalogue.cldr import language_name

    return texts("page_original_disclaimer", language=language_name(language, texts.language))


def _inside(sections: Sequence[Section]) -> tuple[tuple[str, str, tuple[object, ...]], ...]:
    return tuple(
        (each.heading.id or "", plain(each.heading.markup), _inside(each.sections)) for each in sections
    )
