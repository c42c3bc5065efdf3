"""Inline Markdown made into the markup of a text: emphasis, code, numbered links and spans, one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from builder.article.inline import escape, is_allowed_address
from builder.article.source import refuse_characters
from builder.base.errors import ContentError, UsageError
from builder.base.language import Language, parse_language
from builder.base.text import shorten
from builder.model.document import Text
from builder.model.finding import Locator

_TAGS = {"em_open": "em", "em_close": "em", "strong_open": "strong", "strong_close": "strong"}
# Entities may stand for line ends; a no-break space stays.
_LANGUAGE = re.compile(r"""lang\s*=\s*(?P<quote>["']?)(?P<tag>[^\s"']*)(?P=quote)""")
_LOST_LANGUAGE = re.compile(r"\{\s*lang\s*=[^{}]*\}")
_BLANKS = re.compile("[ \t\r\n\x85\u2028\u2029]+")


def read_inline(tokens: Sequence[Token], *, path: str, line: int) -> Text:
    """Return the text of an inline token's children, soft and hard line breaks as single spaces.

    Emphasis inside emphasis is one emphasis; each link and each span of another language has its own number,
    from 1 in each text.

    Args:
        tokens: As markdown-it gives them, HTML recognised.
        path: For the locator.
        line: 1-based, of the first of them.

    Raises:
        ContentError: There is raw HTML, a picture among words, a link to an address of another kind, a span
            without a language tag, or a character that is not shown.
    """
    writer = _Writer(path=path, line=line)
    for token in tokens:
        writer.add(token)
    text = plain_markup("".join(writer.parts), path=path, line=line, links=tuple(writer.links))
    return replace(text, languages=tuple(writer.languages))


def plain_markup(markup: str, *, path: str, line: int, links: tuple[str, ...] = ()) -> Text:
    """Return the text of `markup`, blanks folded, at `path:line`.

    Raises:
        ContentError: It holds a character that is not shown, written as an entity.
    """
    folded = _BLANKS.sub(" ", markup).strip(" ")
    refuse_characters(folded, path=path, first_line=line)
    return Text(markup=folded, links=links, locator=Locator(path=path, line=line))


def words_of(tokens: Sequence[Token]) -> str:
    """Return what `tokens` read as, without any markup: a picture's alternative text."""
    words = []
    for token in tokens:
        match token.type:
            case "softbreak" | "hardbreak":
                words.append(" ")
            case "image":
                words.append(words_of(token.children or ()))
            case _:
                words.append(token.content)
    return "".join(words)


def refused_html(content: str, path: str, line: int) -> ContentError:
    """Return the error for raw HTML."""
    return ContentError(
        f'"{shorten(content)}" is HTML, which is not read here',
        where=f"{path}:{line}",
        hint="write it in Markdown; where the characters themselves are meant, write &lt; for <",
    )


@dataclass(slots=True, kw_only=True)
class _Writer:
    """Markup as it is written token by token, and the line each token stands in."""

    path: str
    line: int
    parts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    languages: list[Language] = field(default_factory=list)
    depths: dict[str, int] = field(default_factory=lambda: {"em": 0, "strong": 0, "a": 0, "l": 0})

    def add(self, token: Token) -> None:
        """Write `token`.

        Raises:
            ContentError: It is nothing that a text can hold.
        """
        match token.type:
            case "text":
                self._refuse_lost(token.content)
                self.parts.append(escape(token.content))
            case "code_inline":
                self.parts.append(f"<code>{escape(token.content)}</code>")
            case "softbreak" | "hardbreak":
                self.parts.append(" ")
                self.line += 1
            case "link_open":
                self._open_link(token)
            case "link_close":
                self._close("a", f"a{len(self.links)}")
            case "language_open":
                self._open_span(token)
            case "language_close":
                self._close("l", f"l{len(self.languages)}")
            case "em_open" | "strong_open":
                self._open(_TAGS[token.type], _TAGS[token.type])
            case "em_close" | "strong_close":
                self._close(_TAGS[token.type], _TAGS[token.type])
            case "html_inline":
                raise refused_html(token.content, self.path, self.line)
            case "image":
                raise self._picture_among_words()
            case _:
                raise AssertionError(token.type)

    def _open(self, kind: str, tag: str) -> None:
        if not self.depths[kind]:
            self.parts.append(f"<{tag}>")
        self.depths[kind] += 1

    def _close(self, kind: str, tag: str) -> None:
        self.depths[kind] -= 1
        if not self.depths[kind]:
            self.parts.append(f"</{tag}>")

    def _open_link(self, token: Token) -> None:
        address = str(token.attrGet("href") or "")
        if not is_allowed_address(address):
            raise ContentError(
                f'a link to "{shorten(address)}"; expected http, https, mailto or a relative address',
                where=f"{self.path}:{self.line}",
                hint="write the whole address, or remove the link",
            )
        if not self.depths["a"]:
            self.links.append(address)
        self._open("a", f"a{len(self.links)}")

    def _refuse_lost(self, text: str) -> None:
        """Refuse a language that belongs to no words, and a link that is none for the words in it."""
        if self.languages and "](" in text:
            raise ContentError(
                "a link around words in another language",
                where=f"{self.path}:{self.line}",
                hint="write the link inside: [[words](address)]{lang=fr}",
            )
        found = _LOST_LANGUAGE.search(text)
        if found:
            raise ContentError(
                f'"{shorten(found[0])}" stands behind no words in brackets and would be read aloud',
                where=f"{self.path}:{self.line}",
                hint="write it like [déjà vu]{lang=fr}; a link goes inside: [[words](address)]{lang=fr}",
            )

    def _open_span(self, token: Token) -> None:
        attributes = str(token.meta["attributes"])
        where = f"{self.path}:{self.line}"
        found = _LANGUAGE.fullmatch(attributes)
        if found is None:
            raise ContentError(
                f'"{{{shorten(attributes)}}}" after words in brackets; expected a language alone',
                where=where,
                hint="write it like [déjà vu]{lang=fr}",
            )
        if self.depths["l"]:
            raise ContentError(
                "words in another language inside words in another language",
                where=where,
                hint="end the first brackets before the second ones begin",
            )
        try:
            self.languages.append(parse_language(found["tag"]))
        except UsageError as error:
            error_here = ContentError(error.message, where=where, hint=error.hint)
            raise error_here from error
        self._open("l", f"l{len(self.languages)}")

    def _picture_among_words(self) -> ContentError:
        return ContentError(
            "a picture among words; expected it in a paragraph of its own",
            where=f"{self.path}:{self.line}",
            hint="put blank lines before and after ![…](…)",
        )
