"""Edition: a document in one language, and how its text came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from builder.base.language import Language
from builder.model.document import Document
from builder.model.segment import SegmentId

TranslationMethod = Literal["original", "human", "machine", "machine+post-edited"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One language of an article."""

    document: Document
    source: Document
    """The article as its author wrote it; the same document for the original."""
    method: TranslationMethod
    reviewed: bool
    """True when a person approved every message; the original counts as reviewed."""
    translators: tuple[str, ...] = ()
    """Names alone, never an address."""
    untranslated: frozenset[SegmentId] = frozenset()
    """Segments that stand in the source language (a draft alone)."""
    draft: bool = False

    @property
    def language(self) -> Language:
        """The language people will hear."""
        return self.document.language

    @property
    def translated(self) -> bool:
        """True when this edition is not in the article's own language."""
        return self.document.language != self.source.language
