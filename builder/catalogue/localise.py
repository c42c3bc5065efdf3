"""Localise: a document and a catalogue become an edition; what is not finished is told, not spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from builder.article.inline import plain
from builder.article.segments import SegmentKey, identify, segments, with_texts
from builder.base.errors import ContentError
from builder.base.language import Language
from builder.base.text import one_line
from builder.catalogue.extract import NOT_SPOKEN, extract
from builder.catalogue.machine import unclaimed
from builder.catalogue.pace import spoken_seconds
from builder.catalogue.review import is_reviewed
from builder.catalogue.rules.fit import is_usable, place
from builder.catalogue.rules.header import METHODS
from builder.model.catalogue import Catalogue, Coverage, Message
from builder.model.document import Document
from builder.model.edition import Edition, TranslationMethod

FIRST_PLACES = 3

_IN_BRACKETS = re.compile(r"<[^>]*>?|[(\[{][^)\]}]*[@＠][^)\]}]*[)\]}]?")
_ADDRESS = re.compile(r"\S*[@＠]\S*|(?:https?|mailto|ftp):\S*|\bwww\.\S+", re.IGNORECASE)
_HIDDEN_ADDRESS = re.compile(r"\S+\s*[\[({]\s*at\s*[\])}].*", re.IGNORECASE)
_NOBODY = frozenset(
    {"full name", "your name", "name", "automatically generated", "automatic translation", "machine",
     "machine translation", "anonymous", "unknown", "nobody", "none", "n/a", "edition builder"}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """What is left to translate before a language can be built."""

    texts: int
    """How many texts are missing, fuzzy or cannot be used as they stand."""
    total: int
    """Of how many."""
    spoken_seconds: float
    """About how long they are when spoken in the source language."""
    places: tuple[str, ...]
    """`path:line` of the first three: in the catalogue, or in the article for a text it does not have yet."""
    stale: int = 0
    """How many of them no catalogue has yet: `edition update` has to bring them there first."""
    faulty: int = 0
    """How many of them are translated and confirmed, with tags or `{places}` that do not fit."""

    def __str__(self) -> str:
        """Return one sentence without a final stop."""
        minutes = int(self.spoken_seconds / 60 + 0.5)
        speech = f"about {minutes} min of speech" if minutes else "less than a minute of speech"
        if not self.spoken_seconds:
            speech = "none of them spoken"
        texts = "1 text" if self.texts == 1 else f"{self.texts} texts"
        states = [f"{texts} of {self.total} left to translate, {speech}"]
        if self.stale:
            states.append(f"{self.stale} not in the catalogue yet")
        if self.faulty:
            states.append(f"{self.faulty} with tags or places that do not fit")
        return f"{'; '.join(states)}; first: {', '.join(self.places)}"


def original(document: Document) -> Edition:
    """Return the edition in the author's own language."""
    return Edition(document=document, source=document, method="original", reviewed=True)


def localise(
    source: Document, catalogue: Catalogue, *, language: Language | None = None, draft: bool = False
) -> Edition:
    """Return `source` in the language of `catalogue`.

    Args:
        source: As its author wrote it; a text without an id gets one.
        catalogue: Of the article's domain.
        language: Of the edition; by default the one the catalogue's header names.
        draft: Leave what is not finished in the source language, and mark it, instead of refusing.

    Raises:
        ContentError: The header names no language, or texts are missing, fuzzy or have tags that do not fit.
    """
    language = language or catalogue.language
    if language is None:
        raise ContentError(
            "the header names no language",
            where=f"{catalogue.path}:1",
            hint='write for example "Language: es\\n" into it',
        )
    template = extract(source, domain=catalogue.domain)
    left = unfinished((template, (catalogue,)))
    if left is not None and not draft:
        raise ContentError(str(left), where=catalogue.path, hint=_hint(left, catalogue.domain))
    texts = _texts(catalogue)
    identified = _identified(source)
    return Edition(
        document=with_texts(identified, texts, language),
        source=identified,
        method=method(catalogue),
        reviewed=coverage(catalogue, template).all_reviewed,
        translators=translators(catalogue),
        untranslated=frozenset(
            segment.id
            for segment in segments(identified)
            if segment.id is not None and (segment.context, segment.markup) not in texts
        ),
        draft=draft and left is not None,
    )


