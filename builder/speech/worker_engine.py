"""Worker engine: an engine whose voice lives in a process of its own, started with the first utterance."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.base.digest import Json
from builder.base.errors import EngineFault, SpeechError, VoiceMissing
from builder.base.text import shorten
from builder.model.script import Utterance
from builder.model.sound import Clip, Mark
from builder.speech.engine import EngineInfo
from builder.system.process import ChildFault, ChildProcess
from builder.system.worker import LAST, Message

_MOST_SAID = 1000
"""Characters of what a worker says; paths and advice are among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """How long a worker may take before it counts as hung; generous, for the machine may be busy."""

    start_s: float
    """Until it has checked and loaded its models."""
    base_s: float
    """For any utterance."""
    character_s: float
    """For each character more."""

    def of(self, text: str) -> float:
        """Return the seconds `text` may take."""
        return self.base_s + self.character_s * len(text)


class WorkerEngine:
    """Speaks through a worker that takes text and gives samples and word starts.

    The worker's side of a request is `{"voice", "language", "rate_percent", "phonemes": [[text start, text
    end, IPA], …]}` with the text as UTF-8 payload; the last is there where an author gave sounds. Its answer
    is `{"sample_rate_hz", "marks": [[text start, text end, frame], …]}` with 16-bit samples as payload, or
    `{"error": "voice" | "model" | "fault", "message"}`. A first, empty request makes it load its models. An
    answer with `"last": true` is the worker's only one; the next utterance gets a new worker.
    """

    def __init__(
        self,
        info: EngineInfo,
        command: Sequence[str],
        *,
        deadline: Deadline,
        environment: Mapping[str, str] | None = None,
        hint: str | None = None,
    ) -> None:
        """Speak with `command` as the worker; nothing is started yet.

        Where a voice or model is missing or changed, `hint` says what to do; by default, to install the
        engine again.
        """
        self._info = info
        self._command = tuple(command)
        self._deadline = deadline
        self._environment = dict(environment or {})
        self._hint = hint or f"install {info.name} again, in the version it names"
        self._child: ChildProcess | None = None
        self._closed = False

    @property
    def info(self) -> EngineInfo:
        """What the engine tells of itself."""
        return self._info

    def synthesise(self, utterance: Utterance) -> Clip:
        """Return the sound of `utterance`, without frames where there is nothing to say.

        Raises:
            VoiceMissing: The voice or its model is not on this machine, or not the one we know.
            EngineFault: The worker crashed, hung or sent something else; the next call starts a new one.
                Or the engine was closed.
        """
        voice = utterance.voice.voice
        if self._info.voice(voice) is None:
            raise VoiceMissing(f'no voice called "{voice}" for engine {self._info.name}')
        answer = self._ask(_request(utterance), utterance.text, about=utterance)
        return self._clip(answer, utterance)

    def restart(self) -> None:
        """End the worker; the next utterance starts a new one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    def close(self) -> None:
        """End the worker for good; any thread may do it, also while another one waits for an answer."""
        self._closed = True
        self.restart()

    def _ask(self, header: Mapping[str, Json], text: str, *, about: Utterance) -> Message:
        try:
            child = self._started(about)
            message = child.ask(header, text.encode(), deadline_s=self._deadline.of(text))
        except ChildFault as fault:
            self.restart()
            raise EngineFault(
                f'{self._who(about)} {fault}, at "{shorten(about.text)}"\n{fault.details}',
                where=about.id,
                hint="run it again; what is spoken is kept",
            ) from fault
        if message[0].get(LAST):
            self.restart()
        return self._checked(message, about=about)

    def _started(self, about: Utterance) -> ChildProcess:
        if self._child is not None and self._child.alive:
            return self._child
        self.restart()
        child = self._child = ChildProcess(self._command, environment=self._environment)
        if self._closed:
            # By another thread, meanwhile or before: what an interrupt ended must not begin anew.
            self.restart()
            raise EngineFault(f"{self._who(about)} was closed", where=about.id)
        self._checked(child.ask({}, deadline_s=self._deadline.start_s), about=about)
        return child

    def _checked(self, message: Message, *, about: Utterance) -> Message:
        header, _ = message
        if "error" not in header:
            return message
        said = f"{self._who(about)} says: {shorten(str(header.get('message')), _MOST_SAID)}"
        error: SpeechError = EngineFault(f'{said}, at "{shorten(about.text)}"', where=about.id)
        if header["error"] in {"voice", "model"}:
            error = VoiceMissing(said, engine=self._info.name, hint=self._hint)
        raise error

    def _who(self, utterance: Utterance) -> str:
        return f'{self._info.title}, voice "{utterance.voice.voice}",'

    def _clip(self, answer: Message, utterance: Utterance) -> Clip:
        header, pcm = answer
        rate = header.get("sample_rate_hz")
        marks = _marks(header.get("marks"), text=utterance.text, frames=len(pcm) // 2)
        if rate != self._info.sample_rate_hz or marks is None:
            raise EngineFault(
                f'{self._who(utterance)} answered "{shorten(utterance.text)}" '
                f"with {shorten(str(dict(header)))}, "
                f"expected sound at {self._info.sample_rate_hz} Hz and word starts in order",
                where=utterance.id,
            )
        return Clip(pcm=pcm, sample_rate_hz=self._info.sample_rate_hz, marks=marks)


def _request(utterance: Utterance) -> Mapping[str, Json]:
    header: dict[str, Json] = {
        "voice": utterance.voice.voice,
        "language": utterance.language,
        "rate_percent": utterance.voice.rate_percent,
    }
    if utterance.phonemes:
        header["phonemes"] = [[span.start, span.end, span.ipa] for span in utterance.phonemes]
    return header


def _marks(found: object, *, text: str, frames: int) -> tuple[Mark, ...] | None:
    """Return the marks of an answer, or None when they are not ordered ones inside text and sound."""
    if not isinstance(found, list):
        return None
    marks = []
    for entry in found:
        match entry:
            case [int(start), int(end), int(frame)]:
                marks.append(Mark(text_start=start, text_end=end, frame=frame))
            case _:
                return None
    inside = all(
        0 <= mark.text_start < mark.text_end <= len(text) and 0 <= mark.frame <= frames for mark in marks
    )
    ordered = all(
        before.text_end <= after.text_start and before.frame <= after.frame
        for before, after in itertools.pairwise(marks)
    )
    return tuple(marks) if inside and ordered else None
