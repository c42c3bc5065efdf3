"""The tone engine: what a test may count on."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.base.errors import VoiceMissing
from builder.speech.tone import ToneEngine, tone_clash_odds, tone_clashes, tone_frequency_hz
from builder.testing.engines import EngineContract, make_utterance


class TestContract(EngineContract):
    voice = "tone"

    def make_engine(self):
        return ToneEngine()


def loudest_hz(clip):
    samples = np.frombuffer(clip.pcm, "<i2").astype(float)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 18))
    return float(np.argmax(spectrum)) * clip.sample_rate_hz / (1 << 18)


@pytest.mark.parametrize("text", ["Yes.", "The fog lifted within a day.", "¿Por qué?", "x" * 500])
def test_a_clip_sounds_at_the_frequency_of_its_text(text):
    clip = ToneEngine().synthesise(make_utterance(text))

    assert loudest_hz(clip) == pytest.approx(tone_frequency_hz(text), abs=1.0)


@given(st.text(min_size=1))
def test_every_frequency_is_on_the_grid(text):
    frequency_hz = tone_frequency_hz(text)

    assert 200 <= frequency_hz <= 4196
    assert frequency_hz % 4 == 0


@pytest.mark.parametrize(
    ("text", "rate_percent", "frames"),
    [("Yes", 100, 7200), ("x" * 50, 100, 72_000), ("x" * 50, 200, 36_000), ("x" * 1200, 100, 1_440_000)],
)
def test_a_longer_text_sounds_longer_within_bounds(text, rate_percent, frames):
    clip = ToneEngine().synthesise(make_utterance(text, rate_percent=rate_percent))

    assert clip.frames == frames


def test_the_level_is_minus_twenty_with_soft_edges():
    clip = ToneEngine().synthesise(make_utterance("x" * 100))

    samples = np.frombuffer(clip.pcm, "<i2") / 32768
    assert 20 * math.log10(math.sqrt(np.mean(samples[480:-480] ** 2))) == pytest.approx(-20, abs=0.1)
    assert abs(samples[0]) < 1e-3
    assert abs(samples[-1]) < 1e-2


def test_words_are_marked_at_even_distances():
    clip = ToneEngine().synthesise(make_utterance("one two three"))

    assert [(mark.text_start, mark.text_end) for mark in clip.marks] == [(0, 3), (4, 7), (8, 13)]
    assert [mark.frame for mark in clip.marks] == [0, clip.frames // 3, clip.frames * 2 // 3]


def test_the_frequency_does_not_follow_from_the_id():
    engine = ToneEngine()

    clips = [engine.synthesise(make_utterance("The same words.", number=number)) for number in (1, 2)]

    assert clips[0] == clips[1]


def test_the_odds_of_a_clash_are_those_of_birthdays():
    assert tone_clash_odds(1) == 0
    assert tone_clash_odds(2) == pytest.approx(0.001)
    assert tone_clash_odds(15) == pytest.approx(1 / 10, abs=0.02)
    assert tone_clash_odds(38) == pytest.approx(0.5, abs=0.03)
    assert tone_clash_odds(1001) == 1


def test_neighbours_that_share_a_frequency_are_found():
    texts = [f"text {number}" for number in range(20_000)]
    first = next(text for text in texts[1:] if tone_frequency_hz(text) == tone_frequency_hz(texts[0]))

    found = tone_clashes((texts[0], first, first, texts[0]))

    assert found == ((texts[0], first), (first, texts[0]))


def test_another_voice_is_refused():
    with pytest.raises(VoiceMissing, match='no voice called "tuba"'):
        ToneEngine().synthesise(make_utterance("Yes.", voice="tuba"))
