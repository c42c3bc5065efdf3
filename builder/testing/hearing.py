"""Hearing: sounds a test can make and recognise again after any codec, and ways to listen to a file.

A tone's frequency tells which utterance it is, so a test can hear whether a cue points at its own sound.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from builder.model.sound import Clip

Samples: TypeAlias = NDArray[np.float32]
"""Mono sound, full scale -1 to 1."""


def tone(frequency_hz: float, duration_ms: int, *, sample_rate_hz: int = 24_000, level: float = 0.3) -> Clip:
    """Return a clip of one frequency at `level` of full scale, without any silence around it."""
    count = duration_ms * sample_rate_hz // 1000
    wave = level * np.sin(2 * np.pi * frequency_hz * np.arange(count) / sample_rate_hz)
    return to_clip(wave.astype(np.float32), sample_rate_hz)


def murmur(seed: int, duration_ms: int, *, sample_rate_hz: int = 24_000, level: float = 0.3) -> Clip:
    """Return a clip of noise that rises and falls about four times a second, as syllables do.

    Two seeds give sounds that do not correlate, so a murmur can be found again to the sample.
    """
    random = np.random.default_rng(seed)
    count = duration_ms * sample_rate_hz // 1000
    noise = np.fft.irfft(
        np.fft.rfft(random.standard_normal(count)) * _speech_band(count, sample_rate_hz), count
    )
    syllables = 0.55 + 0.45 * np.sin(2 * np.pi * 4 * np.arange(count) / sample_rate_hz + random.uniform(0, 6))
    wave = noise * syllables
    return to_clip((wave * (level / np.abs(wave).max())).astype(np.float32), sample_rate_hz)


def to_clip(samples: Samples, sample_rate_hz: int) -> Clip:
    """Return mono samples as a clip."""
    return Clip(pcm=np.rint(samples * 32767).astype("<i2").tobytes(), sample_rate_hz=sample_rate_hz)


def decode(path: Path) -> tuple[Samples, int]:
    """Return the samples of a mono sound file and its rate, as PyAV plays it, without delay and padding."""
    import av

    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        frames = [frame.to_ndarray()[0] for frame in container.decode(stream)]
        return np.concatenate(frames).astype(np.float32), stream.rate


def decode_packets(packets: tuple[bytes, ...]) -> Samples:
    """Return the samples of bare MP3 packets, the decoder's delay left in."""
    import av

    decoder = cast("av.AudioCodecContext", av.CodecContext.create("mp3float", "r"))
    pieces = [frame for packet in packets for frame in decoder.decode(av.Packet(packet))]
    return np.concatenate([frame.to_ndarray()[0] for frame in [*pieces, *decoder.decode(None)]])


def decode_with_ffmpeg(path: Path) -> tuple[Samples, str]:
    """Return the samples of a mono sound file as the program ffmpeg plays it, and its complaints."""
    run = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(path), "-f", "f32le", "-"], capture_output=True, check=True
    )
    return np.frombuffer(run.stdout, dtype="<f4"), run.stderr.decode()


def frequency_hz(samples: Samples, sample_rate_hz: int) -> float:
    """Return the strongest frequency, to about 1 Hz for a tenth of a second and more."""
    size = 1 << max(16, len(samples).bit_length())
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), size))
    return float(spectrum.argmax() * sample_rate_hz / size)


def lag(samples: Samples, sound: Samples, expected: int, *, most: int = 700) -> int:
    """Return how many samples after `expected` the `sound` starts in `samples`, by correlation.

    Args:
        samples: What is searched; silence is assumed around it.
        sound: What is looked for.
        expected: Where it should start.
        most: How far it is looked for on either side.
    """
    padded = np.pad(samples, most)[expected : expected + len(sound) + 2 * most]
    size = 1 << (len(padded) + len(sound)).bit_length()
    product = np.fft.irfft(np.fft.rfft(padded, size) * np.conj(np.fft.rfft(sound, size)), size)
    return int(product[: 2 * most + 1].argmax()) - most


def _speech_band(count: int, sample_rate_hz: int) -> NDArray[np.float64]:
    frequencies = np.fft.rfftfreq(count, 1 / sample_rate_hz)
    return np.where((frequencies > 120) & (frequencies < 5_000), 1 / np.sqrt(1 + frequencies / 500), 0.0)
