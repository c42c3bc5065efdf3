"""Lines of a bare text put together to the paragraphs and headings their author typed."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_WIDEST = 120
"""A line that is longer was not ended at a column."""
_FEWEST_LINES = 4
"""Fewer lines do not show a column."""
_FILLED_SHARE = 0.7
"""Of the lines of a wrapped text, how many at least could not have taken the next one's first word."""
_SHORT_SHARE = 0.75
"""A heading above wrapped lines leaves a quarter of their width free."""

_LONGEST_HEADING = 69
_WORD = re.compile(r"\w")
_BLANKS = re.compile(r"[ \t]+")
_BULLETS = ("-", "*", "•", "–", "—", "·", "+ ")
_CLOSING = "\"'”’»›“‘)]}*_）」』】》"
_STOPS = frozenset(".!:;,…。！：；，、．।؛،۔")


_Line: TypeAlias = tuple[int, str]
"""1-based number of a line, and the line without blanks at its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph or a heading, wraps unfolded."""

    text: str
    """One line, blanks folded, never empty."""
    line: int
    """1-based, of its first line."""
    line_count: int

    @property
    def heading_like(self) -> bool:
        """True for a line of less than 70 characters that neither ends like a sentence nor is an item."""
        return self.line_count == 1 and _is_heading_like(self.text)


def last_character(text: str) -> str:
    """Return the last character of `text` that is no closing quotation mark or bracket, or an empty text."""
    return text.rstrip(_CLOSING)[-1:]


def unwrap(lines: Sequence[str]) -> tuple[Passage, ...]:
    """Return the passages that `lines` hold; lines without a letter or digit part passages and are left out.

    Without blank lines each line is a passage, unless the whole text was wrapped at a column: then a passage
    ends where a line was ended early or the next one is indented. With blank lines these end a passage, and
    so does a heading right above its paragraph; lines too long for a column are passages of their own.
    """
    groups = tuple(_groups(lines))
    starts = _starts_between_blanks if _has_blank_lines(lines) else _starts_without_blanks
    width = max((len(text) for group in groups for _, text in group if len(text) <= _WIDEST), default=0)
    return tuple(passage for group in groups for passage in _passages(group, starts(group, width)))


def _groups(lines: Sequence[str]) -> Iterator[list[_Line]]:
    group: list[_Line] = []
    for number, line in enumerate(lines, 1):
        if _WORD.search(line):
            group.append((number, line.rstrip()))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _has_blank_lines(lines: Sequence[str]) -> bool:
    """Return True when a blank line stands between two that are not."""
    full = [number for number, line in enumerate(lines) if line.strip()]
    return bool(full) and full[-1] - full[0] + 1 > len(full)


def _starts_without_blanks(group: Sequence[_Line], width: int) -> set[int]:
    texts = [text for _, text in group]
    filled = [_fills(text, following, width) for text, following in itertools.pairwise(texts)]
    wrapped = len(texts) >= _FEWEST_LINES and max(map(len, texts)) <= _WIDEST
    if not wrapped or sum(filled) < _FILLED_SHARE * len(filled):
        return set(range(len(texts)))
    return {0} | {
        number
        for number in range(1, len(texts))
        if not filled[number - 1] or _indent(texts[number]) > _indent(texts[number - 1])
    }


def _starts_between_blanks(group: Sequence[_Line], width: int) -> set[int]:
    texts = [text for _, text in group]
    if max(map(len, texts)) > _WIDEST:
        return set(range(len(texts)))
    starts = {0}
    for number, (text, following) in enumerate(itertools.pairwise(texts), 1):
        if not _is_heading_like(text.strip()) or _fills(text, following, int(width * _SHORT_SHARE)):
            break
        starts.add(number)
    return starts


def _fills(line: str, following: str, width: int) -> bool:
    """Return True when the first word of the next line would not have fitted into `width`."""
    word = following.split(maxsplit=1)[0]
    # Chinese and Japanese lines break between any two characters.
    length = 1 if unicodedata.east_asian_width(word[0]) in "WF" else len(word) + 1
    return len(line) + length > width


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _passages(group: Sequence[_Line], starts: set[int]) -> Iterator[Passage]:
    bounds = [*sorted(starts), len(group)]
    for start, end in itertools.pairwise(bounds):
        text = _BLANKS.sub(" ", " ".join(line.strip() for _, line in group[start:end]))
        yield Passage(text=text, line=group[start][0], line_count=end - start)


def _is_heading_like(text: str) -> bool:
    return (
        len(text) <= _LONGEST_HEADING
        and last_character(text) not in _STOPS
        and not text.startswith(_BULLETS)
        and not text[:1].islower()
    )
