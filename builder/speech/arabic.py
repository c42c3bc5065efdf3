"""Arabic: a text with its short vowels, which nobody writes and no voice can do without.

The model that finds them comes in the wheel `piper-tts` (GPL-3.0-or-later), so a worker alone loads it.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias, cast

from builder.base.errors import VoiceMissing
from builder.speech.models import check_file, known_model, package_folder, package_version

ARABIC: str = "ar"
"""The voice of espeak-ng, and the language, whose vowels are not written."""

_MODEL = "arabic"
# Unicode, block "Arabic": FATHATAN to SUKUN.
_VOWELS = frozenset(map(chr, range(0x64B, 0x653)))
_LONGEST = 12_000
"""Characters the model takes at once."""

Diacritise: TypeAlias = Callable[[str], str]
"""Gives a text with vowels; its letters stay, and vowels that are written may be changed."""
Places: TypeAlias = Sequence[tuple[int, int]]
"""Of each character of a text with vowels: start and end of its letter in the text without."""


def installed_vowels() -> str | None:
    """Return what the vowels depend on, or None where their package is not installed as we know it."""
    folder = package_folder("piper")
    known = known_model(_MODEL)
    if folder is None or package_version(known.package, folder) != known.version:
        return None
    return f"{known.package} {known.version} {known.files['model.onnx'][0]}"


def load_diacritiser() -> Diacritise:
    """Return the model, checked and loaded.

    Raises:
        VoiceMissing: It is not installed, or its files are not those we know.
    """
    known = known_model(_MODEL)
    package = package_folder("piper")
    if package is None:
        raise VoiceMissing(f"{known.package} is not installed")
    folder = package / "tashkeel"
    for name in known.files:
        check_file(folder / name, known)
    # By itself, for the rest of the package is a synthesiser that nobody asked for.
    spec = importlib.util.spec_from_file_location("tashkeel", folder / "__init__.py")
    if spec is None or spec.loader is None:
        raise VoiceMissing(f"{folder} holds no Python")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module)["InferenceSession"] = _one_thread
    return cast("Diacritise", module.TashkeelDiacritizer())


def with_vowels(text: str, diacritise: Diacritise) -> tuple[str, Places]:
    """Return `text` with short vowels, and the places of its characters.

    Vowels somebody wrote are kept: they know the word. Where the model changed a letter, `text` comes back as
    it is.
    """
    if not text.strip() or len(text) > _LONGEST:
        return text, [(at, at + 1) for at in range(len(text))]
    letters = [at for at, character in enumerate(text) if not at or character not in _VOWELS]
    groups = list(zip(letters, [*letters[1:], len(text)], strict=True))
    found = _groups(diacritise(text.strip()), before=len(text) - len(text.lstrip()))
    if "".join(group[:1] for group in found) != "".join(text[at] for at in letters).rstrip():
        return text, [(at, at + 1) for at in range(len(text))]
    spoken = ""
    places: list[tuple[int, int]] = []
    for (start, end), group in zip(groups, [*found, *" " * (len(groups) - len(found))], strict=True):
        one = text[start:end] if end - start > 1 or not group.strip() else group
        spoken += one
        places += [(start, end)] * len(one)
    return spoken, places


def marks_in_text(marks: Sequence[tuple[int, int, int]], places: Places) -> list[tuple[int, int, int]]:
    """Return marks of a text with vowels as marks of the text it was made from, in order and disjoint."""
    found: list[tuple[int, int, int]] = []
    for start, end, frame in marks:
        first, last = places[start][0], places[end - 1][1]
        if not found or first >= found[-1][1]:
            found.append((first, last, frame))
    return found


def _one_thread(path: Path) -> object:
    """Return the model at `path`, computed by this thread alone: a fork has no other."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _groups(text: str, *, before: int) -> list[str]:
    """Return each letter of `text` with its vowels, behind as many spaces as there are `before` it."""
    groups = [" "] * before
    for character in text:
        if character in _VOWELS and len(groups) > before:
            groups[-1] += character
        else:
            groups.append(character)
    return groups
