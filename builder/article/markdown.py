"""Markdown article: CommonMark with tables and YAML front matter, read to a document.

Raw HTML, footnotes and what would be lost on the way to a listener are refused with their line.
"""

from __future__ import annotations

import itertools
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

from builder.article.front_matter import FrontMatter, split_front_matter
from builder.article.inline import escape, is_allowed_address, plain
from builder.article.markdown_inline import plain_markup, read_inline, refused_html, words_of
from builder.article.markdown_span import read_spans
from builder.article.slug import slugify, title_of_file
from builder.base.errors import ContentError
from builder.base.language import Language
from builder.base.text import shorten
from builder.model.document import (
    Block,
    Code,
    Document,
    Figure,
    ItemList,
    Metadata,
    Paragraph,
    Quote,
    Section,
    Table,
    Text,
)
from builder.model.finding import Locator

# Quotes and lists one in another; a list takes two levels. markdown-it leaves out what is nested deeper than
# its own limit, so ours is lower and refuses.
_MOST_NESTED = 24
_PARSER_NESTING = 40

_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:")
_PIPE = re.compile(r"(?<!\\)\|")


def read_markdown(
    text: str, *, path: str, language: Language | None = None, published: date | None = None
) -> Document:
    r"""Return the document of a Markdown text.

    The title is the front matter's, else a `# Title` at the top, else made of the file's name.

    Args:
        text: With `\n` as line end; see `decode_source`.
        path: For locators and, where the front matter has none, the slug.
        language: Used where the front matter names none; `und` without either.
        published: Used where the front matter has no date.

    Raises:
        ContentError: Something in it cannot be read; with the line.
    """
    front, body = split_front_matter(text, path=path)
    texts = {key: _inline(entry.value, path, entry.line) for key, entry in front.texts.items()}
    parts = deque(_read_parts(body, path))
    title = _take_title(parts, texts.get("title"), path)
    introduction = _take_blocks(parts)
    return Document(
        language=front.language or language or Language("und"),
        metadata=_metadata(front, path, published),
        title=title,
        deck=texts.get("deck"),
        introduction=introduction,
        sections=_take_sections(parts, above=0, level=2),
        summary=texts.get("summary"),
        notice=texts.get("notice"),
        disclaimer=texts.get("disclaimer"),
        disclaimer_short=texts.get("disclaimer_short"),
    )


