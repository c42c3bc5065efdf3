"""Outline of a document: what each line of its source was taken for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.article.inline import plain
from builder.article.segments import segments
from builder.model.document import Document
from builder.model.segment import SegmentKind

# In the order in which a count names them.
_NAMES: Mapping[SegmentKind, tuple[str, str]] = {
    "title": ("title", "titles"),
    "deck": ("deck", "decks"),
    "summary": ("summary", "summaries"),
    "notice": ("notice", "notices"),
    "heading": ("heading", "headings"),
    "paragraph": ("paragraph", "paragraphs"),
    "item": ("list item", "list items"),
    "quote": ("quote", "quotes"),
    "alt": ("alternative text", "alternative texts"),
    "caption": ("caption", "captions"),
    "cell": ("table cell", "table cells"),
    "disclaimer-short": ("short disclaimer", "short disclaimers"),
    "disclaimer": ("disclaimer", "disclaimers"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineLine:
    """One segment, and the source line it starts in."""

    line: int
    """1-based; of a text in front matter, the line of its key."""
    kind: SegmentKind
    text: str
    """As it is read, without markup, on one line."""


def outline(document: Document) -> tuple[OutlineLine, ...]:
    """Return a line for each segment, by source line; those of one line in document order."""
    found = (
        OutlineLine(line=segment.locator.line, kind=segment.kind, text=plain(segment.markup))
        for segment in segments(document)
    )
    return tuple(sorted(found, key=lambda entry: entry.line))


def count_kinds(lines: Sequence[OutlineLine]) -> Mapping[SegmentKind, int]:
    """Return how many lines there are of each kind, without those that do not occur."""
    counts = Counter(entry.kind for entry in lines)
    return {kind: counts[kind] for kind in _NAMES if counts[kind]}


def render_count(lines: Sequence[OutlineLine]) -> str:
    """Return the counts as people read them: `1 title, 1 deck, 9 headings, 48 paragraphs, 1 disclaimer`."""
    return ", ".join(
        f"{count} {_NAMES[kind][0 if count == 1 else 1]}" for kind, count in count_kinds(lines).items()
    )
