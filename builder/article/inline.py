"""Inline markup of a text: emphasis, code, numbered links and spans as tags that translators can move.

A text is one line. Its tags are `<em>…</em>`, `<strong>…</strong>`, `<code>…</code>`, for links `<a1>…</a1>`,
`<a2>…</a2>`, … and for words in another language `<l1>…</l1>`, `<l2>…</l2>`, …; `&lt;`, `&gt;` and `&amp;`
stand for the three characters. No tag stands inside one of its own kind, no link inside a link, no span
inside a span, and inside code there is text alone: so a text is never nested deeper than five.

What a translator writes is never refused here: what is no such tag is text and is shown as text, a tag
without its pair is left out. `problems` tells of both.
"""

from __future__ import annotations

import html
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from builder.base.language import Language
from builder.base.text import shorten

TAG = r"em|strong|code|[al][1-9][0-9]{0,5}"
"""The names of all tags, as a pattern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Text as it is read, nothing escaped; never empty, never two in a row."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Emphasis:
    """Stressed text: `<em>`."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strong:
    """Important text: `<strong>`."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSpan:
    """A few words of program code: `<code>`."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Text that leads elsewhere: `<a1>`, `<a2>` and so on."""

    number: int
    """1-based place of the address in `Text.links`."""
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words in another language: `<l1>`, `<l2>` and so on."""

    number: int
    """1-based place of the language in `Text.languages`."""
    children: tuple[Node, ...]


Node: TypeAlias = Plain | Emphasis | Strong | CodeSpan | Link | Span

_TOKEN = re.compile(
    rf"<(?P<slash>/?)(?P<tag>{TAG})>"
    r"|&(?P<entity>lt|gt|amp);|(?P<stray>[<&])|(?P<text>[^<&]+)"
)
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&"}

# RFC 3986, 3.1: a scheme is a letter, then letters, digits, "+", "-" and ".", up to the first colon.
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_ADDRESS_SCHEMES = frozenset({"http", "https", "mailto"})
# Browsers drop tabs and line ends from addresses and read "\" as "/", which could hide another scheme.
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029]")


def parse_inline(markup: str) -> tuple[Node, ...]:
    """Return the nodes of `markup`; stray characters are text, tags without a pair are left out."""
    return _parse(markup)[0]


def render_markup(nodes: Iterable[Node]) -> str:
    """Return the markup that `parse_inline` reads as `nodes`."""
    return "".join(map(_node_markup, nodes))


def plain(markup: str) -> str:
    """Return what is read aloud and matched in searches: the text without tags, nothing escaped."""
    return "".join(map(node_text, parse_inline(markup)))


def render_html(markup: str, links: Sequence[str] = (), languages: Sequence[Language] = ()) -> str:
    """Return `markup` as HTML that is also XML, every character of the text escaped.

    Args:
        markup: As in `Text.markup`; a translator's faults are shown as text.
        links: Addresses of `<a1>`, `<a2>`, …; a link whose address is missing or not allowed is but its text.
        languages: Of `<l1>`, `<l2>`, …; a span without one is but its text.
    """
    return _nodes_html(parse_inline(markup), _Told(links=links, languages=languages))


def escape(text: str) -> str:
    """Return the markup that reads as `text` and holds no tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_allowed_address(address: str) -> bool:
    """Return True for what may be a link: http, https and mailto addresses, relative ones and `#anchors`."""
    if not address or _NOT_IN_ADDRESS.search(address) or address.startswith("//"):
        return False
    scheme = _SCHEME.match(address)
    if scheme is None:
        return ":" not in re.split(r"[/?#]", address, maxsplit=1)[0]
    return scheme[1].lower() in _ADDRESS_SCHEMES and len(address) > scheme.end()


def problems(markup: str, source_markup: str | None = None) -> tuple[str, ...]:
    """Return what is wrong with a translation's tags, each as a sentence without a final stop.

    Args:
        markup: The translation.
        source_markup: The text it translates; None asks only whether the tags are well-formed.

    Returns:
        Faults in the order of their columns (1-based, code points), then missing and surplus tags.
    """
    faults = tuple(message for _, message in sorted(_parse(markup)[1]))
    return faults if source_markup is None else (*faults, *_disparities(markup, source_markup))


def _disparities(markup: str, source_markup: str) -> Iterator[str]:
    found, expected = _tag_counts(markup), _tag_counts(source_markup)
    for tag in sorted({*found, *expected}):
        pair = f"<{tag}>…</{tag}>"
        if not found[tag] and tag[0] == "l":
            continue  # What is foreign in one language may be at home in another.
        if not found[tag]:
            yield f"{pair} of the source is missing"
        elif not expected[tag]:
            yield f"{pair} is not in the source"
        elif found[tag] != expected[tag]:
            yield f"{pair} stands here {found[tag]} times, in the source {expected[tag]}"


def _tag_counts(markup: str) -> Counter[str]:
    return Counter(token["tag"] for token in _TOKEN.finditer(markup) if token["tag"] and not token["slash"])


def _node_markup(node: Node) -> str:
    match node:
        case Plain(text=text):
            return escape(text)
        case CodeSpan(text=text):
            return f"<code>{escape(text)}</code>"
        case Emphasis(children=children):
            return f"<em>{render_markup(children)}</em>"
        case Strong(children=children):
            return f"<strong>{render_markup(children)}</strong>"
        case Link(number=number, children=children):
            return f"<a{number}>{render_markup(children)}</a{number}>"
        case Span(number=number, children=children):
            return f"<l{number}>{render_markup(children)}</l{number}>"
        case _:
            assert_never(node)


