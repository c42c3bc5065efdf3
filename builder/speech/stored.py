"""Stored speech: what engines told of themselves that are not here, and a stand-in for each.

So a machine without any voice plans the very utterances another one spoke, and finds them in its store.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import replace

import msgspec

from builder.base.digest import canonical
from builder.base.errors import VoiceMissing
from builder.base.text import shorten
from builder.model.script import Utterance
from builder.model.sound import Clip
from builder.speech.engine import EngineInfo, SpeechEngine

SCHEMA = "edition-store-engines/1"
FILE_NAME = "engines.json"
"""In the store's folder."""

_TAG = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
_MOST_GAIN_DB = 40.0


def render_engines(infos: Iterable[EngineInfo]) -> bytes:
    """Return what engines tell of themselves as canonical JSON, sorted by name."""
    told = sorted(infos, key=lambda info: info.name)
    return canonical({"schema": SCHEMA, "engines": [msgspec.to_builtins(info) for info in told]}) + b"\n"


def parse_engines(data: bytes) -> tuple[EngineInfo, ...]:
    """Return what `render_engines` wrote.

    Raises:
        ValueError: It is something else; the message tells what, for the end of a sentence.
    """
    try:
        value = json.loads(data)
        if not isinstance(value, dict) or value.get("schema") != SCHEMA:
            raise ValueError(f'its schema is not "{SCHEMA}"')
        infos = msgspec.convert(value.get("engines"), tuple[EngineInfo, ...])
    except (msgspec.ValidationError, RecursionError) as error:
        raise ValueError(str(error)) from error
    for info in infos:
        _check(info)
    return infos


def merge_engines(before: Iterable[EngineInfo], new: Iterable[EngineInfo]) -> tuple[EngineInfo, ...]:
    """Return what each engine told last, with the voices known before of the same release."""
    merged = {info.name: info for info in before}
    for info in new:
        merged[info.name] = with_voices(info, merged.get(info.name))
    return tuple(merged[name] for name in sorted(merged))


def with_voices(info: EngineInfo, other: EngineInfo | None) -> EngineInfo:
    """Return `info` with the voices that `other` has besides, where both are of the same release."""
    if other is None or (info.version, dict(info.parts)) != (other.version, dict(other.parts)):
        return info
    names = {voice.name for voice in info.voices}
    more = tuple(voice for voice in other.voices if voice.name not in names)
    return replace(info, voices=(*info.voices, *more)) if more else info


class StoredSpeech:
    """An engine, or what is left of one that is not here: voices whose speech is in the store."""

    def __init__(
        self, info: EngineInfo, *, engine: SpeechEngine | None = None, missing: VoiceMissing | None = None
    ) -> None:
        """Stand in for the engine that told `info`.

        Args:
            info: With the voices whose speech is in the store.
            engine: The engine itself, where it is here with other voices.
            missing: What it said, where it is not.
        """
        self._info = info
        self._engine = engine
        self._hint = missing.hint if missing else None

    @property
    def info(self) -> EngineInfo:
        """What the engine told of itself."""
        return self._info

    def synthesise(self, utterance: Utterance) -> Clip:
        """Return what the engine says, where it is here.

        Raises:
            VoiceMissing: It is not, or its voice is not.
        """
        if self._engine is not None:
            return self._engine.synthesise(utterance)
        raise VoiceMissing(
            f'the store does not hold "{shorten(utterance.text)}", and {self._info.title}, which spoke the '
            "rest elsewhere, is not here",
            engine=self._info.name,
            where=utterance.id,
            hint=self._hint,
        )

    def restart(self) -> None:
        """Let the engine begin anew, where it is here and can."""
        restart = getattr(self._engine, "restart", None)
        if restart is not None:
            restart()

    def close(self) -> None:
        """End the engine, where it is here."""
        if self._engine is not None:
            self._engine.close()


def _check(info: EngineInfo) -> None:
    for voice in info.voices:
        if not all(_TAG.fullmatch(tag) for tag in (*voice.languages, *voice.bands)):
            raise ValueError(f'voice "{shorten(voice.name)}" speaks what is no language')
        gain_db = voice.gain_db
        if gain_db is not None and not (math.isfinite(gain_db) and abs(gain_db) <= _MOST_GAIN_DB):
            raise ValueError(f'voice "{shorten(voice.name)}" has a gain of {gain_db} dB')
    if not 4_000 <= info.sample_rate_hz <= 384_000 or not info.speed > 0:
        raise ValueError(f"engine {shorten(info.name)} has a rate or a speed that no engine has")
