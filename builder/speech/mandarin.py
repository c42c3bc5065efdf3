"""Mandarin: Chinese words in the symbols Kokoro was taught, by their pinyin.

Readings of words come from the package `pypinyin` (MIT). A syllable's tone is an arrow behind its vowel.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_INITIALS: Mapping[str, str] = {
    "b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l", "g": "k", "k": "kʰ",
    "h": "x", "j": "ʨ", "q": "ʨʰ", "x": "ɕ", "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ", "r": "ɻ", "z": "ʦ", "c": "ʦʰ",
    "s": "s", "": "",
}  # fmt: skip
# Vowels, and the consonant behind the tone.
_FINALS: Mapping[str, tuple[str, str]] = {
    "a": ("a", ""), "o": ("wo", ""), "e": ("ɤ", ""), "ê": ("ɛ", ""), "er": ("ɚ", ""),
    "ai": ("ai", ""), "ei": ("ei", ""), "ao": ("au", ""), "ou": ("ou", ""),
    "an": ("a", "n"), "en": ("ə", "n"), "ang": ("a", "ŋ"), "eng": ("ə", "ŋ"), "ong": ("ʊ", "ŋ"),
    "i": ("i", ""), "ia": ("ja", ""), "ie": ("je", ""), "iao": ("jau", ""), "iou": ("jou", ""),
    "ian": ("jɛ", "n"), "in": ("i", "n"), "iang": ("ja", "ŋ"), "ing": ("i", "ŋ"), "iong": ("jʊ", "ŋ"),
    "u": ("u", ""), "ua": ("wa", ""), "uo": ("wo", ""), "uai": ("wai", ""), "uei": ("wei", ""),
    "uan": ("wa", "n"), "uen": ("wə", "n"), "uang": ("wa", "ŋ"), "ueng": ("wə", "ŋ"),
    "v": ("y", ""), "ve": ("ɥe", ""), "van": ("ɥɛ", "n"), "vn": ("y", "n"),
    "m": ("m", ""), "n": ("n", ""), "ng": ("ŋ", ""),
}  # fmt: skip
_BUZZING = frozenset({"zh", "ch", "sh", "r", "z", "c", "s"})
"""Initials after which "i" is another sound."""
_TONES: Mapping[str, str] = {"1": "→", "2": "↗", "3": "↓", "4": "↘"}


def words_of(clause: str) -> list[str]:
    """Return the words of `clause` in order, with the spaces between them; together they are all of it."""
    from pypinyin.seg import mmseg

    words: list[str] = []
    for run in re.findall(rf"{_HAN.pattern}+|\s+|\d+|(?:(?!{_HAN.pattern})[^\s\d])+", clause):
        words += mmseg.seg.cut(run) if _HAN.match(run) else [run]
    return words


def read_with(read_foreign: Callable[[str], str]) -> Callable[[str], str]:
    """Return what puts a clause into symbols, a space between words; `read_foreign` is for other scripts."""

    def read(clause: str) -> str:
        words = [word for word in words_of(clause) if not word.isspace()]
        return " ".join(
            read_word(spelled(word))
            if _HAN.match(word) or word.isdecimal()
            else read_foreign(word).replace(" ", "")
            for word in words
        )

    return read


def spelled(word: str) -> str:
    """Return `word`, or a whole number in Chinese numerals where it is one in figures."""
    if not word.isdecimal():
        return word
    from unicode_rbnf import RbnfEngine

    return RbnfEngine.for_language("zh").format_number(int(word)).text


def read_word(word: str) -> str:
    """Return the symbols of a Chinese word, without spaces; what has no reading is left out."""
    from pypinyin import Style, lazy_pinyin

    def of(style: Style) -> list[str]:
        found: list[str] = lazy_pinyin([word], style=style, errors="ignore", strict=True)
        return found

    return "".join(map(syllable, of(Style.INITIALS), of(Style.FINALS_TONE3)))


def syllable(initial: str, final: str) -> str:
    """Return the symbols of one syllable.

    Args:
        initial: As strict pinyin has it; empty where the syllable starts with a vowel, `y` or `w`.
        final: As strict pinyin has it, `v` for ü, with the number of the tone, if any, behind it.
    """
    tone = _TONES.get(final[-1:], "")
    vowels, coda = _FINALS.get(final.rstrip("0123456789"), ("", ""))
    if vowels == "i" and not coda and initial in _BUZZING:
        vowels = "ɨ"
    if final[:1] == "o" and vowels == "wo" and not initial:
        vowels = "ɔ"
    return f"{_INITIALS[initial]}{vowels}{tone}{coda}"
