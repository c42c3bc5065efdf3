"""Spoken form: a text as it is said aloud, with spans back to how it is written.

Engines read "0.5 mg/kg", "SSRIs" and "IV" each in its own wrong way, so numbers, units, signs, abbreviations
and acronyms become words here, once for all of them. What is shown is always the written text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from builder.base.language import Language
from builder.model.script import SpokenSpan
from builder.narration.default_rules import default_rules
from builder.narration.figures import figure_kinds, loose_digits
from builder.narration.folding import folded
from builder.narration.joining import fitted
from builder.narration.rules import SpokenRules, load_rules
from builder.narration.spelling import Speller
from builder.narration.tokens import Say, bounded
from builder.narration.wording import letter_kinds, phrase_kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenForm:
    """A text as it is spoken, and where it differs from the written one."""

    text: str
    spans: tuple[SpokenSpan, ...]
    """In order, without overlap; outside them both texts are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scanner:
    """Finds what one language says otherwise than it writes."""

    pattern: re.Pattern[str]
    """Each kind of token is a group by its name; the first that fits is taken."""
    says: Mapping[str, Say]
    rules: SpokenRules


def spoken_form(text: str, language: Language) -> SpokenForm:
    """Return how `text` is said in `language`.

    Args:
        text: Plain text, without markup; a sentence, or all that one voice reads at once.
        language: Its tag; one without a table (`data/<language>.toml`) is said as
            CLDR has it, and as it is written where CLDR has no number words of it.
    """
    scanner = _scanner(language)
    if scanner is None:
        return SpokenForm(text=text, spans=())
    parts: list[str] = []
    spans: list[SpokenSpan] = []
    length = position = 0
    for found in scanner.pattern.finditer(folded(text)):
        said = scanner.says[found.lastgroup or ""](found)
        if said is not None:
            said = fitted(scanner.rules, found, said)
        if said is None or said == text[found.start() : found.end()]:
            continue
        before = text[position : found.start()]
        start = length + len(before)
        length, position = start + len(said), found.end()
        parts += (before, said)
        spans.append(
            SpokenSpan(
                spoken_start=start, spoken_end=length, written_start=found.start(), written_end=found.end()
            )
        )
    return SpokenForm(text="".join((*parts, text[position:])), spans=tuple(spans))


@cache
def _scanner(language: Language) -> _Scanner | None:
    rules = load_rules(language) or default_rules(language)
    if rules is None:
        return None
    speller = Speller(rules)
    kinds = (*phrase_kinds(speller), *figure_kinds(speller), *letter_kinds(speller), loose_digits(speller))
    pattern = "|".join(f"(?P<{kind.name}>{kind.pattern})" for kind in kinds)
    return _Scanner(
        pattern=bounded(pattern, rules), says={kind.name: kind.say for kind in kinds}, rules=rules
    )
