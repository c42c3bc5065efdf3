"""Windows: stretches of an edition that a recogniser hears at once, each of whole sentences."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from builder.base.language import Language
from builder.check.listen.transcript import SpokenCue

LONGEST_MS = 28_000
"""A recogniser of the Whisper family hears 30 s at once."""
_LEAD_MS = 100
_LONGEST_TAIL_MS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Neighbouring cues of one language, and the sound they are heard in."""

    cues: tuple[SpokenCue, ...]
    """At least one."""
    start_ms: int
    end_ms: int
    """The pause after the last cue is part of it, so that what is said too much is heard too."""

    @property
    def language(self) -> Language:
        """Of all its cues."""
        return self.cues[0].language


def cut(
    cues: Sequence[SpokenCue], *, duration_ms: int, every: int = 1, longest_ms: int = LONGEST_MS
) -> tuple[Window, ...]:
    """Return the windows that cover `cues`, or every n-th passage of them; no music is in any.

    Args:
        cues: Of an edition, in order.
        duration_ms: Of its sound.
        every: 1 for all, 3 for the first passage of three.
        longest_ms: A sentence that is longer has a window of its own.
    """
    passages = [tuple(group) for _, group in itertools.groupby(cues, key=lambda cue: cue.passage_id)]
    starts = [*[cue.start_ms for cue in cues][1:], duration_ms]
    next_start_ms = {cue.id: start for cue, start in zip(cues, starts, strict=True)}
    windows: list[Window] = []
    chosen: list[SpokenCue] = []
    for group in _neighbours(passages, every):
        for cue in itertools.chain.from_iterable(group):
            if chosen and not _fits(chosen, cue, next_start_ms, longest_ms):
                windows.append(_window(chosen, next_start_ms))
                chosen = []
            chosen.append(cue)
        windows.append(_window(chosen, next_start_ms))
        chosen = []
    return tuple(windows)


def alone(window: Window, number: int) -> Window:
    """Return a window of the one cue of that number in `window`, up to the start of the next."""
    cue = window.cues[number]
    following = window.cues[number + 1].start_ms if number + 1 < len(window.cues) else window.end_ms
    return Window(
        cues=(cue,),
        start_ms=max(window.start_ms, cue.start_ms - _LEAD_MS),
        end_ms=min(max(following, cue.end_ms), cue.end_ms + _LONGEST_TAIL_MS),
    )


def halves(window: Window) -> tuple[Window, Window]:
    """Return the two halves of a window, each with all its cues: in which one they are is not known."""
    middle_ms = (window.start_ms + window.end_ms) // 2
    return replace(window, end_ms=middle_ms), replace(window, start_ms=middle_ms)


def _neighbours(
    passages: Sequence[tuple[SpokenCue, ...]], every: int
) -> Iterable[Sequence[tuple[SpokenCue, ...]]]:
    """Yield runs of passages that follow each other without a gap, or music, between them."""
    if every == 1:
        runs = itertools.groupby(passages, key=lambda passage: passage[0].music)
        return (tuple(run) for music, run in runs if not music)
    spoken = [passage for passage in passages if not passage[0].music]
    return ((passage,) for passage in spoken[::every])


def _fits(
    chosen: Sequence[SpokenCue], cue: SpokenCue, next_start_ms: dict[str, int], longest_ms: int
) -> bool:
    return (
        cue.language == chosen[0].language
        and _end_ms(cue, next_start_ms) - _start_ms(chosen[0]) <= longest_ms
    )


def _window(cues: Sequence[SpokenCue], next_start_ms: dict[str, int]) -> Window:
    return Window(cues=tuple(cues), start_ms=_start_ms(cues[0]), end_ms=_end_ms(cues[-1], next_start_ms))


def _start_ms(cue: SpokenCue) -> int:
    return max(0, cue.start_ms - _LEAD_MS)


def _end_ms(cue: SpokenCue, next_start_ms: dict[str, int]) -> int:
    return max(cue.end_ms, min(next_start_ms[cue.id] - _LEAD_MS, cue.end_ms + _LONGEST_TAIL_MS))
