"""Rules on scripts: a translation is written in the letters of its language.

| code | says |
|---|---|
| T015 | letters that the language is not written with, or of two alphabets in one word |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from builder.base.language import Language
from builder.base.text import shorten
from builder.catalogue.rules.pair import Pair, Rule
from builder.model.finding import Finding

FEWEST_LETTERS = 4
"""A text with fewer letters of another script is a name, a symbol or an abbreviation."""

# Letters of each script, by ISO 15924 code, as ranges of a character class (Unicode 15, Scripts.txt, without
# what is common to several).
_LETTERS: Mapping[str, str] = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-ʯᴀ-ᴥḀ-ỿⱠ-Ɀ꜠-ꟿａ-ｚＡ-Ｚ",
    "Cyrl": "Ѐ-ԯᲀ-ᲈꙀ-ꚟ",
    "Grek": "Ͱ-ͳͶͷͻ-ͽͿΆΈ-ϡϰ-Ͽἀ-ῼ",
    "Arab": "ؠ-ؿف-يٮ-ۓەۺ-ۿݐ-ݿࡰ-ࣉﭐ-ﷻﹰ-ﻼ",
    "Hebr": "א-תװ-ײ",
    "Armn": "Ա-Ֆՠ-ֈ",
    "Geor": "Ⴀ-ჺჼ-ჿᲐ-Ჿⴀ-ⴭ",
    "Deva": "\u0904-\u0939\u0958-\u0961\u0972-\u097f",
    "Beng": "\u0980\u0985-\u09b9\u09ce\u09dc-\u09e1\u09f0\u09f1",
    "Guru": "\u0a05-\u0a39\u0a59-\u0a5e\u0a72-\u0a74",
    "Gujr": "અ-હૐ-ૡ",
    "Orya": "\u0b05-\u0b39\u0b5c-\u0b61",
    "Taml": "அ-ஹ",
    "Telu": "అ-హౘ-ౡ",
    "Knda": "ಅ-ಹೝ-ೡ",
    "Mlym": "അ-ഺൎ-ൡൺ-ൿ",
    "Sinh": "අ-ෆ",
    "Thai": "ก-ะาำเ-ๅ",
    "Laoo": "ກ-ະາຳຽ-ໄໜ-ໟ",
    "Tibt": "ཀ-ཬ",
    "Mymr": "က-ဪဿၐ-ၕ",
    "Ethi": "ሀ-ፚ",
    "Khmr": "ក-ឳ",
    "Mong": "ᠠ-ᡸ",
    "Hang": "ᄀ-ᇿㄱ-ㆎ가-힣",
    "Hira": "ぁ-ゖ",
    "Kana": "ァ-ヺｦ-ﾝ",
    "Hani": "々〇㐀-䶿一-鿿豈-龎\U00020000-\U0003ffff",
    "Thaa": "ހ-ޥ",
    "Olck": "ᱚ-ᱽ",
    "Syrc": "ܐܒ-ܯ",
}
_JOINT: Mapping[str, tuple[str, ...]] = {
    "Jpan": ("Hira", "Kana", "Hani"),
    "Kore": ("Hang", "Hani"),
    "Hans": ("Hani",),
    "Hant": ("Hani",),
}
# A sign of physics or mathematics is no letter of Greek: "μg", "Ω", "π".
_SIGNS = re.compile("[μΩΩπΔαβγδλσθφψωΣ](?![α-ωάέήίόύώ])(?<![α-ω].)")
_ALIKE = ("Latn", "Cyrl", "Grek")
"""Scripts with letters that look the same, so that a wrong one is not seen."""
_ADDRESS = re.compile(r"\S+@\S+|\w+://\S+|\w+(?:\.\w+)+|[\w./-]*/[\w./-]+")
_WORD = re.compile(r"[^\W\d_]+")


def scripts_of(language: Language) -> tuple[str, ...]:
    """Return the scripts `language` is written with, as ISO 15924 codes; none where nobody knows.

    The tag's own script, else the likely one by CLDR (UTS #35, "Likely Subtags").
    """
    from babel.core import get_global

    parts = language.split("-")
    likely: Mapping[str, str] = get_global("likely_subtags")
    named = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), None)
    region = next((part for part in parts[1:] if len(part) == 2), "")
    found = likely.get(f"{parts[0]}_{region}") or likely.get(parts[0], "")
    script = named or next((part for part in found.split("_") if len(part) == 4), "")
    return tuple(name for name in _JOINT.get(script, (script,)) if name in _LETTERS)


def check_script(pair: Pair) -> Iterator[Finding]:
    """Find a text in another script than its language's (T015)."""
    own = _own_letters(pair.language)
    if own is None:
        return
    letters = sum(map(len, _WORD.findall(pair.target)))
    foreign = _foreign_words(pair, own)
    strange = sum(map(len, foreign))
    if strange >= FEWEST_LETTERS and not own.search(pair.target):
        yield _finding(pair, f'"{shorten(pair.target, 40)}" has no letter of the language\'s script')
    elif strange * 2 > letters and strange >= FEWEST_LETTERS:
        yield _finding(pair, f'most letters are of another script: "{shorten(" ".join(foreign), 40)}"')


def check_mixed(pair: Pair) -> Iterator[Finding]:
    """Find words made of letters of two alphabets that look alike (T015), such as a Cyrillic о in "too"."""
    if pair.target.isascii():
        return
    for word in dict.fromkeys(_WORD.findall(_SIGNS.sub(" ", pair.target))):
        if word.isascii() or not _mixed().search(word) or word in pair.source:
            continue
        if any(word in text for text in pair.message.msgstr):  # not "<code>fdisk</code>ом"
            yield _finding(pair, f'the word "{shorten(word)}" mixes letters of two alphabets')


RULES: tuple[Rule, ...] = (check_script, check_mixed)


def letters_of(scripts: tuple[str, ...]) -> str:
    """Return the letters of `scripts` as the inside of a character class."""
    return "".join(_LETTERS[script] for script in scripts)


def _finding(pair: Pair, message: str) -> Finding:
    return Finding(
        code="T015",
        severity="warning",
        message=message,
        where=pair.where,
        hint=f'write it in the script of the language "{pair.language}"; names may stay as they are',
    )


def _foreign_words(pair: Pair, own: re.Pattern[str]) -> list[str]:
    """Return the words of the translation without a letter of its script that the source does not have."""
    source = pair.source.casefold()
    return [
        word
        for word in _WORD.findall(_SIGNS.sub(" ", _ADDRESS.sub(" ", pair.target)))
        if not own.search(word) and word.casefold() not in source
    ]


@cache
def _own_letters(language: Language) -> re.Pattern[str] | None:
    scripts = scripts_of(language)
    return re.compile(f"[{letters_of(scripts)}]") if scripts else None


@cache
def _mixed() -> re.Pattern[str]:
    """Return a pattern of a letter of one look-alike script next to one of another."""
    pairs = ((one, other) for one in _ALIKE for other in _ALIKE if one != other)
    return re.compile("|".join(f"[{_LETTERS[one]}][{_LETTERS[other]}]" for one, other in pairs))
