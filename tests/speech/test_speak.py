"""Speak: from the store where it can be, from the engine where it must, judged and packed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.base.errors import NetworkError, VoiceMissing
from builder.base.language import Language
from builder.model.script import UtteranceId, VoiceRef
from builder.model.sound import Clip, Mark
from builder.speech import tone
from builder.speech.speak import pack_clip, speak, speech_recipe, unpack_clip
from builder.speech.tone import ToneEngine
from builder.system.store import Store
from builder.testing.engines import make_utterance


class Scripted:
    """An engine that gives or raises what it is told, in order, and counts."""

    def __init__(self, *results):
        self.results = list(results)
        self.info = tone.info()
        self.calls = 0

    def synthesise(self, utterance):
        self.calls += 1
        result = self.results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    def close(self):
        """Nothing to end."""


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def test_a_sentence_is_spoken_once_and_then_comes_from_the_store(store):
    utterance = make_utterance("The fog lifted.")
    first = speak(utterance, ToneEngine(), store)
    silent = Scripted()

    second = speak(utterance, silent, store)

    assert second == first
    assert silent.calls == 0


def test_the_same_words_elsewhere_are_not_spoken_again(store):
    first = speak(make_utterance("The fog lifted.", number=1), ToneEngine(), store)
    silent = Scripted()

    second = speak(make_utterance("The fog lifted.", number=2), silent, store)

    assert second == first


def test_a_damaged_clip_is_spoken_again(store):
    utterance = make_utterance("The fog lifted.")
    first = speak(utterance, ToneEngine(), store)
    path = store.path(speech_recipe(utterance, tone.info()))
    path.write_bytes(path.read_bytes()[:-10])

    second = speak(utterance, ToneEngine(), store)

    assert second == first
    assert store.damaged == 1


def test_what_has_nothing_to_say_becomes_a_short_silence(store):
    clip = speak(make_utterance("—"), ToneEngine(), store)

    assert clip == Clip(pcm=bytes(4800), sample_rate_hz=24_000)


@pytest.mark.parametrize("error", [NetworkError("no"), VoiceMissing("no")])
def test_what_another_try_cannot_help_is_raised_at_once(store, error):
    engine = Scripted(error)

    with pytest.raises(type(error)):
        speak(make_utterance("The fog lifted."), engine, store)

    assert engine.calls == 1


def test_a_clip_that_is_no_speech_is_asked_for_again(store):
    utterance = make_utterance("The fog lifted.")
    speech = ToneEngine().synthesise(utterance)
    engine = Scripted(
        Clip(pcm=b"", sample_rate_hz=24_000), replace(speech, pcm=bytes(len(speech.pcm))), speech
    )

    clip = speak(utterance, engine, store)

    assert clip == speech
    assert engine.calls == 3


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Other words."},
        {"language": Language("es")},
        {"voice": VoiceRef(engine="tone", voice="other")},
        {"voice": VoiceRef(engine="tone", voice="tone", rate_percent=90)},
    ],
    ids=["text", "language", "voice", "rate"],
)
def test_a_recipe_changes_with_what_is_heard(change):
    utterance = make_utterance("The fog lifted.")

    changed = replace(utterance, **change)

    assert speech_recipe(changed, tone.info()).key != speech_recipe(utterance, tone.info()).key


@pytest.mark.parametrize(
    "change",
    [{"name": "x"}, {"version": "2"}, {"parts": {"model": "abc"}}],
    ids=["engine", "version", "parts"],
)
def test_a_recipe_changes_with_the_engine(change):
    utterance = make_utterance("The fog lifted.")

    changed = replace(tone.info(), **change)

    assert speech_recipe(utterance, changed).key != speech_recipe(utterance, tone.info()).key


def test_a_recipe_names_the_files_of_its_own_voice_alone():
    info = tone.info()
    (voice,) = info.voices
    other = replace(voice, name="other", digest="1 2")
    before = speech_recipe(make_utterance("One."), info)

    beside = speech_recipe(make_utterance("One."), replace(info, voices=(voice, other)))
    changed = speech_recipe(make_utterance("One."), replace(info, voices=(replace(voice, digest="3 4"),)))

    assert beside == before
    assert changed.parts["voice files"] == "3 4"
    assert changed.key != before.key


def test_a_recipe_does_not_know_the_place_in_the_script():
    utterance = make_utterance("The fog lifted.")

    elsewhere = replace(
        utterance, id=UtteranceId("s-1.9"), written="¡The fog", written_start=7, pause_after_ms=900
    )

    assert speech_recipe(elsewhere, tone.info()) == speech_recipe(utterance, tone.info())


@given(
    st.binary(max_size=200).map(lambda data: data[: len(data) // 2 * 2]),
    st.integers(min_value=8000, max_value=48_000),
    st.lists(st.tuples(*[st.integers(min_value=0, max_value=1 << 40)] * 3)),
)
def test_packing_and_unpacking_is_the_identity(pcm, sample_rate_hz, marks):
    clip = Clip(
        pcm=pcm,
        sample_rate_hz=sample_rate_hz,
        marks=tuple(Mark(text_start=start, text_end=end, frame=frame) for start, end, frame in marks),
    )

    assert unpack_clip(pack_clip(clip)) == clip