def _metadata(front: FrontMatter, path: str, published: date | None) -> Metadata:
    return Metadata(
        slug=front.slug or slugify(PurePath(path).stem),
        path=path,
        published=front.published or published,
        updated=front.updated,
        author=front.author,
        cover=front.cover,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    text: Text
    level: int
    """1 to 6, as the author wrote it."""


_Part: TypeAlias = _Heading | Block


def _take_title(parts: deque[_Part], title: Text | None, path: str) -> Text:
    """Return the title, and take its heading off the parts where it stands there."""
    first = parts[0] if parts else None
    if isinstance(first, _Heading) and first.level == 1:
        words = plain(first.text.markup)
        if title is None or words.casefold() == plain(title.markup).casefold():
            parts.popleft()
            return title or first.text
    return title or plain_markup(escape(title_of_file(PurePath(path).stem)), path=path, line=1)


def _take_blocks(parts: deque[_Part]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    while parts and not isinstance(parts[0], _Heading):
        block = parts.popleft()
        assert not isinstance(block, _Heading)
        blocks.append(block)
    return tuple(blocks)


def _take_sections(parts: deque[_Part], *, above: int, level: int) -> tuple[Section, ...]:
    """Return the sections whose headings are deeper than `above`, at `level` whatever depth was written."""
    sections: list[Section] = []
    while parts and isinstance(heading := parts[0], _Heading) and heading.level > above:
        parts.popleft()
        sections.append(
            Section(
                heading=heading.text,
                level=level,
                blocks=_take_blocks(parts),
                sections=_take_sections(parts, above=heading.level, level=min(level + 1, 6)),
            )
        )
    return tuple(sections)


class _Markdown(MarkdownIt):
    """CommonMark with tables; addresses are judged by us, so that no link quietly becomes text."""

    def __init__(self) -> None:
        # HTML is recognised to be refused; where it is off, its tags are text and would be read aloud.
        super().__init__("commonmark", {"html": True, "maxNesting": _PARSER_NESTING})
        self.enable("table")
        read_spans(self)

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - as markdown-it has it
        """Return True: `is_allowed_address` decides later, with the line."""
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    path: str
    lines: Sequence[str]

    def where(self, line: int) -> str:
        return f"{self.path}:{line}"


def _inline(markdown: str, path: str, line: int) -> Text:
    """Return the text of one line of inline Markdown, as front matter has it."""
    (inline,) = _Markdown().parseInline(markdown)
    text = read_inline(inline.children or (), path=path, line=line)
    if not plain(text.markup).strip():
        raise ContentError("a text of nothing but markup", where=f"{path}:{line}", hint="write its words")
    return text


def _read_parts(body: str, path: str) -> Iterator[_Part]:
    source = _Source(path=path, lines=body.split("\n"))
    environment: dict[str, dict[str, dict[str, list[int]]]] = {}
    tokens = _Markdown().parse(body, environment)
    for token in tokens:
        if token.level >= _MOST_NESTED:
            raise _too_deep(source.where(_line(token)))
    for label, reference in environment.get("references", {}).items():
        if label.startswith("^"):
            raise _footnote(source.where(reference["map"][0] + 1))
    return _parts(iter(tokens), None, source)


def _too_deep(where: str) -> ContentError:
    return ContentError(
        f"lists and quotes nested deeper than {_MOST_NESTED // 2}",
        where=where,
        hint="write them side by side",
    )


def _footnote(where: str) -> ContentError:
    return ContentError(
        "a footnote, which has no place in what is read aloud",
        where=where,
        hint="write the note as a sentence of the text, and remove [^…]",
    )


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _up_to(end: str | None, tokens: Iterator[Token]) -> Iterator[Token]:
    """Yield the tokens before the one of type `end`, and take that one too."""
    return itertools.takewhile(lambda token: token.type != end, tokens)


def _parts(tokens: Iterator[Token], end: str | None, source: _Source) -> Iterator[_Part]:
    """Yield what stands in `tokens` up to the one of type `end`."""
    for token in _up_to(end, tokens):
        match token.type:
            case "heading_open":
                yield _heading(token, tokens, source)
            case "paragraph_open":
                yield from _paragraph(token, tokens, source)
            case "blockquote_open":
                yield Quote(blocks=_inner_blocks(tokens, "blockquote_close", source))
            case "bullet_list_open" | "ordered_list_open":
                yield _list(token, tokens, source)
            case "fence" | "code_block":
                yield _code(token, source)
            case "table_open":
                yield _table(tokens, source)
            case "html_block":
                raise refused_html(token.content, source.path, _line(token))
            case "hr":
                pass
            case _:
                raise AssertionError(token.type)


def _inner_blocks(tokens: Iterator[Token], end: str, source: _Source) -> tuple[Block, ...]:
    """Return the blocks of a quote or an item; a heading in there is a paragraph."""
    return tuple(
        Paragraph(text=part.text) if isinstance(part, _Heading) else part
        for part in _parts(tokens, end, source)
    )


def _heading(token: Token, tokens: Iterator[Token], source: _Source) -> _Heading:
    text = read_inline(next(tokens).children or (), path=source.path, line=_line(token))
    next(tokens)
    if not plain(text.markup).strip():
        raise ContentError(
            "a heading without words",
            where=source.where(_line(token)),
            hint="write its text, or remove the line",
        )
    return _Heading(text=text, level=int(token.tag[1]))


def _paragraph(token: Token, tokens: Iterator[Token], source: _Source) -> Iterator[Block]:
    inline = next(tokens)
    next(tokens)
    line = _line(token)
    if _FOOTNOTE.match(inline.content):
        raise _footnote(source.where(line))
    children = inline.children or []
    pictures = [child for child in children if child.type == "image"]
    if pictures and all(_is_picture_or_blank(child) for child in children):
        yield from _figures(children, line, source)
        return
    text = read_inline(children, path=source.path, line=line)
    if plain(text.markup).strip():
        yield Paragraph(text=text)


def _is_picture_or_blank(token: Token) -> bool:
    return token.type in {"image", "softbreak", "hardbreak"} or (
        token.type == "text" and not token.content.strip()
    )


def _figures(tokens: Iterable[Token], line: int, source: _Source) -> Iterator[Figure]:
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            line += 1
        elif token.type == "image":
            yield _figure(token, line, source)


def _figure(token: Token, line: int, source: _Source) -> Figure:
    address = str(token.attrGet("src") or "")
    if not is_allowed_address(address) or address.lower().startswith(("mailto:", "#")):
        raise ContentError(
            f'a picture at "{shorten(address)}"; expected a relative path, http or https',
            where=source.where(line),
            hint="put the picture beside the article and write its path",
        )
    children = token.children or []
    for child in children:
        if child.type == "html_inline":
            raise refused_html(child.content, source.path, line)
    caption = str(token.attrGet("title") or "").strip()
    return Figure(
        source=address,
        alt=plain_markup(escape(words_of(children)), path=source.path, line=line),
        caption=plain_markup(escape(caption), path=source.path, line=line) if caption else None,
    )


def _list(token: Token, tokens: Iterator[Token], source: _Source) -> ItemList:
    end = token.type.replace("_open", "_close")
    start = token.attrGet("start")
    return ItemList(
        items=tuple(_inner_blocks(tokens, "list_item_close", source) for _ in _up_to(end, tokens)),
        ordered=token.type == "ordered_list_open",
        start=1 if start is None else int(start),
    )


def _code(token: Token, source: _Source) -> Code:
    language = token.info.split()
    return Code(
        text=token.content.removesuffix("\n"),
        locator=Locator(path=source.path, line=_line(token)),
        language=language[0] if language else None,
    )


def _table(tokens: Iterator[Token], source: _Source) -> Table:
    rows: list[tuple[Text, ...]] = []
    for token in _up_to("table_close", tokens):
        if token.type == "tr_open":
            rows.append(_row(token, tokens, source))
            if rows[1:]:
                _refuse_surplus_cells(_line(token), len(rows[0]), source)
    return Table(header=rows[0], rows=tuple(rows[1:]))


def _row(token: Token, tokens: Iterator[Token], source: _Source) -> tuple[Text, ...]:
    return tuple(
        read_inline(cell.children or (), path=source.path, line=_line(token))
        for cell in _up_to("tr_close", tokens)
        if cell.type == "inline"
    )


def _refuse_surplus_cells(line: int, columns: int, source: _Source) -> None:
    """Refuse a row longer than the header, whose surplus cells the parser leaves out.

    Source: GitHub Flavored Markdown, "Tables (extension)": "if there are greater, the excess is ignored".
    """
    row = source.lines[line - 1]
    cells = _PIPE.split(row.lstrip(" \t>").rstrip())
    if not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    if len(cells) > columns:
        raise ContentError(
            f"a row of {len(cells)} cells under a header of {columns}",
            where=source.where(line),
            hint=r"add a header, or write \| where the character itself is meant",
        )
