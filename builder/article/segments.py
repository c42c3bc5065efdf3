"""The one traversal of a document's texts, which serves extraction, identification and localisation alike.

A text that is empty (the alternative text of a decoration, a blank cell) is no segment: gettext keeps the
empty msgid for its header.
"""

from __future__ import annotations

import itertools
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from builder.article.inline import plain
from builder.base.digest import digest_text
from builder.base.language import Language
from builder.model.document import (
    Block,
    Code,
    Document,
    Figure,
    ItemList,
    Paragraph,
    Quote,
    Section,
    Table,
    Text,
)
from builder.model.segment import Context, Segment, SegmentId, SegmentKind

SegmentKey: TypeAlias = tuple[Context | None, str]
"""Context and markup, by which a catalogue finds a segment's message."""

Visit: TypeAlias = Callable[[Text, SegmentKind, Context | None, str | None], Text]
"""Takes a text, its kind, its context and its heading's markup, and gives the text to put in its place."""

_CONTEXTS: Mapping[SegmentKind, Context] = {
    "title": "title",
    "deck": "deck",
    "heading": "heading",
    "disclaimer": "disclaimer",
    "disclaimer-short": "disclaimer-short",
    "caption": "caption",
    "alt": "alt",
    "summary": "summary",
}

UNSPOKEN: frozenset[SegmentKind] = frozenset({"summary", "notice"})


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSegment:
    """A segment that already has its id: one entry of `locales/<slug>.segments.json`."""

    id: SegmentId
    context: Context | None
    text: str
    """Its markup when the article was last extracted."""


def map_texts(document: Document, visit: Visit) -> Document:
    """Return `document` with every text that is not empty replaced by what `visit` gives for it.

    The order is that of all segments everywhere: title, deck, summary, notice, introduction, sections, short
    disclaimer, disclaimer. A figure's alternative text stands before its caption, a table's caption before
    its header and its rows. A heading counts as standing under itself; a text inside quotes and lists has
    the kind of the innermost one.
    """

    def top(text: Text | None, kind: SegmentKind) -> Text | None:
        return _visit(text, kind, None, visit) if text is not None else None

    return replace(
        document,
        title=_visit(document.title, "title", None, visit),
        deck=top(document.deck, "deck"),
        summary=top(document.summary, "summary"),
        notice=top(document.notice, "notice"),
        introduction=_map_blocks(document.introduction, "paragraph", None, visit),
        sections=_map_sections(document.sections, visit),
        disclaimer_short=top(document.disclaimer_short, "disclaimer-short"),
        disclaimer=top(document.disclaimer, "disclaimer"),
    )


def segments(document: Document) -> tuple[Segment, ...]:
    """Return every segment of `document` in the order of `map_texts`."""
    found: list[Segment] = []

    def note(text: Text, kind: SegmentKind, context: Context | None, chapter: str | None) -> Text:
        found.append(
            Segment(
                id=text.id,
                kind=kind,
                markup=text.markup,
                context=context,
                locator=text.locator,
                chapter=chapter,
                languages=text.languages,
            )
        )
        return text

    map_texts(document, note)
    return tuple(found)


def with_texts(document: Document, texts: Mapping[SegmentKey, str], language: Language) -> Document:
    """Return `document` in `language`, each text replaced by what `texts` has for its context and markup.

    A text that `texts` lacks, or has as an empty one, keeps its markup and is marked with the language it is
    in. Ids, links and locators stay. With the document's own texts and language nothing changes.
    """

    def translate(text: Text, _kind: SegmentKind, context: Context | None, _chapter: str | None) -> Text:
        translation = texts.get((context, text.markup))
        if translation:
            return replace(text, markup=translation, language=None)
        own = text.language or document.language
        return replace(text, language=None if own == language else own)

    return replace(map_texts(document, translate), language=language)


def identify(document: Document, known: Sequence[KnownSegment] = ()) -> Document:
    """Return `document` with an id in each of its segments' texts, as `mint_ids` gives them."""
    keys = tuple((segment.context, segment.markup) for segment in segments(document))
    ids = iter(mint_ids(keys, known))
    return map_texts(document, lambda text, *_: replace(text, id=next(ids)))


