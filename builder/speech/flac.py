"""FLAC: samples packed without losing one, for speech that is dear to make again.

By the wheel `soundfile`, which brings libsndfile. Where it does not work, sound is kept as it is.
"""

from __future__ import annotations

import io
from types import ModuleType

INSTALL: str = "pip install --force-reinstall soundfile"


class NoFlac(Exception):
    """FLAC cannot be read here, because soundfile or its library is missing."""


def to_flac(pcm: bytes, sample_rate_hz: int) -> bytes | None:
    """Return 16-bit little-endian mono samples as a FLAC file; None where that cannot be done here."""
    library = library_here()
    if library is None or not pcm or len(pcm) % 2:
        return None
    import numpy as np

    file = io.BytesIO()
    try:
        library.write(file, np.frombuffer(pcm, "<i2"), sample_rate_hz, format="FLAC", subtype="PCM_16")
    except (RuntimeError, ValueError):
        return None  # a rate that FLAC does not have
    return file.getvalue()


def from_flac(data: bytes) -> bytes:
    """Return the samples that `to_flac` packed.

    Raises:
        NoFlac: It cannot be read here.
        ValueError: It is no FLAC file of one channel of 16 bits.
    """
    library = library_here()
    if library is None:
        raise NoFlac
    try:
        with library.SoundFile(io.BytesIO(data)) as file:
            if (file.format, file.subtype, file.channels) != ("FLAC", "PCM_16", 1):
                raise ValueError(f"{file.format}, {file.subtype}, {file.channels} channels")
            samples: bytes = file.read(dtype="int16").astype("<i2").tobytes()
    except RuntimeError as error:
        raise ValueError(f"it does not decode as FLAC: {error}") from error
    return samples


def library_here() -> ModuleType | None:
    """Return soundfile, or None where it or its library does not work."""
    try:
        import soundfile
    except (ImportError, OSError):  # the wheel for any machine has no library in it
        return None
    module: ModuleType = soundfile
    return module