def coverage(catalogue: Catalogue, template: Catalogue | None = None) -> Coverage:
    """Return how far a catalogue is; a translation with faults counts among the fuzzy ones.

    Args:
        catalogue: Of any domain.
        template: What has to be translated; by default the catalogue's own messages that are not obsolete.
    """
    messages = {message.key: message for message in catalogue.live}
    wanted = messages if template is None else {message.key: message for message in template.messages}
    there = [messages[key] for key in wanted if key in messages]
    usable = [message for message in there if is_usable(message, catalogue.domain)]
    return Coverage(
        total=len(wanted),
        translated=len(usable),
        fuzzy=sum(any(message.msgstr) for message in there) - len(usable),
        reviewed=sum(is_reviewed(message) for message in usable),
    )


def unfinished(*domains: tuple[Catalogue, Sequence[Catalogue]]) -> Unfinished | None:
    """Return what is left to translate in a language, or None when it is finished.

    Args:
        domains: For each domain (the article's and `builder`) its template, and the catalogues a text is
            looked up in: it is finished as soon as one of them has it.
    """
    places: list[str] = []
    seconds = 0.0
    stale = faulty = 0
    for template, layers in domains:
        source_language = template.source_language
        finished = {
            message.key
            for catalogue in layers
            for message in catalogue.live
            if is_usable(message, template.domain)
        }
        for message in template.messages:
            if message.key not in finished:
                known = _known(message, layers)
                places.append(place(*known) if known else _place_of_new(message, template, layers))
                seconds += _seconds(message, source_language)
                stale += known is None
                faulty += known is not None and known[1].translated
    if not places:
        return None
    return Unfinished(
        texts=len(places),
        total=sum(len(template.messages) for template, _ in domains),
        spoken_seconds=seconds,
        places=tuple(dict.fromkeys(places))[:FIRST_PLACES],
        stale=stale,
        faulty=faulty,
    )


def method(catalogue: Catalogue) -> TranslationMethod:
    """Return how a catalogue was translated, by its header: `human` where it does not say.

    With a machine's draft that somebody confirmed it is not `human`, whatever the header says. A value that
    is none of those expected counts as `machine`, so that nobody is credited by mistake.
    """
    value = catalogue.header.get("X-Translation-Method", "").strip().lower()
    match value:
        case "" | "human":
            return unclaimed(catalogue)
        case "machine" | "machine+post-edited":
            return value
        case _:
            assert value not in METHODS
            return "machine"


def translators(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the names to be credited: of `X-Translators`, else of `Last-Translator`; never an address.

    A machine is nobody, and so is a value that waits to be filled in.
    """
    if method(catalogue) == "machine":
        return ()
    value = catalogue.header.get("X-Translators") or catalogue.header.get("Last-Translator", "")
    names = (_name(part) for part in value.split(";"))
    return tuple(dict.fromkeys(name for name in names if name))


def _name(value: str) -> str | None:
    text = _IN_BRACKETS.sub(" ", one_line(value))
    text = _HIDDEN_ADDRESS.sub(" ", _ADDRESS.sub(" ", text))
    name = one_line(text).strip(' ,;:<>()[]{}|/\\"-')
    if name.casefold() in _NOBODY or not any(character.isalpha() for character in name):
        return None
    return name


def _texts(catalogue: Catalogue) -> dict[SegmentKey, str]:
    """Return by context and markup the translations that can be used."""
    return {
        (message.msgctxt, message.msgid): one_line(message.msgstr[0])  # type: ignore[misc]
        for message in catalogue.live
        if is_usable(message, catalogue.domain)
    }


def _identified(source: Document) -> Document:
    return source if all(segment.id for segment in segments(source)) else identify(source)


def _known(message: Message, layers: Sequence[Catalogue]) -> tuple[Catalogue, Message] | None:
    """Return the first catalogue that has a message, and the message as it stands there."""
    for catalogue in layers:
        for other in catalogue.live:
            if other.key == message.key:
                return catalogue, other
    return None


def _place_of_new(message: Message, template: Catalogue, layers: Sequence[Catalogue]) -> str:
    """Return where a text stands that no catalogue has: in its article, else where it has to be put."""
    if message.references:
        return message.references[0]
    return layers[0].path if layers else template.path


def _hint(left: Unfinished, domain: str) -> str:
    if left.stale:
        return f"bring the catalogue up to date: edition update {domain}"
    return "translate them, or build a draft: edition build --draft"


def _seconds(message: Message, source_language: Language) -> float:
    """Return about how long a message takes to say; nothing for one that is shown alone."""
    first = message.extracted_comments[0] if message.extracted_comments else ""
    if NOT_SPOKEN in first or first.startswith("Shown. "):
        return 0.0
    return spoken_seconds(plain(message.msgid), source_language)
