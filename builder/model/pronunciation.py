"""Pronunciation: how a word is said, where a voice by itself says it wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronunciation:
    """One word or phrase, and what is said for it; at least one of `said` and `ipa` is there."""

    word: str
    """As it is written."""
    said: str = ""
    """How to write it so that a voice says it right; empty where the sounds alone are given."""
    ipa: str = ""
    """Its sounds, in the International Phonetic Alphabet, without slashes or brackets."""
    where: str = ""
    """`path:line` of the entry."""


@dataclass(frozen=True, slots=True)
class Pronunciations:
    """The pronunciations of one language; each word once, in no order that matters."""

    entries: tuple[Pronunciation, ...] = ()

    def __iter__(self) -> Iterator[Pronunciation]:
        """Yield each entry."""
        return iter(self.entries)

    def __bool__(self) -> bool:
        """Return True when there is any."""
        return bool(self.entries)

    def over(self, others: Pronunciations) -> Pronunciations:
        """Return these entries, and those of `others` for words that have none here."""
        words = {entry.word for entry in self.entries}
        return Pronunciations((*self.entries, *(each for each in others if each.word not in words)))


NO_PRONUNCIATIONS = Pronunciations()

Doubt = Literal["acronym", "mixed", "foreign letters", "foreign word", "name", "term", "unknown"]
"""Why a voice may say a word wrong: capitals, digits or capitals inside, letters or a spelling of another
language, a capital in mid-sentence, a term of the glossary, a word its lexicon does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsureWord:
    """A word that a voice may say wrong, as it is used in the texts of one language."""

    word: str
    doubt: Doubt
    spoken: str
    """What a voice is given for it, without any pronunciation."""
    sentence: str
    """The first one it stands in, cut around it."""
    count: int
    """How many times it is used."""
    place: str
    """`path:line` of the first use."""
