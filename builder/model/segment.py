"""Segment: the smallest unit that is translated and spoken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NewType

from builder.base.language import Language
from builder.model.finding import Locator

SegmentId = NewType("SegmentId", str)
"""`s-` and 8 hex digits, with a suffix on a clash; minted once, never rewritten."""

SegmentKind = Literal[
    "title", "deck", "summary", "heading", "paragraph", "item", "quote", "alt", "caption",
    "cell", "notice", "disclaimer", "disclaimer-short",
]  # fmt: skip

Context = Literal["title", "deck", "heading", "disclaimer", "disclaimer-short", "caption", "alt", "summary"]
"""The `msgctxt` values; running text has none. A promise to translators: never renamed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One text of a document, in document order."""

    id: SegmentId | None
    """None until the document was identified."""
    kind: SegmentKind
    markup: str
    """As in `Text.markup`; it is the msgid."""
    context: Context | None
    locator: Locator
    chapter: str | None
    """Markup of the heading this segment stands under; None before the first one."""
    languages: tuple[Language, ...] = ()
    """Of the words in `<l1>`, `<l2>`, … of the markup, in that order."""
