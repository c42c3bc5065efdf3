"""Engines: each by its name, imported when it is asked for."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Literal, cast, get_args

from builder.base.errors import UsageError, VoiceMissing
from builder.base.suggest import did_you_mean
from builder.speech.engine import EngineInfo, SpeechEngine

EngineName = Literal["tone", "espeak-ng", "hibari", "gtts"]

NAMES: tuple[str, ...] = get_args(EngineName)
"""In no order of merit."""

_LOCAL: tuple[EngineName, ...] = ("espeak-ng", "hibari")
_NETWORK: tuple[EngineName, ...] = ("gtts",)
_OPTIONS: Mapping[str, tuple[str, ...]] = {"gtts": ("consent",)}


def info(name: str) -> EngineInfo:
    """Return what the engine called `name` tells of itself; no process is started and nothing is sent.

    Raises:
        VoiceMissing: There is no such engine, or its package is not installed; the hint installs it.
    """
    match _known(name):
        case "tone":
            from builder.speech import tone

            return tone.info()
        case "espeak-ng":
            from builder.speech import espeak

            return espeak.info()
        case "hibari":
            from builder.speech import hibari

            return hibari.info()
        case "gtts":
            from builder.speech import google

            return google.info()


def load(name: str, *, options: Mapping[str, str]) -> SpeechEngine:
    """Return a new engine called `name`; what it needs starts with its first utterance.

    Args:
        name: One of `NAMES`.
        options: The settings under `[engines.<name>]`; gtts wants `consent` to be `yes`.

    Raises:
        VoiceMissing: As `info`.
        UsageError: A setting the engine does not have, or no consent to sending text away.
    """
    known = _known(name)
    allowed = _OPTIONS.get(name, ())
    for option in sorted(set(options) - set(allowed)):
        raise UsageError(f'engine {name} has no setting called "{option}"{did_you_mean(option, allowed)}')
    match known:
        case "tone":
            from builder.speech import tone

            return tone.ToneEngine()
        case "espeak-ng":
            from builder.speech import espeak

            return espeak.load()
        case "hibari":
            from builder.speech import hibari

            return hibari.load()
        case "gtts":
            from builder.speech import google

            return google.load(consent=options.get("consent") == "yes")


def installed(*, network: bool = False) -> tuple[EngineInfo, ...]:
    """Return the engines that speak here; test tones are not among them, nor is what is not installed.

    Args:
        network: Whether those that send the text away are.
    """
    found = []
    for name in _LOCAL + (_NETWORK if network else ()):
        with contextlib.suppress(VoiceMissing):
            found.append(info(name))
    return tuple(found)


def _known(name: str) -> EngineName:
    if name not in NAMES:
        raise VoiceMissing(
            f'no engine called "{name}"{did_you_mean(name, NAMES)}',
            hint=f"choose one of {', '.join(NAMES)}",
        )
    return cast("EngineName", name)
