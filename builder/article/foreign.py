"""Foreign words: where a text is in another language than its own, by the spans its author marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from builder.article.inline import CodeSpan, Node, Plain, Span, node_text, parse_inline
from builder.article.segments import UNSPOKEN, map_texts
from builder.base.language import Language
from builder.model.document import Document, Text
from builder.model.segment import Context, SegmentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignWords:
    """A stretch of a plain text in another language; code points, end excluded."""

    start: int
    end: int
    language: Language


def foreign_words(markup: str, languages: Sequence[Language], language: Language) -> tuple[ForeignWords, ...]:
    """Return where `markup` reads in another language than `language`, in order, without overlap.

    Args:
        markup: Of a text or of its translation.
        languages: Of `<l1>`, `<l2>`, … in that order.
        language: The text's own. Words of any variety of it are not foreign: a translation into the language
            of a span has it at home.
    """
    if "<l" not in markup:
        return ()
    found = _spans(parse_inline(markup), languages, 0)
    return tuple(words for words in found if not same_language(words.language, language))


def foreign_in(document: Document) -> tuple[tuple[Text, ForeignWords], ...]:
    """Return the foreign words of every spoken text of `document`, each with its text, in document order."""
    found: list[tuple[Text, ForeignWords]] = []

    def note(text: Text, kind: SegmentKind, _context: Context | None, _chapter: str | None) -> Text:
        if kind not in UNSPOKEN:
            language = text.language or document.language
            found.extend((text, words) for words in foreign_words(text.markup, text.languages, language))
        return text

    map_texts(document, note)
    return tuple(found)


def same_language(one: Language, other: Language) -> bool:
    """Tell whether two tags are of one language, whatever their scripts and regions."""
    return one.partition("-")[0] == other.partition("-")[0]


def _spans(nodes: Iterable[Node], languages: Sequence[Language], start: int) -> Iterator[ForeignWords]:
    """Yield every span that has a language; `start` is where `nodes` begin in the plain text."""
    for node in nodes:
        end = start + len(node_text(node))
        match node:
            case Span(number=number) if number <= len(languages) and start < end:
                yield ForeignWords(start=start, end=end, language=languages[number - 1])
            case Plain() | CodeSpan():
                pass
            case _:
                yield from _spans(node.children, languages, start)
        start = end
