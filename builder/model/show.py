"""Show: what the publisher says of the podcast as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from builder.base.language import Language

FEEDBACK_PLACES: tuple[str, ...] = ("language", "title", "time", "segment", "sentence")
"""What an address for reports may have in braces, to be filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """Who may do what with each part, as the publisher wrote it; None means nothing was said."""

    article: str | None = None
    translations: str | None = None
    audio: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """A podcast: one feed a language, one episode an article."""

    title: str
    owner: str
    language: Language
    email: str | None = None
    """Of the owner, for the feed alone."""
    base_url: str | None = None
    """Address the output folder will have, ending in `/`."""
    category: str = "Education"
    """As Apple spells it; `Parent > Child` for a subcategory."""
    explicit: bool = False
    cover: str | None = None
    """Path of a square picture, relative to the workspace."""
    cover_alt: str | None = None
    feedback: str | None = None
    """Where listeners report a wrong word or sound: an address of mail or of the web."""
    rights: Rights = Rights()
