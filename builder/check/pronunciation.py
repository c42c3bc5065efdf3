"""Check pronunciations: entries that do nothing, and entries that would change what is said.

| code | says |
|---|---|
| P001 | an entry whose word stands in no text |
| P002 | an entry that changes nothing: without it the same is said |
| P003 | an entry that loses or adds a number |
| P004 | an entry that loses or adds a negation |
| P005 | sounds that the voice of a language cannot take |
| P006 | an entry with nothing to say in it |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from builder.base.language import Language
from builder.base.text import shorten
from builder.catalogue.figures import ascii_digits
from builder.catalogue.number_words import fold, is_said, knows_words, said_numbers
from builder.catalogue.rules.negation import denies
from builder.model.finding import Finding
from builder.model.pronunciation import Pronunciation, Pronunciations
from builder.narration.pronunciation import finds
from builder.narration.spoken import said_for, spoken_form

_DIGITS = re.compile(r"\d+")


def check_pronunciations(
    pronunciations: Pronunciations, *, language: Language, texts: Sequence[str] | None
) -> tuple[Finding, ...]:
    """Return the findings on the entries of one language, in their order.

    Args:
        pronunciations: Entries that are in use.
        language: Of the words.
        texts: All that is spoken in that language in the workspace; None where not all of it is known, so
            that nothing can be said of entries that match nothing.
    """
    found: list[Finding] = []
    for entry in pronunciations:
        found.extend(_check(entry, language, texts))
    return tuple(found)


def unsaid_sounds(entry: Pronunciation, language: Language, *, voice: str, sign: str = "") -> Finding:
    """Return the finding on sounds that a voice cannot take (P005).

    Args:
        entry: With sounds.
        language: That the voice speaks.
        voice: Its engine, as people know it.
        sign: The first sign it has no sound for; empty where it takes no sounds at all.
    """
    why = f'has no sound for "{sign}"' if sign else "takes no sounds"
    return Finding(
        code="P005",
        severity="warning",
        message=f'{voice} {why}: for "{shorten(entry.word)}" it reads "{shorten(said_for(entry, language))}"',
        where=entry.where,
        hint="hear it: edition proof"
        if entry.said
        else "write it in letters too: an <alias>, or an entry of the catalogue",
    )


def _check(entry: Pronunciation, language: Language, texts: Sequence[str] | None) -> Iterator[Finding]:
    if entry.said and not any(map(str.isalnum, entry.said)):
        silent = f'"{shorten(entry.said)}" for "{shorten(entry.word)}" says nothing: the word would be lost'
        yield _finding("P006", entry, silent, "write how the word sounds, or empty the entry", grave=True)
        return
    if entry.said:
        yield from _figures(entry, language)
        yield from _negation(entry, language)
    if texts is not None and not finds(entry, texts):
        yield _finding(
            "P001",
            entry,
            f'"{shorten(entry.word)}" stands in no text',
            "write the word as it stands in the text, or empty the entry",
        )
    elif not entry.ipa and said_for(entry, language) == spoken_form(entry.word, language).text:
        yield _finding(
            "P002",
            entry,
            f'the entry for "{shorten(entry.word)}" changes nothing: it is said so without it',
            "empty the entry, or write how the word should sound",
        )


def _figures(entry: Pronunciation, language: Language) -> Iterator[Finding]:
    lost = next((each for each in _numbers(entry.word) if not _says(entry.said, each, language)), None)
    new = next(
        (each for each in _all_numbers(entry.said, language) if not _says(entry.word, each, language)), None
    )
    if lost is not None:
        yield _finding("P003", entry, _changed(entry, f"loses the number {lost}"), _SAME_NUMBERS, grave=True)
    elif new is not None:
        yield _finding("P003", entry, _changed(entry, f"adds the number {new}"), _SAME_NUMBERS, grave=True)


def _negation(entry: Pronunciation, language: Language) -> Iterator[Finding]:
    before, after = denies(entry.word, language), denies(entry.said, language)
    if before != after:
        what = "loses a negation" if before else "adds a negation"
        yield _finding("P004", entry, _changed(entry, what), "say the same", grave=True)


_SAME_NUMBERS = "write the same numbers, in words"


def _changed(entry: Pronunciation, what: str) -> str:
    return f'"{shorten(entry.said)}" for "{shorten(entry.word)}" {what}'


def _numbers(text: str) -> Iterable[Decimal]:
    return (Decimal(ascii_digits(digits)) for digits in _DIGITS.findall(text))


def _all_numbers(text: str, language: Language) -> Iterator[Decimal]:
    yield from _numbers(text)
    yield from (value for value, _, _ in said_numbers(fold(text), language))


def _says(text: str, value: Decimal, language: Language) -> bool:
    """Tell whether `text` has a number in figures or in words; True where nobody knows the words."""
    if value in set(_numbers(text)):
        return True
    return not knows_words(language) or is_said(value, fold(text), language)


def _finding(code: str, entry: Pronunciation, message: str, hint: str, *, grave: bool = False) -> Finding:
    return Finding(
        code=code,
        severity="error" if grave else "warning",
        message=message,
        where=entry.where,
        hint=hint,
    )
