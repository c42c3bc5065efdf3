"""Recordings for tests: a folder of clips in which a tone that swells stands for a person reading."""

from __future__ import annotations

import json
import math
import wave
from collections.abc import Mapping
from pathlib import Path

from builder.speech.pace import expected_s
from builder.speech.recordings import LIST_NAME

READER = "Ana Ruiz"
FREQUENCY_HZ = 555.0
"""Of every clip; the tone engine's frequencies are multiples of four."""


def write_recordings(
    folder: Path,
    texts: Mapping[str, str],
    *,
    language: str = "en",
    licence: str = "CC BY 4.0",
    more: str = "",
) -> Path:
    """Write a clip of each text, by segment id, into `folder`, and the list of them; return the list."""
    own = folder / language
    own.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        write_clip(own / f"{name}.wav", seconds=max(1.0, expected_s(text)))
    lines = [f"{name} = {json.dumps(text, ensure_ascii=False)}" for name, text in texts.items()]
    head = [f'reader = "{READER}"', f'licence = "{licence}"', *([more] if more else []), "", "[texts]"]
    path = own / LIST_NAME
    path.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")
    return path


def write_clip(
    path: Path,
    *,
    seconds: float = 2.0,
    rate_hz: int = 44_100,
    channels: int = 2,
    frequency_hz: float = FREQUENCY_HZ,
    level: float = 0.05,
) -> None:
    """Write a WAV file of 16 bits with a tone as uneven as speech; `level` is its peak, 1 full scale."""
    import numpy as np

    turns = np.arange(int(seconds * rate_hz)) * (2 * math.pi / rate_hz)
    syllables = 0.6 + 0.4 * np.sin(4 * turns)
    samples = np.rint(np.sin(frequency_hz * turns) * syllables * level * 32767).astype("<i2")
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(rate_hz)
        sound.writeframes(np.repeat(samples, channels).tobytes())
