"""Extract: a document becomes the template its translators start from.

A message is a segment: its markup is the msgid, its context the msgctxt. Translators read in `#.` lines where
the text stands, how long it takes to say, what comes before and after it, and which terms to keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from builder.article.inline import plain
from builder.article.segments import segments
from builder.base.language import Language
from builder.base.text import shorten
from builder.catalogue.figures import acronyms, decimal_mark, figures
from builder.catalogue.header import template_fields
from builder.catalogue.pace import rounded_seconds, spoken_seconds
from builder.model.catalogue import Catalogue, Message
from builder.model.document import Document, Metadata
from builder.model.segment import Segment, SegmentKind

HEADER_COMMENTS = (
    "Texts of an article that people will hear and read.",
    "Tags such as <em>…</em> and <a1>…</a1> stay around the words they belong to.",
    "&lt; &gt; and &amp; stand for < > and &, and stay as they are.",
    'X-Translators: names to be credited, separated by ";". No address is ever shown.',
    "X-Translation-Method: human, machine or machine+post-edited; empty means human.",
)
NEIGHBOUR_CHARACTERS = 80
LONGEST_PART = 20
"""A word that a cut leaves a shorter part of is left out whole."""
MOST_TERMS = 12

_ROLES: Mapping[SegmentKind, str] = {
    "title": "Title of the article",
    "deck": "Deck, the line under the title",
    "summary": "Summary for feeds and lists",
    "heading": "Heading",
    "paragraph": "Paragraph",
    "item": "Item of a list",
    "quote": "Quotation",
    "alt": "Description of a picture",
    "caption": "Caption",
    "cell": "Cell of a table",
    "notice": "Notice about the text",
    "disclaimer": "Disclaimer, the last chapter",
    "disclaimer-short": "Short disclaimer, in the opening",
}
_UNSPOKEN: frozenset[SegmentKind] = frozenset({"summary", "notice"})
NOT_SPOKEN = "shown, not spoken"
"""In the first `#.` line of a text that is not read aloud."""


def extract(document: Document, *, domain: str | None = None, path: str | None = None) -> Catalogue:
    """Return the template of a document: each of its texts once, in document order.

    Args:
        document: In its author's language.
        domain: By default the article's slug.
        path: Where the template is kept, for messages about it; by default `locales/<domain>.pot`.
    """
    domain = domain or document.metadata.slug
    found = segments(document)
    return Catalogue(
        domain=domain,
        language=None,
        header=template_fields(
            title=domain, date=creation_date(document.metadata), source_language=document.language
        ),
        messages=merge_equal(_messages(found, document.language)),
        path=path or f"locales/{domain}.pot",
        header_message=Message(msgid="", translator_comments=HEADER_COMMENTS, flags=("fuzzy",)),
    )


def creation_date(metadata: Metadata) -> str | None:
    """Return the `POT-Creation-Date` of an article: midnight UTC of the day it was last updated."""
    day = metadata.updated or metadata.published
    return f"{day.isoformat()} 00:00+0000" if day else None


def merge_equal(messages: Iterable[Message]) -> tuple[Message, ...]:
    """Return messages with those of one context and msgid as one, with the references and notes of all."""
    merged: dict[tuple[str | None, str], Message] = {}
    for message in messages:
        first = merged.get(message.key)
        if first is None:
            merged[message.key] = message
        else:
            merged[message.key] = replace(
                first,
                msgid_plural=first.msgid_plural or message.msgid_plural,
                references=_together(first.references, message.references),
                extracted_comments=_together(first.extracted_comments, message.extracted_comments),
            )
    return tuple(merged.values())


def _messages(found: Sequence[Segment], language: Language) -> Iterator[Message]:
    texts = [plain(segment.markup) for segment in found]
    for place, segment in enumerate(found):
        before = texts[place - 1] if place else None
        after = texts[place + 1] if place + 1 < len(texts) else None
        yield Message(
            msgid=segment.markup,
            msgctxt=segment.context,
            references=(f"{segment.locator.path}:{segment.locator.line}",),
            extracted_comments=tuple(_notes(segment, texts[place], before, after, language)),
        )


def _notes(
    segment: Segment, text: str, before: str | None, after: str | None, language: Language
) -> Iterator[str]:
    chapter = segment.chapter if segment.kind != "heading" else None
    place = f" in “{shorten(plain(chapter))}”" if chapter else ""
    spoken = segment.kind not in _UNSPOKEN
    time = f"about {rounded_seconds(spoken_seconds(text, language))} s" if spoken else NOT_SPOKEN
    yield f"{_ROLES[segment.kind]}{place} · {time}"
    if before:
        yield f"Before: “{_end_of(before)}”"
    if after:
        yield f"Next: “{_start_of(after)}”"
    if segment.languages:
        yield f"Foreign: {' · '.join(_spans(segment.languages))}"
    terms = _terms(text, language)
    if terms:
        yield f"Keep: {' · '.join(terms[:MOST_TERMS])}"


def _spans(languages: Sequence[Language]) -> Iterator[str]:
    from builder.catalogue.cldr import language_name  # late: few articles have such words

    for number, tag in enumerate(languages, start=1):
        yield f"<l{number}> is {language_name(tag, Language('en'))} ({tag})"


def _end_of(text: str) -> str:
    """Return the last 80 characters of a text, the cut shown by an ellipsis."""
    if len(text) <= NEIGHBOUR_CHARACTERS:
        return text
    end = text[1 - NEIGHBOUR_CHARACTERS :]
    part, space, rest = end.partition(" ")
    return f"…{rest if space and len(part) < LONGEST_PART else end}"


def _start_of(text: str) -> str:
    """Return the first 80 characters of a text, the cut shown by an ellipsis."""
    if len(text) <= NEIGHBOUR_CHARACTERS:
        return text
    start = text[: NEIGHBOUR_CHARACTERS - 1]
    rest, space, part = start.rpartition(" ")
    return f"{rest if space and len(part) < LONGEST_PART else start}…"


def _terms(text: str, language: Language) -> tuple[str, ...]:
    """Return the figures and acronyms of a text, each once."""
    numbers = (figure.written for figure in figures(text, decimal_mark(language)))
    return tuple(dict.fromkeys((*numbers, *acronyms(text))))


def _together(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
