"""Listening: a recogniser that hears what a test tells it, and cues to listen to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from builder.base.language import Language
from builder.check.listen.transcript import SpokenCue
from builder.check.listen.windows import Window

PASSAGES: tuple[tuple[str, ...], ...] = (
    ("The harbour opens at seven in the morning.",),
    (
        "Boats that arrive before the gates open have to wait outside of the mole.",
        "A lamp on the left bank shows them the way.",
        "It must not be used as an anchor place, whatever the wind does.",
    ),
    ("Every skipper pays forty dollars for a night.", "Children may swim near the old stairs."),
)
"""Sentences by passage, none like another."""


def cues_of(
    passages: Sequence[Sequence[str]] = PASSAGES,
    *,
    language: str = "en",
    letter_ms: int = 60,
    pause_ms: int = 400,
) -> tuple[SpokenCue, ...]:
    """Return a cue for each sentence, as long as its letters take, with a pause after each."""
    cues: list[SpokenCue] = []
    start = 0
    for passage, sentences in enumerate(passages, start=1):
        for number, text in enumerate(sentences, start=1):
            end = start + letter_ms * len(text)
            cues.append(
                SpokenCue(
                    id=f"s-{passage:08x}.{number}",
                    text=text,
                    language=Language(language),
                    start_ms=start,
                    end_ms=end,
                )
            )
            start = end + pause_ms
    return tuple(cues)


@dataclass(slots=True)
class Dictation:
    """A recogniser that hears each cue as it is written, but for those it is told to hear otherwise."""

    misheard: Mapping[str, str] = field(default_factory=dict)
    """What is heard in place of a cue, by its id."""
    silent: tuple[str, ...] = ()
    """Ids of the cues in whose place there is no sound."""
    spoken: str = "en"
    """The code of the language it believes to hear."""
    known: tuple[str, ...] = ("en", "es", "fr", "ja")
    duration_ms: int = 60_000
    model: str = "0123456789abcdef"
    windows: list[Window] = field(default_factory=list)
    """What it was asked to hear, in order."""
    opened: list[Path] = field(default_factory=list)
    closed: bool = False

    def knows(self, language: Language) -> bool:
        """Tell whether it is told to know `language`."""
        return language.partition("-")[0] in self.known

    def open(self, sound: Path) -> int:
        """Note the file and return the length it is told."""
        self.opened.append(sound)
        return self.duration_ms

    def hear(self, window: Window) -> str | None:
        """Return what the cues of `window` say; None where nothing but silent ones are in it."""
        self.windows.append(window)
        if all(cue.id in self.silent for cue in window.cues):
            return None
        return " ".join(self._heard(cue, window) for cue in window.cues)

    def _heard(self, cue: SpokenCue, window: Window) -> str:
        """Return what is heard of `cue`: half of the words in a window that ends, or starts, within it."""
        words = [] if cue.id in self.silent else self.misheard.get(cue.id, cue.said).split()
        half = len(words) // 2
        if window.end_ms < cue.end_ms:
            words = words[:half]
        elif window.start_ms > cue.start_ms:
            words = words[half:]
        return " ".join(words)

    def guess(self, window: Window) -> Mapping[str, float]:
        """Be rather sure of one language."""
        assert window.cues
        return {self.spoken: 0.9, "la": 0.05}

    def close(self) -> None:
        """Note that it is over."""
        self.closed = True
