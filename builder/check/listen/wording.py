"""Wording: a text as the words that are compared, so that only what sounds otherwise counts as an error.

What was to be said and what was heard go through the same steps: figures become words, capitals, marks and
apostrophes fall away, and spellings that sound alike become one.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from builder.base.language import Language
from builder.narration.spoken import spoken_form

_EQUAL = Path(__file__).parent / "data" / "equal.toml"
_UNSPACED = frozenset(["zh", "cmn", "yue", "wuu", "ja", "th", "lo", "km", "my", "bo", "dz"])
# Languages in which an accent is often left out or tells two words apart on paper alone: "cómo" and "como".
_FOLDED = frozenset(["en", "es", "fr", "it", "pt", "ca", "gl", "nl"])
_APOSTROPHES = re.compile("['’ʼ‘`´]")
_CODE_POINTS_WITHOUT_BLANKS = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
# Letters that Arabic, Persian and Russian write in two ways, and the stroke that only lengthens a word.
_ONE_LETTER = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ک": "ك", "ی": "ي", "ё": "е", "ـ": ""})
_VOWEL_POINTS = re.compile("[\u0591-\u05c7\u064b-\u065f\u0670]")
_ENGLISH_VERB = re.compile(r"([a-z]{2,}[iy])s(e|ed|es|ing|ation|ations)")


def has_spaces(language: Language) -> bool:
    """Tell whether `language` parts its words by spaces, so that there are words to count."""
    return _base(language) not in _UNSPACED


def words(text: str, language: Language) -> tuple[str, ...]:
    """Return what is compared of `text`: its words, or its characters where a script has no spaces.

    Args:
        text: As it is written, or as a recogniser wrote what it heard.
        language: It is in; figures become its words.
    """
    said = unicodedata.normalize("NFKC", spoken_form(text, language).text).casefold()
    said = _APOSTROPHES.sub("", said).translate(_ONE_LETTER)
    said = _VOWEL_POINTS.sub("", said)
    if _base(language) in _FOLDED:
        said = _without_accents(said)
    return tuple(word for piece in _pieces(said) for word in _one_spelling(piece, _base(language)))


def _base(language: Language) -> str:
    return language.partition("-")[0]


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(part for part in parts if unicodedata.category(part) != "Mn"))


def _pieces(text: str) -> Iterator[str]:
    """Yield runs of letters, marks and figures; a character of a script without spaces is one of its own."""
    run = ""
    for character in text:
        kind = unicodedata.category(character)[0]
        if kind not in "LMN":
            if run:
                yield run
            run = ""
        elif kind != "M" and _CODE_POINTS_WITHOUT_BLANKS.match(character):
            if run:
                yield run
            run = character
        elif run and kind != "M" and _CODE_POINTS_WITHOUT_BLANKS.match(run[0]):
            yield run
            run = character
        else:
            run += character
    if run:
        yield run


def _one_spelling(word: str, base: str) -> tuple[str, ...]:
    known = _equal().get(base, {}).get(word)
    if known is not None:
        return tuple(known.split())
    if base == "en":
        return (_ENGLISH_VERB.sub(r"\1z\2", word) if _ENGLISH_VERB.fullmatch(word) else word,)
    return (word,)


@cache
def _equal() -> Mapping[str, Mapping[str, str]]:
    tables: dict[str, dict[str, str]] = tomllib.loads(_EQUAL.read_text(encoding="utf-8"))
    return tables
