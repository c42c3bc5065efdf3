"""Rules on negation: what the source denies, the translation denies too.

| code | says |
|---|---|
| T012 | a negation of the source has nothing like it in the translation, or the other way round |

Languages deny in many ways: with one word or with two, with a part of a word, or by the opposite ("is unable
to"). So a text is asked only whether there is any sign of a negation where the other one clearly has one,
sentence by sentence where both have as many sentences, else over the whole text. A language without a table
in `data/negation.toml` is not asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from builder.article.sentences import quick_sentences
from builder.base.language import Language
from builder.base.text import shorten
from builder.catalogue.rules.pair import Pair, Rule
from builder.model.finding import Finding

_POINTS = re.compile("[\u0591-\u05bd\u05bf-\u05c7\u064b-\u0652\u0640]")
"""Of Hebrew and Arabic, which few write."""
_NO_SPACES = frozenset({"zh", "ja", "ko"})
_SIGNS = "\u0900-\u0dff"
"""Scripts whose vowel signs are no letters to a regular expression."""
_SAME_AS = {"nn": "nb", "no": "nb", "yue": "zh"}


@dataclass(frozen=True, slots=True)
class _Words:
    strong: re.Pattern[str]
    any: re.Pattern[str]
    """Strong and soft ones."""
    neutral: re.Pattern[str] | None
    """Phrases with a strong word that deny little: "not only"."""
    apart: re.Pattern[str] | None
    """Words that only begin like one that denies: "under" for "un-"."""

    def cleared(self, text: str) -> str:
        """Return `text` without the words that only look as if they denied."""
        return self.apart.sub(" ", text) if self.apart else text

    def denial(self, text: str) -> str:
        """Return the first word that clearly denies; empty for none."""
        found = self.strong.search(self.neutral.sub(" ", text) if self.neutral else text)
        return found[0].strip() if found else ""


def check_negation(pair: Pair) -> Iterator[Finding]:
    """Find a negation that was lost, or that is new (T012)."""
    own, theirs = _words(pair.source_language), _words(pair.language)
    if own is None or theirs is None or pair.source in pair.target:
        return  # a copy of the source has another code
    source, target = own.cleared(_even(pair.source)), theirs.cleared(_even(pair.target))
    if not own.denial(source) and not theirs.denial(target):
        return
    for said, there in _groups(pair, source, target):
        lost, new = own.denial(said), theirs.denial(there)
        if lost and not theirs.any.search(there):
            grave = pair.critical and not theirs.any.search(target)
            yield _finding(
                pair, f'the source denies with "{lost}", the translation does not', said, grave=grave
            )
        if new and not own.any.search(said):
            yield _finding(pair, f'the translation denies with "{new}", the source does not', there)


RULES: tuple[Rule, ...] = (check_negation,)


def denies(text: str, language: Language) -> bool:
    """Tell whether a text has a word that clearly denies; False for a language without a table."""
    words = _words(language)
    return words is not None and bool(words.denial(words.cleared(_even(text))))


def _groups(pair: Pair, source: str, target: str) -> Iterator[tuple[str, str]]:
    """Yield what is compared: each sentence with its own, or the whole texts where their numbers differ."""
    ours = quick_sentences(source, pair.source_language)
    theirs = quick_sentences(target, pair.language)
    if len(ours) != len(theirs) or len(ours) < 2:
        yield source, target
        return
    for (start, end), (first, last) in zip(ours, theirs, strict=True):
        yield source[start:end], target[first:last]


def _finding(pair: Pair, message: str, where: str, *, grave: bool = False) -> Finding:
    return Finding(
        code="T012",
        severity="error" if grave else "warning",
        message=message,
        where=pair.where,
        hint=f'compare both: "{shorten(where)}"',
    )


def _even(text: str) -> str:
    """Return `text` without case and vowel points, its accents and apostrophes written in one way."""
    return _POINTS.sub("", unicodedata.normalize("NFC", text).casefold().replace("’", "'"))


@cache
def _words(language: Language) -> _Words | None:
    """Return what finds the negations of a language; None without a table, and for pseudo-locales."""
    if language.endswith(("-XA", "-XB")):
        return None
    base = language.partition("-")[0]
    base = _SAME_AS.get(base, base)
    table = _tables().get(base)
    if table is None:
        return None
    anywhere = base in _NO_SPACES
    return _Words(
        strong=_pattern(table["strong"], anywhere=anywhere),
        any=_pattern((*table["strong"], *table["soft"]), anywhere=anywhere),
        neutral=_pattern(table["neutral"], anywhere=anywhere) if "neutral" in table else None,
        apart=_pattern(table["apart"], anywhere=anywhere) if "apart" in table else None,
    )


def _pattern(words: Sequence[str], *, anywhere: bool) -> re.Pattern[str]:
    """Return a pattern of folded words, a `*` in them any letters."""
    shapes = "|".join(
        re.escape(_even(word)).replace(r"\*", rf"[\w{_SIGNS}]*")
        for word in sorted(words, key=len, reverse=True)
    )
    return re.compile(shapes if anywhere else rf"(?<![\w{_SIGNS}])(?:{shapes})(?![\w{_SIGNS}])")


@cache
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    import tomllib

    data = resources.files("builder.catalogue.rules") / "data" / "negation.toml"
    return tomllib.loads(data.read_text(encoding="utf-8"))
