"""Pieces: a sentence cut for a service that takes a hundred characters at a time, at the best places."""

from __future__ import annotations

import re

MOST_CHARACTERS = 100

# After a sentence's end, after a clause's end, at a space; each only where the one before is not enough.
_BREAKS = (
    re.compile(r"(?<=[.!?…。！？।؟])[\"'”’»)\]]*\s*"),
    re.compile(r"(?<=[,;:，、；：،؛—–)\]])\s*"),
    re.compile(r"\s+"),
)


def pieces(text: str, *, most: int = MOST_CHARACTERS) -> tuple[str, ...]:
    """Return `text` in pieces of at most `most` characters, none empty; only white space is lost between."""
    return tuple(_pieces(" ".join(text.split()), most, 0))


def _pieces(text: str, most: int, level: int) -> list[str]:
    if len(text) <= most:
        return [text] if text else []
    if level == len(_BREAKS):
        return [text[start : start + most] for start in range(0, len(text), most)]
    packed: list[str] = []
    for part in _parts(text, _BREAKS[level]):
        if packed and len(packed[-1]) + len(part) <= most:
            packed[-1] += part
        else:
            packed.append(part)
    return [piece for long in packed for piece in _pieces(long.strip(), most, level + 1)]


def _parts(text: str, pattern: re.Pattern[str]) -> list[str]:
    """Return `text` cut after each match of `pattern`; joined they are `text` again."""
    ends = [found.end() for found in pattern.finditer(text) if 0 < found.end() < len(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
