"""Trust: an engine that fails on sentence after sentence is asked no more, so that a run ends soon."""

from __future__ import annotations

import threading

from builder.base.errors import SpeechError
from builder.base.text import shorten
from builder.model.script import Utterance

MOST_FAILED: int = 3
"""Different sentences in a row, each tried as often as any, after which the engine itself is at fault."""


class Trust:
    """Counts on which sentences each engine failed since it last spoke; shared by the threads of a run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failed: dict[str, set[str]] = {}

    def check(self, utterance: Utterance) -> None:
        """Let an engine speak `utterance` that may still be expected to.

        Raises:
            SpeechError: It failed on too many sentences in a row.
        """
        engine = utterance.voice.engine
        with self._lock:
            count = len(self._failed.get(engine, ()))
        if count >= MOST_FAILED:
            raise SpeechError(
                f"{engine} failed on {count} sentences in a row and is not asked for "
                f'"{shorten(utterance.text)}"',
                where=utterance.id,
                hint="what is spoken is kept; name another engine in edition.toml, or hear this one alone: "
                f"edition say Hello --language {utterance.language} --output try.wav",
            )

    def spoke(self, utterance: Utterance) -> None:
        """Note that the engine spoke: what it failed on before was the sentences' fault."""
        with self._lock:
            self._failed.pop(utterance.voice.engine, None)

    def failed(self, utterance: Utterance) -> None:
        """Note that the engine gave no speech of `utterance`, however often it was asked."""
        with self._lock:
            self._failed.setdefault(utterance.voice.engine, set()).add(utterance.text)
