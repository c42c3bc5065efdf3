"""Document: an article parsed to a tree of sections and blocks, or its localised mirror."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from builder.base.language import Language
from builder.model.finding import Locator
from builder.model.segment import SegmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that is translated and spoken, and where its author wrote it."""

    markup: str
    """One line; `<em>`, `<strong>`, `<code>`, `<a1>`…, `<l1>`… as tags, other `<`, `>`, `&` escaped."""
    locator: Locator
    links: tuple[str, ...] = ()
    """Addresses of `<a1>`, `<a2>`, … in that order."""
    languages: tuple[Language, ...] = ()
    """Of the words in `<l1>`, `<l2>`, … in that order."""
    id: SegmentId | None = None
    """Set by `identify`; the same in every language."""
    language: Language | None = None
    """Of this text, where it is not the document's (a draft's untranslated text)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of running text."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What somebody else said or wrote, set off as blocks of its own."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemList:
    """A list, ordered or not."""

    items: tuple[tuple[Block, ...], ...]
    """Each item as its blocks; a nested list is one of them."""
    ordered: bool = False
    start: int = 1
    """Number of the first item of an ordered list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture with its alternative text and, if it has one, a caption."""

    source: str
    """Address or path as the author wrote it."""
    alt: Text
    caption: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with one row of headers."""

    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    """Each as long as the header."""
    caption: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A listing: shown, announced, neither read aloud nor translated."""

    text: str
    locator: Locator
    language: str | None = None
    """Programming language the author named."""


Block: TypeAlias = Paragraph | Quote | ItemList | Figure | Table | Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, the blocks under it, and the sections inside it."""

    heading: Text
    level: int
    """2 for a section of the article, 3 for a section of that, up to 6."""
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the author says about an article besides its text."""

    slug: str
    """Name of the article in file names and addresses: lower-case ASCII, digits and hyphens."""
    path: str
    """The source file, as the user wrote it or relative to the workspace."""
    published: date | None = None
    updated: date | None = None
    author: str | None = None
    cover: str | None = None
    """Path of a picture, relative to the source file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article in one language."""

    language: Language
    metadata: Metadata
    title: Text
    deck: Text | None
    introduction: tuple[Block, ...]
    """What stands before the first heading."""
    sections: tuple[Section, ...]
    summary: Text | None = None
    """For feeds and catalogues; not spoken."""
    notice: Text | None = None
    """About the text itself; shown on the page and in the notes, not spoken."""
    disclaimer: Text | None = None
    """Spoken as the last chapter and shown in every format."""
    disclaimer_short: Text | None = None
    """Spoken in the opening."""
