"""Statistics: how many texts, words and spoken minutes of a catalogue are done, and how many are left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from builder.article.inline import plain
from builder.article.segments import segments
from builder.base.language import Language
from builder.catalogue.extract import NOT_SPOKEN
from builder.catalogue.pace import spoken_seconds
from builder.catalogue.review import is_reviewed
from builder.catalogue.rules.fit import is_usable
from builder.model.catalogue import Catalogue, Message
from builder.model.document import Document
from builder.model.segment import Segment

OPENING, INTRODUCTION, UNSPOKEN, DISCLAIMER = "Opening", "Introduction", "Shown, not spoken", "Disclaimer"
"""Chapters of an edition that no heading names."""

_WITH_SIGNS = r"[\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_UNBROKEN = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+"
_WORD = re.compile(
    rf"(?P<sign>{_WITH_SIGNS})|(?P<unbroken>{_UNBROKEN})"
    rf"|(?:(?!{_WITH_SIGNS}|{_UNBROKEN})\w)+(?:['’.,/-](?:(?!{_WITH_SIGNS}|{_UNBROKEN})\w)+)*"
)
_LETTERS_A_WORD = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """So much text."""

    texts: int = 0
    words: int = 0
    """Of the source, as `count_words` counts them."""
    spoken_seconds: float = 0.0
    """Of the source, about; what is shown alone takes none."""

    def __add__(self, other: Amount) -> Amount:
        return Amount(
            texts=self.texts + other.texts,
            words=self.words + other.words,
            spoken_seconds=self.spoken_seconds + other.spoken_seconds,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far some texts are; `translated`, `fuzzy` and `left` together are all of them."""

    translated: Amount = field(default_factory=Amount)
    """Translated, confirmed and without faults in tags or `{places}`."""
    unreviewed: Amount = field(default_factory=Amount)
    """Those of `translated` that no person approved as they are now."""
    fuzzy: Amount = field(default_factory=Amount)
    """With a translation that has to be looked at."""
    left: Amount = field(default_factory=Amount)
    """Without a translation."""

    @property
    def all(self) -> Amount:
        """Everything there is to translate."""
        return self.translated + self.fuzzy + self.left

    @property
    def to_do(self) -> Amount:
        """What has to be done before the language is finished."""
        return self.fuzzy + self.left

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            translated=self.translated + other.translated,
            unreviewed=self.unreviewed + other.unreviewed,
            fuzzy=self.fuzzy + other.fuzzy,
            left=self.left + other.left,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterStats:
    """Progress of one chapter."""

    title: str
    """Without markup, in the source language."""
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """Progress of one catalogue."""

    domain: str
    language: Language
    progress: Progress
    chapters: tuple[ChapterStats, ...]
    """In speaking order, the unspoken last; together they are `progress`. None for the tool's own texts."""


def count_words(text: str) -> int:
    """Return how many words a text without markup has.

    Numbers and hyphenated words are one word each. A Chinese character or a kana is one, as word processors
    count them; Korean is counted by its spaces. Thai, Lao, Khmer and Burmese, which have no spaces between
    words, count one for each six letters begun: GMX-V's factor for Thai.
    """
    return sum(
        -(-len(found[0]) // _LETTERS_A_WORD) if found["unbroken"] else 1 for found in _WORD.finditer(text)
    )


def statistics(
    catalogue: Catalogue, template: Catalogue, *, language: Language, document: Document | None = None
) -> Stats:
    """Return how far a catalogue is.

    Args:
        catalogue: What is translated.
        template: What has to be: each of its messages counts once, in the first chapter it stands in.
        language: Of the translation.
        document: The article, for its chapters; None for the tool's own texts.
    """
    source_language = template.source_language
    known = {message.key: message for message in catalogue.live}
    each = {
        message.key: _progress(message, known.get(message.key), catalogue.domain, source_language)
        for message in template.messages
    }
    return Stats(
        domain=template.domain,
        language=language,
        progress=total(each.values()),
        chapters=tuple(_chapters(document, each)) if document else (),
    )


def total(parts: Iterable[Progress]) -> Progress:
    """Return the sum of `parts`."""
    return sum(parts, start=Progress())


def _progress(wanted: Message, message: Message | None, domain: str, language: Language) -> Progress:
    text = plain(wanted.msgid)
    amount = Amount(
        texts=1,
        words=count_words(text),
        spoken_seconds=spoken_seconds(text, language) if _is_spoken(wanted) else 0.0,
    )
    if message is None or not any(message.msgstr):
        return Progress(left=amount)
    if not is_usable(message, domain):
        return Progress(fuzzy=amount)
    return Progress(translated=amount, unreviewed=Amount() if is_reviewed(message) else amount)


def _is_spoken(message: Message) -> bool:
    first = message.extracted_comments[0] if message.extracted_comments else ""
    return NOT_SPOKEN not in first and not first.startswith("Shown. ")


def _chapters(
    document: Document, progress: Mapping[tuple[str | None, str], Progress]
) -> Iterator[ChapterStats]:
    """Yield the chapters that have texts of their own."""
    left = dict(progress)
    found: dict[tuple[int, str], list[Progress]] = {}
    for place, segment in _placed(document):
        key = segment.context, segment.markup
        if key in left:
            found.setdefault(place, []).append(left.pop(key))
    for (_, title), parts in sorted(found.items(), key=lambda item: item[0][0]):
        yield ChapterStats(title=title, progress=total(parts))


def _placed(document: Document) -> Iterator[tuple[tuple[int, str], Segment]]:
    """Yield each segment with number and title of its chapter; two headings may have the same words."""
    found = segments(document)
    last = len(found) + 2
    number, title = 2, INTRODUCTION
    for segment in found:
        match segment.kind:
            case "title" | "disclaimer-short":
                yield (1, OPENING), segment
            case "disclaimer":
                yield (last, DISCLAIMER), segment
            case "summary" | "notice":
                yield (last + 1, UNSPOKEN), segment
            case "heading":
                number, title = number + 1, plain(segment.markup)
                yield (number, title), segment
            case _:
                yield (number, title), segment
