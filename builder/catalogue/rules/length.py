"""Rules on length: a translation is about as long as translations into its language are.

| code | says |
|---|---|
| T019 | a translation has far more or far fewer sentences than its source |
| T021 | a translation is much longer or shorter than is usual for its language |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from builder.article.sentences import sentences
from builder.base.language import Language
from builder.base.text import shorten
from builder.catalogue.rules.pair import Pair, Rule
from builder.model.finding import Finding

FEWEST_CHARACTERS = 60
"""Shorter sources say nothing about the length of their translation."""
FEWEST_SENTENCES = 3
"""What one translator splits, another joins; only more than that is a sentence lost or added."""

# Characters of a translation for one of its English source: what 994 of a thousand texts of 60 characters and
# more keep within, and a twentieth more; from 60,000 texts of Debian's manuals, ar and fa from other prose.
_RATIOS: Mapping[str, tuple[float, float]] = {
    "ar": (0.5, 1.45), "ast": (0.7, 1.71), "be": (0.54, 1.71), "ca": (0.64, 1.78),
    "cs": (0.43, 1.8), "da": (0.68, 1.51), "de": (0.63, 1.82), "el": (0.73, 1.85),
    "es": (0.71, 1.77), "eu": (0.55, 1.7), "fa": (0.57, 1.65), "fi": (0.5, 1.66),
    "fr": (0.55, 1.89), "gl": (0.66, 1.71), "hr": (0.59, 1.52), "hu": (0.47, 1.61),
    "id": (0.64, 1.51), "it": (0.73, 1.74), "ja": (0.29, 1.04), "ko": (0.28, 1.03),
    "lt": (0.47, 1.73), "nb": (0.53, 1.61), "nl": (0.8, 1.91), "pl": (0.56, 1.87),
    "pt": (0.76, 1.56), "ro": (0.74, 1.86), "ru": (0.61, 1.76), "sk": (0.62, 1.66),
    "sv": (0.67, 1.55), "tr": (0.5, 1.67), "uk": (0.61, 1.82), "vi": (0.53, 1.77),
    "zh": (0.17, 1.1),
}  # fmt: skip
_USUAL = (0.55, 2.1)
_DENSE = (0.2, 1.3)
"""Of languages written in ideographs or syllables."""
_DENSE_LANGUAGES = frozenset({"ja", "ko", "wuu", "yue", "zh"})

_END = re.compile(r"[.!?…।॥။።؟۔։][\"'”’»)\]]*(?=\s|$)|[。！？｡]")


def check_length(pair: Pair) -> Iterator[Finding]:
    """Find translations out of the usual range of their language (T021)."""
    if len(pair.source) < FEWEST_CHARACTERS or not pair.source_language.startswith("en"):
        return
    least, most = usual_ratio(pair.language)
    ratio = len(pair.target) / len(pair.source)
    if least <= ratio <= most:
        return
    way = "shorter" if ratio < least else "longer"
    yield Finding(
        code="T021",
        severity="warning",
        message=f"{len(pair.target)} characters for {len(pair.source)} of the source, "
        f'much {way} than is usual in "{pair.language}"',
        where=pair.where,
        hint="look whether a sentence was lost" if way == "shorter" else "look whether something was added",
    )


def usual_ratio(language: Language) -> tuple[float, float]:
    """Return the least and the most characters of a translation from English for one of its source."""
    base = language.partition("-")[0]
    return _RATIOS.get(base) or (_DENSE if base in _DENSE_LANGUAGES else _USUAL)


def check_sentences(pair: Pair) -> Iterator[Finding]:
    """Find translations that lost or gained several sentences (T019), where their number is clear."""
    expected, found = _ends(pair.source), _ends(pair.target)
    if not _far(expected, found):
        return
    expected = len(sentences(pair.source, pair.source_language))
    found = len(sentences(pair.target, pair.language))
    if _far(expected, found):
        yield Finding(
            code="T019",
            severity="warning",
            message=f"{found} sentence{'s' * (found != 1)} for {expected} of the source: "
            f'"{shorten(pair.target, 40)}"',
            where=pair.where,
            hint="look whether a sentence was lost or added",
        )


RULES: tuple[Rule, ...] = (check_length, check_sentences)


def _ends(text: str) -> int:
    return max(1, len(_END.findall(text)))


def _far(expected: int, found: int) -> bool:
    return abs(expected - found) >= FEWEST_SENTENCES and max(expected, found) >= 2 * min(expected, found)
