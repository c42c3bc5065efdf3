"""Sentences: where each one of a text starts and ends, so that a voice speaks one at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from builder.base.language import Language

if TYPE_CHECKING:
    from yasbd import BoundaryDetector

# Its patterns go over such a run once for every character in it: 20 000 blanks take them 17 seconds.
_TOO_MUCH_FOR_YASBD = re.compile(r"\s{30}|\S{4000}")
_WORD = re.compile(r"[^\W_]")

# Splitters know the figures of ASCII only, and of Hindi's abbreviations but the short ones.
_NUMBER_STARTS = re.compile(r"[^\W\D][.．٫،]$")
_ABBREVIATED = re.compile("[\u0900-\u0963]\\.$")
_ABBREVIATED_TWICE = re.compile("[\u0900-\u0963]\\.[\u0900-\u0963]{1,6}\\.$")


def sentences(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Return start and end of each sentence of a paragraph.

    Args:
        text: Plain text on one line.
        language: Its tag; a language the splitter does not know is split by a simpler one.

    Returns:
        Code points, ends excluded, in order. They cover all of `text` but the blanks between and around
        them; each holds a letter or a digit, unless no character of `text` is one. None for blank text.
    """
    for find_ends in (_yasbd_ends, _sentencex_ends):
        ends = find_ends(text, language) if text.strip() else ()
        if _are_ends(ends, text):
            return _with_words(text, _trimmed(text, ends))
    return _trimmed(text, (len(text),))


def quick_sentences(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Return what `sentences` does, some fifty times as fast; a few more abbreviations are taken for ends."""
    ends = _sentencex_ends(text, language) if text.strip() else ()
    spans = _trimmed(text, ends if _are_ends(ends, text) else (len(text),))
    return _with_words(text, spans) if len(spans) > 1 else spans


def _yasbd_ends(text: str, language: Language) -> tuple[int, ...]:
    detector = _detector(language.partition("-")[0])
    if detector is None or _TOO_MUCH_FOR_YASBD.search(text):
        return ()
    # It takes line ends for the ends of paragraphs, and white space at the end for none of its own.
    return tuple(detector.detect(text.replace("\n", " ")))


def _sentencex_ends(text: str, language: Language) -> tuple[int, ...]:
    import sentencex

    pieces: list[str] = sentencex.segment(language.partition("-")[0], text)
    return tuple(accumulate(map(len, pieces))) if "".join(pieces) == text else ()


@cache
def _detector(language: str) -> BoundaryDetector | None:
    from yasbd import BoundaryDetector, UnsupportedLanguageError

    if language == "auto":  # means "guess" to it
        return None
    try:
        return BoundaryDetector(language)
    except UnsupportedLanguageError:
        return None


def _are_ends(ends: Sequence[int], text: str) -> bool:
    """Return True when `ends` rise and leave nothing but blanks behind them: no character can be lost."""
    rising = all(before < after for before, after in pairwise((0, *ends)))
    return rising and bool(ends) and ends[-1] <= len(text) and not text[ends[-1] :].strip()


def _trimmed(text: str, ends: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return the pieces between `ends` without the blanks around them."""
    pieces = ((start, text[start:end]) for start, end in pairwise((0, *ends)))
    return tuple(
        (start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
        for start, piece in pieces
        if piece.strip()
    )


def _is_inside(text: str, end: int, start: int) -> bool:
    """Return True when what ends at `end` and goes on at `start` is one figure or one abbreviation."""
    before, after = text[max(0, end - 10) : end], text[start : start + 1]
    if _ABBREVIATED_TWICE.search(before):
        return True
    if end < start:
        return False
    goes_on = after == "/" or "\u0900" <= after <= "\u0963"
    return bool(
        (_NUMBER_STARTS.search(before) and after.isdecimal()) or (_ABBREVIATED.search(before) and goes_on)
    )


def _with_words(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Join a piece without letters and digits, such as a lone closing quote, to the sentence before it."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        has_words = joined and _WORD.search(text, start, end) and _WORD.search(text, *joined[-1])
        if joined and (not has_words or _is_inside(text, joined[-1][1], start)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
