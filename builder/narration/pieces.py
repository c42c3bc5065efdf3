"""Pieces: a sentence cut where it goes over into another language, so that each voice reads its own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from builder.article.foreign import ForeignWords
from builder.base.language import Language

# A clitic such as the "'s" of "Alice's" goes with its word.
_CLITIC = re.compile(r"['’]\w{1,2}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text that one voice reads; code points, end excluded."""

    start: int
    end: int
    language: Language


def pieces(
    text: str, place: tuple[int, int], *, language: Language, foreign: Sequence[ForeignWords]
) -> tuple[Piece, ...]:
    """Return the sentence at `place` of `text` as pieces of one language each, at least one, in order.

    Quotation marks, brackets and stops beside foreign words go with them, so that no piece is without a word.
    Every character of the sentence but the blanks between two pieces is in one of them.

    Args:
        text: Plain text.
        place: Start and end of the sentence.
        language: The text's own.
        foreign: The text's foreign words that have a voice of their own, in order.
    """
    start, end = place
    cut: list[Piece] = []
    for words in foreign:
        first, last = max(words.start, start), min(words.end, end)
        if first >= last:
            continue
        first, last = _opened(text, first, start), _closed(text, last, end)
        cut += (
            Piece(start=start, end=first, language=language),
            Piece(start=max(first, start), end=last, language=words.language),
        )
        start = last
    cut.append(Piece(start=start, end=end, language=language))
    return tuple(_joined(_trimmed(text, piece) for piece in cut)) or (
        Piece(start=place[0], end=place[1], language=language),
    )


def _opened(text: str, first: int, start: int) -> int:
    """Return where the opening marks right before `first` begin."""
    while first > start and _opens(text[first - 1]):
        first -= 1
    return first


def _opens(character: str) -> bool:
    return unicodedata.category(character) in {"Ps", "Pi"} or character in "\"'¿¡"


def _closed(text: str, last: int, end: int) -> int:
    """Return where the closing marks and stops right after `last` end."""
    clitic = _CLITIC.match(text, last, end)
    last = clitic.end() if clitic else last
    while last < end and unicodedata.category(text[last]) in {"Pe", "Pf", "Po"}:
        last += 1
    return last


def _trimmed(text: str, piece: Piece) -> tuple[Piece, bool]:
    """Return `piece` without the blanks around it, and whether a voice has something to say there."""
    said = text[piece.start : piece.end]
    start = piece.start + len(said) - len(said.lstrip())
    end = max(start, piece.start + len(said.rstrip()))
    return replace(piece, start=start, end=end), any(character.isalnum() for character in said)


def _joined(cut: Iterable[tuple[Piece, bool]]) -> Iterator[Piece]:
    """Yield the pieces, those without a word and those of one language joined to the one before."""
    waiting: Piece | None = None
    wordless = False
    for piece, speaks in cut:
        if piece.start >= piece.end:
            continue
        if waiting is None:
            waiting, wordless = piece, not speaks
        elif wordless or not speaks or piece.language == waiting.language:
            language = piece.language if wordless else waiting.language
            waiting = Piece(start=waiting.start, end=piece.end, language=language)
            wordless = wordless and not speaks
        else:
            yield waiting
            waiting, wordless = piece, False
    if waiting is not None:
        yield waiting
