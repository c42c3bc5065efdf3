"""Apertium: drafts by rules on this machine, with a package for each pair of languages.

It is a program of its own (GPL), run as a process. It reads HTML and leaves tags around the words they belong
to, in the order of the target language.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence

from builder.base.errors import EngineFault, UsageError
from builder.base.language import Language
from builder.model.glossary import GlossaryTerm
from builder.prefill.provider import Passage, WrongAnswer
from builder.system.program import run_program

NAME: str = "apertium"

_DEADLINE_S = 120.0
_LIST_DEADLINE_S = 10.0
_PAIR = re.compile(r"([a-z]{2,3})((?:_[A-Za-z0-9]+)?)-([a-z]{2,3})((?:_[A-Za-z0-9]+)?)")
_PASSAGE = re.compile(r'<p id="(\d+)">(.*?)</p>', re.DOTALL)
# ISO 639-3 codes of the languages Apertium has modules for; its older pairs have the short ones.
_LONG_CODES: Mapping[str, str] = {
    "af": "afr", "an": "arg", "ar": "ara", "ast": "ast", "be": "bel", "bg": "bul", "bn": "ben", "br": "bre",
    "ca": "cat", "crh": "crh", "cy": "cym", "da": "dan", "de": "deu", "en": "eng", "eo": "epo", "es": "spa",
    "eu": "eus", "fo": "fao", "fr": "fra", "fy": "fry", "ga": "gle", "gd": "gla", "gl": "glg", "gn": "grn",
    "hi": "hin", "hr": "hbs", "bs": "hbs", "sr": "hbs", "id": "ind", "is": "isl", "it": "ita", "kk": "kaz",
    "ky": "kir", "mk": "mkd", "ms": "msa", "mt": "mlt", "nb": "nob", "nl": "nld", "nn": "nno", "no": "nob",
    "oc": "oci", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sc": "srd", "scn": "scn", "se": "sme",
    "sl": "slv", "sv": "swe", "tr": "tur", "tt": "tat", "uk": "ukr", "ur": "urd", "uz": "uzb",
}  # fmt: skip
# Apertium has one module for these; its suffix says which is meant.
_SUFFIXES: Mapping[str, str] = {"hr": "HR", "bs": "BS", "sr": "SR"}


class Apertium:
    """Asks the program `apertium` for the pair of languages that its packages here have."""

    name = NAME
    address = None
    most_texts = 400
    most_characters = 100_000

    def __init__(self) -> None:
        self._pairs: tuple[str, ...] | None = None

    def label(self, source: Language, target: Language) -> str:
        """Return `apertium` and its pair, such as `apertium eng-spa`.

        Raises:
            UsageError: Apertium is not installed, or not for these languages.
        """
        return f"{NAME} {self._pair(source, target)}"

    def translate(
        self,
        passages: Sequence[Passage],
        *,
        source: Language,
        target: Language,
        glossary: tuple[GlossaryTerm, ...] = (),  # noqa: ARG002 - the program takes no terms
    ) -> tuple[str, ...]:
        """Return a draft of each passage; unknown words stay as they are.

        Raises:
            UsageError: As `label`.
            EngineFault: The program crashed or hung.
            WrongAnswer: It lost a passage.
        """
        page = "".join(f'<p id="{number}">{passage.text}</p>\n\n' for number, passage in enumerate(passages))
        command = (NAME, "-u", "-f", "html", self._pair(source, target))
        output = run_program(command, page.encode(), deadline_s=_DEADLINE_S).decode("utf-8", "replace")
        found = _PASSAGE.findall(output)
        if [int(number) for number, _ in found] != list(range(len(passages))):
            raise WrongAnswer(f"{NAME} gave back {len(found)} texts for {len(passages)}")
        return tuple(text for _, text in found)

    def _pair(self, source: Language, target: Language) -> str:
        if self._pairs is None:
            self._pairs = _installed()
        pair = find_pair(self._pairs, source, target)
        if pair is None:
            known = f"it has {', '.join(self._pairs)}" if self._pairs else "it has no pair of languages"
            raise UsageError(
                f"apertium here does not translate from {source} into {target}: {known}",
                hint="look for its package: apt-cache search apertium",
            )
        return pair


def find_pair(pairs: Iterable[str], source: Language, target: Language) -> str | None:
    """Return the pair that fits both languages best, or None.

    Args:
        pairs: As `apertium -l` lists them: `eng-spa`, `en-gl`, `oci-cat_valencia`.
        source: Its region may differ from the pair's.
        target: A pair for its region, script or variant goes before the one for the language alone. That one
            is not taken for a language in a script, nor a pair for another region.
    """
    found: list[tuple[int, str]] = []
    for pair in pairs:
        parts = _PAIR.fullmatch(pair)
        if parts is None or not _is_language(parts[1], source) or not _is_language(parts[3], target):
            continue
        suffix = parts[4][1:]
        if suffix in _suffixes(target):
            found.append((-1 if parts[2] else -2, pair))
        elif not suffix and not _needs_suffix(target):
            found.append((1 if parts[2] else 0, pair))
    return min(found)[1] if found else None


def _is_language(code: str, language: Language) -> bool:
    short = language.partition("-")[0]
    return code in {short, _LONG_CODES.get(short)}


def _suffixes(language: Language) -> set[str]:
    base, *rest = language.split("-")
    return {*rest, *filter(None, (_SUFFIXES.get(base),))}


def _needs_suffix(language: Language) -> bool:
    base, *rest = language.split("-")
    return base in _SUFFIXES or any(len(part) == 4 and part.isalpha() for part in rest)


def _installed() -> tuple[str, ...]:
    if shutil.which(NAME) is None:
        raise UsageError(
            "apertium is not installed", hint="sudo apt-get install apertium apertium-eng-spa (for Spanish)"
        )
    try:
        listed = run_program((NAME, "-l"), deadline_s=_LIST_DEADLINE_S)
    except EngineFault as error:
        raise UsageError(f"apertium does not tell what it translates: {error.message}") from error
    return tuple(sorted(listed.decode("utf-8", "replace").split()))
