"""Check a translation: all rules over all messages, their findings in the order of the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from builder.base.language import Language
from builder.base.text import shorten
from builder.catalogue.builder_domain import DOMAIN
from builder.catalogue.rules import (
    characters,
    copied,
    figures,
    length,
    negation,
    punctuation,
    ranges,
    scripts,
    terms,
    units,
    wording,
)
from builder.catalogue.rules.fit import faults, place
from builder.catalogue.rules.header import check_disclaimers, check_header
from builder.catalogue.rules.names import check_names
from builder.catalogue.rules.pair import Pair, Rule, any_pair, pair
from builder.catalogue.rules.places import check_places
from builder.model.catalogue import Catalogue, Message
from builder.model.finding import Finding
from builder.model.glossary import GlossaryTerm

RULES: tuple[Rule, ...] = (
    *figures.RULES,
    *units.RULES,
    *ranges.RULES,
    *negation.RULES,
    *copied.RULES,
    *terms.RULES,
    *scripts.RULES,
    *characters.RULES,
    *wording.RULES,
    *length.RULES,
    *punctuation.RULES,
)
"""What is asked of each translated message of an article, and of anybody's catalogue."""
TOOL_RULES: tuple[Rule, ...] = (*scripts.RULES, *characters.RULES, *wording.RULES)
"""What is asked of the tool's own texts, labels for the most part."""


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
    source_language = template.source_language
    wanted = {message.key for message in template.messages}
    found: list[Finding] = [*check_header(catalogue, language), *check_disclaimers(catalogue, template)]
    pairs: list[Pair] = []
    faults_of: dict[str, list[Finding]] = {}
    for message in catalogue.live:
        if message.key not in wanted or not message.translated:
            continue
        texts = pair(
            message,
            catalogue,
            source_language=source_language,
            language=language or source_language,
            glossary=glossary,
        )
        pairs.append(texts)
        faults_of[texts.where] = list(_check_fit(message, catalogue))
    rules = TOOL_RULES if catalogue.domain == DOMAIN else RULES
    return (*found, *_check_pairs(pairs, faults_of, rules, names=catalogue.domain != DOMAIN))


def check_any(
    catalogue: Catalogue,
    *,
    language: Language | None = None,
    source_language: Language = Language("en"),  # noqa: B008 - a NewType, nothing is called
    glossary: tuple[GlossaryTerm, ...] = (),
) -> tuple[Finding, ...]:
    """Return the findings on anybody's catalogue, one that no article of ours made, in its order.

    There is no template to compare it with; tags and placeholders are those any tool may use.

    Args:
        catalogue: Any `.po` file.
        language: Of the translation; by default the one the header names.
        source_language: Of the msgids.
        glossary: Terms of the translation's language.
    """
    language = language or catalogue.language or source_language
    pairs: list[Pair] = []
    faults_of: dict[str, list[Finding]] = {}
    for message in catalogue.live:
        if not message.translated:
            continue
        texts = any_pair(
            message, catalogue, source_language=source_language, language=language, glossary=glossary
        )
        pairs.append(texts)
        faults_of[texts.where] = list(check_places(message, catalogue))
    return tuple(_check_pairs(pairs, faults_of, RULES, names=True))


def _check_pairs(
    pairs: Sequence[Pair],
    faults_of: Mapping[str, Sequence[Finding]],
    rules: Sequence[Rule],
    *,
    names: bool,
) -> Iterator[Finding]:
    """Yield what `faults_of` has and what the rules find, message by message."""
    lost = defaultdict[str, list[Finding]](list)
    if names:
        for texts, finding in check_names(pairs):
            lost[texts.where].append(finding)
    for texts in pairs:
        yield from faults_of[texts.where]
        for rule in rules:
            yield from rule(texts)
        yield from lost[texts.where]


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
