"""Music for tests: sound files of one tone each, in any format, that can be told apart after any codec."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import Any

from builder.testing.recordings import write_clip

INTRO_HZ, CUE_HZ, OUTRO_HZ = 601.0, 701.0, 801.0
"""The tone engine's frequencies are multiples of four."""
LICENCE = "Morning Tide by Ana Ruiz, CC BY 4.0"
SETTINGS = f"""
[music]
intro = "music/intro.wav"
outro = "music/outro.wav"
cue = "music/cue.wav"
licence = "{LICENCE}"
"""


def write_music(folder: Path) -> None:
    """Write intro, outro and cue into `folder`: 44.1 kHz in stereo, at levels far from any other."""
    folder.mkdir(parents=True, exist_ok=True)
    write_clip(folder / "intro.wav", seconds=2.0, frequency_hz=INTRO_HZ, level=0.02)
    write_clip(folder / "cue.wav", seconds=0.8, frequency_hz=CUE_HZ, level=0.9)
    write_clip(folder / "outro.wav", seconds=3.0, frequency_hz=OUTRO_HZ, level=0.2)


def write_coded(path: Path, codec: str, *, frequency_hz: float, seconds: float = 2.0) -> None:
    """Write a tone with PyAV: 48 kHz mono, in the format that the name of `path` tells."""
    import av
    import numpy as np

    rate_hz = 48_000
    turns = np.arange(int(seconds * rate_hz)) * (2 * math.pi * frequency_hz / rate_hz)
    samples = (0.3 * np.sin(turns)).astype(np.float32)
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=rate_hz, layout="mono")
        stream.bit_rate = 96_000
        resampler: Any = av.AudioResampler(format=stream.format, layout="mono", rate=rate_hz)
        for start in range(0, len(samples), 1024):
            frame = av.AudioFrame.from_ndarray(samples[None, start : start + 1024], "flt", "mono")
            frame.rate, frame.pts, frame.time_base = rate_hz, start, Fraction(1, rate_hz)
            for part in resampler.resample(frame):
                container.mux(stream.encode(part))
        container.mux(stream.encode(None))
