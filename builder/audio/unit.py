"""Unit: a passage's clips with their pauses, levelled and ready to be encoded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from sys import intern
from typing import TYPE_CHECKING, TypeVar

from builder.audio.join import MIN_SILENCE_MS
from builder.audio.versions import versions
from builder.base.units import to_frames
from builder.model.recipe import Recipe
from builder.model.script import Passage, Utterance, VoiceRef
from builder.model.sound import DEFAULT_SOUND, Clip, Mark, SoundSpec, UnitHead, UtterancePlace

if TYPE_CHECKING:
    from builder.audio.pcm import Samples

STEP = "unit"
VERSION = 5
"""Raised when the same clips give another sound, other energies, places or marks."""
LEAD_IN_MS = 40
"""Silence at a unit's start: a fresh encoder needs it."""

GainDb = float | Mapping[VoiceRef, float]
"""The gain of the voice that speaks, or of each voice where a passage has several."""

_T = TypeVar("_T")


def unit_recipe(
    passage: Passage, clip_keys: Sequence[str], *, gain_db: GainDb, spec: SoundSpec = DEFAULT_SOUND
) -> Recipe:
    """Return all that a unit depends on; its place in the recording and its codec are not among it.

    Args:
        passage: What is said; of it only voices and pauses matter here, the words are in the clips.
        clip_keys: Key of each utterance's clip, in order.
        gain_db: As for `make_unit`.
        spec: What the recording is like.

    Raises:
        ValueError: There are more or fewer keys than utterances.
        KeyError: A voice that speaks has no gain.
    """
    parts: dict[str, str | int | float] = {
        "sample_rate_hz": spec.sample_rate_hz,
        "ceiling_dbtp": float(spec.ceiling_dbtp),
        **versions("numpy", "pydub", "soxr"),
    }
    for number, (utterance, key) in enumerate(_pairs(passage, clip_keys), start=1):
        # The names come again in every unit: a book's are held together.
        parts[intern(f"clip {number}")] = key
        parts[intern(f"gain_db {number}")] = float(_gain(utterance, gain_db))
        parts[intern(f"pause_after_ms {number}")] = utterance.pause_after_ms
    return Recipe(step=STEP, version=VERSION, parts=parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPart:
    """What becomes of one clip in a unit."""

    gain_db: float
    pause_after_ms: int


def unit_parts(passage: Passage, gain_db: GainDb) -> tuple[UnitPart, ...]:
    """Return what becomes of the clip of each utterance, in order.

    Raises:
        ValueError: The last pause is shorter than 0.1 s.
        KeyError: A voice that speaks has no gain.
    """
    pause_ms = passage.utterances[-1].pause_after_ms if passage.utterances else 0
    if pause_ms < MIN_SILENCE_MS:
        raise ValueError(
            f"passage {passage.id} ends in {pause_ms} ms of silence, {MIN_SILENCE_MS} are needed"
        )
    return tuple(
        UnitPart(gain_db=_gain(each, gain_db), pause_after_ms=each.pause_after_ms)
        for each in passage.utterances
    )


def make_unit(
    passage: Passage, clips: Sequence[Clip], *, gain_db: GainDb, spec: SoundSpec = DEFAULT_SOUND
) -> tuple[UnitHead, Samples]:
    """Return the sound of `passage`, and what is known of it, as `lay_unit` does.

    Args:
        passage: Its last utterance's pause ends the unit.
        clips: One for each utterance, in order, at any sample rate.
        gain_db: Of the voice, as `calibrate` found it.
        spec: What the recording is like.

    Raises:
        ValueError: There are more or fewer clips than utterances, a clip is empty, or the last pause is
            shorter than 0.1 s.
        KeyError: A voice that speaks has no gain.
    """
    spoken = [clip for _, clip in _pairs(passage, clips)]
    return lay_unit(unit_parts(passage, gain_db), spoken, spec)


def lay_unit(parts: Sequence[UnitPart], clips: Sequence[Clip], spec: SoundSpec) -> tuple[UnitHead, Samples]:
    """Return the sound of a unit, and what is known of it: a lead-in, then each clip with its pause.

    Args:
        parts: Of the unit, as `unit_parts` gives them.
        clips: One for each part, in order, at any sample rate.
        spec: What the recording is like.

    Returns:
        The head, in which each utterance's place runs from the first sample kept of its clip to one past the
        last, about 15 ms before and after what can be heard, with the clip's marks; and the levelled samples,
        to be encoded, which no mark changes.

    Raises:
        ValueError: There are more or fewer clips than parts, or a clip is empty.
    """
    from builder.audio.limiter import limit
    from builder.audio.loudness import energies
    from builder.audio.peaks import true_peak_dbtp

    rate_hz = spec.sample_rate_hz
    sound, places = _lay_clips(parts, clips, rate_hz)
    sound = limit(sound, rate_hz, ceiling_dbtp=spec.ceiling_dbtp)
    head = UnitHead(
        frames=len(sound),
        sample_rate_hz=rate_hz,
        places=places,
        energies=energies(sound, rate_hz),
        true_peak_dbtp=true_peak_dbtp(sound, rate_hz),
    )
    return head, sound


def _lay_clips(
    parts: Sequence[UnitPart], clips: Sequence[Clip], rate_hz: int
) -> tuple[Samples, tuple[UtterancePlace, ...]]:
    """Return the unit's sound before the limiter, and where each utterance lies in it."""
    import numpy as np

    from builder.audio.pcm import db_to_factor, marked_samples

    length = to_frames(LEAD_IN_MS, rate_hz)
    pieces = [np.zeros(length, dtype=np.float32)]
    places: list[UtterancePlace] = []
    for part, clip in zip(parts, clips, strict=True):
        speech, marks = marked_samples(clip, rate_hz)
        speech *= np.float32(db_to_factor(part.gain_db))
        pause = to_frames(part.pause_after_ms, rate_hz)
        marks = marks if _are_ordered(marks) else ()
        places.append(UtterancePlace(start=length, end=length + len(speech), marks=marks))
        pieces += (speech, np.zeros(pause, dtype=np.float32))
        length += len(speech) + pause
    return np.concatenate(pieces), tuple(places)


def _are_ordered(marks: Sequence[Mark]) -> bool:
    """Return True for marks that can be believed: a clip may come from the store of another machine."""
    return all(0 <= mark.text_start < mark.text_end for mark in marks) and all(
        before.text_end <= after.text_start and before.frame <= after.frame
        for before, after in pairwise(marks)
    )


def _pairs(passage: Passage, items: Sequence[_T]) -> Iterable[tuple[Utterance, _T]]:
    if len(items) != len(passage.utterances):
        raise ValueError(f"passage {passage.id}: {len(passage.utterances)} utterances, {len(items)} clips")
    return zip(passage.utterances, items, strict=True)


def _gain(utterance: Utterance, gain_db: GainDb) -> float:
    return gain_db[utterance.voice] if isinstance(gain_db, Mapping) else gain_db
