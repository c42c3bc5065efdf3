"""Script: all that is said in an edition, chapter by chapter, in the order of the document."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from builder.article.foreign import foreign_words
from builder.article.inline import plain
from builder.base.language import Language
from builder.catalogue.texts import Texts
from builder.model.document import Block, Code, Figure, ItemList, Paragraph, Quote, Section, Table, Text
from builder.model.edition import Edition
from builder.model.script import NarratorPlan, Passage, Role, Script, ScriptChapter
from builder.model.segment import SegmentKind
from builder.narration.passages import (
    CHAPTER_END_MS,
    OPENING_END_MS,
    ROW_END_MS,
    SCRIPT_END_MS,
    Line,
    speak,
    with_pause,
)

OPENING_MS = 10_000
TRANSLATED_OPENING_MS = 12_000
_GAP = "\0"
"""Stands for a text inside an announcer's one while that is filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Studio:
    """What every passage of one script needs."""

    language: Language
    plan: NarratorPlan
    texts: Texts
    announcements: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    """Numbers those that may occur many times."""


def narrate(
    edition: Edition,
    plan: NarratorPlan,
    texts: Texts,
    *,
    voice_title: str,
    engine_title: str,
    readers: Sequence[str] = (),
) -> Script:
    """Return what is said in `edition`: every word of its document once, in order, and announcer texts.

    Args:
        edition: Its document must be identified: a passage is found by its segment's id.
        plan: With a narrator for each language in it.
        texts: In the edition's language.
        voice_title: Of the narrator, for the credits.
        engine_title: As people know it.
        readers: People whose recordings are heard.

    Raises:
        ValueError: A text of the document has no id.
        KeyError: The plan has no voice for a language.
    """
    studio = _Studio(language=edition.language, plan=plan, texts=texts)
    chapters = (
        _opening(studio, edition),
        _introduction(studio, edition),
        *(_section_chapter(studio, section) for section in edition.document.sections),
        _ending(studio, edition, readers, voice_title=voice_title, engine_title=engine_title),
    )
    return Script(language=edition.language, chapters=tuple(chapter for chapter in chapters if chapter))


def opening_budget_ms(edition: Edition) -> int:
    """Return within how many milliseconds the article has to start: an opening may last so long."""
    return TRANSLATED_OPENING_MS if edition.translated else OPENING_MS


def _opening(studio: _Studio, edition: Edition) -> ScriptChapter | None:
    document = edition.document
    passages = itertools.chain(
        _text(studio, document.title, "title"),
        _announce(studio, "a-voice", _disclosure(studio, edition)),
        _announce(studio, "a-draft", studio.texts("spoken_draft") if edition.draft else ""),
        _text(studio, document.disclaimer_short, "disclaimer-short"),
    )
    return _chapter("opening", studio.texts("chapter_opening"), passages, pause_ms=OPENING_END_MS)


def _disclosure(studio: _Studio, edition: Edition) -> str:
    """Return how the voice and the translation came about, in one sentence."""
    match edition.method:
        case "original":
            return studio.texts("spoken_synthetic")
        case "human" if not edition.reviewed:
            return studio.texts("spoken_human_unreviewed")
        case "human" if edition.translators:
            return studio.texts("spoken_human_translation", translators=_names(edition))
        case "human":
            return studio.texts("spoken_synthetic")
        case "machine" | "machine+post-edited":
            return studio.texts(f"spoken_machine_{'reviewed' if edition.reviewed else 'unreviewed'}")
        case _:
            assert_never(edition.method)


def _introduction(studio: _Studio, edition: Edition) -> ScriptChapter | None:
    document = edition.document
    passages = itertools.chain(
        _text(studio, document.deck, "deck"), _blocks(studio, document.introduction, "paragraph")
    )
    return _chapter("introduction", studio.texts("chapter_introduction"), passages)


def _section_chapter(studio: _Studio, section: Section) -> ScriptChapter | None:
    return _chapter(_id(section.heading), plain(section.heading.markup), _section(studio, section))


def _ending(
    studio: _Studio, edition: Edition, readers: Sequence[str], *, voice_title: str, engine_title: str
) -> ScriptChapter | None:
    passages = itertools.chain(
        _text(studio, edition.document.disclaimer, "disclaimer"),
        _credits(studio, edition),
        _announce(
            studio,
            "a-credit-voice",
            studio.texts("spoken_credit_voice", voice=voice_title, engine=engine_title),
        ),
        _announce(studio, "a-credit-reader", _reader_credit(studio, readers)),
    )
    name = "credits" if edition.document.disclaimer is None else "disclaimer"
    return _chapter(name, studio.texts(f"chapter_{name}"), passages, pause_ms=SCRIPT_END_MS)


def _reader_credit(studio: _Studio, readers: Sequence[str]) -> str:
    from builder.catalogue.cldr import format_list

    if not readers:
        return ""
    return studio.texts("spoken_credit_reader", reader=format_list(readers, studio.language))


