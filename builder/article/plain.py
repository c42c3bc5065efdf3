"""Bare text: an article without markup, whose title, deck, headings and disclaimer are found by themselves.

A heading is a line of less than 70 characters that does not end with a stop and that text follows.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePath

from builder.article.disclaimer import is_disclaimer_label, reads_like_disclaimer
from builder.article.inline import escape
from builder.article.slug import slugify, title_of_file
from builder.article.wrapping import Passage, last_character, unwrap
from builder.base.language import Language
from builder.model.document import Document, Metadata, Paragraph, Section, Text
from builder.model.finding import Locator

_LONGEST_TITLE = 120
_LONGEST_DECK = 300
_NOT_AT_A_TITLES_END = frozenset(".:;,…。：；，、")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+[\"'“‘«¿¡(\[]*(\w)|[。！？]\S")
_BYLINE = re.compile(r"by\s", re.IGNORECASE)


def read_plain(
    text: str, *, path: str, language: Language | None = None, published: date | None = None
) -> Document:
    r"""Return the document of a bare text.

    The title is the first line, if it is short and does not end like a sentence, else it is made of the
    file's name. The deck is the paragraph after a title, if it is one sentence and a longer paragraph
    follows. The disclaimer is the last paragraph, if it reads like one; a line "Disclaimer" above it is left
    out, as the disclaimer's chapter is called so.

    Args:
        text: With `\n` as line end; see `decode_source`.
        path: For locators and the slug.
        language: Of the text; `und` if None.
        published: For the metadata.
    """
    passages = list(unwrap(text.split("\n")))
    title = passages.pop(0) if _starts_with_title(passages) else None
    disclaimer = _take_disclaimer(passages)
    deck = passages.pop(0) if title and _starts_with_deck(passages) else None
    headings = _headings(passages, after_title=title is not None and deck is None)
    return Document(
        language=language or Language("und"),
        metadata=Metadata(slug=slugify(PurePath(path).stem), path=path, published=published),
        title=_text(title, path) if title else _made_title(path),
        deck=_text(deck, path) if deck else None,
        introduction=_paragraphs(passages[: headings[0] if headings else None], path),
        sections=tuple(_sections(passages, headings, path)),
        disclaimer=_text(disclaimer, path) if disclaimer else None,
    )


def _starts_with_title(passages: Sequence[Passage]) -> bool:
    if len(passages) < 2:
        return False
    first = passages[0]
    return (
        first.line_count == 1
        and len(first.text) <= _LONGEST_TITLE
        and last_character(first.text) not in _NOT_AT_A_TITLES_END
    )


def _take_disclaimer(passages: list[Passage]) -> Passage | None:
    if not passages or not reads_like_disclaimer(passages[-1].text):
        return None
    disclaimer = passages.pop()
    if passages and is_disclaimer_label(passages[-1].text):
        passages.pop()
    return disclaimer


def _starts_with_deck(passages: Sequence[Passage]) -> bool:
    if len(passages) < 2:
        return False
    first, second = passages[:2]
    return (
        not first.heading_like
        and len(first.text) <= min(_LONGEST_DECK, len(second.text))
        and _is_one_sentence(first.text)
    )


def _is_one_sentence(text: str) -> bool:
    return not any(end[1] is None or not end[1].islower() for end in _SENTENCE_END.finditer(text))


def _headings(passages: Sequence[Passage], *, after_title: bool) -> list[int]:
    """Return where the headings are.

    Two in a row are both headings, and the first is refused later; three and more are a list or verse. Right
    under the title stand a byline or a date, so only the last of several is a heading there.
    """
    found: list[int] = []
    start = 0
    while start < len(passages):
        end = start
        while end < len(passages) and passages[end].heading_like:
            end += 1
        if start < end < len(passages):
            found += _headings_of_group(passages, start, end, under_title=after_title and start == 0)
        start = end + 1
    return found


def _headings_of_group(
    passages: Sequence[Passage], start: int, end: int, *, under_title: bool
) -> Sequence[int]:
    if under_title:
        return () if _BYLINE.match(passages[end - 1].text) else (end - 1,)
    return range(start, end) if end - start <= 2 else ()


def _sections(passages: Sequence[Passage], headings: Sequence[int], path: str) -> Iterator[Section]:
    for start, end in itertools.pairwise([*headings, len(passages)]):
        yield Section(
            heading=_text(passages[start], path),
            level=2,
            blocks=_paragraphs(passages[start + 1 : end], path),
        )


def _paragraphs(passages: Sequence[Passage], path: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text=_text(passage, path)) for passage in passages)


def _text(passage: Passage, path: str) -> Text:
    return Text(markup=escape(passage.text), locator=Locator(path=path, line=passage.line))


def _made_title(path: str) -> Text:
    return Text(markup=escape(title_of_file(PurePath(path).stem)), locator=Locator(path=path, line=1))
