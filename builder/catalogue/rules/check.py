"""Check a translation: all rules over all messages, their findings in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator

from builder.base.language import Language
from builder.base.text import shorten
from builder.catalogue.builder_domain import DOMAIN
from builder.catalogue.rules import copied, figures
from builder.catalogue.rules.fit import faults, place
from builder.catalogue.rules.header import check_disclaimers, check_header
from builder.catalogue.rules.pair import Rule, pair
from builder.model.catalogue import Catalogue, Message
from builder.model.finding import Finding
from builder.model.glossary import GlossaryTerm

RULES: tuple[Rule, ...] = (*figures.RULES, *copied.RULES)
"""What is asked of each translated message of an article."""


def check_translation(
    catalogue: Catalogue,
    template: Catalogue,
    *,
    language: Language | None = None,
    glossary: tuple[GlossaryTerm, ...] = (),
) -> tuple[Finding, ...]:
    """Return the findings on a catalogue, in the order of its messages, those on the header first.

    Args:
        catalogue: Of an article, or of the domain `builder`.
        template: What `extract` or `builder_domain.template` gives now.
        language: Of the translation; by default the one the header names.
        glossary: Terms of the translation's language.
    """
    language = language or catalogue.language
    source_language = Language(template.header.get("X-Source-Language") or "en")
    wanted = {message.key for message in template.messages}
    found: list[Finding] = [*check_header(catalogue, language), *check_disclaimers(catalogue, template)]
    for message in catalogue.live:
        if message.key not in wanted or not message.translated:
            continue
        found.extend(_check_fit(message, catalogue))
        if catalogue.domain == DOMAIN:
            continue
        texts = pair(
            message,
            catalogue,
            source_language=source_language,
            language=language or source_language,
            glossary=glossary,
        )
        for rule in RULES:
            found.extend(rule(texts))
    return tuple(found)


def _check_fit(message: Message, catalogue: Catalogue) -> Iterator[Finding]:
    """Find tags (T001) and places of a tool text (T006) that do not fit the source."""
    own = catalogue.domain == DOMAIN
    for fault in faults(message, catalogue.domain):
        yield Finding(
            code="T006" if own else "T001",
            severity="error",
            message=f'"{shorten(message.msgstr[0], 40)}": {fault}',
            where=place(catalogue, message),
            hint="copy the {places} from the source, unchanged"
            if own
            else "put the tags of the source around the words they belong to",
        )
