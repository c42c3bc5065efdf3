"""Token: a kind of written thing that is said otherwise, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from builder.narration.rules import SpokenRules

SPACE = "[ \u00a0\u202f]"
"""A space inside a token: French and units have it unbroken and narrow."""

START = r"(?<!\w)"
NO_WORD = r"(?!\w)"

_AT_END = re.compile("[ \u00a0\u202f\"'”’»)\\]]*$")

Say: TypeAlias = Callable[[re.Match[str]], str | None]
"""Gives what is said for a match; None leaves it as it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenKind:
    """A pattern and what is said for what it finds."""

    name: str
    """Of the group the pattern becomes."""
    pattern: str
    """Named groups start with the first letters of `name`, so that no two kinds share one."""
    say: Say


def unit_pattern(rules: SpokenRules) -> str:
    """Return a pattern of a unit and of what it is per: `mg/kg/day`."""
    after = any_of(_rated(rules))
    return rf"(?:{any_of(rules.units)})(?:/(?:{after}|[^\W\d_]+))*(?![\w’'])"


def rate_pattern(rules: SpokenRules) -> str:
    """Return a pattern of what a number or a word is per: the `/min` of "100 beats/min"."""
    return rf"(?:/(?:{any_of(_rated(rules))}))+(?![\w/’'])"


def _rated(rules: SpokenRules) -> tuple[str, ...]:
    return (*(unit for unit in rules.units if unit not in rules.times.halves), *rules.rates)


def word_before(text: str, position: int) -> str:
    """Return the word that ends before `position`, blanks between; empty when something else stands there."""
    found = re.search(r"([^\W\d_]+)[.]?[ \u00a0\u202f]*$", text[max(0, position - 40) : position])
    return found[1] if found else ""


def word_after(text: str, position: int) -> str:
    """Return the word one space after `position`; empty when something else stands there."""
    found = re.compile(rf"{SPACE}([^\W\d_]+)").match(text, position)
    return found[1] if found else ""


def words_before(text: str, position: int, words: Iterable[str]) -> str | None:
    """Return the longest of `words` that stands right before `position`, whatever its case."""
    before = text[max(0, position - 40) : position].rstrip(" \u00a0\u202f").lower()
    for word in sorted(words, key=len, reverse=True):
        inside = word[0].isalnum() and before[: -len(word)][-1:].isalnum()
        if before.endswith(word) and not inside:
            return word
    return None


def ends_sentence(text: str, position: int) -> bool:
    """Return True where nothing but closing marks follows `position`."""
    return _AT_END.match(text, position) is not None


def padded(words: str, found: re.Match[str]) -> str:
    """Return `words` with a space towards each neighbour of the match that is neither a space nor the end."""
    text, start, end = found.string, found.start(), found.end()
    before = "" if start == 0 or text[start - 1].isspace() or text[start - 1] in "([{“‘«\"'¿¡" else " "
    after = " " if end < len(text) and (text[end].isalnum() or text[end] in "([{“‘«$€£¥−-+±<>=~≈≤≥.#") else ""
    return f"{before}{words}{after}"


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of `words`, the longest first; of nothing when there are none."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or "(?!)"
