"""Marking: a text cut into stretches, those a finding is about marked, invisible characters made visible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.base.text import one_line

# Joiners are letters of many languages; a mark of direction harms nobody and belongs to right-to-left texts.
_HARMLESS = frozenset("\n\t\u200c\u200d\u200e\u200f\u061c")
_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”')


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a text as it is shown."""

    text: str
    marked: bool = False
    stands_for: str = ""
    """Name of the invisible character that `text` stands for; empty for text that is what it says."""


def quoted(message: str) -> tuple[str, ...]:
    """Return what a finding's message quotes, longest first; of a quotation that was cut, what is there."""
    found = {first or second for first, second in _QUOTED.findall(message)}
    return tuple(sorted((text.removesuffix("…") for text in found), key=lambda text: (-len(text), text)))


def stretches(text: str, wanted: Sequence[str] = ()) -> tuple[Stretch, ...]:
    """Return `text` in stretches, each place of `wanted` and each invisible character marked.

    Args:
        text: As a translator wrote it; its tags are text here.
        wanted: What to mark, as whole words; nothing is marked that makes up all of the text.
    """
    found: list[Stretch] = []
    at = 0
    for start, end in _places(text, wanted):
        found.extend(_visible(text[at:start], marked=False))
        found.extend(_visible(text[start:end], marked=True))
        at = end
    found.extend(_visible(text[at:], marked=False))
    return tuple(found)


def visible(text: str) -> str:
    """Return `text` with `[U+202E]` and the like in place of characters that turn or hide what follows."""
    return "".join(stretch.text for stretch in stretches(text))


def sentence(text: str) -> str:
    """Return a finding's message or hint as a sentence of its own, invisible characters shown.

    A command at its end gets no full stop, so that it can be pasted.
    """
    shown = one_line(visible(text))
    ended = shown.endswith((".", "!", "?", ":")) or ": edition " in shown
    return shown[:1].upper() + shown[1:] + ("" if ended else ".")


def _places(text: str, wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    words = [re.escape(word) for word in wanted if word.strip() and word.strip() != text.strip()]
    if not words:
        return
    # A figure stands by itself: the 5 of "45" is not meant. CJK has no blanks between words.
    pattern = "|".join(f"{_edge(word, 0)}{word}{_edge(word, -1)}" for word in words)
    for found in re.finditer(pattern, text):
        yield found.span()


def _edge(word: str, place: int) -> str:
    if not (word[place].isascii() and word[place].isalnum()):
        return ""
    # What a plural adds, as in "1960s" and "SSRIs", stays outside the mark.
    return r"(?<![0-9A-Za-z])" if place == 0 else r"(?=s?(?![0-9A-Za-z]))"


def _visible(text: str, *, marked: bool) -> Iterator[Stretch]:
    """Yield the stretches of a text without one that turns or hides what follows it."""
    run = ""
    for character in text:
        if character in _HARMLESS or unicodedata.category(character) not in {"Cf", "Cc", "Co", "Cs"}:
            run += character
            continue
        if run:
            yield Stretch(text=run, marked=marked)
            run = ""
        name = unicodedata.name(character, "a control character").lower()
        yield Stretch(text=f"[U+{ord(character):04X}]", marked=True, stands_for=name)
    if run:
        yield Stretch(text=run, marked=marked)
