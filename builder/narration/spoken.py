"""Spoken form: a text as it is said aloud, with spans back to how it is written.

Engines read "0.5 mg/kg", "SSRIs" and "IV" each in its own wrong way, so numbers, units, signs, abbreviations
and acronyms become words here, once for all of them. What is shown is always the written text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from builder.base.language import Language
from builder.model.pronunciation import NO_PRONUNCIATIONS, Pronunciation, Pronunciations
from builder.model.script import PhonemeSpan, SpokenSpan
from builder.narration.default_rules import default_rules
from builder.narration.figures import figure_kinds, loose_digits
from builder.narration.folding import folded
from builder.narration.joining import fitted
from builder.narration.pronunciation import GROUP, by_spelling, pronunciation_pattern, spelling
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
    phonemes: tuple[PhonemeSpan, ...] = ()
    """Where an author gave the sounds; in order, without overlap."""

    def moved(self, by: int) -> SpokenForm:
        """Return the form as it is behind `by` code points that are said before it; `text` stays."""
        return replace(
            self,
            spans=tuple(
                replace(span, spoken_start=span.spoken_start + by, spoken_end=span.spoken_end + by)
                for span in self.spans
            ),
            phonemes=tuple(replace(span, start=span.start + by, end=span.end + by) for span in self.phonemes),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kinds:
    """What one language says otherwise than it writes; its pattern takes long to compile."""

    pattern: str
    flags: re.RegexFlag
    says: Mapping[str, Say]
    rules: SpokenRules


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scanner:
    """Finds what one language says otherwise than it writes."""

    pattern: re.Pattern[str]
    """Each kind of token is a group by its name; the first that fits is taken."""
    says: Mapping[str, Say]
    rules: SpokenRules | None
    """None for a language that is said as it is written, but for its pronunciations."""
    entries: Mapping[str, Pronunciation] = field(default_factory=dict)
    """Pronunciations, by the spelling they are found by."""


def spoken_form(
    text: str, language: Language, pronunciations: Pronunciations = NO_PRONUNCIATIONS
) -> SpokenForm:
    """Return how `text` is said in `language`.

    Args:
        text: Plain text, without markup; a sentence, or all that one voice reads at once.
        language: Its tag; one without a table (`data/<language>.toml`) is said as
            CLDR has it, and as it is written where CLDR has no number words of it.
        pronunciations: Of the language; they go before its table, and nothing else is made of what they say.
    """
    scanner = _pronouncing(language, pronunciations) if pronunciations else _scanner(language)
    if scanner is None:
        return SpokenForm(text=text, spans=())
    parts: list[str] = []
    spans: list[SpokenSpan] = []
    phonemes: list[PhonemeSpan] = []
    length = position = 0
    for found in scanner.pattern.finditer(folded(text)):
        said = scanner.says[found.lastgroup or ""](found)
        is_entry = found.lastgroup == GROUP
        if said is not None and scanner.rules is not None and not is_entry:
            said = fitted(scanner.rules, found, said)
        written = text[found.start() : found.end()]
        sounds = scanner.entries[spelling(found[0])].ipa if is_entry else ""
        if said is None or (said == written and not sounds):
            continue
        before = text[position : found.start()]
        start = length + len(before)
        length, position = start + len(said), found.end()
        parts += (before, said)
        if sounds:
            phonemes.append(PhonemeSpan(start=start, end=length, ipa=sounds))
        if said != written:
            spans.append(
                SpokenSpan(
                    spoken_start=start,
                    spoken_end=length,
                    written_start=found.start(),
                    written_end=found.end(),
                )
            )
    return SpokenForm(text="".join((*parts, text[position:])), spans=tuple(spans), phonemes=tuple(phonemes))


def said_for(entry: Pronunciation, language: Language) -> str:
    """Return the words that are said for an entry: its own, else the word's; no digit is left to a voice."""
    words = entry.said or entry.word
    if entry.said and not any(character.isdecimal() for character in words):
        return words
    return spoken_form(words, language).text


@lru_cache(maxsize=32)
def _pronouncing(language: Language, pronunciations: Pronunciations) -> _Scanner:
    """Return the scanner of a language that tries pronunciations before everything else."""
    kinds = _kinds(language)
    entries = by_spelling(pronunciations)
    said = {name: said_for(entry, language) for name, entry in entries.items()}
    says: Mapping[str, Say] = {GROUP: lambda found: said[spelling(found[0])]}
    pattern = pronunciation_pattern(pronunciations)
    if kinds is None:
        return _Scanner(pattern=re.compile(pattern), says=says, rules=None, entries=entries)
    return _Scanner(
        pattern=re.compile(f"{pattern}|{kinds.pattern}", kinds.flags),
        says={**kinds.says, **says},
        rules=kinds.rules,
        entries=entries,
    )


@cache
def _scanner(language: Language) -> _Scanner | None:
    kinds = _kinds(language)
    if kinds is None:
        return None
    return _Scanner(pattern=re.compile(kinds.pattern, kinds.flags), says=kinds.says, rules=kinds.rules)


@cache
def _kinds(language: Language) -> _Kinds | None:
    rules = load_rules(language) or default_rules(language)
    if rules is None:
        return None
    speller = Speller(rules)
    kinds = (*phrase_kinds(speller), *figure_kinds(speller), *letter_kinds(speller), loose_digits(speller))
    pattern, flags = bounded("|".join(f"(?P<{kind.name}>{kind.pattern})" for kind in kinds), rules)
    return _Kinds(pattern=pattern, flags=flags, says={kind.name: kind.say for kind in kinds}, rules=rules)
