"""Glossary term: how a word of the source is to be translated."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryTerm:
    """One line of a language's `glossary.tsv`."""

    source: str
    """The word or words in the source language, in their dictionary form."""
    targets: tuple[str, ...]
    """Translations that are right, the best one first, in their dictionary form; the source itself where the
    word stays as it is. Never empty."""
    note: str = ""
    """For the translator."""
    line: int = 0
    """1-based line in the file it was read from; 0 for a new one."""
