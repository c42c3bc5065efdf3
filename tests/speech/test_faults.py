"""Faults: an engine that misbehaves is found out in time, tried again, and never kept."""

import time

import pytest

from builder.base.errors import EngineFault
from builder.speech.speak import speak, speech_recipe
from builder.system.store import Store
from builder.testing.engines import faulty_engine, faulty_info, make_utterance
from builder.testing.faulty_worker import speech

TEXT = "The fog lifted within a day."


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def spoken(engine, store):
    try:
        return speak(make_utterance(TEXT), engine, store)
    finally:
        engine.close()


def test_a_worker_that_does_well_is_heard_and_kept(store):
    clip = spoken(faulty_engine("well", deadline_s=20), store)

    assert clip.pcm == speech(TEXT)
    assert store.holds(speech_recipe(make_utterance(TEXT), faulty_info()))


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("crash", "was ended by signal 11"),
        ("exit", "ended with exit status 3"),
        ("garbage", "sent something else than an answer"),
        ("refuse", "it does not feel like it"),
        ("empty", "is empty"),
        ("silence", "is silent"),
        ("click", "is silent but for"),
        ("short", "lasts 0.05 s"),
        ("long", "lasts 19.33 s"),
        ("inner silence", "is silent inside for 2.5 s"),
        ("flat", "is clipped"),
        ("offset", "off the middle"),
        ("hum", "is a hum or a hiss"),
        ("noise", "is a hum or a hiss"),
        ("swapped bytes", "is a hum or a hiss"),
        ("two channels", "of its samples twice"),
        ("wrong rate", "expected sound at 24000 Hz"),
        ("odd bytes", "whole frames"),
        ("wild marks", "word starts in order"),
    ],
)
def test_a_fault_is_an_error_after_three_tries_and_nothing_is_kept(store, mode, said):
    engine = faulty_engine(mode, deadline_s=20)

    with pytest.raises(EngineFault) as caught:
        spoken(engine, store)

    assert said in caught.value.message
    assert not store.holds(speech_recipe(make_utterance(TEXT), faulty_info()))


@pytest.mark.parametrize("mode", ["hang", "ignore signals"])
def test_a_hang_is_found_at_its_deadline_each_time(store, mode):
    engine = faulty_engine(mode, deadline_s=0.3)

    before_s = time.monotonic()
    with pytest.raises(EngineFault, match=r"gave no answer within 0\.3 s"):
        spoken(engine, store)

    assert time.monotonic() - before_s < 6


def test_a_worker_that_hangs_while_it_starts_is_found_too(store):
    with pytest.raises(EngineFault, match=r"gave no answer within 0\.5 s"):
        spoken(faulty_engine("hang at start", start_s=0.5), store)


def test_a_worker_that_crashes_while_it_starts_is_an_error(store):
    with pytest.raises(EngineFault, match="signal 11"):
        spoken(faulty_engine("crash at start"), store)


@pytest.mark.parametrize("mode", ["crash", "hang", "silence", "garbage"])
def test_one_fault_is_forgiven(store, tmp_path, mode):
    engine = faulty_engine(mode, well_from=tmp_path / "began", deadline_s=0.5 if mode == "hang" else 20)

    clip = spoken(engine, store)

    assert clip.pcm == speech(TEXT)


def test_an_engine_speaks_on_after_an_error(store, tmp_path):
    engine = faulty_engine("crash", well_from=tmp_path / "began", deadline_s=20)
    with pytest.raises(EngineFault):
        engine.synthesise(make_utterance(TEXT))

    clip = engine.synthesise(make_utterance(TEXT))

    engine.close()
    assert clip.pcm == speech(TEXT)


def test_a_worker_that_died_between_two_sentences_is_replaced_unseen(store):
    engine = faulty_engine("well", deadline_s=20)
    before = engine.synthesise(make_utterance(TEXT))
    engine._child._process.kill()
    engine._child._process.wait()

    after = engine.synthesise(make_utterance(TEXT))

    engine.close()
    assert after == before


def test_a_fault_names_the_sentence_the_command_and_its_last_words(store):
    with pytest.raises(EngineFault) as caught:
        spoken(faulty_engine("crash", deadline_s=20), store)

    said = str(caught.value)
    assert "The fog lifted within a day." in said
    assert "builder.testing.faulty_worker crash" in said
    assert "about to crash" in said
    assert caught.value.where == "s-00000000.1"


def test_an_engine_that_was_closed_starts_no_worker():
    engine = faulty_engine("well")
    engine.close()

    with pytest.raises(EngineFault, match="was closed"):
        engine.synthesise(make_utterance("The fog lifted within a day."))

    assert engine._child is None
