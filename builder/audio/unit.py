"""Unit: a passage's clips with their pauses, levelled and encoded, ready to be joined with others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from builder.audio.join import MIN_SILENCE_FRAMES
from builder.audio.lame import BITRATE_KBPS, MP3, QUALITY
from builder.audio.pack import UnitHead, head_of, pack_unit, unit_head, unpack_unit
from builder.audio.versions import versions
from builder.base.units import to_frames
from builder.model.recipe import Recipe
from builder.model.script import Passage, Utterance, VoiceRef
from builder.model.sound import Clip, EncodedUnit, UtterancePlace

if TYPE_CHECKING:
    from builder.audio.pcm import Samples

__all__ = [
    "GainDb", "UnitHead", "head_of", "make_unit", "pack_unit", "unit_head", "unit_recipe", "unpack_unit",
]  # fmt: skip

STEP = "unit"
VERSION = 1
"""Raised when the same clips give other packets, energies or places."""
LEAD_IN_MS = 40
"""Silence at a unit's start: a fresh encoder needs it."""

GainDb = float | Mapping[VoiceRef, float]
"""The gain of the voice that speaks, or of each voice where a passage has several."""

_T = TypeVar("_T")


def unit_recipe(passage: Passage, clip_keys: Sequence[str], *, gain_db: GainDb) -> Recipe:
    """Return all that a unit depends on; its place in the recording is not among it.

    Args:
        passage: What is said; of it only voices and pauses matter here, the words are in the clips.
        clip_keys: Key of each utterance's clip, in order.
        gain_db: As for `make_unit`.

    Raises:
        ValueError: There are more or fewer keys than utterances.
        KeyError: A voice that speaks has no gain.
    """
    parts: dict[str, str | int | float] = {
        "codec": f"{MP3.name} {BITRATE_KBPS} kbit/s, quality {QUALITY}, {MP3.sample_rate_hz} Hz mono",
        **versions("lameenc", "numpy", "pydub", "soxr"),
    }
    for number, (utterance, key) in enumerate(_pairs(passage, clip_keys), start=1):
        parts[f"clip {number}"] = key
        parts[f"gain_db {number}"] = float(_gain(utterance, gain_db))
        parts[f"pause_after_ms {number}"] = utterance.pause_after_ms
    return Recipe(step=STEP, version=VERSION, parts=parts)


def make_unit(passage: Passage, clips: Sequence[Clip], *, gain_db: GainDb) -> EncodedUnit:
    """Return the sound of `passage`: a lead-in, then each clip with its pause, levelled and encoded.

    Args:
        passage: Its last utterance's pause ends the unit.
        clips: One for each utterance, in order, at any sample rate.
        gain_db: Of the voice, as `calibrate` found it.

    Returns:
        A unit at 24 kHz as MP3 packets; each utterance's place runs from the first sample kept of its clip to
        one past the last, about 15 ms before and after what can be heard.

    Raises:
        ValueError: There are more or fewer clips than utterances, a clip is empty, or the last pause is
            shorter than 0.1 s.
        KeyError: A voice that speaks has no gain.
    """
    from builder.audio.lame import encode
    from builder.audio.limiter import limit
    from builder.audio.loudness import energies
    from builder.audio.pcm import SAMPLE_RATE_HZ
    from builder.audio.peaks import true_peak_dbtp

    sound, places = _lay_clips(passage, clips, gain_db)
    limited = limit(sound)
    return EncodedUnit(
        frames=len(limited),
        sample_rate_hz=SAMPLE_RATE_HZ,
        places=places,
        packets=encode(limited),
        energies=energies(limited),
        true_peak_dbtp=true_peak_dbtp(limited),
    )


def _lay_clips(
    passage: Passage, clips: Sequence[Clip], gain_db: GainDb
) -> tuple[Samples, tuple[UtterancePlace, ...]]:
    """Return the passage's sound before the limiter, and where each utterance lies in it."""
    import numpy as np

    from builder.audio.pcm import SAMPLE_RATE_HZ, clip_samples, db_to_factor

    length = to_frames(LEAD_IN_MS, SAMPLE_RATE_HZ)
    pieces = [np.zeros(length, dtype=np.float32)]
    places: list[UtterancePlace] = []
    pause = 0
    for utterance, clip in _pairs(passage, clips):
        speech = clip_samples(clip) * np.float32(db_to_factor(_gain(utterance, gain_db)))
        pause = to_frames(utterance.pause_after_ms, SAMPLE_RATE_HZ)
        places.append(UtterancePlace(start=length, end=length + len(speech)))
        pieces += (speech, np.zeros(pause, dtype=np.float32))
        length += len(speech) + pause
    if pause < MIN_SILENCE_FRAMES:
        raise ValueError(
            f"passage {passage.id} ends in {pause} samples of silence, {MIN_SILENCE_FRAMES} are needed"
        )
    return np.concatenate(pieces), tuple(places)


def _pairs(passage: Passage, items: Sequence[_T]) -> Iterable[tuple[Utterance, _T]]:
    if len(items) != len(passage.utterances):
        raise ValueError(f"passage {passage.id}: {len(passage.utterances)} utterances, {len(items)} clips")
    return zip(passage.utterances, items, strict=True)


def _gain(utterance: Utterance, gain_db: GainDb) -> float:
    return gain_db[utterance.voice] if isinstance(gain_db, Mapping) else gain_db
