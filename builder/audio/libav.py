"""PyAV: the encoders of FFmpeg's libraries, one fresh one for every unit.

A fresh encoder knows nothing of the sound before it, so that the packets of units can follow each other in
any order, and silence behind a sound changes no packet of it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from builder.audio.join import Codec
from builder.audio.versions import versions
from builder.base.digest import canonical, digest_bytes
from builder.base.errors import UsageError

if TYPE_CHECKING:
    from builder.audio.pcm import Samples

INSTALL: str = "pip install 'edition-builder[sound]'"
_SPARE_FRAMES = 1
"""With what flushes the encoder, enough packets behind a last unit for the decoder to give all of it."""

_LIBRARIES = ("avcodec", "avutil", "swresample", "opus")
"""Those of PyAV's that have a part in encoding, as their file names tell."""


def is_installed() -> bool:
    """Return True when PyAV is there."""
    from importlib.util import find_spec

    return find_spec("av") is not None


def encoder_versions() -> Mapping[str, str]:
    """Return the version of PyAV and what tells its libraries apart, for recipes."""
    if not is_installed():
        return {"av": "not installed"}
    return {**versions("av", "numpy"), "libraries of av": _libraries()}


@functools.cache
def _libraries() -> str:
    """Return a digest of the libraries PyAV brings, or what they say of themselves where it brings none.

    A wheel lists its files with their digests; to read that list is quicker than to load them.
    """
    from importlib.metadata import files

    bundled = sorted(
        f"{file.name} {file.hash.value}"
        for file in files("av") or ()
        if file.hash and "lib" in str(file.parent) and any(name in file.name for name in _LIBRARIES)
    )
    if bundled:
        return digest_bytes(canonical(bundled))
    import av

    return digest_bytes(canonical([av.ffmpeg_version_info, sorted(av.library_versions.items())]))


def encode(
    samples: Samples,
    name: str,
    *,
    codec: Codec,
    channels: int,
    bitrate_kbps: int,
    options: Mapping[str, str],
) -> tuple[bytes, ...]:
    """Return all packets of `samples`, those that flush the encoder last.

    Args:
        samples: Mono, at the codec's rate; with two channels both are given them.
        name: Of FFmpeg's encoder.
        codec: What it makes.
        channels: 1 or 2.
        bitrate_kbps: Asked for; the encoder comes near it.
        options: Of the encoder.

    Raises:
        UsageError: PyAV is not installed.
    """
    if not is_installed():
        raise UsageError(f"{codec.name} needs PyAV, which is not installed", hint=INSTALL)
    import av
    import numpy as np

    frames = -(-len(samples) // codec.frame_size) + _SPARE_FRAMES
    padded = np.zeros(frames * codec.frame_size, dtype=np.float32)
    padded[: len(samples)] = samples
    context: Any = av.CodecContext.create(name, "w")
    context.layout = layout = "mono" if channels == 1 else "stereo"
    context.sample_rate, context.bit_rate = codec.sample_rate_hz, 1000 * bitrate_kbps
    # Of the two kinds of 32-bit samples, interleaved or one channel behind the other, each encoder has one.
    context.format = next(kind for kind in context.codec.audio_formats if kind.name in {"flt", "fltp"})
    context.options, context.thread_count = dict(options), 1
    context.open()
    assert context.frame_size == codec.frame_size
    sides = np.tile(padded, (channels, 1)) if context.format.is_planar else np.repeat([padded], channels, 1)
    frame = av.AudioFrame.from_ndarray(sides, format=context.format.name, layout=layout)
    frame.sample_rate = codec.sample_rate_hz
    packets = tuple(bytes(packet) for each in (frame, None) for packet in context.encode(each))
    assert len(packets) > frames
    return packets
