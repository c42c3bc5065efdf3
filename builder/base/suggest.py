"""Did you mean: the nearest of the words that would have been right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def closest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice most like `word`, or None when none is near."""
    near = difflib.get_close_matches(word, sorted(choices), n=1, cutoff=0.6)
    return near[0] if near else None


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return `; did you mean "…"?`, or an empty text when no choice is near."""
    near = closest(word, choices)
    return f'; did you mean "{near}"?' if near else ""
