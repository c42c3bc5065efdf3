"""Pace: how long a text takes to say, in any script, before anybody has said it."""

from __future__ import annotations

import re
import unicodedata

# Latin letters a second, pauses between words included: what people and engines take for prose.
_LETTERS_A_SECOND = 15.0
_FASTEST_LETTERS_A_SECOND = 30.0
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_SPELLED_WORD = 5
# What one character costs, in Latin letters.
_SPELLED_CAPITAL = 4.0
_FIGURE = 5.0
_SYMBOL = 4.0
_IDEOGRAPH = 4.0
_SYLLABLE = 2.5
_UNVOWELLED = 1.5
_SCRIPTS = (
    (0x0590, 0x077F, _UNVOWELLED),  # Hebrew, Arabic
    (0x08A0, 0x08FF, _UNVOWELLED),
    (0x3040, 0x30FF, _SYLLABLE),  # kana
    (0x3400, 0x9FFF, _IDEOGRAPH),
    (0xAC00, 0xD7A3, _SYLLABLE),  # Hangul
    (0xF900, 0xFAFF, _IDEOGRAPH),
    (0x20000, 0x3FFFF, _IDEOGRAPH),
)


def is_speakable(text: str) -> bool:
    """Return True when `text` holds a letter or a figure: something that every engine has to say."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def expected_s(text: str, *, rate_percent: int = 100) -> float:
    """Return about how many seconds `text` takes to say: right within a factor of two for prose."""
    length = sum(_cost(character) for character in text)
    for word in _WORD.findall(text):
        if 2 <= len(word) <= _LONGEST_SPELLED_WORD and word.removesuffix("s").isupper():
            length += len(word) * (_SPELLED_CAPITAL - 1)
    return length / _LETTERS_A_SECOND * 100 / rate_percent


def shortest_s(text: str, *, rate_percent: int = 100) -> float:
    """Return the seconds below which a clip cannot hold all of `text`.

    No voice reads more than 30 Latin letters a second for long. A dozen letters are given away for silent
    ones, or seven in ten of a short text; figures count as one letter each, and marks and symbols as none.
    """
    length = sum(min(_cost(character), 2.0) for character in text if character.isalpha())
    length += sum(1 for character in text if character.isnumeric() and not character.isalpha())
    return max(0.3 * length, length - 12) / _FASTEST_LETTERS_A_SECOND * 100 / rate_percent


def longest_s(text: str, *, rate_percent: int = 100) -> float:
    """Return the seconds above which a clip holds something else than `text`."""
    return 3.0 + 2.5 * expected_s(text, rate_percent=rate_percent)


def _cost(character: str) -> float:
    if "a" <= character <= "z" or character == " ":  # nearly all of most texts
        return 1.0
    point = ord(character)
    for first, last, cost in _SCRIPTS:
        if first <= point <= last:
            return cost
    match unicodedata.category(character)[0]:
        case "N":
            return _FIGURE
        case "S":
            return _SYMBOL
        case "M":
            return 0.0
        case _:
            return 1.0
