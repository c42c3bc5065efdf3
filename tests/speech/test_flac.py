"""Speech that is dear to make is kept as FLAC and comes back sample by sample."""

import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.base.errors import SpeechError
from builder.model.sound import Clip, Mark
from builder.speech import flac, tone
from builder.speech.flac import NoFlac, from_flac, to_flac
from builder.speech.speak import pack_clip, speak, speech_recipe, unpack_clip
from builder.speech.tone import ToneEngine
from builder.system.store import Store
from builder.testing.engines import make_utterance
from builder.testing.hearing import murmur
from builder.testing.speaking import wav_of

EXTREMES = np.array([0, 32767, -32768, 1, -1, 32767, -32768] * 700, "<i2").tobytes()


class Slow(ToneEngine):
    """The tones of an engine that takes its time, over the network or here."""

    def __init__(self, *, speed=2.0, network=False):
        super().__init__()
        self.calls = 0
        self.info = replace(tone.info(), speed=speed, network=network)

    info = None

    def synthesise(self, utterance):
        self.calls += 1
        return super().synthesise(utterance)


@pytest.fixture
def no_library(monkeypatch):
    return lambda: monkeypatch.setattr(flac, "library_here", lambda: None)


@given(
    st.lists(st.integers(-32768, 32767), min_size=1, max_size=5000), st.sampled_from([8000, 22_050, 48_000])
)
def test_no_sample_is_lost(samples, sample_rate_hz):
    pcm = np.array(samples, "<i2").tobytes()

    assert from_flac(to_flac(pcm, sample_rate_hz)) == pcm


@pytest.mark.parametrize(
    "pcm", [EXTREMES, bytes(48_000), murmur(1, 3000).pcm], ids=["peaks", "silence", "murmur"]
)
def test_a_packed_clip_comes_back_as_it_was(pcm):
    clip = Clip(pcm=pcm, sample_rate_hz=24_000, marks=(Mark(text_start=0, text_end=4, frame=100),))

    packed = pack_clip(clip, packed=True)

    assert unpack_clip(packed) == clip
    assert packed == pack_clip(clip, packed=True)


def test_speech_gets_smaller():
    clip = murmur(1, 3000)

    assert len(pack_clip(clip, packed=True)) < 0.8 * len(clip.pcm)


@pytest.mark.parametrize("pcm", [b"", b"\0"], ids=["nothing", "half a sample"])
def test_what_flac_does_not_hold_is_kept_as_it_is(pcm):
    clip = Clip(pcm=pcm, sample_rate_hz=24_000)

    assert unpack_clip(pack_clip(clip, packed=True)) == clip


@pytest.mark.parametrize(("speed", "packed"), [(2.0, True), (150.0, False)], ids=["slow", "quick"])
def test_what_is_dear_is_packed_and_what_is_cheap_is_not(tmp_path, speed, packed):
    utterance, engine, store = make_utterance("The fog lifted."), Slow(speed=speed), Store(tmp_path)

    clip = speak(utterance, engine, store)

    kept = store.get(speech_recipe(utterance, engine.info))
    assert (b"fLaC" in kept) == packed
    assert unpack_clip(kept) == clip


def test_a_clip_kept_before_there_was_flac_is_served(tmp_path):
    utterance, engine, store = make_utterance("The fog lifted."), Slow(), Store(tmp_path)
    clip = ToneEngine().synthesise(utterance)
    store.put(speech_recipe(utterance, engine.info), pack_clip(clip))

    found = speak(utterance, engine, store)

    assert found == clip
    assert engine.calls == 0


def test_without_the_library_speech_is_kept_as_it_is(tmp_path, no_library):
    utterance, engine, store = make_utterance("The fog lifted."), Slow(), Store(tmp_path)
    no_library()

    clip = speak(utterance, engine, store)

    assert unpack_clip(store.get(speech_recipe(utterance, engine.info))) == clip


def test_flac_that_cannot_be_read_here_is_spoken_anew_and_told(tmp_path, no_library):
    utterance, engine, store = make_utterance("The fog lifted."), Slow(), Store(tmp_path)
    first = speak(utterance, engine, store)
    no_library()

    second = speak(utterance, engine, store)

    assert second == first
    assert engine.calls == 2
    assert [note for note in store.notes if "soundfile" in note and "pip install" in note]


def test_flac_of_a_service_is_never_asked_for_again(tmp_path, no_library):
    utterance, engine, store = make_utterance("The fog lifted."), Slow(network=True), Store(tmp_path)
    speak(utterance, engine, store)
    no_library()

    with pytest.raises(SpeechError) as caught:
        speak(utterance, engine, store)

    assert "pip install" in str(caught.value)
    assert engine.calls == 1
    assert store.holds(speech_recipe(utterance, engine.info))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{}\n", b"[]\n", b"no JSON\n", b'{"sample_rate_hz":24000,"marks":[[1]]}\n',
        b'{"sample_rate_hz":24000,"marks":[],"encoding":"flac","frames":1}\nno FLAC',
    ],
    ids=range(6),
)  # fmt: skip
def test_what_is_no_packed_clip_is_a_value_error(data):
    with pytest.raises(ValueError, match=r"."):
        unpack_clip(data)


def test_fewer_samples_than_were_kept_are_a_value_error():
    clip = murmur(1, 300)
    head = pack_clip(clip, packed=True).partition(b"\n")[0]

    with pytest.raises(ValueError, match="expected 7200"):
        unpack_clip(head + b"\n" + to_flac(clip.pcm[:2000], 24_000))


def test_a_clip_that_does_not_unpack_is_spoken_anew(tmp_path):
    utterance, engine, store = make_utterance("The fog lifted."), Slow(), Store(tmp_path)
    store.put(speech_recipe(utterance, engine.info), b"of another time")

    clip = speak(utterance, engine, store)

    assert clip.frames
    assert engine.calls == 1


def test_flac_without_the_library_says_so(no_library):
    data = to_flac(EXTREMES, 24_000)
    no_library()

    assert to_flac(EXTREMES, 24_000) is None
    with pytest.raises(NoFlac):
        from_flac(data)


def test_a_rate_that_flac_does_not_have_is_kept_as_it_is():
    clip = Clip(pcm=EXTREMES, sample_rate_hz=2_000_000)

    assert unpack_clip(pack_clip(clip, packed=True)) == clip


def test_sound_of_another_kind_is_no_flac():
    with pytest.raises(ValueError, match="WAV"):
        from_flac(wav_of(EXTREMES))


def test_a_machine_without_soundfile_is_known(monkeypatch):
    monkeypatch.setitem(sys.modules, "soundfile", None)

    assert to_flac(EXTREMES, 24_000) is None
