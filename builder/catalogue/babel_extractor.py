"""Babel extractor: `pybabel extract` reads our articles, by the entry point `edition_article`.

A mapping file for it:

    [edition_article: articles/**.md]
    language = en

The messages have the contexts and msgids of our own template: what is translated by the one serves the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import IO

from builder.article.detect import read_article
from builder.base.language import parse_language
from builder.catalogue.extract import extract as extract_template

DEFAULT_LANGUAGE = "en"

Extracted = tuple[int, str | None, str | tuple[str, str], list[str]]
"""Line, function, messages and comments, as Babel takes them; a context needs the function `pgettext`."""


def extract(
    fileobj: IO[bytes],
    keywords: Mapping[str, object],
    comment_tags: Collection[str],
    options: Mapping[str, str],
) -> Iterator[Extracted]:
    """Yield the texts of an article in document order.

    Source: Babel 2.18, "Writing extraction methods".

    Args:
        fileobj: The article, open for reading bytes; its name says how it is read.
        keywords: Babel's; `pgettext` is among them unless somebody took it out.
        comment_tags: Not looked at: each text has its own comments.
        options: Of the mapping file's section; `language` is that of articles which do not name theirs.

    Raises:
        ContentError: The article is refused.
        UsageError: `language` holds no language tag.
    """
    del keywords, comment_tags
    path = str(getattr(fileobj, "name", "article.md"))
    language = parse_language(options.get("language", DEFAULT_LANGUAGE))
    document = read_article(fileobj.read(), path=path, language=language)
    for message in extract_template(document).messages:
        lines = [int(reference.rpartition(":")[2]) for reference in message.references]
        comments = list(message.extracted_comments)
        for line in lines:
            if message.msgctxt is None:
                yield line, None, message.msgid, comments
            else:
                yield line, "pgettext", (message.msgctxt, message.msgid), comments
