"""PCM: an engine's clip as 32-bit float samples at a recording's rate, and back to 16 bits.

Samples are one-dimensional arrays of mono sound; full scale is -1 to 1.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from builder.audio.trim import trimmed
from builder.model.sound import Clip, Mark

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples: TypeAlias = NDArray[np.float32]

SAMPLE_RATE_HZ = 24_000
"""What voices are calibrated at, and the rate of recordings where none is asked for."""


def clip_samples(clip: Clip, sample_rate_hz: int = SAMPLE_RATE_HZ) -> Samples:
    """Return the speech of `clip` at a recording's rate: silence around it cut off, faded in and out.

    Raises:
        ValueError: The clip holds no sample, or half a sample.
    """
    return marked_samples(clip, sample_rate_hz)[0]


def marked_samples(clip: Clip, sample_rate_hz: int) -> tuple[Samples, tuple[Mark, ...]]:
    """Return the speech of `clip` as `clip_samples` does, and its marks in frames of that.

    Raises:
        ValueError: As `clip_samples`.
    """
    import numpy as np

    speech = trimmed(clip)
    samples = np.multiply(np.frombuffer(speech.pcm, dtype="<i2"), np.float32(1 / 32768), dtype=np.float32)
    samples = resample(samples, speech.sample_rate_hz, sample_rate_hz)
    return samples, tuple(
        replace(mark, frame=min(mark.frame * sample_rate_hz // speech.sample_rate_hz, len(samples)))
        for mark in speech.marks
    )


def resample(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    """Return `samples` at another rate; unchanged where the rates are equal."""
    if from_hz == to_hz:
        return samples
    import soxr

    resampled: Samples = soxr.resample(samples, from_hz, to_hz, quality="HQ")
    return resampled


def to_pcm16(samples: Samples) -> bytes:
    """Return `samples` as signed 16-bit little-endian PCM, rounded; what is too loud is cut off."""
    import numpy as np

    scaled = samples * np.float32(32767)
    np.rint(scaled, out=scaled)
    np.clip(scaled, -32768, 32767, out=scaled)
    pcm: bytes = scaled.astype("<i2").tobytes()
    return pcm


def sides(pcm: bytes, channels: int) -> bytes:
    """Return mono PCM as it is, or with the same sound on both sides, interleaved."""
    if channels == 1:
        return pcm
    import numpy as np

    both: bytes = np.repeat(np.frombuffer(pcm, dtype="<i2"), channels).tobytes()
    return both


def db_to_factor(gain_db: float) -> float:
    """Return what samples are multiplied by for a gain in decibels."""
    return float(10 ** (gain_db / 20))