def _credits(studio: _Studio, edition: Edition) -> Iterator[Passage]:
    """Yield who translated, and whether somebody reviewed it."""
    match edition.method:
        case "original":
            return
        case "human":
            credit = (
                studio.texts("spoken_credit_translators", translators=_names(edition))
                if edition.translators
                else ""
            )
        case "machine" | "machine+post-edited":
            credit = studio.texts("spoken_credit_machine")
        case _:
            assert_never(edition.method)
    yield from _announce(studio, "a-credit-translation", credit)
    if not edition.reviewed:
        yield from _announce(studio, "a-credit-review", studio.texts("spoken_credit_unreviewed"))


def _names(edition: Edition) -> str:
    from builder.catalogue.cldr import format_list

    return format_list(edition.translators, edition.language)


def _chapter(
    name: str, title: str, passages: Iterable[Passage], *, pause_ms: int = CHAPTER_END_MS
) -> ScriptChapter | None:
    """Return a chapter with its longer pause at the end; None when nothing is said in it."""
    said = tuple(passages)
    if not said:
        return None
    return ScriptChapter(
        id=name, title=title, anchor=name, passages=(*said[:-1], with_pause(said[-1], pause_ms))
    )


def _section(studio: _Studio, section: Section) -> Iterator[Passage]:
    yield from _text(studio, section.heading, "heading")
    yield from _blocks(studio, section.blocks, "paragraph")
    for inner in section.sections:
        yield from _section(studio, inner)


def _blocks(
    studio: _Studio, blocks: Iterable[Block], kind: SegmentKind, role: Role = "narrator"
) -> Iterator[Passage]:
    for block in blocks:
        match block:
            case Paragraph(text=text):
                yield from _text(studio, text, kind, role)
            case Quote(blocks=inner):
                yield from _blocks(studio, inner, "quote", "quote")
            case ItemList(items=items):
                for item in items:
                    yield from _blocks(studio, item, "item", role)
            case Figure():
                yield from _figure(studio, block, role)
            case Table():
                yield from _table(studio, block, role)
            case Code():
                name = f"a-code-{next(studio.announcements)}"
                yield from _announce(studio, name, studio.texts("spoken_code"))
            case _:
                assert_never(block)


def _figure(studio: _Studio, figure: Figure, role: Role) -> Iterator[Passage]:
    before, _, after = studio.texts("spoken_figure", description=_GAP).partition(_GAP)
    yield from _text(studio, figure.alt, "alt", role, before=before, after=after)
    yield from _text(studio, figure.caption, "caption", role)


def _table(studio: _Studio, table: Table, role: Role) -> Iterator[Passage]:
    """Yield caption and header, then each row with every cell after its column's header."""
    if table.caption is None:
        name = f"a-table-{next(studio.announcements)}"
        yield from _announce(studio, name, studio.texts("spoken_table"))
    else:
        yield from _text(studio, table.caption, "caption", role)
    yield from _row(itertools.chain.from_iterable(_text(studio, cell, "cell", role) for cell in table.header))
    for row in table.rows:
        yield from _row(_cells(studio, table, row, role))


def _cells(studio: _Studio, table: Table, row: tuple[Text, ...], role: Role) -> Iterator[Passage]:
    for header, cell in zip(table.header, row, strict=True):
        name = plain(header.markup)
        before, _, after = (
            studio.texts("spoken_cell", header=name, value=_GAP).partition(_GAP) if name else ("", "", "")
        )
        yield from _text(studio, cell, "cell", role, before=before, after=after)


def _row(cells: Iterable[Passage]) -> tuple[Passage, ...]:
    said = tuple(cells)
    return (*said[:-1], with_pause(said[-1], ROW_END_MS)) if said else ()


def _text(
    studio: _Studio,
    text: Text | None,
    kind: SegmentKind,
    role: Role = "narrator",
    *,
    before: str = "",
    after: str = "",
) -> Iterator[Passage]:
    """Yield what is said of a text; nothing for one that is not there or has no words."""
    if text is None or not text.markup:
        return
    language = text.language or studio.language
    line = Line(
        id=_id(text),
        kind=kind,
        written=plain(text.markup),
        language=language,
        role=role,
        before=before,
        after=after,
        foreign=foreign_words(text.markup, text.languages, language),
    )
    said = speak(line, studio.plan)
    if said is not None:
        yield said


def _announce(studio: _Studio, name: str, text: str) -> Iterator[Passage]:
    line = Line(id=name, kind="announcement", written=text, language=studio.language, role="announcer")
    said = speak(line, studio.plan)
    if said is not None:
        yield said


def _id(text: Text) -> str:
    if text.id is None:
        raise ValueError(f"the text at {text.locator} has no id: identify the document before it is narrated")
    return text.id
