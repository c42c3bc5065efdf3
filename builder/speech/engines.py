"""Engines: each by its name, imported when it is asked for."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, cast, get_args

from builder.base.errors import UsageError, VoiceMissing
from builder.base.suggest import did_you_mean
from builder.speech.engine import NO_OPTIONS, EngineInfo, EngineModule, EngineOptions, SpeechEngine

EngineName = Literal[
    "tone", "espeak-ng", "hibari", "piper", "kokoro", "openjtalk", "gtts", "openai", "recorded"
]

NAMES: tuple[str, ...] = get_args(EngineName)
"""In no order of merit."""

LOCAL: tuple[EngineName, ...] = ("espeak-ng", "hibari", "piper", "kokoro", "openjtalk")
"""Those that speak on this machine."""
_NETWORK: tuple[EngineName, ...] = ("gtts", "openai")


def info(name: str, options: EngineOptions = NO_OPTIONS) -> EngineInfo:
    """Return what the engine called `name` tells of itself; no process is started and nothing is sent.

    Args:
        name: One of `NAMES`.
        options: The settings of every engine; those of this one are used.

    Raises:
        VoiceMissing: There is no such engine, or its package is not installed; the hint installs it.
        UsageError: A setting the engine does not have, or cannot follow.
    """
    module = _module(_known(name))
    return module.info(_checked(module, options))


def load(name: str, options: EngineOptions = NO_OPTIONS) -> SpeechEngine:
    """Return a new engine called `name`; what it needs starts with its first utterance.

    Args:
        name: One of `NAMES`.
        options: The settings of every engine; gtts wants `consent` to be `yes`.

    Raises:
        VoiceMissing: As `info`.
        UsageError: As `info`, or there is no consent to sending text away.
    """
    module = _module(_known(name))
    return module.load(_checked(module, options))


def installed(options: EngineOptions = NO_OPTIONS, *, network: bool = False) -> tuple[EngineInfo, ...]:
    """Return the engines that speak here; test tones are not among them, nor is what is not installed.

    Args:
        options: The settings of every engine.
        network: Whether those that send the text away are.
    """
    found = []
    for name in LOCAL + (_NETWORK if network else ()):
        with contextlib.suppress(VoiceMissing):
            found.append(info(name, options))
    return tuple(found)


def with_absolute_paths(options: EngineOptions, folder: Path) -> EngineOptions:
    """Return `options` in which each file or folder is found from anywhere; relative ones lie in `folder`."""
    return {
        name: {key: _absolute(value, folder) if key in _module(_known(name)).PATHS else value
               for key, value in own.items()}
        for name, own in options.items()
    }  # fmt: skip


def _absolute(path: str, folder: Path) -> str:
    return str(folder.absolute() / Path(path).expanduser())


def _module(name: EngineName) -> EngineModule:  # noqa: PLR0911 # one for each engine
    match name:
        case "tone":
            from builder.speech import tone

            return tone
        case "espeak-ng":
            from builder.speech import espeak

            return espeak
        case "hibari":
            from builder.speech import hibari

            return hibari
        case "piper":
            from builder.speech import piper

            return piper
        case "kokoro":
            from builder.speech import kokoro

            return kokoro
        case "openjtalk":
            from builder.speech import openjtalk

            return openjtalk
        case "gtts":
            from builder.speech import google

            return google
        case "openai":
            from builder.speech import openai

            return openai
        case "recorded":
            from builder.speech import recorded

            return recorded


def _checked(module: EngineModule, options: EngineOptions) -> Mapping[str, str]:
    """Return the engine's own settings; one it does not have is an error."""
    own = options.get(module.NAME, {})
    for option in sorted(set(own) - set(module.OPTIONS)):
        raise UsageError(
            f'engine {module.NAME} has no setting called "{option}"{did_you_mean(option, module.OPTIONS)}'
        )
    return own


def _known(name: str) -> EngineName:
    if name not in NAMES:
        raise VoiceMissing(
            f'no engine called "{name}"{did_you_mean(name, NAMES)}',
            hint=f"choose one of {', '.join(NAMES)}",
        )
    return cast("EngineName", name)
