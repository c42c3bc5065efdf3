"""Sound files of any rate and number of channels, read as the samples of one channel.

WAV is read here (RIFF WAVE: PCM of 8 to 32 bits, floats, and both as WAVE_FORMAT_EXTENSIBLE, as studios save
them), FLAC, MP3, Ogg, AIFF and CAF by soundfile. All other formats are PyAV's; so are those where soundfile
does not work.
"""

from __future__ import annotations

import struct
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from builder.base.errors import EngineFault, VoiceMissing
from builder.speech.flac import library_here
from builder.speech.models import package_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

INSTALL: str = "pip install 'edition-builder[recordings]', or save it as WAV"
# Named, so that a file never tells by itself what else to open, as playlists do.
_FORMATS = {
    ".flac": "flac", ".mp3": "mp3", ".ogg": "ogg", ".oga": "ogg", ".opus": "ogg",
    ".m4a": "mov", ".mp4": "mov", ".aac": "aac", ".aif": "aiff", ".aiff": "aiff",
    ".caf": "caf", ".wma": "asf", ".mka": "matroska", ".webm": "matroska",
}  # fmt: skip
_SOUNDFILE = frozenset((".flac", ".mp3", ".ogg", ".oga", ".opus", ".aif", ".aiff", ".caf"))
SUFFIXES: tuple[str, ...] = (".wav", *_FORMATS)
"""Of all files that can be read."""
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_WIDTHS = {_PCM: (1, 2, 3, 4), _FLOAT: (4, 8)}


def read_sound(path: Path) -> tuple[Samples, int]:
    """Return the samples of a sound file, from -1 to 1, its channels mixed to one, and their rate in hertz.

    Raises:
        EngineFault: It holds no sound that can be read.
        VoiceMissing: PyAV, which its format needs, is not installed.
    """
    suffix = path.suffix.lower()
    library = library_here() if suffix in _SOUNDFILE else None
    if library is not None:
        return _from_library(path, library)
    if suffix != ".wav":
        return _from_container(path)
    try:
        return _from_wav(path.read_bytes())
    except (OSError, struct.error, ValueError) as error:
        raise EngineFault(
            f"{path.name} cannot be read as WAV: {error}", hint="save it as WAV with 16 or 24 bits (PCM)"
        ) from error


def _from_wav(data: bytes) -> tuple[Samples, int]:
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError("it does not begin as one")
    facts: tuple[int, int, int, int] | None = None
    place = 12
    while place + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        if name == b"fmt ":
            facts = _facts(data, place + 8)
        elif name == b"data" and facts is not None:
            kind, channels, rate_hz, width = facts
            sound = data[place + 8 : place + 8 + size]
            return _mono(_numbers(sound, kind, width), channels), rate_hz
        place += 8 + size + size % 2
    raise ValueError("it has no sound in it")


def _facts(data: bytes, place: int) -> tuple[int, int, int, int]:
    """Return the kind of samples, the number of channels, the rate and the bytes of a sample."""
    kind, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", data, place)
    if kind == _EXTENSIBLE:
        (kind,) = struct.unpack_from("<H", data, place + 24)
    if bits // 8 not in _WIDTHS.get(kind, ()) or channels == 0 or rate_hz == 0:
        raise ValueError(f"format {kind} with {bits} bits, {channels} channels at {rate_hz} Hz")
    return kind, channels, rate_hz, bits // 8


def _numbers(sound: bytes, kind: int, width: int) -> Samples:
    import numpy as np

    sound = sound[: len(sound) - len(sound) % width]
    if kind == _FLOAT:
        return np.nan_to_num(np.frombuffer(sound, f"<f{width}").astype(np.float32))
    data = np.frombuffer(sound, np.uint8)
    if width == 1:  # the only one without a sign
        return (data.astype(np.float32) - np.float32(128)) / np.float32(128)
    padded = np.zeros((len(data) // width, 4), np.uint8)
    padded[:, 4 - width :] = data.reshape(-1, width)
    return padded.view("<i4").reshape(-1).astype(np.float32) / np.float32(2**31)


def _mono(samples: Samples, channels: int) -> Samples:
    import numpy as np

    whole = samples[: len(samples) - len(samples) % channels]
    mixed: Samples = whole.reshape(-1, channels).mean(axis=1, dtype=np.float32)
    return mixed


def _from_library(path: Path, library: ModuleType) -> tuple[Samples, int]:
    import numpy as np

    try:
        with library.SoundFile(str(path)) as file:
            sound, rate_hz = file.read(dtype="float32", always_2d=True), int(file.samplerate)
    except RuntimeError as error:
        raise _undecoded(path, str(getattr(error, "error_string", error))) from error
    mixed: Samples = sound.mean(axis=1, dtype=np.float32)
    return mixed, rate_hz


def _from_container(path: Path) -> tuple[Samples, int]:
    import numpy as np

    if package_folder("av") is None:
        raise VoiceMissing(f"PyAV, which reads {path.name}, is not installed", hint=INSTALL)
    import av

    blocks: list[Samples] = []
    try:
        with av.open(str(path), mode="r", format=_FORMATS[path.suffix.lower()]) as container:
            stream = container.streams.audio[0]
            rate_hz = int(stream.rate or 0)
            resampler: Any = av.AudioResampler(format="fltp", rate=rate_hz)
            for frame in container.decode(stream):
                blocks += [part.to_ndarray().mean(axis=0) for part in resampler.resample(frame)]
            blocks += [part.to_ndarray().mean(axis=0) for part in resampler.resample(None)]
    except (av.error.FFmpegError, OSError, IndexError) as error:
        raise _undecoded(path, getattr(error, "strerror", None) or str(error)) from error
    if not blocks or not rate_hz:
        raise EngineFault(f"{path.name} holds no sound", hint="save it again, as WAV or FLAC")
    return np.concatenate(blocks).astype(np.float32), rate_hz


def _undecoded(path: Path, why: str) -> EngineFault:
    return EngineFault(
        f"{path.name} does not decode as sound: {why.rstrip('.')}", hint="save it again, as WAV or FLAC"
    )
