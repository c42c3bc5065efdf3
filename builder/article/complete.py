"""Completeness of a document: every heading has something under it, and there is something to say."""

from __future__ import annotations

from builder.article.inline import plain
from builder.base.errors import ContentError
from builder.base.text import shorten
from builder.model.document import Document, Section


def refuse_incomplete(document: Document) -> None:
    """Refuse a document that has a heading with nothing under it, or nothing besides its title.

    Raises:
        ContentError: At the first such heading, or at the title.
    """
    if not document.introduction and not document.sections:
        raise ContentError(
            "the article has no text besides its title, deck and notices",
            where=f"{document.metadata.path}:{document.title.locator.line}",
            hint="write at least one paragraph",
        )
    for section in document.sections:
        _refuse_empty(section)


def _refuse_empty(section: Section) -> None:
    if not section.blocks and not section.sections:
        raise ContentError(
            f'heading "{shorten(plain(section.heading.markup))}" has no text under it',
            where=str(section.heading.locator),
            hint="add a paragraph, or remove the line",
        )
    for inner in section.sections:
        _refuse_empty(inner)
