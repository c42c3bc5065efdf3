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
from builder.model.sound import DEFAULT_SOUND, Clip, SoundSpec

if TYPE_CHECKING:
    from builder.audio.pcm import Samples

STEP = "gain"
VERSION = 1
"""Raised when the same clips give another gain."""

_PAUSE_MS = 400
_MOST_ITERATIONS = 8
_CLOSE_LU = 0.02
_SAME_DB = 1e-6
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


def shifted_gain_db(gain_db: float, spec: SoundSpec) -> float | None:
    """Return the gain for recordings like `spec` of a voice whose gain for the default ones is `gain_db`.

    None where it has to be measured: where target and ceiling lie as far apart as by default, the limiter
    does the same to the voice, louder or softer as a whole; else it takes more of it, or less.
    """
    shift_db = spec.target_lufs - DEFAULT_SOUND.target_lufs
    if not math.isclose(spec.ceiling_dbtp - DEFAULT_SOUND.ceiling_dbtp, shift_db, abs_tol=_SAME_DB):
        return None
    return round(gain_db + shift_db, 1)


def gain_recipe(clip_keys: Sequence[str], spec: SoundSpec = DEFAULT_SOUND) -> Recipe:
    """Return all that a voice's gain depends on.

    Args:
        clip_keys: Of the clips of its calibration passage, in order.
        spec: What the recordings are like.
    """
    return Recipe(
        step=STEP,
        version=VERSION,
        parts={
            "target_lufs": float(spec.target_lufs),
            "ceiling_dbtp": float(spec.ceiling_dbtp),
            **versions("numpy", "pydub", "soxr"),
            **{f"clip {number}": key for number, key in enumerate(clip_keys, start=1)},
        },
    )


def find_gain_db(clips: Sequence[Clip], spec: SoundSpec = DEFAULT_SOUND) -> float:
    """Return the gain, in steps of 0.1 dB, that brings a voice to its loudness behind the limiter.

    Args:
        clips: Of the calibration passage, in order; 20 seconds or more of speech.
        spec: What the recordings are like; of it only target and ceiling matter, not the sample rate.

    Raises:
        EngineFault: The clips are silent, or no gain brings them there.
        ValueError: There are no clips, or one holds no sample.
    """
    from builder.audio.loudness import loudness_lufs

    sound, target_lufs = _passage(clips), spec.target_lufs
    gain_db = _missing(loudness_lufs(sound), target_lufs)
    for _ in range(_MOST_ITERATIONS):
        missing_db = _missing(loudness_lufs(_levelled(sound, gain_db, spec)), target_lufs)
        gain_db += missing_db
        if abs(missing_db) < _CLOSE_LU or abs(gain_db) > _MOST_DB:
            break
    gain_db = round(gain_db, 1)
    reached = loudness_lufs(_levelled(sound, gain_db, spec))
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


def _levelled(sound: Samples, gain_db: float, spec: SoundSpec) -> Samples:
    from builder.audio.limiter import limit
    from builder.audio.pcm import db_to_factor

    louder = sound * sound.dtype.type(db_to_factor(gain_db))
    return limit(louder, ceiling_dbtp=spec.ceiling_dbtp)


def _missing(loudness: float, target_lufs: float) -> float:
    if math.isinf(loudness):
        raise EngineFault("the calibration passage is silent", hint="listen to the voice with: edition say")
    return target_lufs - loudness
