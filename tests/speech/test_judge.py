"""The judge: speech passes, what is not the speech asked for is told with what was expected."""

import random
import struct

import numpy as np
import pytest

from builder.base.errors import EngineFault
from builder.model.sound import Clip
from builder.speech.judge import judge
from builder.speech.tone import ToneEngine
from builder.testing.engines import make_utterance
from builder.testing.faulty_worker import speech
from builder.testing.hearing import tone

TEXT = "The fog lifted within a day, and she could feel the colours of the morning again."
RATE = 24_000
SILENCE = bytes(2 * RATE)


def clip_of(pcm, *, sample_rate_hz=RATE):
    return Clip(pcm=pcm, sample_rate_hz=sample_rate_hz)


def moved(pcm, offset):
    return (np.frombuffer(pcm, "<i2") + offset).astype("<i2").tobytes()


def swelling_noise(length_s):
    """Return white noise that rises and falls as speech does."""
    count = int(length_s * RATE)
    swell = 0.55 - 0.45 * np.cos(np.arange(count) * (2 * np.pi * 4 / RATE))
    return (np.random.default_rng(7).standard_normal(count) * swell * 3000).astype("<i2").tobytes()


def test_speech_passes():
    judge(clip_of(speech(TEXT)), make_utterance(TEXT), sample_rate_hz=RATE)


def test_silence_at_the_ends_is_allowed():
    judge(clip_of(SILENCE * 3 + speech(TEXT) + SILENCE * 3), make_utterance(TEXT))


def test_two_seconds_of_silence_inside_are_allowed():
    judge(clip_of(speech(TEXT[:40]) + SILENCE * 2 + speech(TEXT[40:])), make_utterance(TEXT))


@pytest.mark.parametrize("text", ["", "—", "…", "***"])
def test_what_has_nothing_to_say_may_be_empty_or_silent_but_not_long(text):
    judge(clip_of(b""), make_utterance(text))
    judge(clip_of(SILENCE), make_utterance(text))

    with pytest.raises(EngineFault, match="at most"):
        judge(clip_of(SILENCE * 60), make_utterance(text))


@pytest.mark.parametrize("text", ["7", "No.", "Why?", "A", "日本", "NMDA"])
def test_a_tiny_text_may_be_short(text):
    judge(clip_of(speech("abc")), make_utterance(text))


@pytest.mark.parametrize(
    ("pcm", "said"),
    [
        (b"", "is empty, expected speech"),
        (speech(TEXT) + b"\0", "expected whole frames of two"),
        (speech("ab"), r"lasts 0\.30 s, expected 1\.\d to"),
        (speech(TEXT * 4), r"s, expected 1\.\d to 1\d"),
        (bytes(len(speech(TEXT))), "is silent: -120 dBFS where it is loudest"),
        (speech(TEXT[:5]) + bytes(len(speech(TEXT))), r"is silent but for 0\.3\d s"),
        (speech(TEXT) + SILENCE * 3 + speech(TEXT), r"is silent inside for 3\.0 s, expected 2 s at most"),
        (struct.pack("<h", 32767) * 100_000, "is clipped: 100% of it at full scale"),
        (moved(speech(TEXT), 3277), r"lies \+10% of full scale off the middle, expected 5% at most"),
        (moved(bytes(len(speech(TEXT))), 1000), "is silent: -1"),
        (tone(50.0, 5000).pcm, r"is a hum or a hiss: its level varies by 0\.\d dB, expected 2 dB or more"),
        (swelling_noise(5.0), r"is noise: each sample has -?0\.0\d of the one before, expected 0\.4 or more"),
        (np.repeat(np.frombuffer(speech(TEXT), "<i2"), 2).tobytes(), "holds 100% of its samples twice"),
    ],
    ids=["empty", "odd", "short", "long", "silent", "mostly silent", "silent inside", "clipped", "off",
         "off and silent", "hum", "noise", "two channels"],
)  # fmt: skip
def test_what_is_no_speech_is_a_fault(pcm, said):
    with pytest.raises(EngineFault, match=said) as caught:
        judge(clip_of(pcm), make_utterance(TEXT))

    assert "The fog lifted within a day" in caught.value.message
    assert caught.value.where == "s-00000000.1"
    assert caught.value.exit_status == 5


def test_a_lone_hiss_may_be_what_was_asked_for():
    judge(clip_of(swelling_noise(0.4)), make_utterance("Shh!"))


def test_two_channels_are_found_in_the_shortest_word():
    doubled = np.repeat(np.frombuffer(speech("abc"), "<i2"), 2).tobytes()

    with pytest.raises(EngineFault, match="of its samples twice"):
        judge(clip_of(doubled), make_utterance("No."))


@pytest.mark.parametrize("text", ["Use a pot.", "Two words."])
def test_a_blip_is_not_two_words(text):
    with pytest.raises(EngineFault, match=r"lasts 0\.05 s"):
        judge(clip_of(speech(text)[:2400]), make_utterance(text))


def test_test_tones_are_not_taken_for_a_hum():
    hum = tone(50.0, 5000)

    judge(hum, make_utterance(TEXT), speech=False)
    with pytest.raises(EngineFault, match="hum"):
        judge(hum, make_utterance(TEXT))


def test_very_quiet_sound_is_silence():
    quiet = (np.frombuffer(speech(TEXT), "<i2") // 100).astype("<i2").tobytes()

    with pytest.raises(EngineFault, match="is silent"):
        judge(clip_of(quiet), make_utterance(TEXT))


@pytest.mark.parametrize("sample_rate_hz", [0, -1, 22_050])
def test_another_rate_than_promised_is_a_fault(sample_rate_hz):
    with pytest.raises(EngineFault, match="expected 24000"):
        judge(clip_of(speech(TEXT), sample_rate_hz=sample_rate_hz), make_utterance(TEXT), sample_rate_hz=RATE)


def test_a_quicker_voice_may_be_shorter():
    pcm = speech(TEXT)[: 2 * RATE * 2]

    judge(clip_of(pcm), make_utterance(TEXT, rate_percent=200))
    with pytest.raises(EngineFault, match="lasts"):
        judge(clip_of(pcm), make_utterance(TEXT * 2, rate_percent=100))


def test_a_message_quotes_sixty_characters_at_most():
    with pytest.raises(EngineFault) as caught:
        judge(clip_of(b""), make_utterance(TEXT * 20))

    quoted = caught.value.message.split('"')[1]
    assert len(quoted) <= 60


def test_sentences_of_any_length_pass_at_a_common_pace():
    words = random.Random(7)
    for length in (1, 3, 10, 40):
        text = " ".join("x" * words.randint(1, 12) for _ in range(length))
        judge(ToneEngine().synthesise(make_utterance(text[:130])), make_utterance(text[:130]), speech=False)
