"""Errors about a run, each with its own exit status.

BuilderError
├── UsageError          2  a command line or configuration that cannot be followed
├── ContentError        3  an article or workspace that is refused
├── LanguagesNotBuilt   4  some languages were left out, the others were built
├── SpeechError         5  a voice or an engine that does not deliver
│   ├── VoiceMissing       no such voice or engine here
│   └── EngineFault        an engine crashed, hung or gave a clip that is not speech
├── OutputError         6  a disk or a folder that cannot be written
├── NetworkError        7  a service that cannot be reached or refuses
├── Busy                8  the store or the output is in use by another build
└── VerificationFailed  9  an output is not what it should be

A problem of the content that leaves the run going is a `Finding`, not an error.
"""

from __future__ import annotations


class BuilderError(Exception):
    """A run that cannot go on: what happened, where, and one thing to do about it.

    Args:
        message: What was found and what was expected, in one sentence without a final stop.
        where: `path` or `path:line` that the message is about, if any.
        hint: One thing to do, if possible as a command that can be pasted.
    """

    exit_status = 1

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """Return the message as it is shown: `where: error: message`, then the hint."""
        place = f"{self.where}: " if self.where else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{place}error: {self.message}{hint}"


class UsageError(BuilderError):
    """A command line or a configuration that cannot be followed."""

    exit_status = 2


class ContentError(BuilderError):
    """An article, catalogue or workspace that is refused; nothing was built of it."""

    exit_status = 3


class LanguagesNotBuilt(BuilderError):
    """Some languages were left out; the others were built."""

    exit_status = 4


class SpeechError(BuilderError):
    """A voice or an engine that does not deliver."""

    exit_status = 5


class VoiceMissing(SpeechError):
    """No such engine, voice or model on this machine.

    Args:
        message: As of every error.
        engine: Name of the engine that cannot speak, where one is known.
        where: As of every error.
        hint: As of every error.
    """

    def __init__(
        self, message: str, *, engine: str | None = None, where: str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message, where=where, hint=hint)
        self.engine = engine


class EngineFault(SpeechError):
    """An engine crashed, hung, or gave a clip that is not the speech asked for."""


class OutputError(BuilderError):
    """A disk or a folder that cannot be written."""

    exit_status = 6


class NetworkError(BuilderError):
    """A network service that cannot be reached or that refuses."""

    exit_status = 7


class Busy(BuilderError):
    """The store or the output is in use by another build."""

    exit_status = 8


class VerificationFailed(BuilderError):
    """An output that is not what it should be."""

    exit_status = 9
