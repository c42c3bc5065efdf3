"""Figures: the pictures of an article, and where each lies in an edition's folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from builder.base.digest import digest_text
from builder.model.document import Block, Document, Figure, ItemList, Quote, Section


def figures(document: Document) -> tuple[tuple[str, str], ...]:
    """Return the pictures that can be part of an edition, in document order, each once.

    Each as its path relative to the article's file, and the path of its copy in the edition's folder. The
    first is what an author wrote: whoever reads the file has to make sure that it does not lead out of the
    workspace.
    """
    sources = (figure.source for figure in _in_document(document))
    places = {source: figure_path(source) for source in sources}
    return tuple((unquote(source), path) for source, path in places.items() if path)


def figure_path(source: str) -> str | None:
    """Return where the copy of a picture lies in the edition's folder; None for one on another site."""
    parts = urlsplit(source)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", PurePosixPath(unquote(parts.path)).name).strip("-.")
    return f"figures/{digest_text(source)[:8]}-{name or 'picture'}"


def _in_document(document: Document) -> Iterator[Figure]:
    yield from _in_blocks(document.introduction)
    for section in document.sections:
        yield from _in_section(section)


def _in_section(section: Section) -> Iterator[Figure]:
    yield from _in_blocks(section.blocks)
    for inner in section.sections:
        yield from _in_section(inner)


def _in_blocks(blocks: Iterable[Block]) -> Iterator[Figure]:
    for block in blocks:
        match block:
            case Figure():
                yield block
            case Quote(blocks=inner):
                yield from _in_blocks(inner)
            case ItemList(items=items):
                for item in items:
                    yield from _in_blocks(item)
            case _:
                pass
