"""Check a catalogue: what the rules of translation find, and what a voice would make of it."""

from __future__ import annotations

from builder.base.language import Language
from builder.catalogue.rules.check import check_translation
from builder.catalogue.rules.state import check_state
from builder.check.spoken import check_spoken
from builder.model.catalogue import Catalogue
from builder.model.finding import Finding
from builder.model.glossary import GlossaryTerm
from builder.model.pronunciation import NO_PRONUNCIATIONS, Pronunciations


def check_catalogue(
    catalogue: Catalogue,
    template: Catalogue,
    *,
    language: Language,
    glossary: tuple[GlossaryTerm, ...] = (),
    pronunciations: Pronunciations = NO_PRONUNCIATIONS,
) -> tuple[Finding, ...]:
    """Return all findings on a translation, notes among them, in the order of the file.

    Args:
        catalogue: Of an article, or of the domain `builder`.
        template: What `extract` or `builder_domain.template` gives now.
        language: Of the translation.
        glossary: Terms of that language.
        pronunciations: Of that language: what a voice is given for words.
    """
    found = (
        *check_translation(catalogue, template, language=language, glossary=glossary),
        *check_spoken(catalogue, template, language=language, pronunciations=pronunciations),
        *check_state(catalogue, template),
    )
    return tuple(sorted(found, key=_line))


def _line(finding: Finding) -> int:
    """Return the line a finding is about; 0 for one about the whole file."""
    line = finding.where.rpartition(":")[2]
    return int(line) if line.isdecimal() else 0
