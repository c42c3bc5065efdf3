"""Caption lines: a sentence as lines and as captions that are short enough to be read while they are heard.

How long a line may be, by the guides people caption by:

| source | says |
|---|---|
| Netflix, Timed Text Style Guides | two lines of 42 characters, Arabic and Hindi too; Thai 35 |
| the same, scripts of full-width characters | Chinese and Korean 16, Japanese 13; Latin letters count half |
| BBC, Subtitle Guidelines | two lines of 68 % of a 16:9 picture, broken at punctuation |
| Podcast Namespace, transcripts | SRT: two lines of 32 characters |

A full-width character takes two columns here, and what is one letter with its marks takes one.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from builder.base.language import Language
from builder.catalogue.line_breaks import break_places
from builder.formats.held_together import held_spans, is_held

COLUMNS = 42
"""Of a line, where the table below says nothing."""
COLUMNS_BY_LANGUAGE: Mapping[str, int] = {
    "ja": 26, "ko": 32, "yue": 32, "zh": 32,
    # Burmese, Khmer and Lao are set like Thai, and no guide of their own was found.
    "km": 35, "lo": 35, "my": 35, "th": 35,
}  # fmt: skip
SRT_COLUMNS = 32
CAPTION_LINES = 2

_AFTER_STOP = re.compile(r"[,;:.!?…—–)\]»”、。，；：！？）」』】》।॥،؛؟۔ฯๆ]['\"’”»」』）)]*\Z")
_NO_BLANKS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
# Thai and Lao vowels that stand before their consonant, and what stands behind one and belongs to it.
_SYLLABLE = re.compile(
    "[\u0e40-\u0e44\u0ec0-\u0ec4]?[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff]"
    "[\u0e30-\u0e3a\u0e45-\u0e4e\u0eb0-\u0ecd\u102b-\u103e\u1056-\u1059\u17b4-\u17d3]*"
)
_HIRAGANA = re.compile("[\u3041-\u309f]")
_KANA = re.compile("[\u3041-\u30ff]")
_KATAKANA = re.compile("[\u30a1-\u30ff]")
# What breaking a line costs: after a stop nothing, in a word the most.
_AT_STOP, _AT_WORD, _BETWEEN_SIGNS, _IN_WORD, _LAST_RESORT = 0, 1, 2, 4, 8
_BADNESS_WEIGHT = 0.12
_CAPTION_WEIGHT = 0.6
# UAX 29, rule GB9c: scripts whose consonants join across a virama into one letter.
_CONJUNCT = re.compile("[\u0900-\u09ff\u0a80-\u0b7f\u0c00-\u0c7f\u0d00-\u0d7f]")
_VIRAMA = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """What no line is broken inside of, and how bad it is to break behind it."""

    start: int
    end: int
    """Without the blanks behind it."""
    columns: int
    blank: int
    """Columns of the blanks behind it."""
    badness: int


def line_columns(language: Language) -> int:
    """Return how many columns a line of captions in `language` may have."""
    return COLUMNS_BY_LANGUAGE.get(language.partition("-")[0], COLUMNS)


def columns(text: str) -> int:
    """Return how many columns `text` takes: two for a full-width character, none for a mark on a letter."""
    if text.isascii():
        return len(text)
    taken = 0
    before = ""
    for character in text:
        taken += _columns(character, before)
        before = character
    return taken


def wrap(text: str, most: int) -> tuple[str, ...]:
    """Return `text` as the fewest lines of at most `most` columns, about even, broken at stops if it can be.

    No line end parts what `held_together` holds; what is wider than a line by itself has a line of its own.
    """
    pieces = _pieces(text, most)
    cuts = _cut(pieces, most, lines=1, weight=_BADNESS_WEIGHT)
    return tuple(text[pieces[first].start : pieces[last - 1].end] for first, last in cuts)


def captions(text: str, most: int, lines: int = CAPTION_LINES) -> tuple[tuple[int, int], ...]:
    """Return the stretches of `text` that are one caption each, the fewest that fit `lines` lines.

    Start and end in code points; the blanks between two captions are in neither. They end at stops where
    that takes no more captions.
    """
    pieces = _pieces(text, most)
    cuts = _cut(pieces, most, lines=lines, weight=_CAPTION_WEIGHT)
    return tuple((pieces[first].start, pieces[last - 1].end) for first, last in cuts)


def _cut(pieces: Sequence[_Piece], most: int, *, lines: int, weight: float) -> tuple[tuple[int, int], ...]:
    """Return the best way to part `pieces` into groups that each fit `lines` lines, as numbers of pieces."""
    # Of the pieces up to a number: what is too wide, how many groups, what they cost, where the last begins.
    best: list[tuple[int, int, float, int]] = [(0, 0, 0.0, 0)]
    for last in range(1, len(pieces) + 1):
        found: tuple[int, int, float, int] | None = None
        for first in range(last - 1, -1, -1):
            too_wide = 0
            if not _fits(pieces, first, last, most, lines):
                if last - first > 1:
                    break
                too_wide = 1
            taken = _width(pieces, first, last) / (most * lines)
            badness = pieces[last - 1].badness if last < len(pieces) else 0
            before = best[first]
            cost = before[2] + (1 - min(taken, 1.0)) ** 2 + weight * badness
            way = (before[0] + too_wide, before[1] + 1, cost, first)
            found = way if found is None else min(found, way)
        assert found is not None
        best.append(found)
    cuts: list[tuple[int, int]] = []
    last = len(pieces)
    while last:
        cuts.append((best[last][3], last))
        last = best[last][3]
    return tuple(reversed(cuts))


def _fits(pieces: Sequence[_Piece], first: int, last: int, most: int, lines: int) -> bool:
    """Return True when the pieces from `first` to before `last` fit into `lines` lines."""
    for _ in range(lines):
        taken = 0
        while first < last and taken + pieces[first].columns <= most:
            taken += pieces[first].columns + pieces[first].blank
            first += 1
        if first == last:
            return True
    return False


def _width(pieces: Sequence[_Piece], first: int, last: int) -> int:
    return sum(piece.columns + piece.blank for piece in pieces[first:last]) - pieces[last - 1].blank


def _pieces(text: str, most: int) -> tuple[_Piece, ...]:
    """Return what `text` may be broken into, at least one piece."""
    found = [
        piece for start, end, badness in _words(text) for piece in _in_word(text, start, end, badness, most)
    ]
    return tuple(found) or (_Piece(start=0, end=len(text), columns=columns(text), blank=0, badness=0),)


def _words(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield what stands between two blanks that a line may end at: start, end, and how bad an end it is."""
    start = None
    for word in re.finditer(r"[^ ]+", text):
        start = word.start() if start is None else start
        if word.end() < len(text) and is_held(text[: word.end()], text[word.end() :]):
            continue
        yield start, word.end(), _AT_STOP if _AFTER_STOP.search(word[0]) else _AT_WORD
        start = None
    if start is not None:
        yield start, len(text.rstrip(" ")), 0


