"""Pronunciation: the words of a text that are said as somebody wrote for the voice, tried before all else.

An entry is taken for whole words in its exact case, and with a capital where a sentence starts. Where it
stands in a text, nothing else is made of it: no acronym is spelled, no sign becomes a word.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from builder.model.pronunciation import Pronunciation, Pronunciations
from builder.narration.folding import folded
from builder.narration.tokens import SPACE

GROUP = "pronunciation"
"""Name of the group that `pronunciation_pattern` is."""

# Scripts that put no space between words: a word ends where its entry does. Hangul adds particles behind.
_NO_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
)
_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"
_BEYOND = "\U00020000-\U0003ffff"
# Latin, Greek and Cyrillic letters take accents of these blocks alone.
_LAST_OF_EUROPE = "\u052f"
_ACCENTS = r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_OPENING = "\"'“”‘«»¿¡([{\u00a0\u202f "
_START = rf"(?:\A|(?<=\A[{re.escape(_OPENING)}])|(?<=\A[{re.escape(_OPENING)}]{{2}})|(?<=[.!?…] ))"


def pronunciation_pattern(pronunciations: Pronunciations) -> str:
    """Return a pattern, a group called `GROUP`, of every word that has an entry, the longest first."""
    shapes = [_shape(word, at_start=at_start) for word, (_, at_start) in _longest_first(pronunciations)]
    # Words have their own ends in every script, whatever the rest of a language's pattern takes for a letter.
    return f"(?P<{GROUP}>(?u:{'|'.join(shapes)}))"


def by_spelling(pronunciations: Pronunciations) -> Mapping[str, Pronunciation]:
    """Return each entry by the spellings it is found by, as `spelling` gives them."""
    return {spelling(word): entry for word, (entry, _) in _longest_first(pronunciations)}


def spelling(found: str) -> str:
    """Return what was found in a folded text with plain spaces and apostrophes, as `by_spelling` has it."""
    return re.sub(SPACE, " ", folded(found)).replace("’", "'")


def finds(entry: Pronunciation, texts: Iterable[str]) -> int:
    """Return how many times the word of `entry` stands in `texts`, each a sentence or more."""
    pattern = re.compile(pronunciation_pattern(Pronunciations((entry,))))
    return sum(1 for text in texts for _ in pattern.finditer(folded(text)))


def _longest_first(pronunciations: Pronunciations) -> Iterator[tuple[str, tuple[Pronunciation, bool]]]:
    """Yield each word with its entry, and whether it is a small one with its sentence's capital."""
    words: dict[str, tuple[Pronunciation, bool]] = {}
    for entry in pronunciations:
        words[entry.word] = (entry, False)
    for entry in pronunciations:
        capital = entry.word[:1].upper() + entry.word[1:]
        words.setdefault(capital, (entry, True))
    yield from sorted(words.items(), key=lambda item: (-len(item[0]), item[0]))


def _shape(word: str, *, at_start: bool) -> str:
    word = folded(word)
    inside = re.escape(word).replace(r"\ ", SPACE)
    inside = re.sub(r"['’]", "['’]", inside)
    return f"{_START if at_start else ''}{_before(word[0])}{inside}{_after(word[-1])}"


def _before(first: str) -> str:
    """Return what must not stand before a word that begins with `first`."""
    if re.match(f"[{_NO_SPACES}{_BEYOND}]", first):
        return ""
    if first.isdigit():
        return r"(?<![\w.,])"
    if not _is_wordly(first):
        return ""
    return rf"(?<![^\W{_NO_SPACES}{_BEYOND}])(?<![{_marks_on(first)}])"


def _after(last: str) -> str:
    """Return what must not stand behind a word that ends with `last`."""
    if re.match(f"[{_NO_SPACES}{_HANGUL}{_BEYOND}]", last):
        return ""
    if last.isdigit():
        return r"(?![.,]?\w)"
    if not _is_wordly(last):
        return ""
    return rf"(?![^\W{_NO_SPACES}{_HANGUL}{_BEYOND}]|[{_marks_on(last)}])"


def _is_wordly(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _marks_on(letter: str) -> str:
    """Return the marks that may follow `letter`; a class of all of them takes milliseconds to compile."""
    return _ACCENTS if letter <= _LAST_OF_EUROPE else _marks()


@cache
def _marks() -> str:
    """Return the vowel signs and accents of all scripts, which are no letters to a regular expression."""
    ranges: list[tuple[int, int]] = []
    for point in range(0x300, min(sys.maxunicode, 0xFFFF)):
        if unicodedata.category(chr(point))[0] == "M":
            if ranges and ranges[-1][1] == point - 1:
                ranges[-1] = (ranges[-1][0], point)
            else:
                ranges.append((point, point))
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges)
