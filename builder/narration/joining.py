"""Joining: spoken words put together as the script and the case of the text around them ask for it."""

from __future__ import annotations

import re

from builder.narration.rules import SpokenRules
from builder.narration.tokens import word_governing

_UNSPACED = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef"
_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿億兆两")
_GAP = re.compile(f"(?<=[{_UNSPACED}]) +| +(?=[{_UNSPACED}])")


def fitted(rules: SpokenRules, found: re.Match[str], said: str) -> str:
    """Return `said` as it stands in the text in place of `found`."""
    if rules.comma != ", ":
        said = said.replace(", ", rules.comma)
    if rules.agreement.governing:
        said = _governed(rules, said, word_governing(rules, found))
    return said if rules.is_spaced else _closed(said, found)


def _closed(said: str, found: re.Match[str]) -> str:
    """Return `said` without spaces beside a character of a script that has none.

    Those towards a figure or a Latin letter stay beside the like of it: "一" and "二" together would be
    another number.
    """
    inner = _GAP.sub("", said.strip(" "))
    text, start, end = found.string, found.start(), found.end()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    first = " " if said.startswith(" ") and _run_together(before, inner[:1]) else ""
    last = " " if said.endswith(" ") and _run_together(after, inner[-1:]) else ""
    return f"{first}{inner}{last}"


def _run_together(beside: str, character: str) -> bool:
    return character in _NUMERALS if beside.isdigit() else beside.isascii() and character.isascii()


def _governed(rules: SpokenRules, said: str, before: str) -> str:
    """Return `said` with the case that a word before it, or one in it, asks for."""
    words: list[str] = []
    governs = before in rules.agreement.governing
    for word in said.split(" "):
        words.append(_in_case(rules, word) if governs else word)
        governs = governs or word in rules.agreement.governing
    return " ".join(words)


def _in_case(rules: SpokenRules, word: str) -> str:
    for ending, other in rules.agreement.governed.items():
        if word.endswith(ending):
            return word.removesuffix(ending) + other
    return word
