"""Sentences in HTML: a text with a `span` around each sentence that is heard, inside and across its tags."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_TOKEN = re.compile(r"<(?P<slash>/?)[^>]*>|(?P<text>&#?\w+;|[^<&]+|&)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedSentence:
    """A sentence of a text, and when it is heard."""

    id: str
    """Id of the element around it."""
    start: int
    """In the plain text, code points."""
    end: int
    """One past the last."""
    start_ms: int
    end_ms: int

    @property
    def tag(self) -> str:
        """The opening tag of the element around it; times in seconds."""
        times = f'data-start="{self.start_ms / 1000:.3f}" data-end="{self.end_ms / 1000:.3f}"'
        return f'<span id="{html.escape(self.id)}" {times}>'


def mark_sentences(markup: str, sentences: Sequence[TimedSentence]) -> str:
    """Return `markup` with an element around each of `sentences`.

    A tag that reaches over the end of a sentence is closed there and opened again in the next one, so every
    sentence is one element. White space between sentences stands outside of all tags.

    Args:
        markup: Well-formed HTML of inline elements, each with text in it.
        sentences: In order, without overlap, each at least one character long.
    """
    writer = _Writer(waiting=list(reversed(sentences)))
    for token in _TOKEN.finditer(markup):
        if token["text"] is None:
            writer.close_tag(token[0]) if token["slash"] else writer.open_tag(token[0])
        elif token[0].startswith("&"):
            writer.character(token[0], len(html.unescape(token[0])))
        else:
            for character in token[0]:
                writer.character(character, 1)
    return writer.finish()


@dataclass(slots=True, kw_only=True)
class _Writer:
    """Writes tags as late as can be, so that none is left empty and each lies inside one sentence."""

    waiting: list[TimedSentence]
    """Sentences to come, the next one last."""
    parts: list[str] = field(default_factory=list)
    offset: int = 0
    tags: list[str] = field(default_factory=list)
    """Opening tags around the next character, outermost first."""
    written: int = 0
    """How many of `tags` have been written."""
    current: TimedSentence | None = None

    def open_tag(self, tag: str) -> None:
        self.tags.append(tag)

    def close_tag(self, tag: str) -> None:
        if self.written == len(self.tags):
            self.parts.append(tag)
            self.written -= 1
        self.tags.pop()

    def character(self, text: str, length: int) -> None:
        if self.current and self.offset >= self.current.end:
            self.end_sentence()
        if self.current is None and self.waiting and self.offset >= self.waiting[-1].start:
            self.interrupt_tags()
            self.current = self.waiting.pop()
            self.parts.append(self.current.tag)
        if self.current or not text.isspace():
            self.parts += self.tags[self.written :]
            self.written = len(self.tags)
        self.parts.append(text)
        self.offset += length

    def finish(self) -> str:
        if self.current:
            self.end_sentence()
        return "".join(self.parts)

    def end_sentence(self) -> None:
        self.interrupt_tags()
        self.parts.append("</span>")
        self.current = None

    def interrupt_tags(self) -> None:
        """Close the tags that are written; they are opened again before the next character."""
        for tag in reversed(self.tags[: self.written]):
            self.parts.append(f"</{_name(tag)}>")
        self.written = 0


def _name(tag: str) -> str:
    return re.split(r"[\s>]", tag[1:], maxsplit=1)[0]
