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
UNIT_END = r"(?![\w’'])"
WORD_START = r"(?<![\w.])"
"""Where letters may begin that are no part of a longer word or of a name with points."""

# Marks of vowels are no letters to `re`: without them a word of Hindi or a vowelled one of Arabic has gaps.
_LETTERS = "(?:[^\\W\\d_]|[\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0955-\u0957\u0962\u0963])+"

_AT_END = re.compile("[ \u00a0\u202f\"'”’»)\\]」』）]*$")

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


def bounded(pattern: str, rules: SpokenRules) -> tuple[str, re.RegexFlag]:
    """Return `pattern` with the ends of words that the language has, and the flags to compile it with.

    Where words stand side by side, only a Latin letter or a figure is part of the same token as a figure;
    where short words are written together with a figure, that holds in front of it.
    """
    if not rules.is_spaced:
        for end in (NO_WORD, UNIT_END):
            pattern = pattern.replace(end, rf"(?!(?<=\w){end.removeprefix('(?!')[:-1]})")
        return pattern, re.ASCII
    for start in (START, WORD_START) if rules.has_prefixes else ():
        pattern = pattern.replace(start, f"(?a:{start})")
    return pattern, re.NOFLAG


def unit_pattern(rules: SpokenRules) -> str:
    """Return a pattern of a unit and of what it is per: `mg/kg/day`."""
    after = any_of(_rated(rules))
    return rf"(?:{any_of(rules.units)})(?:/(?:{after}|[^\W\d_]+))*{UNIT_END}"


def rate_pattern(rules: SpokenRules) -> str:
    """Return a pattern of what a number or a word is per: the `/min` of "100 beats/min"."""
    return rf"(?:/(?:{any_of(_rated(rules))}))+(?![\w/’'])"


def _rated(rules: SpokenRules) -> tuple[str, ...]:
    return (*(unit for unit in rules.units if unit not in rules.times.halves), *rules.rates)


def word_before(text: str, position: int) -> str:
    """Return the word that ends before `position`, blanks between; empty when something else stands there."""
    found = re.search(rf"({_LETTERS})[.]?{SPACE}*$", text[max(0, position - 40) : position])
    return found[1] if found else ""


def word_governing(rules: SpokenRules, found: re.Match[str]) -> str:
    """Return the word that tells the case of a number: the one before it, or before a number joined to it."""
    text, start, conjunction = found.string, found.start(), rules.agreement.conjunction
    before = word_before(text, start)
    if not conjunction or before != conjunction:
        return before
    earlier = rf"[0-9][0-9.,]*(?:{SPACE}{_LETTERS})?{SPACE}$"
    joined = re.search(earlier, text[max(0, start - 40) : start - len(conjunction)])
    return word_before(text, max(0, start - 40) + joined.start()) if joined else before


def word_after(text: str, position: int, *, is_spaced: bool = True) -> str:
    """Return the word one space after `position`; empty when something else stands there.

    In a script without spaces it may begin at `position`, and is all that stands up to the next mark.
    """
    found = re.compile(rf"{SPACE}{'' if is_spaced else '?'}({_LETTERS})").match(text, position, position + 40)
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
