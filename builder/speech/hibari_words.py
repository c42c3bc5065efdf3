"""hibari words: where each word starts in what hibari says, by the length it gives to each sound.

The model keeps the lengths to itself. They become an output of its own where the tensor is found, and nothing
else of it changes; where it is not, there are no word starts and the same sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from builder.speech.model_outputs import output_of

LENGTHS: str = "/Clip_output_0"
"""Name of the tensor in hibari-tts 0.2.1: for each sound, how many steps it lasts."""

_STEP_FRAMES = 600
"""25 ms at 24 kHz."""
_MOST_SKIPPED = 40
"""Characters that may have become other words before a word that is found again."""


class Session(Protocol):
    """What is used of `onnxruntime.InferenceSession`."""

    def run(self, names: Sequence[str] | None, feeds: Mapping[str, Any]) -> list[Any]:
        """Return the outputs for `feeds`, all of them where `names` is None."""


class Token(Protocol):
    """What is used of a word as `hibari.g2p` tells it."""

    text: str
    phonemes: str | None


def with_lengths(model: bytes) -> bytes:
    """Return an ONNX model that gives the lengths as its last output."""
    return model + output_of(LENGTHS)


class Listener:
    """Stands between a voice and its session, and notes what is said and how long each sound lasts."""

    def __init__(self, session: Session, vocabulary: Mapping[str, int]) -> None:
        """Pass on to `session`, whose model gives lengths; `vocabulary` has a number for each sound."""
        self._session = session
        self._vocabulary = vocabulary
        self._tokens: list[Token] = []
        self._lengths: list[tuple[Sequence[int], Sequence[float]]] = []

    def run(self, names: Sequence[str] | None, feeds: Mapping[str, Any]) -> list[Any]:
        """Return the outputs for `feeds` without the lengths."""
        *outputs, lengths = self._session.run(names, feeds)
        self._lengths.append((feeds["ids"][0].tolist(), lengths.tolist()))
        return outputs

    def said(self, tokens: Sequence[Token]) -> None:
        """Note words that are about to be said, with their sounds."""
        self._tokens += tokens

    def forget(self) -> None:
        """Forget what was said before."""
        self._tokens.clear()
        self._lengths.clear()

    def word_starts(self, text: str, *, frames: int) -> list[tuple[int, int, int]]:
        """Return `(text start, text end, frame)` of each word of `text` that was said as it stands there.

        Args:
            text: All that was said since `forget`.
            frames: Of its sound. Where the lengths tell of another number, nothing is returned.
        """
        starts, total = self._starts()
        counts = [self._count(token.phonemes or "") for token in self._tokens]
        if total != frames or len(starts) != sum(counts):
            return []
        words = []
        number = 0
        for (start, end), count in zip(_places(self._tokens, text), counts, strict=True):
            if count and end > start:
                words.append((start, end, starts[number]))
            number += count
        return words

    def _starts(self) -> tuple[list[int], int]:
        """Return the frame at which each sound starts, spaces left out, and the frames of all together."""
        silent = (0, self._vocabulary[" "])
        starts = []
        frame = 0
        for ids, lengths in self._lengths:
            for sound, length in zip(ids, lengths, strict=True):
                if sound not in silent:
                    starts.append(frame)
                frame += round(length) * _STEP_FRAMES
        return starts, frame

    def _count(self, phonemes: str) -> int:
        return sum(character in self._vocabulary for character in phonemes if character != " ")


def _places(tokens: Sequence[Token], text: str) -> Iterator[tuple[int, int]]:
    """Yield where each word stands in `text`; an empty place for what stands there in other words."""
    position = 0
    for token in tokens:
        word = token.text
        found = (
            re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(text, position)
            if any(character.isalnum() for character in word)
            else None
        )
        if found is None or found.start() - position > _MOST_SKIPPED:
            yield position, position
        else:
            position = found.end()
            yield found.start(), position
