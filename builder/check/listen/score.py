"""Score: how much of each sentence was heard as it was to be said, and what went wrong where little was."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from builder.base.language import Language
from builder.check.listen.align import align, distance
from builder.check.listen.transcript import SpokenCue
from builder.check.listen.wording import has_spaces, words
from builder.speech.engine import Band

Fault = Literal["not understood", "omitted", "doubled", "another sentence"]

_BANDS: tuple[tuple[Band, float], ...] = (("good", 0.05), ("usable", 0.25), ("weak", 0.5))
# A sentence is not understood where so many of its words and of its letters are others.
_MOST_WORD_ERRORS = 0.5
_MOST_LETTER_ERRORS = 0.3
_LEAST_OMITTED = 0.6
_MOST_HEARD_OF_OMITTED = 0.4
_LIKE_A_SENTENCE = 0.35
_SLOW = 1.5
_LEAST_WORDS = 3
"""A sentence of fewer is too short to be told from another one, or from a word said twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One sentence as it was heard."""

    cue: SpokenCue
    words: int
    """As they are compared; characters in a script without spaces."""
    heard: tuple[str, ...]
    errors: int
    """Words put in, left out or heard as others; may be more than there are."""
    missed: int
    """Words for which nothing was heard."""
    characters: int
    character_errors: int
    doubled: bool
    """True where what was heard is the sentence two times over."""
    silent: bool = False
    """True where there is no sound at all, which is no matter of the recogniser's."""

    @property
    def rate(self) -> float:
        """Errors for each word."""
        return self.errors / self.words

    @property
    def pace_ms(self) -> float:
        """Milliseconds for each character."""
        return (self.cue.end_ms - self.cue.start_ms) / max(1, self.characters)

    @property
    def fault(self) -> Fault | None:
        """What is wrong with the sentence by itself, or None where enough was understood."""
        if self.doubled:
            return "doubled"
        if self.silent or (
            self.missed >= _LEAST_OMITTED * self.words
            and len(self.heard) <= _MOST_HEARD_OF_OMITTED * self.words
        ):
            return "omitted"
        letters = self.character_errors / max(1, self.characters)
        bound = _MOST_LETTER_ERRORS if has_spaces(self.cue.language) else _MOST_WORD_ERRORS
        return "not understood" if self.rate > _MOST_WORD_ERRORS and letters > bound else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Error rates of many sentences together."""

    words: int
    errors: int
    characters: int
    character_errors: int

    @property
    def word_rate(self) -> float:
        """Errors for each word; 0.05 is 5 %."""
        return self.errors / self.words if self.words else 0.0

    @property
    def character_rate(self) -> float:
        """Errors for each character, spaces not counted."""
        return self.character_errors / self.characters if self.characters else 0.0

    @property
    def band(self) -> Band:
        """How well it was understood, by characters: they are as long in every language."""
        return next((band for band, most in _BANDS if self.character_rate <= most), "not usable")

    def judged(self, language: Language) -> float:
        """Return the rate that counts in `language`: of words, or of characters where there are none."""
        return self.word_rate if has_spaces(language) else self.character_rate


def score(cues: Sequence[SpokenCue], heard: str) -> tuple[Score, ...]:
    """Return the score of each of `cues`, which were heard one after the other as `heard`.

    A cue without a word in it has none.
    """
    language = cues[0].language
    said = [(cue, words(cue.said, language)) for cue in cues]
    said = [(cue, its) for cue, its in said if its]
    owners = [number for number, (_, its) in enumerate(said) for _ in its]
    if not owners:
        return ()
    all_heard = words(heard, language)
    parts: list[list[str]] = [[] for _ in said]
    errors, missed = [0] * len(said), [0] * len(said)
    for step in align(tuple(itertools.chain.from_iterable(its for _, its in said)), all_heard):
        inserted = step.said_start == step.said_end
        owner = owners[max(0, step.said_start - 1) if inserted else step.said_start]
        parts[owner] += all_heard[step.heard_start : step.heard_end]
        errors[owner] += step.errors
        missed[owner] += step.heard_start == step.heard_end
    return tuple(
        _score(cue, its, tuple(part), wrong, gone)
        for (cue, its), part, wrong, gone in zip(said, parts, errors, missed, strict=True)
    )


def rates(scores: Iterable[Score]) -> Rates:
    """Return the error rates of `scores` together, each weighing as much as it has words."""
    scores = tuple(scores)
    return Rates(
        words=sum(each.words for each in scores),
        errors=sum(each.errors for each in scores),
        characters=sum(each.characters for each in scores),
        character_errors=sum(each.character_errors for each in scores),
    )


def lost_share(scores: Iterable[Score]) -> float:
    """Return which part of the characters was lost, from 0 to 1.

    A sentence is lost once, whatever a loop made of it, and one that is heard twice is not lost.
    """
    pairs = [
        (0 if each.doubled else min(each.character_errors, each.characters), each.characters)
        for each in scores
    ]
    return sum(lost for lost, _ in pairs) / max(1, sum(characters for _, characters in pairs))


def better(first: Score, second: Score) -> Score:
    """Return the score with fewer errors of two hearings of one sentence."""
    return min(first, second, key=lambda each: (each.errors, each.character_errors))


def heard_instead(wrong: Score, cues: Sequence[SpokenCue]) -> SpokenCue | None:
    """Return which other sentence of the edition was heard in place of `wrong`, or None."""
    if len(wrong.heard) < _LEAST_WORDS:
        return None
    for cue in cues:
        if cue.id != wrong.cue.id and cue.language == wrong.cue.language:
            said = words(cue.said, cue.language)
            if len(said) >= _LEAST_WORDS and _is_like(said, wrong.heard):
                return cue
    return None


def slow(scores: Sequence[Score]) -> frozenset[int]:
    """Return the numbers of the sentences that take so long that they may be there twice."""
    long = [each for each in scores if each.words >= _LEAST_WORDS]
    if not long:
        return frozenset()
    usual = statistics.median(each.pace_ms for each in long)
    return frozenset(
        number
        for number, each in enumerate(scores)
        if each.words >= _LEAST_WORDS and each.pace_ms > _SLOW * usual
    )


def _score(cue: SpokenCue, said: tuple[str, ...], heard: tuple[str, ...], errors: int, missed: int) -> Score:
    letters, heard_letters = "".join(said), "".join(heard)
    return Score(
        cue=cue,
        words=len(said),
        heard=heard,
        errors=errors,
        missed=missed,
        characters=len(letters),
        character_errors=0 if letters == heard_letters else distance(letters, heard_letters),
        doubled=len(said) >= _LEAST_WORDS and errors >= 0.6 * len(said) and _is_like((*said, *said), heard),
    )


def _is_like(said: tuple[str, ...], heard: tuple[str, ...]) -> bool:
    """Tell whether `heard` is what `said` would be heard as, a few errors aside."""
    if not 1 - _LIKE_A_SENTENCE <= len(heard) / len(said) <= 1 + _LIKE_A_SENTENCE:
        return False
    if len(set(said) & set(heard)) < len(set(said)) * (1 - _LIKE_A_SENTENCE) / 1.5:
        return False
    return distance(said, heard) <= _LIKE_A_SENTENCE * len(said)