def _in_word(text: str, start: int, end: int, badness: int, most: int) -> Iterator[_Piece]:
    """Yield a word as one piece, or as several where its script has no blanks or it is wider than a line."""
    word = text[start:end]
    following = re.compile(" *").match(text, end)
    blank = 0 if following is None else len(following[0])
    places = () if word.isascii() and len(word) <= most else tuple(_places(word, most))
    for (place, _), (next_place, bad) in itertools.pairwise(((0, 0), *places, (len(word), badness))):
        last = next_place == len(word)
        yield _Piece(
            start=start + place,
            end=start + next_place,
            columns=columns(word[place:next_place]),
            blank=blank if last else 0,
            badness=bad,
        )


def _places(word: str, most: int) -> Iterator[tuple[int, int]]:
    """Yield where a word without blanks may be broken, in order, and how bad it is there."""
    held = held_spans(word)
    starts = [span[0] for span in held]
    narrow = columns(word) <= most
    has_kana = _KANA.search(word) is not None
    for place in _candidates(word):
        number = bisect_right(starts, place) - 1
        if number >= 0 and held[number][0] < place < held[number][1]:
            continue
        badness = _badness(word[place - 1], word[place], word[:place], has_kana=has_kana)
        if badness < _LAST_RESORT or not narrow:
            yield place, badness


def _candidates(word: str) -> Sequence[int]:
    places = set(break_places(word))
    if re.search(f"[{_NO_BLANKS}]", word):
        places |= {found.start() for found in _SYLLABLE.finditer(word) if found.start()}
    return sorted(places)


def _badness(left: str, right: str, before: str, *, has_kana: bool) -> int:
    """Return how bad it is to break between two characters without a blank."""
    wide = _is_ideographic(left) or _is_ideographic(right)
    if not wide:
        return _LAST_RESORT
    if _AFTER_STOP.search(before):
        return _AT_STOP
    if not has_kana:
        return _BETWEEN_SIGNS
    # Japanese: a phrase ends in hiragana, and the next one begins with something else.
    if _HIRAGANA.match(left) and not _HIRAGANA.match(right):
        return _AT_WORD
    return _IN_WORD


@lru_cache(maxsize=4096)
def _is_ideographic(character: str) -> bool:
    """Return True for a full-width character of a script without blanks: Hangul has blanks."""
    if unicodedata.east_asian_width(character) not in "WF":
        return False
    return not ("\uac00" <= character <= "\ud7af" or "\u1100" <= character <= "\u11ff")


@lru_cache(maxsize=16384)
def _columns(character: str, before: str) -> int:
    """Return the columns of a character behind another one: none where both are one letter."""
    if before == "\u200d" or unicodedata.category(character) in {"Mn", "Me", "Mc", "Cf", "Cc"}:
        return 0
    if before and unicodedata.combining(before) == _VIRAMA and _CONJUNCT.match(character):
        return 0
    if "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
