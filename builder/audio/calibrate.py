"""Calibrate: the one gain of a voice that brings it to the loudness of every recording.

A voice is calibrated once, on a passage any language has: numbers, and the names of months and days. Its gain
then never depends on an article, so that a changed paragraph changes nothing but itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from builder.audio.versions import versions
from builder.base.errors import EngineFault
from builder.base.language import Language
from builder.model.recipe import Recipe
from builder.model.script import Utterance, UtteranceId, VoiceRef
from builder.model.sound import DEFAULT_SOUND, Clip

if TYPE_CHECKING:
    from builder.audio.pcm import Samples

STEP = "gain"
VERSION = 1
"""Raised when the same clips give another gain."""

_PAUSE_MS = 400
_MOST_ITERATIONS = 8
_CLOSE_LU = 0.02
_MOST_DB = 40.0
"""A voice that needs more is not a voice."""
_TOLERANCE_LU = 0.3
"""How far from the target the found gain may leave a voice."""


def calibration_utterances(
    texts: Sequence[str], *, language: Language, voice: VoiceRef
) -> tuple[Utterance, ...]:
    """Return the utterances of a calibration passage, one for each of `texts`, in `voice`."""
    return tuple(
        Utterance(
            id=UtteranceId(f"calibration.{number}"),
            text=text,
            written=text,
            spans=(),
            written_start=0,
            language=language,
            voice=voice,
            pause_after_ms=_PAUSE_MS,
        )
        for number, text in enumerate(texts, start=1)
    )


def gain_recipe(clip_keys: Sequence[str]) -> Recipe:
    """Return all that a voice's gain depends on.

    Args:
        clip_keys: Of the clips of its calibration passage, in order.
    """
    return Recipe(
        step=STEP,
        version=VERSION,
        parts={
            "target_lufs": DEFAULT_SOUND.target_lufs,
            **versions("numpy", "pydub", "soxr"),
            **{f"clip {number}": key for number, key in enumerate(clip_keys, start=1)},
        },
    )


def find_gain_db(clips: Sequence[Clip], *, target_lufs: float = DEFAULT_SOUND.target_lufs) -> float:
    """Return the gain, in steps of 0.1 dB, that brings a voice to `target_lufs` behind the limiter.

    Args:
        clips: Of the calibration passage, in order; 20 seconds or more of speech.
        target_lufs: As two ears hear it.

    Raises:
        EngineFault: The clips are silent, or no gain brings them there.
        ValueError: There are no clips, or one holds no sample.
    """
    from builder.audio.limiter import limit
    from builder.audio.loudness import loudness_lufs

    sound = _passage(clips)
    gain_db = _missing(loudness_lufs(sound), target_lufs)
    for _ in range(_MOST_ITERATIONS):
        missing_db = _missing(loudness_lufs(limit(_louder(sound, gain_db))), target_lufs)
        gain_db += missing_db
        if abs(missing_db) < _CLOSE_LU or abs(gain_db) > _MOST_DB:
            break
    gain_db = round(gain_db, 1)
    reached = loudness_lufs(limit(_louder(sound, gain_db)))
    if abs(gain_db) > _MOST_DB or abs(reached - target_lufs) > _TOLERANCE_LU:
        raise EngineFault(
            f"a gain of {gain_db:.1f} dB brings this voice to {reached:.1f} LUFS, expected {target_lufs:.1f}",
            hint="listen to it with: edition say",
        )
    return gain_db


def _passage(clips: Sequence[Clip]) -> Samples:
    import numpy as np

    from builder.audio.pcm import SAMPLE_RATE_HZ, clip_samples
    from builder.base.units import to_frames

    pause = np.zeros(to_frames(_PAUSE_MS, SAMPLE_RATE_HZ), dtype=np.float32)
    return np.concatenate([piece for clip in clips for piece in (clip_samples(clip), pause)])


def _louder(sound: Samples, gain_db: float) -> Samples:
    from builder.audio.pcm import db_to_factor

    return sound * sound.dtype.type(db_to_factor(gain_db))


def _missing(loudness: float, target_lufs: float) -> float:
    if math.isinf(loudness):
        raise EngineFault("the calibration passage is silent", hint="listen to the voice with: edition say")
    return target_lufs - loudness
