"""Kokoro's sounds: the symbols its model takes for a text, and which stretch of the text each comes from.

The model was taught with espeak-ng's phonemes in which an affricate or a diphthong is one symbol. A clause is
put into phonemes at a time, because a word sounds by its neighbours; its words are told apart again where
espeak-ng left as many as there were.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

ReadClause = Callable[[str], str]
"""Gives the phonemes of a text without punctuation, words parted by spaces."""
WordsOf = Callable[[str], Iterable[str]]
"""Gives the words of such a text and the spaces between them, which together are all of it."""

# Kokoro v1.0's vocabulary: what two letters of IPA became.
_TIE = "^"
_TIED = {
    "a^ɪ": "I", "a^ʊ": "W", "e^ɪ": "A", "o^ʊ": "O", "ə^ʊ": "Q", "ɔ^ɪ": "Y",
    "d^z": "ʣ", "d^ʒ": "ʤ", "t^s": "ʦ", "t^ʃ": "ʧ",
}  # fmt: skip
_ENGLISH = {"ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɚ": "əɹ", "ɐ": "ə", "ː": ""}
# A full stop or comma inside a word or a figure is no pause.
_PAUSE = re.compile(
    r"""[—–…"“”„«»()\[\]¿¡।。，、；：！？（）「」『』《》]+|[.,;:!?]+(?=[\s.,;:!?—–…"“”„«»()\[\]]|$)"""
)
_OPENING = "(“"
_AS_KOKORO_WRITES = str.maketrans({
    "–": "—", "«": "“", "»": "”", "„": "“", "[": "(", "]": ")", "।": ".", "¿": None, "¡": None,
    "。": ".", "，": ",", "、": ",", "；": ";", "：": ":", "！": "!", "？": "?", "（": "(", "）": ")",
    "「": "“", "」": "”", "『": "“", "』": "”", "《": "“", "》": "”",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounds:
    """The symbols of a stretch of text: a word, or a clause whose words cannot be told apart."""

    start: int
    end: int
    symbols: str
    """Punctuation where the stretch is punctuation; may hold spaces."""
    spoken: bool = True


def spaced_words(clause: str) -> list[str]:
    """Return the words of a clause in a script that parts them by spaces, and the spaces."""
    return re.findall(r"\S+|\s+", clause)


def sounds_of(
    text: str,
    given: Sequence[tuple[int, int, str]],
    read: ReadClause,
    *,
    words_of: WordsOf = spaced_words,
    english: bool = False,
) -> tuple[Sounds, ...]:
    """Return the sounds of `text` in order.

    Args:
        text: What is said.
        given: Start, end and IPA of stretches whose sound an author gave, in order.
        read: Gives the phonemes of the rest.
        words_of: Parts a clause into words, as many as `read` gives where it keeps them apart.
        english: Whether the symbols are those the model was taught for English.
    """
    found = [*_read(text, 0, len(text), read, words_of, english=english)]
    for start, end, ipa in given:
        own = Sounds(start=start, end=end, symbols=symbols_of(ipa, english=english))
        inside = [number for number, one in enumerate(found) if start <= one.start and one.end <= end]
        if not inside or (found[inside[0]].start, found[inside[-1]].end) != (start, end):
            return _around(text, given, read, words_of, english=english)
        found[inside[0] : inside[-1] + 1] = [own]
    return tuple(sounds for sounds in found if sounds.symbols)


def _around(
    text: str,
    given: Sequence[tuple[int, int, str]],
    read: ReadClause,
    words_of: WordsOf,
    *,
    english: bool,
) -> tuple[Sounds, ...]:
    """Return the sounds where words cannot be told apart: what stands around given ones is read by itself."""
    found: list[Sounds] = []
    at = 0
    for start, end, ipa in (*given, (len(text), len(text), "")):
        found += _read(text, at, start, read, words_of, english=english)
        if ipa:
            found.append(Sounds(start=start, end=end, symbols=symbols_of(ipa, english=english)))
        at = end
    return tuple(sounds for sounds in found if sounds.symbols)


def joined(sounds: Sequence[Sounds], known: Container[str]) -> tuple[str, tuple[tuple[int, int, int], ...]]:
    """Return all symbols as the model takes them, and of each stretch that is spoken where it starts.

    What is not `known` to the model is left out. The starts are `(text start, text end, symbols before it)`;
    spaces are not counted, for the engine drops those it breaks a long text at.
    """
    symbols = ""
    starts = []
    after = 0
    for one in sounds:
        own = "".join(symbol for symbol in one.symbols if symbol in known)
        if not own:
            continue
        opens = one.spoken or own[0] in _OPENING
        if symbols and (one.start > after or (opens and symbols[-1] not in _OPENING + "—")):
            symbols += " "
        if one.spoken:
            starts.append((one.start, one.end, sum(not symbol.isspace() for symbol in symbols)))
        symbols += own
        after = one.end
    return symbols, tuple(starts)


def symbols_of(phonemes: str, *, english: bool = False) -> str:
    """Return IPA in the symbols of the model; what is one sound is tied, as in `t͡ʃ` or `t^ʃ`."""
    for tie in "\u0361\u035c":
        phonemes = phonemes.replace(tie, _TIE)
    for pair, symbol in _TIED.items():
        phonemes = phonemes.replace(pair, symbol)
    for pair, symbol in _ENGLISH.items() if english else ():
        phonemes = phonemes.replace(pair, symbol)
    for mark in (_TIE, "-", "."):  # of no sound: a full stop here parts syllables, and the model would pause
        phonemes = phonemes.replace(mark, "")
    return phonemes


def _read(
    text: str, start: int, end: int, read: ReadClause, words_of: WordsOf, *, english: bool
) -> Iterator[Sounds]:
    """Yield the sounds of the text from `start` to `end`, in which no sound was given."""
    at = start
    for pause in _PAUSE.finditer(text, start, end):
        yield from _read_clause(text, at, pause.start(), read, words_of, english=english)
        symbols = pause.group().translate(_AS_KOKORO_WRITES)
        yield Sounds(start=pause.start(), end=pause.end(), symbols=symbols, spoken=False)
        at = pause.end()
    yield from _read_clause(text, at, end, read, words_of, english=english)


def _read_clause(
    text: str, start: int, end: int, read: ReadClause, words_of: WordsOf, *, english: bool
) -> Iterator[Sounds]:
    if not text[start:end].strip():
        return
    words = []
    at = start
    for word in words_of(text[start:end]):
        if not word.isspace():
            words.append((at, at + len(word)))
        at += len(word)
    symbols = symbols_of(read(text[words[0][0] : words[-1][1]]), english=english).split()
    if len(symbols) != len(words):
        yield Sounds(start=words[0][0], end=words[-1][1], symbols=" ".join(symbols))
        return
    for (first, last), word in zip(words, symbols, strict=True):
        yield Sounds(start=first, end=last, symbols=word)
