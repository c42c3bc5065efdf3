"""Engines: each by its name, imported when it is asked for."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, cast, get_args

from builder.base.errors import UsageError, VoiceMissing
from builder.base.suggest import did_you_mean
from builder.speech.engine import NO_OPTIONS, EngineInfo, EngineModule, EngineOptions, SpeechEngine
from builder.speech.stored import StoredSpeech, parse_engines, render_engines, with_voices

EngineName = Literal[
    "tone", "espeak-ng", "hibari", "piper", "kokoro", "openjtalk", "gtts", "openai", "recorded"
]

NAMES: tuple[str, ...] = get_args(EngineName)
"""In no order of merit."""

LOCAL: tuple[EngineName, ...] = ("espeak-ng", "hibari", "piper", "kokoro", "openjtalk")
"""Those that speak on this machine."""
_NETWORK: tuple[EngineName, ...] = ("gtts", "openai")
_STORED = "stored speech"
"""An option no publisher writes: what an engine told of itself whose speech is in the store, as JSON."""


def info(name: str, options: EngineOptions = NO_OPTIONS) -> EngineInfo:
    """Return what the engine called `name` tells of itself; no process is started and nothing is sent.

    Where it is not here, or lacks a voice, and the store holds its speech, that is what it told elsewhere.

    Args:
        name: One of `NAMES`.
        options: The settings of every engine; those of this one are used.

    Raises:
        VoiceMissing: There is no such engine, or its package is not installed; the hint installs it.
        UsageError: A setting the engine does not have, or cannot follow.
    """
    module = _module(_known(name))
    own, told = _checked(module, options), _told(name, options)
    try:
        here = module.info(own)
    except VoiceMissing:
        if told is None:
            raise
        return told
    return with_voices(here, told)


def load(name: str, options: EngineOptions = NO_OPTIONS) -> SpeechEngine:
    """Return a new engine called `name`; what it needs starts with its first utterance.

    Where `info` is what it told elsewhere, it is one that says nothing the store does not hold.

    Args:
        name: One of `NAMES`.
        options: The settings of every engine; gtts wants `consent` to be `yes`.

    Raises:
        VoiceMissing: As `info`.
        UsageError: As `info`, or there is no consent to sending text away.
    """
    module = _module(_known(name))
    own, told = _checked(module, options), _told(name, options)
    if told is None:
        return module.load(own)
    try:
        here = module.info(own)
    except VoiceMissing as missing:
        return StoredSpeech(told, missing=missing)
    both = with_voices(here, told)
    engine = module.load(own)
    return engine if both is here else StoredSpeech(both, engine=engine)


def installed(
    options: EngineOptions = NO_OPTIONS, *, network: bool = False, stored: bool = True
) -> tuple[EngineInfo, ...]:
    """Return the engines that speak here; test tones are not among them, nor is what is not installed.

    Args:
        options: The settings of every engine.
        network: Whether those that send the text away are.
        stored: Whether those are whose speech is in the store alone.
    """
    if not stored:
        options = without_stored(options)
    found = []
    for name in LOCAL + (_NETWORK if network else ()):
        with contextlib.suppress(VoiceMissing):
            found.append(info(name, options))
    return tuple(found)


def with_stored(options: EngineOptions, infos: Iterable[EngineInfo]) -> EngineOptions:
    """Return `options` by which engines that are not here speak what the store holds.

    Args:
        options: The settings of every engine.
        infos: What engines told of themselves where they spoke.
    """
    told = {each.name: {_STORED: render_engines([each]).decode()} for each in infos if each.name in NAMES}
    return {name: {**options.get(name, {}), **told.get(name, {})} for name in (*options, *told)}


def without_stored(options: EngineOptions) -> EngineOptions:
    """Return `options` by which engines speak here or not at all."""
    return {
        name: {key: value for key, value in own.items() if key != _STORED} for name, own in options.items()
    }


def _told(name: str, options: EngineOptions) -> EngineInfo | None:
    """Return what the engine told elsewhere, where the store holds its speech."""
    data = options.get(name, {}).get(_STORED)
    return None if data is None else parse_engines(data.encode())[0]


def with_absolute_paths(options: EngineOptions, folder: Path) -> EngineOptions:
    """Return `options` in which each file or folder is found from anywhere; relative ones lie in `folder`."""
    return {
        name: {key: _absolute(value, folder) if key in _module(_known(name)).PATHS else value
               for key, value in own.items()}
        for name, own in options.items()
    }  # fmt: skip


def own_files(options: EngineOptions) -> tuple[Path, ...]:
    """Return the files and folders outside of any package that engines look at, or look for in vain.

    Args:
        options: The settings of every engine, with absolute paths.
    """
    from builder.speech import hibari, piper_voices

    named = tuple(
        Path(value)
        for name, own in options.items()
        for key, value in own.items()
        if key in _module(_known(name)).PATHS
    )
    return (*named, hibari.voice_folder(), piper_voices.default_folder())


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
    own = {key: value for key, value in options.get(module.NAME, {}).items() if key != _STORED}
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
