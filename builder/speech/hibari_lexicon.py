"""Lexicon of hibari: which English words its voices know, and which they guess from the spelling."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from builder.model.script import VoiceRef
from builder.speech.models import package_folder

_BRITISH_VOICES = frozenset({"emma", "fable"})
# Endings the voices take off by rule before they look a word up.
_ENDINGS = (
    ("'s", ""),
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
)


def known_words(ref: VoiceRef) -> Callable[[str], bool] | None:
    """Return what tells whether a voice has a word in its lexicon; None where its files are not there."""
    package = package_folder("hibari")
    accent = "gb" if ref.voice in _BRITISH_VOICES else "us"
    files = (
        [package / "assets" / f"lexicon_{accent}_{part}.json.gz" for part in ("gold", "silver")]
        if package
        else []
    )
    if not files or not all(file.is_file() for file in files):
        return None
    words = _words(tuple(files))
    return lambda word: _is_known(word.replace("’", "'"), words)


def _is_known(word: str, words: frozenset[str]) -> bool:
    forms = {word, word.lower(), word.capitalize()}
    if forms & words:
        return True
    small = word.lower()
    stems = {
        small.removesuffix(ending) + back
        for ending, back in _ENDINGS
        if small.endswith(ending) and len(small) > len(ending) + 2
    }
    # "planned" and "running" have their last letter twice.
    stems |= {stem[:-1] for stem in stems if len(stem) > 3 and stem[-1] == stem[-2]}
    return any({stem, stem.capitalize()} & words for stem in stems)


@lru_cache(maxsize=2)
def _words(files: tuple[Path, ...]) -> frozenset[str]:
    return frozenset(word for file in files for word in json.loads(gzip.decompress(file.read_bytes())))