def node_text(node: Node) -> str:
    """Return what one node reads as."""
    match node:
        case Plain(text=text) | CodeSpan(text=text):
            return text
        case (
            Emphasis(children=children)
            | Strong(children=children)
            | Link(children=children)
            | Span(children=children)
        ):
            return "".join(map(node_text, children))
        case _:
            assert_never(node)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a text's numbered tags stand for."""

    links: Sequence[str]
    languages: Sequence[Language]


def _node_html(node: Node, told: _Told) -> str:
    match node:
        case Plain(text=text):
            return html.escape(text, quote=False)
        case CodeSpan(text=text):
            return f"<code>{html.escape(text, quote=False)}</code>"
        case Emphasis(children=children):
            return f"<em>{_nodes_html(children, told)}</em>"
        case Strong(children=children):
            return f"<strong>{_nodes_html(children, told)}</strong>"
        case Link(number=number, children=children):
            address = told.links[number - 1] if number <= len(told.links) else ""
            inner = _nodes_html(children, told)
            return f'<a href="{html.escape(address)}">{inner}</a>' if is_allowed_address(address) else inner
        case Span(number=number, children=children):
            inner = _nodes_html(children, told)
            return _span_html(told.languages[number - 1], inner) if number <= len(told.languages) else inner
        case _:
            assert_never(node)


def _nodes_html(nodes: Iterable[Node], told: _Told) -> str:
    return "".join(_node_html(node, told) for node in nodes)


def _span_html(language: Language, inner: str) -> str:
    # `dir="auto"` follows the words themselves, so that a name in Arabic letters stands the right way round.
    return f'<span lang="{html.escape(language)}" dir="auto">{inner}</span>'


_Part: TypeAlias = str | Node
_Fault: TypeAlias = tuple[int, str]


@dataclass(slots=True, kw_only=True)
class _Open:
    """A tag that has not been closed yet, and what was read inside it."""

    tag: str
    column: int
    parts: list[_Part] = field(default_factory=list)


def _parse(markup: str) -> tuple[tuple[Node, ...], list[_Fault]]:
    """Return the nodes and the faults with their columns; each token is looked at once."""
    open_tags = [_Open(tag="", column=0)]
    faults: list[_Fault] = []
    for token in _TOKEN.finditer(markup):
        column = token.start() + 1
        if token["tag"] and token["slash"]:
            _close(open_tags, token["tag"], column, faults)
        elif token["tag"]:
            _open(open_tags, token["tag"], column, faults)
        else:
            if token["stray"]:
                faults.append((column, _stray(markup, column)))
            entity = token["entity"]
            open_tags[-1].parts.append(_ENTITIES[entity] if entity else token[0])
    while len(open_tags) > 1:
        unclosed = open_tags.pop()
        faults.append((unclosed.column, f"<{unclosed.tag}> at column {unclosed.column} is not closed"))
        open_tags[-1].parts += unclosed.parts
    return _merge(open_tags[0].parts), faults


def _stray(markup: str, column: int) -> str:
    found = markup[column - 1]
    around = shorten(markup[column - 1 : column + 20], 20)
    return f'"{around}" at column {column} is no tag of ours; a bare "{found}" is written "{escape(found)}"'


def _open(open_tags: list[_Open], tag: str, column: int, faults: list[_Fault]) -> None:
    outer = next((outer for outer in open_tags[1:] if _excludes(outer.tag, tag)), None)
    if outer is not None:
        faults.append((column, f"<{tag}> at column {column} cannot stand inside <{outer.tag}>"))
    else:
        open_tags.append(_Open(tag=tag, column=column))


def _excludes(outer: str, inner: str) -> bool:
    return outer in (inner, "code") or (outer[0] == inner[0] and outer[0] in "al")


def _close(open_tags: list[_Open], tag: str, column: int, faults: list[_Fault]) -> None:
    if all(opened.tag != tag for opened in open_tags):
        faults.append((column, f"</{tag}> at column {column} closes nothing"))
        return
    while open_tags[-1].tag != tag:
        crossed = open_tags.pop()
        faults.append(
            (crossed.column, f"<{crossed.tag}> at column {crossed.column} is not closed before </{tag}>")
        )
        open_tags[-1].parts += crossed.parts
    closed = open_tags.pop()
    open_tags[-1].parts.append(_node(closed))


def _node(closed: _Open) -> Node:
    match closed.tag:
        case "em":
            return Emphasis(children=_merge(closed.parts))
        case "strong":
            return Strong(children=_merge(closed.parts))
        case "code":
            return CodeSpan(text="".join(part for part in closed.parts if isinstance(part, str)))
        case tag if tag.startswith("l"):
            return Span(number=int(tag[1:]), children=_merge(closed.parts))
        case _:
            return Link(number=int(closed.tag[1:]), children=_merge(closed.parts))


def _merge(parts: Iterable[_Part]) -> tuple[Node, ...]:
    """Return the parts with each run of texts as one node."""
    nodes: list[Node] = []
    for text, run in itertools.groupby(parts, lambda part: isinstance(part, str)):
        if text:
            nodes.append(Plain(text="".join(part for part in run if isinstance(part, str))))
        else:
            nodes.extend(part for part in run if not isinstance(part, str))
    return tuple(nodes)
