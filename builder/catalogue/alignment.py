"""Alignment: which sentences of a translation belong to which of its source.

With as many sentences on both sides, each belongs to the one in its place. Else they are laid side by side by
their lengths: W. A. Gale and K. W. Church, "A Program for Aligning Sentences in Bilingual Corpora",
Computational Linguistics 19 (1993), with that paper's variance and its likelihoods of 1:1, 1:0, 2:1 and 2:2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from builder.base.language import Language
from builder.catalogue.sentence_split import split_markup

_NO_BLANKS = frozenset({"ja", "zh", "yue"})
"""Languages that leave no blank between sentences."""

_VARIANCE = 6.8
"""Of the length of a translation, for each character of its source (Gale and Church, section 3.2)."""
# Cost of each pattern of source and target sentences: 100 times the negative logarithm of how likely it is
# there, against that of 1:1.
_PATTERNS = {(1, 1): 0.0, (1, 0): 450.0, (0, 1): 450.0, (2, 1): 230.0, (1, 2): 230.0, (2, 2): 440.0}
_MOST_SENTENCES = 200
"""In a text with more, sentences are not aligned by length: the work grows with their square."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bead:
    """Sentences that stand side by side, and what they are in the translation."""

    source: tuple[str, ...]
    """One sentence; more where the translation cannot be told apart."""
    target: str


def sentence_joiner(language: Language) -> str:
    """Return what stands between two sentences."""
    return "" if language.partition("-")[0] in _NO_BLANKS else " "


def align(source: str, target: str, source_language: Language, language: Language) -> tuple[Bead, ...]:
    """Return the sentences of a text with their translations, in order; joined they are both texts.

    Args:
        source: Markup.
        target: Markup; its translation.
        source_language: Of `source`.
        language: Of `target`.
    """
    sources = split_markup(source, source_language)
    targets = split_markup(target, language)
    if len(sources) != len(targets):
        targets = split_markup(target, language, thorough=True)
    if len(sources) == len(targets):
        return tuple(Bead(source=(one,), target=other) for one, other in zip(sources, targets, strict=True))
    if not sources or not targets or max(len(sources), len(targets)) > _MOST_SENTENCES:
        return (Bead(source=sources, target=target),) if sources else ()
    joiner = sentence_joiner(language)
    return tuple(
        Bead(source=sources[start:end], target=joiner.join(targets[target_start:target_end]))
        for start, end, target_start, target_end in _by_length(sources, targets)
    )


def _by_length(sources: Sequence[str], targets: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Return the stretches that stand side by side; no stretch is empty on either side."""
    lengths, others = [len(text) for text in sources], [len(text) for text in targets]
    ratio = sum(others) / sum(lengths)
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for at in range(len(lengths) + 1):
        for other in range(len(others) + 1):
            for (step, other_step), penalty in _PATTERNS.items():
                before = best.get((at - step, other - other_step))
                if before is None:
                    continue
                length, other_length = sum(lengths[at - step : at]), sum(others[other - other_step : other])
                cost = before[0] + penalty + _mismatch(length, other_length, ratio)
                if (at, other) not in best or cost < best[at, other][0]:
                    best[at, other] = (cost, (step, other_step))
    stretches: list[tuple[int, int, int, int]] = []
    at, other = len(lengths), len(others)
    while at or other:
        step, other_step = best[at, other][1]
        stretches.insert(0, (at - step, at, other - other_step, other))
        at, other = at - step, other - other_step
    return _without_empty(stretches)


def _mismatch(length: int, other: int, ratio: float) -> float:
    """Return what it costs that a text of one length has a translation of the other, as patterns cost."""
    mean = (length + other / ratio) / 2
    if not mean:
        return 0.0
    deviation = abs(other - length * ratio) / math.sqrt(mean * _VARIANCE)
    chance = math.erfc(deviation / math.sqrt(2))
    return -100 * math.log(max(chance, 1e-30))


def _without_empty(stretches: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Join a stretch that is empty on one side to the one before it, the first one to the one behind it."""
    joined: list[tuple[int, int, int, int]] = []
    for start, end, target_start, target_end in stretches:
        last = joined[-1] if joined else None
        open_end = last is not None and (last[0] == last[1] or last[2] == last[3])
        if last is not None and (open_end or start == end or target_start == target_end):
            joined[-1] = (last[0], end, last[2], target_end)
        else:
            joined.append((start, end, target_start, target_end))
    return joined
