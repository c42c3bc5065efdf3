"""Check a catalogue: what the rules of translation find, and what a voice would make of it."""

from __future__ import annotations

from builder.base.language import Language
from builder.catalogue.rules.check import check_translation
from builder.model.catalogue import Catalogue
from builder.model.finding import Finding
from builder.model.glossary import GlossaryTerm


def check_catalogue(
    catalogue: Catalogue,
    template: Catalogue,
    *,
    language: Language,
    glossary: tuple[GlossaryTerm, ...] = (),
) -> tuple[Finding, ...]:
    """Return all findings on a translation, in the order of the file.

    Args:
        catalogue: Of an article, or of the domain `builder`.
        template: What `extract` or `builder_domain.template` gives now.
        language: Of the translation.
        glossary: Terms of that language.
    """
    return check_translation(catalogue, template, language=language, glossary=glossary)
