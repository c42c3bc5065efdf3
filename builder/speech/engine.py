"""The engine contract: what every synthesiser tells of itself and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Never, Protocol, TypeAlias

from builder.base.errors import UsageError
from builder.base.language import Language
from builder.base.text import shorten
from builder.model.script import Utterance
from builder.model.sound import Clip

Band = Literal["good", "not measured", "usable", "weak", "not usable"]
"""How well a recogniser understood a voice in one language; `not measured` is a voice the user put here."""

Options: TypeAlias = Mapping[str, str]
"""An engine's settings under `[engines.<name>]`, as text; a true switch is `yes`, a path is absolute."""

EngineOptions: TypeAlias = Mapping[str, Options]
"""The settings of every engine that has some, by its name."""

NO_OPTIONS: Mapping[str, Never] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A named voice of an engine."""

    name: str
    languages: tuple[Language, ...]
    """Empty for a voice that speaks any text, such as the tone engine's."""
    licence: str
    attribution: str | None = None
    gain_db: float | None = None
    """Calibrated gain to -16 LUFS as two ears hear it; None where it has still to be measured."""
    bands: Mapping[Language, Band]
    neural: bool = False
    digest: str | None = None
    """Of the files this voice alone needs; None where the engine's `parts` tell of them."""
    title: str | None = None
    """As people know it; None where that is its name."""
    only_text: str | None = None
    """The one text it says, where it is a recording; None for a voice that says any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineInfo:
    """What an engine tells of itself without being started."""

    name: str
    title: str
    """As people know it, for credits."""
    version: str
    voices: tuple[Voice, ...]
    parts: Mapping[str, str]
    """What its sound depends on besides its version: model digests, library versions."""
    network: bool = False
    """True when it sends the text away, to a service that may keep one waiting."""
    own_rate_alone: bool = False
    """True when its voices cannot be told to speak quicker or slower."""
    repeatable: bool = True
    """True when the same utterance gives the same samples."""
    says_phonemes: bool = False
    """True when it speaks the sounds an utterance gives (`Utterance.phonemes`); else it reads the text."""
    speed: float = 100.0
    """Seconds of speech for one second of work, about; for estimates, and for how clips are kept."""
    sample_rate_hz: int = 24_000
    """Of every clip."""
    human: bool = False
    """True when its voices are people who were recorded."""

    def voice(self, name: str) -> Voice | None:
        """Return the voice called `name`, or None."""
        return next((voice for voice in self.voices if voice.name == name), None)

    def speaks(self, name: str) -> bool:
        """Return False of a voice that gives test tones instead of speech."""
        voice = self.voice(name)
        return voice is None or bool(voice.languages)


def may_fork(options: Options) -> bool:
    """Return whether a worker may speak each utterance in a fork of itself; without, each costs a new worker.

    Which of both it is changes no sample, so it is in no recipe.

    Raises:
        UsageError: The setting `fork` is neither yes nor no.
    """
    found = options.get("fork", "yes")
    if found not in {"yes", "no"}:
        raise UsageError(f'fork: expected yes or no, found "{shorten(found)}"')
    return found == "yes"


class EngineModule(Protocol):
    """What a module of `builder.speech` has that makes an engine of its own."""

    NAME: str
    OPTIONS: tuple[str, ...]
    """Settings it takes."""
    PATHS: tuple[str, ...]
    """Those of them that name a file or a folder."""

    def info(self, options: Options) -> EngineInfo:
        """Return what the engine tells of itself; no process is started and nothing is sent.

        Raises:
            VoiceMissing: Its package or its models are not on this machine; the hint installs them.
            UsageError: A setting cannot be followed.
        """

    def load(self, options: Options) -> SpeechEngine:
        """Return a new engine; what it needs starts with its first utterance.

        Raises:
            VoiceMissing: As `info`.
            UsageError: A setting cannot be followed, or there is no consent to sending text away.
        """


class SpeechEngine(Protocol):
    """A synthesiser that speaks one utterance at a time.

    One object serves one thread; a build makes one for each job. A worker process behind it starts with the
    first utterance and ends with `close`.
    """

    @property
    def info(self) -> EngineInfo:
        """What the engine tells of itself."""

    def synthesise(self, utterance: Utterance) -> Clip:
        """Return the sound of `utterance`, by its own voice.

        Raises:
            VoiceMissing: The voice, or a model it needs, is not on this machine.
            EngineFault: The engine crashed, hung past its deadline, or answered with something else.
            NetworkError: A network engine's service did not deliver.
        """

    def close(self) -> None:
        """End what `synthesise` started; the object can be used no more."""
