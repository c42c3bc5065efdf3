"""Unit process: units made and encoded beside the program, which needs none of the libraries for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from builder.audio.codecs import CodecName
from builder.audio.unit import UnitPart
from builder.base.digest import Json
from builder.model.sound import Clip, SoundSpec
from builder.system.process import ChildFault, ChildProcess, python_worker

# One core is what a worker has; with more threads of its own it would take those of the others.
_ENVIRONMENT: Mapping[str, str] = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_WORKER = python_worker("builder.audio.unit_worker")
_DEADLINE_S = 60.0
"""For anything, the start of the worker among it; generous, for the machine may be busy."""
_DEADLINE_PER_S = 1.0
"""For each second of speech more, which takes about a hundredth of it."""


class UnitProcess:
    """Makes one unit after the other in a worker; see `builder.audio.unit_worker` for its messages.

    Asked by one thread, which has to live as long as it; any other may close it.
    """

    def __init__(self, command: Sequence[str] = _WORKER, *, deadline_s: float = _DEADLINE_S) -> None:
        """Make units by `command`, which has `deadline_s` for each answer, and more for long ones."""
        self._command = tuple(command)
        self._deadline_s = deadline_s
        self._child: ChildProcess | None = None
        self._closed = False
        self._speech_s = 0.0

    def start(self) -> None:
        """Start the worker where none runs, and do not wait for it.

        Raises:
            ChildFault: The system cannot start it, or it was closed.
        """
        self._started()

    def make(self, parts: Sequence[UnitPart], clips: Iterable[Clip], spec: SoundSpec) -> bytes:
        """Return the packed head of a unit; `encode` gives its packets, until the next one is made.

        Args:
            parts: Of the unit, as `unit_parts` gives them.
            clips: One for each part, in order; they are sent on as they come, and not held.
            spec: What the recording is like.

        Raises:
            ChildFault: The worker cannot be started, crashed, hung or was closed; the next unit gets a new
                one.
        """
        self._speech_s = 0.0
        for number, clip in enumerate(clips):
            self._speech_s += clip.frames / clip.sample_rate_hz
            marks = [(mark.text_start, mark.text_end, mark.frame) for mark in clip.marks]
            self._ask({"sample_rate_hz": clip.sample_rate_hz, "marks": marks, "first": number == 0}, clip.pcm)
        laid = [(part.gain_db, part.pause_after_ms) for part in parts]
        return self._ask({"parts": laid, "sound": asdict(spec)})

    def encode(self, codec: CodecName) -> bytes:
        """Return the packed packets of the unit that was made last.

        Raises:
            ChildFault: As `make`.
        """
        return self._ask({"codec": codec})

    def restart(self) -> None:
        """End the worker; the next unit starts a new one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    def close(self) -> None:
        """End the worker for good; any thread may do it, also while another one waits for an answer."""
        self._closed = True
        self.restart()

    def _ask(self, header: Mapping[str, Json], payload: bytes = b"") -> bytes:
        deadline_s = self._deadline_s + _DEADLINE_PER_S * self._speech_s
        return self._started().ask(header, payload, deadline_s=deadline_s)[1]

    def _started(self) -> ChildProcess:
        if self._child is not None and self._child.alive:
            return self._child
        self.restart()
        child = self._child = ChildProcess(self._command, environment=_ENVIRONMENT)
        if self._closed:
            # By another thread, meanwhile or before: what an interrupt ended must not begin anew.
            self.restart()
            raise ChildFault("was closed", lines=(), command=self._command)
        return child
