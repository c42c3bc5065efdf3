"""Hearing: what came of listening to one edition, and how it is listened to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from builder.base.language import Language
from builder.check.listen.recogniser import Recogniser, code_of
from builder.check.listen.score import Rates, Score, better, lost_share, rates, score, slow
from builder.check.listen.transcript import SpokenCue
from builder.check.listen.windows import Window, alone, cut, halves

Begin: TypeAlias = Callable[[str, int], Callable[[], None]]

_MOST_GUESSES = 5
_TOO_LITTLE = 0.5
"""Where more is wrong than that, one sentence cannot be told from another."""
_LEAST_SURE = 0.2
# Languages that sound alike to a recogniser; a guess within a group is right.
_ALIKE = tuple(
    map(frozenset, (("no", "nn", "da", "sv"), ("hr", "sr", "bs", "sl"), ("id", "ms"), ("gl", "pt", "es")))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What was heard of an edition."""

    language: Language
    duration_ms: int
    """Of the whole sound."""
    heard_ms: int
    """Of what was listened to."""
    scores: tuple[Score, ...]
    cues: tuple[SpokenCue, ...]
    """All of the edition's sentences, heard or not."""
    guesses: Mapping[str, float]
    """How sure the recogniser is of each language, from 0 to 1, by its own codes."""
    whole: bool
    """False where passages were left out."""

    @property
    def rates(self) -> Rates:
        """Error rates of all that was listened to."""
        return rates(self.scores)

    @property
    def too_little(self) -> bool:
        """True where so much was misheard that nothing can be said of single sentences."""
        return lost_share(self.scores) > _TOO_LITTLE

    @property
    def other_language(self) -> str | None:
        """The code of the language that is heard instead of the edition's, or None."""
        own = code_of(self.language)
        if not self.guesses or self.guesses.get(own, 0.0) >= _LEAST_SURE:
            return None
        likeliest = max(self.guesses, key=lambda code: self.guesses[code])
        alike = any({own, likeliest} <= group for group in _ALIKE)
        return None if likeliest == own or alike else likeliest


def listen(
    cues: Sequence[SpokenCue],
    sound: Path,
    recogniser: Recogniser,
    *,
    language: Language,
    every: int = 1,
    begin: Begin,
) -> Hearing:
    """Listen to an edition and score every sentence that was heard.

    Whole passages are heard first; a sentence of which little was understood is then heard once more, alone,
    and the better hearing counts: a recogniser, too, misses words.

    Args:
        cues: Of the edition, in order; in languages the recogniser knows.
        sound: Its sound file.
        recogniser: With any or no file open.
        language: Of the edition.
        every: Listen to the first of so many passages alone.
        begin: Is told what is listened to and of how many steps that is, and gives what to call after each.

    Raises:
        VerificationFailed: The sound cannot be decoded.
        EngineFault: The recogniser crashed or hung.
    """
    duration_ms = recogniser.open(sound)
    windows = cut(cues, duration_ms=duration_ms, every=every)
    step = begin("passages", len(windows))
    scores: list[Score] = []
    places: list[tuple[Window, int]] = []
    for window in windows:
        numbers = {cue.id: number for number, cue in enumerate(window.cues)}
        found = score(window.cues, recogniser.hear(window) or "")
        scores += found
        places += [(window, numbers[each.cue.id]) for each in found]
        step()
    if lost_share(scores) <= _TOO_LITTLE:
        long = slow(scores)
        doubtful = [number for number, each in enumerate(scores) if number in long or each.fault]
        step = begin("single sentences once more", len(doubtful))
        for number in doubtful:
            scores[number] = _again(scores[number], *places[number], recogniser, maybe_twice=number in long)
            step()
    return Hearing(
        language=language,
        duration_ms=duration_ms,
        heard_ms=sum(window.end_ms - window.start_ms for window in windows),
        scores=tuple(scores),
        cues=tuple(cue for cue in cues if not cue.music),
        guesses=_guesses([each for each in windows if each.language == language], recogniser),
        whole=every == 1,
    )


def _again(first: Score, window: Window, number: int, recogniser: Recogniser, *, maybe_twice: bool) -> Score:
    """Return the better of `first` and what is heard of the sentence by itself.

    A recogniser likes to write down once what it hears twice; so a sentence that takes long is heard by
    halves, and is doubled where each half says all of it.
    """
    single = alone(window, number)
    if maybe_twice or first.doubled:
        (twice,) = score(single.cues, " ".join(recogniser.hear(half) or "" for half in halves(single)))
        if twice.doubled:
            return twice
    if first.fault is None:
        return first
    text = recogniser.hear(single)
    (second,) = score(single.cues, text or "")
    return replace(second, silent=True) if text is None else better(first, second)


def _guesses(windows: Sequence[Window], recogniser: Recogniser) -> Mapping[str, float]:
    """Return how sure the recogniser is of each language, over a few windows of the edition."""
    chosen = windows[:: max(1, -(-len(windows) // _MOST_GUESSES))]
    found: dict[str, float] = {}
    heard = 0
    for window in chosen:
        guess = recogniser.guess(window)
        heard += bool(guess)
        for code, sure in guess.items():
            found[code] = found.get(code, 0.0) + sure
    return {code: round(sure / heard, 3) for code, sure in sorted(found.items())}
