"""The estimate: what there is to say, what is stored, what goes over the network."""

from dataclasses import replace

import pytest

from builder.speech import tone
from builder.speech.estimate import Estimate, estimate
from builder.speech.speak import speak
from builder.speech.tone import ToneEngine
from builder.system.store import Store
from builder.testing.engines import make_utterance

TEXTS = ("The fog lifted within a day.", "Why does it work so fast?", "The fog lifted within a day.")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def utterances():
    return [make_utterance(text, number=number) for number, text in enumerate(TEXTS, start=1)]


def test_a_cold_build_counts_each_text_once_as_work(store):
    slow = replace(tone.info(), speed=1.0)

    found = estimate(utterances(), {"tone": slow}, store)

    assert (found.sentences, found.stored, found.characters_sent) == (3, 0, 0)
    assert found.work_s == pytest.approx(found.speech_s * 53 / 81, rel=0.05)


def test_what_is_stored_is_no_work(store):
    speak(utterances()[0], ToneEngine(), store)

    found = estimate(utterances(), {"tone": tone.info()}, store)

    assert found.stored == 2


def test_all_stored_is_said_in_words(store):
    for utterance in utterances():
        speak(utterance, ToneEngine(), store)

    found = estimate(utterances(), {"tone": tone.info()}, store)

    assert str(found) == "3 sentences, about 5 seconds of speech; all of it is stored"


def test_characters_that_leave_the_machine_are_counted(store):
    away = replace(tone.info(), network=True)

    found = estimate(utterances(), {"tone": away}, store)

    assert found.characters_sent == len(TEXTS[0]) + len(TEXTS[1])


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Estimate(sentences=1, stored=0, speech_s=1.2, work_s=0.01),
            "1 sentence, about 1 second of speech; 0 of them stored, about 1 second of work for the rest",
        ),
        (
            Estimate(sentences=160, stored=31, speech_s=960, work_s=1800, characters_sent=9000),
            (
                "160 sentences, about 16 minutes of speech; 31 of them stored, about 30 minutes of work "
                "for the rest; 9000 characters go over the network"
            ),
        ),
    ],
)
def test_an_estimate_reads_well(found, said):
    assert str(found) == said
