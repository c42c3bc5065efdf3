"""Judge: is a clip the speech that was asked for? No engine's word is trusted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

from builder.base.errors import EngineFault
from builder.base.text import shorten
from builder.model.script import Utterance
from builder.model.sound import Clip
from builder.speech.pace import is_speakable, longest_s, shortest_s

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Samples: TypeAlias = NDArray[np.int16]
    _Floats: TypeAlias = NDArray[np.float32]
    _Places: TypeAlias = NDArray[np.intp]

_BLOCK_MS = 20
_SOUND_DBFS = -50.0
"""A block louder than this is sound; a level that never changes is none, however far from zero."""
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
_MOST_OFFSET = 0.05
"""Of full scale; no voice we measured has 0.01."""
# Share of samples that repeat the one before, in pairs; 141 voices of espeak-ng, hibari, piper and OpenJTalk
# have 0.37 at most.
_MOST_TWINS = 0.9
# What follows is asked of texts of ten letters and more: a lone "Shh" is noise, and so it should be.
_TELLING_S = 0.1
# How unlike in level the blocks are: the same voices 4.5 dB and more, a hum or noise below 1.
_LEAST_UNEVENNESS_DB = 2.0
# From one sample to the next, 1 is a slow wave and 0 is white noise; the same voices 0.64 and more.
_LEAST_LIKENESS = 0.4


def judge(
    clip: Clip,
    utterance: Utterance,
    *,
    sample_rate_hz: int | None = None,
    speech: bool = True,
    human: bool = False,
) -> None:
    """Check that `clip` can be the speech of `utterance`.

    Checked are whole frames, the rate, the length for this text, the level, flat clipping, an offset, and
    silence inside; silence at its ends is allowed, and so is no sound at all of a text without a letter or
    figure. Speech does not hold each sample twice either, and that of ten letters or more is no noise or hum.

    Args:
        clip: As the engine gave it.
        utterance: What the engine was asked for.
        sample_rate_hz: What the engine promised; None for any.
        speech: False for test tones, which are as even as a hum.
        human: True for a recording of a person, who may take longer and pause.

    Raises:
        EngineFault: It cannot be; the message names the sentence, what was found and what was expected.
    """
    found = _fault_of(clip, utterance, sample_rate_hz, speech=speech, human=human)
    if found is not None:
        voice = utterance.voice
        raise EngineFault(
            f'the clip of "{shorten(utterance.text)}" by {voice.engine}, voice "{voice.voice}", {found}',
            where=utterance.id,
            hint="listen to the file, and record it again"
            if human
            else "run it again; if it stays so, name another voice in edition.toml, one of: "
            f"edition voices --language {utterance.language}",
        )


def _fault_of(
    clip: Clip, utterance: Utterance, sample_rate_hz: int | None, *, speech: bool, human: bool
) -> str | None:
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
    return _fault_of_sound(clip, least_s, speech=speech, human=human)


def _fault_of_sound(clip: Clip, least_s: float, *, speech: bool, human: bool) -> str | None:
    import numpy as np

    samples = np.frombuffer(clip.pcm, "<i2")
    block = max(1, clip.sample_rate_hz * _BLOCK_MS // 1000)
    blocks = np.zeros((-(-len(samples) // block), block), dtype=np.float32)
    flat = blocks.reshape(-1)[: len(samples)]
    np.multiply(samples, np.float32(1 / 32768), out=flat)
    means = blocks.mean(axis=1)
    found = _fault_of_level(samples, float(means.mean()))
    if found is not None:
        return found
    power = np.einsum("ij,ij->i", blocks, blocks) / np.float32(block) - means * means
    sound_dbfs = _SOUND_OF_A_PERSON_DBFS if human else _SOUND_DBFS
    sounding = np.flatnonzero(power > 10 ** (sound_dbfs / 10))
    found = _fault_of_silence(sounding, power, least_s, human=human)
    if found is not None or not speech:
        return found
    first, last = int(sounding[0]), int(sounding[-1]) + 1
    return _fault_of_kind(flat[first * block : last * block], power[first:last], least_s)


def _fault_of_silence(sounding: _Places, power: _Floats, least_s: float, *, human: bool) -> str | None:
    """Return how a clip is silent where it should not be, or None; `sounding` numbers the other blocks."""
    import numpy as np

    sound_dbfs = _SOUND_OF_A_PERSON_DBFS if human else _SOUND_DBFS
    longest_silence_s = _LONGEST_SILENCE_OF_A_PERSON_S if human else _LONGEST_INNER_SILENCE_S
    if len(sounding) == 0:
        loudest_dbfs = 10 * math.log10(max(float(power.max()), 1e-12))
        return f"is silent: {loudest_dbfs:.0f} dBFS where it is loudest, expected more than {sound_dbfs:.0f}"
    sounding_s = len(sounding) * _BLOCK_MS / 1000
    if sounding_s < least_s:
        return f"is silent but for {sounding_s:.2f} s, expected {least_s:.1f} s of speech"
    silence_s = float(np.diff(sounding).max(initial=1) - 1) * _BLOCK_MS / 1000
    if silence_s > longest_silence_s:
        return f"is silent inside for {silence_s:.1f} s, expected {longest_silence_s:.0f} s at most"
    return None


def _fault_of_level(samples: _Samples, offset: float) -> str | None:
    if max(int(samples.max()), -int(samples.min())) >= _FULL_SCALE:
        full = float((abs(samples.astype("<i4")) >= _FULL_SCALE).mean())
        if full > _MOST_FULL_SCALE:
            return f"is clipped: {full:.0%} of it at full scale, expected {_MOST_FULL_SCALE:.0%} at most"
    if abs(offset) > _MOST_OFFSET:
        return f"lies {offset:+.0%} of full scale off the middle, expected {_MOST_OFFSET:.0%} at most"
    return None


def _fault_of_kind(sound: _Floats, power: _Floats, least_s: float) -> str | None:
    """Return why `sound` is no speech at all, or None; `power` is that of its blocks."""
    import numpy as np

    even = sound[: len(sound) // 2 * 2]
    twins = float((even[::2] == even[1::2]).mean())
    if twins > _MOST_TWINS:
        return f"holds {twins:.0%} of its samples twice, expected one channel"
    if least_s < _TELLING_S:
        return None

    unevenness_db = float(np.std(10 * np.log10(np.maximum(power, np.float32(1e-12)))))
    if unevenness_db < _LEAST_UNEVENNESS_DB:
        return (
            f"is a hum or a hiss: its level varies by {unevenness_db:.1f} dB, "
            f"expected {_LEAST_UNEVENNESS_DB:.0f} dB or more, as speech does"
        )
    likeness = float(np.dot(sound[:-1], sound[1:]) / np.dot(sound, sound))
    if likeness < _LEAST_LIKENESS:
        return (
            f"is noise: each sample has {likeness:.2f} of the one before, "
            f"expected {_LEAST_LIKENESS:.1f} or more; perhaps its bytes are swapped"
        )
    return None
