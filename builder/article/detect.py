"""Detection: which reader an article's file needs, by its name and its content."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePath

from builder.article.complete import refuse_incomplete
from builder.article.plain import read_plain
from builder.article.source import decode_source
from builder.base.errors import ContentError
from builder.base.language import Language
from builder.model.document import Document

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
"""Files that are Markdown."""
PLAIN_SUFFIXES = frozenset({".txt", ".text", ""})
"""Files that are bare text, unless they start like Markdown."""

# Front matter's first line, or a title with a blank line under it.
_MARKDOWN_START = re.compile(r"---[ \t]*\n|\s*#{1,2}[ \t]+\S[^\n]*\n[ \t]*\n")
_HTML = re.compile(r"\s*<(?:!doctype|html|\?xml)\b", re.IGNORECASE)


def read_article(
    data: bytes, *, path: str, language: Language | None = None, published: date | None = None
) -> Document:
    """Return the document of an article's file, its segments without ids.

    `.md` and `.markdown` are Markdown; `.txt`, `.text` and no suffix are bare text, or Markdown where the
    first line opens front matter or is a `# Title` above a blank line.

    Args:
        data: The file's bytes: UTF-8, any line ends, with or without a byte order mark.
        path: As the user wrote it, or relative to the workspace; it stands in locators and gives the slug.
        language: Of the article, where its front matter names none.
        published: Used where its front matter has no date.

    Raises:
        ContentError: It is of another kind or encoding, is empty, has a heading with nothing under it, or
            something in it cannot be read; with path, line and one thing to do.
    """
    suffix = PurePath(path).suffix.lower()
    if suffix not in MARKDOWN_SUFFIXES | PLAIN_SUFFIXES:
        raise ContentError(
            f"a {suffix} file; expected Markdown (.md) or bare text (.txt)",
            where=f"{path}:1",
            hint="save the article as plain text or Markdown",
        )
    text = decode_source(data, path=path)
    if _HTML.match(text):
        raise ContentError(
            "the file is HTML or XML; expected Markdown or bare text",
            where=f"{path}:1",
            hint="save the article as plain text or Markdown",
        )
    if suffix in MARKDOWN_SUFFIXES or _MARKDOWN_START.match(text):
        # Late, as bare texts need no parser.
        from builder.article.markdown import read_markdown

        document = read_markdown(text, path=path, language=language, published=published)
    else:
        document = read_plain(text, path=path, language=language, published=published)
    refuse_incomplete(document)
    return document
