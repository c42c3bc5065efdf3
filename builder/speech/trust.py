"""Trust: a voice or an engine that fails again and again is asked no more, so that a run ends soon."""

from __future__ import annotations

import threading

from builder.base.errors import SpeechError
from builder.base.text import shorten
from builder.model.script import Utterance

MOST_FAILED: int = 3
"""Different sentences of a voice, or voices of an engine, in a row; each sentence is tried as ever."""


class Trust:
    """Counts on what each voice and engine failed since it last spoke; shared by the threads of a run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sentences: dict[tuple[str, str], set[str]] = {}
        self._voices: dict[str, set[str]] = {}

    def check(self, utterance: Utterance) -> None:
        """Let a voice speak `utterance` that may still be expected to.

        Raises:
            SpeechError: It failed on too many sentences in a row, or its engine with too many voices.
        """
        engine, voice = utterance.voice.engine, utterance.voice.voice
        with self._lock:
            sentences = len(self._sentences.get((engine, voice), ()))
            voices = len(self._voices.get(engine, ()))
        if voices >= MOST_FAILED:
            found = f"{engine} failed with {voices} voices in a row"
        elif sentences >= MOST_FAILED:
            found = f'{engine}, voice "{voice}", failed on {sentences} sentences in a row'
        else:
            return
        raise SpeechError(
            f'{found} and is not asked for "{shorten(utterance.text)}"',
            where=utterance.id,
            hint="what is spoken is kept; name another voice in edition.toml, one of: "
            f"edition voices --language {utterance.language}",
        )

    def spoke(self, utterance: Utterance) -> None:
        """Note that the voice spoke: what it failed on before was the sentences' fault."""
        engine, voice = utterance.voice.engine, utterance.voice.voice
        with self._lock:
            self._sentences.pop((engine, voice), None)
            self._voices.pop(engine, None)

    def failed(self, utterance: Utterance) -> None:
        """Note that the voice gave no speech of `utterance`, however often it was asked."""
        engine, voice = utterance.voice.engine, utterance.voice.voice
        with self._lock:
            self._sentences.setdefault((engine, voice), set()).add(utterance.text)
            self._voices.setdefault(engine, set()).add(voice)
