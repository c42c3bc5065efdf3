"""Recogniser: a program that writes down what it hears, in a process of its own with deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from builder.base.digest import Json
from builder.base.errors import EngineFault, VerificationFailed, VoiceMissing
from builder.base.language import Language
from builder.base.text import shorten
from builder.check.listen.model import INSTALL, Model
from builder.check.listen.windows import Window
from builder.system.process import ChildFault, ChildProcess, python_worker
from builder.system.worker import Message

_TITLE = "faster-whisper"
_START_S = 120.0
_OPEN_S = 300.0
_BASE_S = 60.0
_SOUND_S = 8.0
"""For each second of sound more; on one core of a busy machine it takes 0.1."""
# Whisper's codes where they are not the language's own.
_CODES = {"nb": "no", "cmn": "zh", "fil": "tl", "jv": "jw", "iw": "he", "wuu": "zh"}


class Recogniser(Protocol):
    """Listens to one sound file at a time."""

    @property
    def model(self) -> str:
        """Digest of its weights."""

    def knows(self, language: Language) -> bool:
        """Tell whether it can write `language`."""

    def open(self, sound: Path) -> int:
        """Take up a sound file and return its length in milliseconds.

        Raises:
            VerificationFailed: It cannot be decoded.
            EngineFault: The recogniser crashed or hung.
        """

    def hear(self, window: Window) -> str | None:
        """Return what is said in `window` of the open file, in the letters of its language; None for silence.

        Raises:
            EngineFault: The recogniser crashed or hung.
        """

    def guess(self, window: Window) -> Mapping[str, float]:
        """Return how sure it is, from 0 to 1, of each language that may be spoken in `window`.

        Raises:
            EngineFault: The recogniser crashed or hung.
        """

    def close(self) -> None:
        """End it."""


def code_of(language: Language) -> str:
    """Return what a recogniser of the Whisper family calls `language`."""
    base = language.partition("-")[0]
    return _CODES.get(base, base)


class Whisper:
    """faster-whisper with a model that was checked; its process starts with the first question."""

    def __init__(self, model: Model, *, threads: int) -> None:
        """Listen with `threads` threads; nothing is started yet."""
        self._model = model
        self._threads = threads
        self._child: ChildProcess | None = None
        self._languages: frozenset[str] = frozenset()

    @property
    def model(self) -> str:
        """Digest of its weights."""
        return self._model.digest

    def knows(self, language: Language) -> bool:
        """Tell whether it can write `language`."""
        self._started()
        return code_of(language) in self._languages

    def open(self, sound: Path) -> int:
        """Take up a sound file and return its length in milliseconds."""
        header, _ = self._ask({"open": str(sound.resolve())}, deadline_s=_OPEN_S, where=str(sound))
        return _whole(header.get("duration_ms"))

    def hear(self, window: Window) -> str | None:
        """Return what is said in `window`, None where it is silent."""
        place: dict[str, Json] = {"start_ms": window.start_ms, "end_ms": window.end_ms}
        header, text = self._ask(
            {**place, "language": code_of(window.language)},
            deadline_s=_deadline_s(window),
            where=window.cues[0].id,
        )
        return None if header.get("silent") else text.decode()

    def guess(self, window: Window) -> Mapping[str, float]:
        """Return how sure it is of each language that may be spoken in `window`."""
        header, _ = self._ask(
            {"start_ms": window.start_ms, "end_ms": window.end_ms},
            deadline_s=_deadline_s(window),
            where=window.cues[0].id,
        )
        found = header.get("languages")
        return {str(code): float(sure) for code, sure in found.items()} if isinstance(found, dict) else {}

    def close(self) -> None:
        """End its process."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def _started(self) -> ChildProcess:
        if self._child is not None and self._child.alive:
            return self._child
        command = python_worker(
            "builder.check.listen.whisper_worker", str(self._model.folder.resolve()), str(self._threads)
        )
        self._child = ChildProcess(command, environment=self._environment())
        header, _ = _checked(self._child.ask({}, deadline_s=_START_S), where=str(self._model.folder))
        languages = header.get("languages")
        self._languages = frozenset(map(str, languages)) if isinstance(languages, list) else frozenset()
        return self._child

    def _environment(self) -> Mapping[str, str]:
        threads = str(self._threads)
        return {
            "HF_HUB_OFFLINE": "1",
            "TOKENIZERS_PARALLELISM": "false",
            "OMP_NUM_THREADS": threads,
            "OPENBLAS_NUM_THREADS": threads,
        }

    def _ask(self, header: Mapping[str, Json], *, deadline_s: float, where: str) -> Message:
        try:
            return _checked(self._started().ask(header, deadline_s=deadline_s), where=where)
        except ChildFault as fault:
            self.close()
            raise EngineFault(
                f"the recogniser {_TITLE} {fault}\n{fault.details}", where=where, hint="run it again"
            ) from fault


def _deadline_s(window: Window) -> float:
    return _BASE_S + _SOUND_S * (window.end_ms - window.start_ms) / 1000


def _checked(message: Message, *, where: str) -> Message:
    header, _ = message
    said = f"{_TITLE}: {header.get('message')}"
    match header.get("error"):
        case None:
            return message
        case "model":
            raise VoiceMissing(said, where=where, hint=f"{INSTALL}, or name another folder with --model")
        case "sound":
            raise VerificationFailed(said, where=where, hint="build it again: edition build")
        case _:
            raise EngineFault(said, where=where)


def _whole(found: object) -> int:
    if not isinstance(found, int):
        raise EngineFault(f"{_TITLE} answered with {shorten(str(found))}, expected a whole number")
    return found
