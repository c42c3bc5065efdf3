"""Tone: an engine for tests that gives each text a steady tone of its own frequency, at once.

A test that hears a frequency at a cue's place knows which utterance sounds there, after any codec.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import re

from builder.base.errors import VoiceMissing
from builder.model.script import Utterance
from builder.model.sound import Clip, Mark
from builder.speech.engine import NO_OPTIONS, EngineInfo, Options, Voice
from builder.speech.models import gains_db

NAME: str = "tone"
OPTIONS: tuple[str, ...] = ()
PATHS: tuple[str, ...] = ()
VOICE: str = "tone"

_SAMPLE_RATE_HZ = 24_000
_LOWEST_HZ, _STEP_HZ, _STEPS = 200.0, 4.0, 1000
_CHARACTER_MS, _SHORTEST_MS, _LONGEST_MS = 60, 300, 60_000
_LEVEL_DBFS = -20.0
_EDGE_FRAMES = 240


def tone_frequency_hz(text: str) -> float:
    """Return the frequency that stands for a spoken text: one of 1,000 from 200 to 4,196 Hz, 4 Hz apart.

    It follows from `Utterance.text` alone, not from its id, so that a clip kept in the store is right for
    every utterance that says the same. See `tone_clash_odds` for two texts that share one.
    """
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % _STEPS
    return _LOWEST_HZ + _STEP_HZ * number


def tone_clash_odds(count: int) -> float:
    """Return the odds that among `count` different texts some two share a frequency.

    One in nine for 15 texts, even for 37, certain past 1,000; for two neighbours it is one in 1,000.
    """
    return 1.0 - math.prod(max(0.0, 1 - number / _STEPS) for number in range(count))


def tone_clashes(texts: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of different neighbours in `texts` that share a frequency."""
    return tuple(
        (before, after)
        for before, after in itertools.pairwise(texts)
        if before != after and tone_frequency_hz(before) == tone_frequency_hz(after)
    )


def info(_options: Options = NO_OPTIONS) -> EngineInfo:
    """Return what the tone engine tells of itself."""
    voice = Voice(name=VOICE, languages=(), licence="Apache-2.0", gain_db=gains_db(NAME).get(VOICE), bands={})
    return EngineInfo(name=NAME, title="Test tones", version="1", voices=(voice,), parts={}, speed=2000.0)


def load(_options: Options = NO_OPTIONS) -> ToneEngine:
    """Return the engine."""
    return ToneEngine()


class ToneEngine:
    """Gives tones instead of speech; nothing is started and nothing has to be installed."""

    def __init__(self) -> None:
        self._info = info()

    @property
    def info(self) -> EngineInfo:
        """What the engine tells of itself."""
        return self._info

    def synthesise(self, utterance: Utterance) -> Clip:
        """Return a tone of 60 ms a character, 0.3 to 60 s, at -20 dBFS, words marked at even distances.

        A text without a letter or figure gives no frames.

        Raises:
            VoiceMissing: The utterance wants another voice than `tone`.
        """
        if utterance.voice.voice != VOICE:
            raise VoiceMissing(
                f'no voice called "{utterance.voice.voice}" for engine {NAME}; there is "{VOICE}"'
            )
        text = utterance.text
        if not any(character.isalnum() for character in text):
            return Clip(pcm=b"", sample_rate_hz=_SAMPLE_RATE_HZ)
        wanted_ms = _CHARACTER_MS * len(text) * 100 // utterance.voice.rate_percent
        frames = min(max(wanted_ms, _SHORTEST_MS), _LONGEST_MS) * _SAMPLE_RATE_HZ // 1000
        words = [(word.start(), word.end()) for word in re.finditer(r"\S+", text)]
        marks = tuple(
            Mark(text_start=start, text_end=end, frame=frames * number // len(words))
            for number, (start, end) in enumerate(words)
        )
        return Clip(pcm=_tone(tone_frequency_hz(text), frames), sample_rate_hz=_SAMPLE_RATE_HZ, marks=marks)

    def close(self) -> None:
        """End nothing; there is nothing to end."""


def _tone(frequency_hz: float, frames: int) -> bytes:
    import numpy as np

    sound = np.sin(np.arange(frames) * (2 * math.pi * frequency_hz / _SAMPLE_RATE_HZ))
    edge = 0.5 - 0.5 * np.cos(np.arange(_EDGE_FRAMES) * (math.pi / _EDGE_FRAMES))
    sound[:_EDGE_FRAMES] *= edge
    sound[-_EDGE_FRAMES:] *= edge[::-1]
    # The root mean square of a sine is its peak divided by the square root of two.
    peak = 10 ** (_LEVEL_DBFS / 20) * math.sqrt(2)
    samples: bytes = np.rint(sound * (peak * 32767)).astype("<i2").tobytes()
    return samples