def mint_ids(keys: Sequence[SegmentKey], known: Sequence[KnownSegment] = ()) -> tuple[SegmentId, ...]:
    """Return an id for each key, all different.

    Args:
        keys: Contexts and markups in document order, repeats included.
        known: Segments that have their ids, in document order. The first key of a context and a text takes
            the first id known for just these, the second the second. Ids that no key takes are not given
            to another.
    """
    waiting: defaultdict[SegmentKey, deque[SegmentId]] = defaultdict(deque)
    for segment in known:
        waiting[segment.context, segment.text].append(segment.id)
    fresh = _fresh_ids({segment.id for segment in known})
    return tuple(waiting[key].popleft() if waiting[key] else fresh(key) for key in keys)


def plain_words(document: Document, *, leave_out: Collection[SegmentKind] = UNSPOKEN) -> tuple[str, ...]:
    """Return the words of `document` in the order of its segments, cut at white space, without markup.

    Args:
        document: In any language.
        leave_out: Kinds of segments whose words are not wanted; those that are shown and not spoken.
    """
    texts = (plain(segment.markup) for segment in segments(document) if segment.kind not in leave_out)
    return tuple(itertools.chain.from_iterable(text.split() for text in texts))


def _fresh_ids(taken: set[SegmentId]) -> Callable[[SegmentKey], SegmentId]:
    """Return what mints an id of a key that is not in `taken`, and takes it."""
    counts: defaultdict[str, Iterator[int]] = defaultdict(lambda: itertools.count(1))

    def mint(key: SegmentKey) -> SegmentId:
        context, markup = key
        # The text by which gettext itself finds a message: context, EOT, msgid.
        digest = digest_text(markup if context is None else f"{context}\x04{markup}")[:8]
        while True:
            number = next(counts[digest])
            minted = SegmentId(f"s-{digest}" if number == 1 else f"s-{digest}-{number}")
            if minted not in taken:
                taken.add(minted)
                return minted

    return mint


def _visit(text: Text, kind: SegmentKind, chapter: str | None, visit: Visit) -> Text:
    return visit(text, kind, _CONTEXTS.get(kind), chapter) if text.markup else text


def _map_sections(sections: tuple[Section, ...], visit: Visit) -> tuple[Section, ...]:
    return tuple(
        replace(
            section,
            heading=_visit(section.heading, "heading", section.heading.markup, visit),
            blocks=_map_blocks(section.blocks, "paragraph", section.heading.markup, visit),
            sections=_map_sections(section.sections, visit),
        )
        for section in sections
    )


def _map_blocks(
    blocks: tuple[Block, ...], kind: SegmentKind, chapter: str | None, visit: Visit
) -> tuple[Block, ...]:
    return tuple(_map_block(block, kind, chapter, visit) for block in blocks)


def _map_block(block: Block, kind: SegmentKind, chapter: str | None, visit: Visit) -> Block:
    match block:
        case Paragraph(text=text):
            return replace(block, text=_visit(text, kind, chapter, visit))
        case Quote(blocks=blocks):
            return replace(block, blocks=_map_blocks(blocks, "quote", chapter, visit))
        case ItemList(items=items):
            return replace(block, items=tuple(_map_blocks(item, "item", chapter, visit) for item in items))
        case Figure(alt=alt, caption=caption):
            return replace(
                block,
                alt=_visit(alt, "alt", chapter, visit),
                caption=None if caption is None else _visit(caption, "caption", chapter, visit),
            )
        case Table():
            return _map_table(block, chapter, visit)
        case Code():
            return block
        case _:
            assert_never(block)


def _map_table(table: Table, chapter: str | None, visit: Visit) -> Table:
    def cells(row: tuple[Text, ...]) -> tuple[Text, ...]:
        return tuple(_visit(cell, "cell", chapter, visit) for cell in row)

    return replace(
        table,
        caption=None if table.caption is None else _visit(table.caption, "caption", chapter, visit),
        header=cells(table.header),
        rows=tuple(cells(row) for row in table.rows),
    )
