"""Trim: the silence an engine leaves around its speech is cut off, because pauses are ours."""

from __future__ import annotations

import sys
import threading
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

from builder.model.sound import Clip, Mark

if TYPE_CHECKING:
    from pydub import AudioSegment

SILENCE_BELOW_PEAK_DB = 50.0
"""A stretch this far below the clip's peak is silence. Voices hiss at -60 dB; an unvoiced "f" lies at -45."""
STEP_MS = 5
"""Length of the stretches that are judged."""
GUARD_MS = 15
"""Left on either side, for onsets and endings softer than the threshold."""
FADE_MS = 8
"""Shorter than the guard, so that speech itself is not faded where the engine left silence around it."""

_FIRST_IMPORT = threading.Lock()


def trimmed(clip: Clip) -> Clip:
    """Return `clip` without the silence around its speech, faded in and out; its marks move with the speech.

    A clip without any sound is only faded.

    Raises:
        ValueError: The clip holds no sample, or half a sample.
    """
    if not clip.pcm:
        raise ValueError("a clip without samples")
    sound = segment(clip)
    first, last = _speech_ms(sound)
    start_ms = max(0, first - GUARD_MS)
    speech = sound[start_ms : min(len(sound), last + GUARD_MS)]
    fade_ms = min(FADE_MS, len(speech) // 2)
    if not fade_ms:
        return clip
    kept = replace(clip, pcm=speech.fade_in(fade_ms).fade_out(fade_ms).raw_data)
    cut_frames = int(sound.frame_count(ms=start_ms))
    return replace(kept, marks=tuple(_moved(mark, cut_frames, kept.frames) for mark in clip.marks))


def _moved(mark: Mark, cut_frames: int, frames: int) -> Mark:
    """Return `mark` in a clip that lost `cut_frames` at its start and is `frames` long."""
    return replace(mark, frame=min(max(mark.frame - cut_frames, 0), frames))


def segment(clip: Clip) -> AudioSegment:
    """Return `clip` as pydub has it; no program is ever run for it."""
    # Units are made in threads, and what is done to the warnings is done to all of them: so one at a time.
    with _FIRST_IMPORT:
        if "pydub" not in sys.modules:
            _import_pydub()
    from pydub import AudioSegment

    return AudioSegment(data=clip.pcm, sample_width=2, frame_rate=clip.sample_rate_hz, channels=1)


def _import_pydub() -> None:
    with warnings.catch_warnings():
        # It looks for ffmpeg and warns where there is none; we never let it run a program.
        warnings.simplefilter("ignore")
        import pydub  # noqa: F401 # for what comes with it


def _speech_ms(sound: AudioSegment) -> tuple[int, int]:
    """Return where the speech starts and ends, in milliseconds; the whole of a sound that is all silence."""
    from pydub.silence import detect_leading_silence

    threshold_dbfs = sound.max_dBFS - SILENCE_BELOW_PEAK_DB
    first = detect_leading_silence(sound, threshold_dbfs, STEP_MS)
    if first >= len(sound):
        return 0, len(sound)
    return first, len(sound) - detect_leading_silence(sound.reverse(), threshold_dbfs, STEP_MS)
