"""Phonemes: sounds in the International Phonetic Alphabet, rewritten in the alphabet an engine takes.

Each alphabet has a table of signs; the longest that fits is taken. For a sound an alphabet lacks, one that is
near to it serves, as a speaker of that language would say it.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from builder.model.script import PhonemeSpan, VoiceRef

_SOUNDS = Path(__file__).parent / "data" / "espeak_sounds.json"
# Parts of speech that no alphabet here has a sign for; accents of detail are passed over too.
_PASSED_OVER = frozenset(".‿|‖ː -↗↘ꜛꜜ")
_NASAL = "\u0303"
_SAME = str.maketrans({"g": "ɡ", "'": "ˈ", "ʼ": "ˈ", ":": "ː"})
_STRESSES = {"ˈ": "'", "ˌ": ","}
_NEAR: Mapping[str, str] = {
    "a": "ɑ æ ɐ aː ɑː",
    "ɑ": "a ɑː",
    "ɐ": "a ə",
    "æ": "a ɛ",
    "ɒ": "ɔ ɑː ɑ o",
    "e": "ɛ eː eɪ",
    "ɛ": "e",
    "ə": "ɐ ɛ e a",
    "ɚ": "əɹ ər ɜː",
    "ɝ": "ɜː əɹ ɜ",
    "ɜ": "ɜː ə ɛ",
    "i": "iː ɪ",
    "ɪ": "i",
    "ᵻ": "ɪ i",
    "ɨ": "ɪ i",
    "o": "ɔ oː oʊ əʊ",
    "ɔ": "o ɔː",
    "u": "uː ʊ",
    "ʊ": "u",
    "ʌ": "ɐ a",
    "y": "yː u",
    "ø": "øː œ e",
    "œ": "ø ɛ",
    "r": "ɹ ɾ ʁ ʀ",
    "ɹ": "r ɾ ʁ",
    "ɾ": "r ɹ",
    "ʁ": "ʀ r ɹ",
    "ɫ": "l",
    "l": "ɫ ʎ",
    "ʎ": "j l",
    "ɲ": "n",
    "β": "b v",
    "ð": "d",
    "θ": "s t",
    "ɣ": "ɡ",
    "x": "χ h k",
    "h": "x",
    "v": "b w",
    "z": "s",
    "w": "u v",
    "ʒ": "ʃ",
}
# hibari speaks the alphabet of misaki: one sign for each diphthong of English, no long vowels in American.
_MISAKI: Mapping[str, str] = {
    **{sign: sign for sign in "bdfhjklmnpstuvwziɑɔəɛɜðɡŋɪɹʃʊʌʒθæɒ"},
    "a": "a", "dʒ": "ʤ", "tʃ": "ʧ", "eɪ": "A", "aɪ": "I", "aʊ": "W", "ɔɪ": "Y", "oʊ": "O", "əʊ": "Q",
    "iː": "i", "uː": "u", "ɑː": "ɑ", "ɔː": "ɔ", "ɜː": "ɜɹ", "ɚ": "əɹ", "ɝ": "ɜɹ", "əl": "ᵊl", "ᵻ": "ᵻ",
    "ɾ": "T", "ʔ": "ʔ", "x": "x",
}  # fmt: skip
_AMERICAN: Mapping[str, str] = {"əʊ": "O", "ɒ": "ɑ", "a": "æ"}
_BRITISH: Mapping[str, str] = {
    "oʊ": "Q", "ɑː": "ɑː", "ɔː": "ɔː", "iː": "iː", "uː": "uː", "ɜː": "ɜː", "ɾ": "ɾ",
}  # fmt: skip
_BRITISH_VOICES = frozenset({"emma", "fable"})


class UnknownSound(ValueError):
    """A sign an alphabet has nothing for, nor for anything near it."""

    def __init__(self, sign: str) -> None:
        super().__init__(f'no sound for "{sign}"')
        self.sign = sign


def phoneme_spans(header: Mapping[str, object]) -> tuple[PhonemeSpan, ...]:
    """Return the sounds a worker is asked for: `"phonemes": [[text start, text end, IPA], …]`."""
    spans: list[PhonemeSpan] = []
    found = header.get("phonemes")
    for entry in found if isinstance(found, list) else ():
        match entry:
            case [int(start), int(end), str(ipa)]:
                spans.append(PhonemeSpan(start=start, end=end, ipa=ipa))
            case _:
                pass
    return tuple(spans)


def in_espeak(ipa: str, voice: str) -> str:
    """Return sounds as mnemonics of espeak-ng, without the brackets around them.

    Raises:
        UnknownSound: The voice has no such sound.
    """
    table = _espeak_table(voice)
    # A bar parts two mnemonics that would be read as one.
    return "|".join(_STRESSES.get(sign) or table[sign] for sign in _signs(ipa, table))


def in_misaki(ipa: str, voice: str) -> str:
    """Return sounds in the alphabet of a voice of hibari, without the slashes around them.

    Raises:
        UnknownSound: English has no such sound.
    """
    table = {**_MISAKI, **(_BRITISH if voice in _BRITISH_VOICES else _AMERICAN)}
    return "".join(sign if sign in _STRESSES else table[sign] for sign in _signs(ipa, table))


def unsayable(ipa: str, ref: VoiceRef) -> str | None:
    """Return the first sign of `ipa` a voice has no sound for; None for none, and for an engine not known."""
    try:
        match ref.engine:
            case "espeak-ng":
                in_espeak(ipa, ref.voice)
            case "hibari":
                in_misaki(ipa, ref.voice)
            case _:
                pass
    except UnknownSound as unknown:
        return unknown.sign
    return None


def _signs(ipa: str, table: Mapping[str, str]) -> tuple[str, ...]:
    """Return the signs of a table, and stresses, that stand for `ipa`; at least one is a sound.

    Raises:
        UnknownSound: There is none in it, or nothing near one of its own.
    """
    signs = tuple(_each_sign(ipa, table))
    if not set(signs) - set(_STRESSES):
        raise UnknownSound(ipa)
    return signs


def _each_sign(ipa: str, table: Mapping[str, str]) -> Iterator[str]:
    text = unicodedata.normalize("NFD", ipa).translate(_SAME)
    text = unicodedata.normalize("NFC", "".join(each for each in text if each not in "͜͡"))
    longest = max(map(len, table))
    place = 0
    while place < len(text):
        if text[place] in _STRESSES:
            yield text[place]
            place += 1
            continue
        for length in range(min(longest, len(text) - place), 0, -1):
            sign = _known(text[place : place + length], table)
            if sign:
                yield sign
                place += length
                break
        else:
            is_long = text[place + 1 : place + 2] == "ː"
            yield from _without_sign(text[place], table, is_long=is_long)
            place += 1


def _known(sign: str, table: Mapping[str, str]) -> str:
    apart = unicodedata.normalize("NFD", sign)
    return sign if sign in table else apart if apart in table else ""


def _without_sign(sign: str, table: Mapping[str, str], *, is_long: bool) -> Iterator[str]:
    """Yield what stands for a sign that is not in a table; a vowel through the nose has an `n` behind it."""
    if sign == _NASAL and "n" in table:
        yield "n"
    elif sign not in _PASSED_OVER and unicodedata.category(sign) not in {"Mn", "Lm"}:
        yield _near(sign, table, is_long=is_long)


def _near(sign: str, table: Mapping[str, str], *, is_long: bool) -> str:
    """Return the sign of a table that is nearest; a long one for a long vowel where there is one."""
    base = unicodedata.normalize("NFD", sign)[0]
    others = (base, *_NEAR.get(sign, "").split(), *_NEAR.get(base, "").split())
    for other in (*(f"{each}ː" for each in others if is_long), *others):
        if other in table:
            return other
    raise UnknownSound(sign)


@cache
def _espeak_table(voice: str) -> Mapping[str, str]:
    """Return the mnemonic of each sound of a voice; those of all voices for one that is not listed."""
    data = json.loads(_SOUNDS.read_bytes())
    name = data["voices"].get(voice, voice)
    own: Mapping[str, str | None] = {**data["shared"], **data["tables"].get(name, {})}
    return {unicodedata.normalize("NFC", sound): mnemonic for sound, mnemonic in own.items() if mnemonic}
