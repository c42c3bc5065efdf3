"""Decode: the bytes a service sent as sound become 16-bit samples at one rate, or a reason why not."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from builder.base.text import shorten

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Sound: TypeAlias = NDArray[np.float32]

Container = Literal["wav", "mp3", "ogg", "flac", "aac"]

_MOST_CHANNELS = 8
_LEAST_RATE_HZ, _MOST_RATE_HZ = 4_000, 384_000
_LONGEST_BYTES = 0x7FFF_0000
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE


class NoSound(Exception):
    """What was sent is no sound; the message says what it is, for the end of a sentence."""


def container_of(data: bytes) -> Container | None:
    """Return what `data` is by its first bytes, whatever its sender called it."""
    match data[:4]:
        case b"RIFF" | b"RF64":
            return "wav"
        case b"OggS":
            return "ogg"
        case b"fLaC":
            return "flac"
        case _:
            pass
    if data[:3] == b"ID3":
        return "mp3"
    if len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        # ISO/IEC 13818-7: an ADTS frame has the layer bits at zero; no layer of MPEG audio has.
        return "aac" if data[1] & 0x06 == 0 else "mp3"
    return None


def decode(data: bytes, container: Container | None, *, sample_rate_hz: int) -> bytes:
    """Return the 16-bit samples of a sound file, mono, at `sample_rate_hz`.

    Args:
        data: The file.
        container: What it is, as `container_of` tells.
        sample_rate_hz: Wanted; another rate in the file is converted.

    Raises:
        NoSound: It is no sound file, or does not decode.
        ImportError: PyAV, which decodes all but WAV, is not installed.
    """
    if container is None:
        raise NoSound(_words(data))
    if container == "wav":
        return _resampled(*_wave(data), sample_rate_hz)
    return _by_pyav(data, container, sample_rate_hz)


def _words(data: bytes) -> str:
    """Return what is there instead of sound."""
    if not data:
        return "nothing"
    if b"<html" in data[:2000].lower():
        return "a web page"
    return f'"{shorten(data[:200].decode("utf-8", "replace"), 40)}"'


def _wave(data: bytes) -> tuple[_Sound, int]:
    """Return the samples and the rate of a WAV file.

    A length in it is what its writer knew when it began: a stream says 0, 4294967295 or the like, and its
    sound ends where the data does.
    """
    import numpy as np

    place, kind, body = 12, None, None
    while place + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        place += 8
        if name == b"fmt " and size >= 16 and place + 16 <= len(data):
            kind = struct.unpack_from("<HHIIHH", data, place)
            if kind[0] == _EXTENSIBLE and size >= 26 and place + 26 <= len(data):
                kind = (*struct.unpack_from("<H", data, place + 24), *kind[1:])
        if name == b"data":
            body = data[place:] if size == 0 or size > _LONGEST_BYTES else data[place : place + size]
            if len(body) < size <= _LONGEST_BYTES:
                raise NoSound(f"a WAV file that breaks off {size - len(body)} bytes before its end")
            break
        place += size + size % 2
    if body is None:
        raise NoSound("a WAV file without sound in it")
    if kind is None:
        raise NoSound("a WAV file that does not say what is in it")
    code, channels, rate, _, _, bits = kind
    if not 1 <= channels <= _MOST_CHANNELS or not _LEAST_RATE_HZ <= rate <= _MOST_RATE_HZ:
        raise NoSound(f"a WAV file of {channels} channels at {rate} Hz")
    width = bits // 8 * channels
    if (code, bits) == (_PCM, 16):
        sound = np.frombuffer(body[: len(body) // width * width], "<i2").astype(np.float32) / 32768
    elif (code, bits) == (_FLOAT, 32):
        sound = np.frombuffer(body[: len(body) // width * width], "<f4")
    else:
        raise NoSound(f"a WAV file of kind {code} with {bits} bits, expected 16-bit whole numbers or floats")
    return sound.reshape(-1, channels).mean(axis=1, dtype=np.float32), rate


def _resampled(sound: _Sound, rate_hz: int, sample_rate_hz: int) -> bytes:
    import numpy as np

    if not np.isfinite(sound).all():
        raise NoSound("sound with samples that are no numbers")
    if rate_hz != sample_rate_hz:
        import soxr

        sound = soxr.resample(sound, rate_hz, sample_rate_hz)
    samples: bytes = np.rint(np.clip(sound, -1.0, 32767 / 32768) * 32768).astype("<i2").tobytes()
    return samples


def _by_pyav(data: bytes, container: Container, sample_rate_hz: int) -> bytes:
    import av

    resampler: Any = av.AudioResampler(format="s16", layout="mono", rate=sample_rate_hz)
    blocks = []
    try:
        with av.open(io.BytesIO(data), mode="r", format=container) as file:
            for frame in file.decode(audio=0):
                blocks += [bytes(part.planes[0])[: part.samples * 2] for part in resampler.resample(frame)]
        blocks += [bytes(part.planes[0])[: part.samples * 2] for part in resampler.resample(None)]
    except (av.error.FFmpegError, IndexError) as error:
        raise NoSound(f"something that does not decode as {container.upper()}: {error}") from error
    return b"".join(blocks)
