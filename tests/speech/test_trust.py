"""Trust: lost by failing in a row, kept by speaking in between."""

from dataclasses import replace

import pytest

from builder.base.errors import EngineFault, SpeechError
from builder.model.sound import Clip
from builder.speech import tone
from builder.speech.speak import speak
from builder.speech.tone import ToneEngine
from builder.speech.trust import Trust
from builder.system.store import Store
from builder.testing.engines import make_utterance


class Silent:
    """An engine that never says a thing, and counts how often it was asked to."""

    def __init__(self):
        self.info = tone.info()
        self.calls = 0

    def synthesise(self, utterance):
        self.calls += 1
        return Clip(pcm=b"", sample_rate_hz=24_000)

    def close(self):
        """Nothing to end."""


def sentence(number, *, voice="tone", engine="tone"):
    return make_utterance(f"Sentence number {number}.", voice=voice, engine=engine)


def test_a_voice_that_fails_on_three_sentences_is_not_asked_for_a_fourth(tmp_path):
    engine, trust, store = Silent(), Trust(), Store(tmp_path)
    for number in range(3):
        with pytest.raises(EngineFault):
            speak(sentence(number), engine, store, trust=trust)

    with pytest.raises(SpeechError, match="failed on 3 sentences in a row") as caught:
        speak(sentence(4), engine, store, trust=trust)

    assert engine.calls == 9
    assert not isinstance(caught.value, EngineFault)
    assert '"Sentence number 4."' in caught.value.message
    assert caught.value.where == "s-00000000.1"


def test_what_is_in_the_store_is_had_from_an_engine_that_is_given_up(tmp_path):
    trust, store = Trust(), Store(tmp_path)
    clip = speak(sentence(0), ToneEngine(), store)
    for number in range(1, 4):
        trust.failed(sentence(number))

    assert speak(sentence(0), Silent(), store, trust=trust) == clip


def test_one_success_wipes_the_slate(tmp_path):
    engine, trust, store = Silent(), Trust(), Store(tmp_path)
    for number in range(8):
        with pytest.raises(EngineFault):
            speak(sentence(number), engine, store, trust=trust)
        if number % 2:
            speak(sentence(number), ToneEngine(), store, trust=trust)


def test_the_same_sentence_counts_once():
    trust = Trust()
    for _ in range(5):
        trust.failed(sentence(1))

    trust.check(sentence(2))


def test_a_bad_voice_does_not_stop_the_others_of_its_engine():
    trust = Trust()
    for number in range(5):
        trust.failed(sentence(number, voice="bad"))

    trust.check(sentence(9, voice="good"))
    with pytest.raises(SpeechError, match='voice "bad"'):
        trust.check(sentence(9, voice="bad"))


def test_three_bad_voices_stop_their_engine_alone():
    trust = Trust()
    for voice in ("a", "b", "c"):
        trust.failed(sentence(1, voice=voice))

    trust.check(sentence(9, voice="d", engine="other"))
    with pytest.raises(SpeechError, match="tone failed with 3 voices in a row"):
        trust.check(sentence(9, voice="d"))


def test_a_bad_voice_stays_bad_while_others_speak():
    trust = Trust()
    for number in range(3):
        trust.failed(sentence(number, voice="bad"))
        trust.spoke(sentence(number, voice="good"))

    with pytest.raises(SpeechError):
        trust.check(replace(sentence(9), voice=sentence(9, voice="bad").voice))
