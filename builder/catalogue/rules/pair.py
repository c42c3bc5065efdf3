"""Pair: a source text and its translation side by side, as the rules compare them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from builder.article.inline import plain
from builder.base.language import Language
from builder.catalogue.rules.fit import place
from builder.catalogue.rules.header import DISCLAIMERS
from builder.catalogue.rules.places import plain_text
from builder.model.catalogue import Catalogue, Message
from builder.model.finding import Finding
from builder.model.glossary import GlossaryTerm


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A translated message and what the rules want to know of it."""

    message: Message
    source: str
    """The msgid without markup."""
    target: str
    """The translation without markup; its plural forms one after the other, spaces between."""
    source_language: Language
    language: Language
    where: str
    """`path:line` of the message."""
    glossary: tuple[GlossaryTerm, ...] = ()

    @property
    def critical(self) -> bool:
        """True for a disclaimer, where a warning is an error."""
        return self.message.msgctxt in DISCLAIMERS

    @property
    def related(self) -> bool:
        """True when the two are varieties of one language, so that their words may be the same."""
        return self.language.partition("-")[0] == self.source_language.partition("-")[0]


Rule = Callable[[Pair], Iterator[Finding]]
"""Finds what is wrong with one translation; every module of rules lists its own in `RULES`."""


def pair(
    message: Message,
    catalogue: Catalogue,
    *,
    source_language: Language,
    language: Language,
    glossary: tuple[GlossaryTerm, ...] = (),
) -> Pair:
    """Return a message of an article's catalogue with its texts freed from markup."""
    return Pair(
        message=message,
        source=plain(message.msgid),
        target=plain(" ".join(message.msgstr)),
        source_language=source_language,
        language=language,
        where=place(catalogue, message),
        glossary=glossary,
    )


def any_pair(
    message: Message,
    catalogue: Catalogue,
    *,
    source_language: Language,
    language: Language,
    glossary: tuple[GlossaryTerm, ...] = (),
) -> Pair:
    """Return a message of anybody's catalogue with its texts freed from XML-like tags and placeholders.

    Of a plural message it is the plural and the last form, the one that most counts take.
    """
    return Pair(
        message=message,
        source=plain_text(message.msgid_plural or message.msgid),
        target=plain_text(message.msgstr[-1]),
        source_language=source_language,
        language=language,
        where=place(catalogue, message),
        glossary=glossary,
    )
