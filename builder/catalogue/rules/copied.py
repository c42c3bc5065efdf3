"""Rules on copies: a translation is not the source over again.

| code | says |
|---|---|
| T007 | a disclaimer has the words of the source |
| T018 | a text, or a sentence in it, was left in the source's language |
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.base.text import one_line, shorten
from builder.catalogue.rules.header import NAMES
from builder.catalogue.rules.pair import Pair, Rule
from builder.model.finding import Finding

LONGEST_RUN = 7
"""So many words of prose in a row, the same in both texts, were not translated."""
FEWEST_WORDS = 3
"""A copied text with fewer words of prose is a name, a command or a word both languages have."""

# Words of prose: in small letters, no part of an address, a path, an option or a file name.
_PROSE = re.compile(r"(?<![\w./:@=~$#&<>_+%*|\\-])[^\W\d_A-Z]{2,}(?![\w/@=_+*|\\(<>-]|[.:]\w)")
_CODE = re.compile(r"^\s*[#$%>]|\n\s*#|[{}=|\\]|(?<!\S)[-+/]+\w|;$|\w:/", re.MULTILINE)
"""What stands in commands and listings, and seldom in prose."""


def check_copied(pair: Pair) -> Iterator[Finding]:
    """Find a disclaimer that was copied; a variety of the source language may have the same words."""
    if not pair.critical or pair.related:
        return
    if one_line(pair.target) == one_line(pair.source):
        name = NAMES[pair.message.msgctxt or ""]
        yield Finding(
            code="T007",
            severity="warning",
            message=f'the {name} has the words of the source: "{shorten(pair.source, 40)}"',
            where=pair.where,
            hint=f'write it in the language "{pair.language}"',
        )


def check_untranslated(pair: Pair) -> Iterator[Finding]:
    """Find texts that are those of the source, whole or for a sentence (T018); T007 has the disclaimers."""
    if pair.related or (pair.critical and one_line(pair.target) == one_line(pair.source)):
        return
    left = _left(pair.source, pair.target)
    if left:
        yield Finding(
            code="T018",
            severity="warning",
            message=f'still in the words of the source: "{shorten(left, 40)}"',
            where=pair.where,
            hint=f'write it in the language "{pair.language}"',
        )


RULES: tuple[Rule, ...] = (check_copied, check_untranslated)


def _left(source: str, target: str) -> str:
    """Return what of `target` is prose of `source`, word for word; empty for names and commands."""
    if source.strip() == target.strip():
        words = _PROSE.findall(source)
        prose = len(set(words)) >= FEWEST_WORDS and len(words) * 2 >= len(source.split())
        return target if prose and not _CODE.search(source) else ""
    words = _PROSE.findall(target)
    if len(words) < LONGEST_RUN:
        return ""
    known = _runs(source)
    return next((run for run in _runs(target) if run in known), "")


def _runs(text: str) -> dict[str, None]:
    """Return each stretch of `LONGEST_RUN` words, nothing but words of prose between blanks in it."""
    runs: dict[str, None] = {}
    row: list[str] = []
    for word in text.split():
        bare = word.strip(".,;:!?()\"'“”‘’«»…")
        row = [*row[1 - LONGEST_RUN :], bare.casefold()] if _PROSE.fullmatch(bare) else []
        if len(row) == LONGEST_RUN:
            runs[" ".join(row)] = None
    return runs
