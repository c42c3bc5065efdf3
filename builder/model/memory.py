"""Memory: texts that were translated before, to be offered for texts like them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryUnit:
    """A text and its translation, with where they come from."""

    source: str
    """As a msgid: markup and escapes of the catalogue they stood in."""
    target: str
    """As a msgstr; never blank."""
    msgctxt: str | None = None
    origin: str = ""
    """Domain of the catalogue, or name of the file they were imported from."""
    confirmed: bool = True
    """False for a translation that is fuzzy there."""
    translator_comments: tuple[str, ...] = ()
    """The translator's own comments on it; marks of a review go with the texts they were given for."""
