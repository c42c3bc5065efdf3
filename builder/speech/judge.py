"""Judge: is a clip the speech that was asked for? No engine's word is trusted."""

from __future__ import annotations

import math

from builder.base.errors import EngineFault
from builder.base.text import shorten
from builder.model.script import Utterance
from builder.model.sound import Clip
from builder.speech.pace import is_speakable, longest_s, shortest_s

_BLOCK_MS = 20
_SOUND_DBFS = -50.0
"""A block louder than this is sound."""
_SOUND_OF_A_PERSON_DBFS = -60.0
"""People record more softly than engines speak."""
_LONGEST_INNER_SILENCE_S = 2.0
_LONGEST_SILENCE_OF_A_PERSON_S = 5.0
"""A person reads whole paragraphs, and breathes between sentences."""
_SLOWEST_PERSON = 2.0
"""As many times as long as an engine may take."""
_MOST_FULL_SCALE = 0.02
"""Share of samples at full scale past which a clip is clipped flat."""
_FULL_SCALE = 32_700


def judge(
    clip: Clip, utterance: Utterance, *, sample_rate_hz: int | None = None, human: bool = False
) -> None:
    """Check that `clip` can be the speech of `utterance`.

    Checked are whole frames, the rate, the length for this text, the level, flat clipping, and silence
    inside; silence at its ends is allowed, and so is no sound at all of a text without a letter or figure.

    Args:
        clip: As the engine gave it.
        utterance: What the engine was asked for.
        sample_rate_hz: What the engine promised; None for any.
        human: True for a recording of a person, who may take longer and pause.

    Raises:
        EngineFault: It cannot be; the message names the sentence, what was found and what was expected.
    """
    found = _fault_of(clip, utterance, sample_rate_hz, human=human)
    if found is not None:
        voice = utterance.voice
        raise EngineFault(
            f'the clip of "{shorten(utterance.text)}" by {voice.engine}, voice "{voice.voice}", {found}',
            where=utterance.id,
            hint="listen to the file, and record it again"
            if human
            else "hear it with: edition say; if it stays so, choose another voice in edition.toml",
        )


def _fault_of(clip: Clip, utterance: Utterance, sample_rate_hz: int | None, *, human: bool) -> str | None:
    """Return what is wrong with a clip, with what was expected, or None."""
    if clip.sample_rate_hz <= 0 or clip.sample_rate_hz != (sample_rate_hz or clip.sample_rate_hz):
        return f"has {clip.sample_rate_hz} frames a second, expected {sample_rate_hz or 'a rate'}"
    if len(clip.pcm) % 2:
        return f"has {len(clip.pcm)} bytes, expected whole frames of two"
    rate_percent = utterance.voice.rate_percent
    length_s = clip.frames / clip.sample_rate_hz
    least_s = shortest_s(utterance.text, rate_percent=rate_percent)
    most_s = longest_s(utterance.text, rate_percent=rate_percent) * (_SLOWEST_PERSON if human else 1)
    if not is_speakable(utterance.text):
        return f"lasts {length_s:.2f} s, expected {most_s:.1f} s at most" if length_s > most_s else None
    if clip.frames == 0:
        return "is empty, expected speech"
    if not least_s <= length_s <= most_s:
        return f"lasts {length_s:.2f} s, expected {least_s:.1f} to {most_s:.1f} s"
    return _fault_of_sound(clip, least_s, human=human)


def _fault_of_sound(clip: Clip, least_s: float, *, human: bool) -> str | None:
    import numpy as np

    sound_dbfs = _SOUND_OF_A_PERSON_DBFS if human else _SOUND_DBFS
    longest_silence_s = _LONGEST_SILENCE_OF_A_PERSON_S if human else _LONGEST_INNER_SILENCE_S
    samples = np.frombuffer(clip.pcm, "<i2").astype(np.float32)
    block = max(1, clip.sample_rate_hz * _BLOCK_MS // 1000)
    blocks = np.pad(samples, (0, -len(samples) % block)).reshape(-1, block)
    power = np.square(blocks / 32768, dtype=np.float32).mean(axis=1)
    sounding = np.flatnonzero(power > 10 ** (sound_dbfs / 10))
    if len(sounding) == 0:
        loudest_dbfs = 10 * math.log10(max(float(power.max()), 1e-12))
        return f"is silent: {loudest_dbfs:.0f} dBFS where it is loudest, expected more than {sound_dbfs:.0f}"
    sounding_s = len(sounding) * _BLOCK_MS / 1000
    if sounding_s < least_s:
        return f"is silent but for {sounding_s:.2f} s, expected {least_s:.1f} s of speech"
    silence_s = float(np.diff(sounding).max(initial=1) - 1) * _BLOCK_MS / 1000
    if silence_s > longest_silence_s:
        return f"is silent inside for {silence_s:.1f} s, expected {longest_silence_s:.0f} s at most"
    full = float((np.abs(samples) >= _FULL_SCALE).mean())
    if full > _MOST_FULL_SCALE:
        return f"is clipped: {full:.0%} of it at full scale, expected {_MOST_FULL_SCALE:.0%} at most"
    return None
