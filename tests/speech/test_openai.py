"""OpenAI-style: at the address that is set alone, patient, and never fooled by an answer."""

import random
import struct
import threading
from dataclasses import replace

import numpy as np
import pytest

from builder.base.errors import EngineFault, NetworkError, UsageError, VoiceMissing
from builder.model.script import PhonemeSpan
from builder.speech import engines, openai
from builder.speech.judge import judge
from builder.speech.speak import speak, speech_recipe
from builder.system.store import Store
from builder.testing.engines import EngineContract, make_utterance
from builder.testing.speaking import murmured, stub_speech, wav_of
from builder.testing.translating import Fault

TEXT = "The fog lifted within a day."
KEY = "sk-very-secret-0123456789"
BUSY = Fault(status=503, body=b"")


@pytest.fixture
def service(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with stub_speech() as stub:
        yield stub


def options_for(service, **more):
    return {"url": f"{service.address}/v1", "model": "kokoro", "voices": "ef_dora:es, heart:en+en-GB", **more}


@pytest.fixture
def waits():
    return []


@pytest.fixture
def make_engine(service, waits):
    def make(**more):
        settings = openai._settings(options_for(service, **more))
        return openai.OpenAIEngine(settings, key=openai._key(settings), sleep=waits.append)

    return make


def say(engine, text=TEXT, *, voice="heart", rate_percent=100):
    return engine.synthesise(
        make_utterance(text, engine="openai", voice=voice, language="en", rate_percent=rate_percent)
    )


class TestContract(EngineContract):
    voice = "heart"

    @pytest.fixture(autouse=True)
    def _served(self, service):
        self.service = service

    def make_engine(self):
        return engines.load("openai", {"openai": options_for(self.service)})


def test_a_sentence_is_sent_decoded_and_judged(service, make_engine):
    clip = say(make_engine(), rate_percent=150)

    judge(clip, make_utterance(TEXT, rate_percent=150), sample_rate_hz=24_000)
    assert clip.pcm == murmured(TEXT, speed=1.5)
    assert service.asked[0].path == "/v1/audio/speech"
    assert service.asked[0].value == {
        "model": "kokoro", "input": TEXT, "voice": "heart", "response_format": "wav", "speed": 1.5,
    }  # fmt: skip


def test_samples_without_a_header_are_taken_where_they_were_asked_for(make_engine):
    clip = say(make_engine(format="pcm"))

    assert clip.pcm == murmured(TEXT)


def test_an_mp3_is_decoded(service, make_engine):
    clip = say(make_engine(format="mp3"))

    judge(clip, make_utterance(TEXT), sample_rate_hz=24_000)
    assert service.asked[0].value["response_format"] == "mp3"


def test_another_rate_is_brought_to_the_engines(service, make_engine):
    service.sample_rate_hz = 48_000

    clip = say(make_engine())

    judge(clip, make_utterance(TEXT), sample_rate_hz=24_000)
    assert clip.frames == pytest.approx(len(murmured(TEXT)) // 2, abs=2)


def test_what_comes_is_known_by_its_bytes_whatever_was_asked_for(service, make_engine):
    service.faults = [Fault(body=wav_of(murmured(TEXT)))]

    clip = say(make_engine(format="mp3"))

    assert clip.pcm == murmured(TEXT)


def test_two_channels_become_one(service, make_engine):
    both = np.repeat(np.frombuffer(murmured(TEXT), "<i2"), 2).tobytes()
    service.faults = [Fault(body=wav_of(both, channels=2))]

    assert say(make_engine()).pcm == murmured(TEXT)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "nothing"),
        (b"<!DOCTYPE html><html>Sign in</html>", "a web page"),
        (b'{"error": "out of memory"}', "out of memory"),
        (wav_of(murmured(TEXT))[:-4000], "breaks off 4000 bytes before its end"),
        (wav_of(murmured(TEXT))[:40], "a WAV file without sound in it"),
        (b"ID3\x04" + bytes(500), "does not decode as MP3"),
        (b"RIFF\xff\xff\xff\xffWAVEdata\xff\xff\xff\xff" + bytes(100), "does not say what is in it"),
        (wav_of(murmured(TEXT), 1), "1 channels at 1 Hz"),
    ],
    ids=["empty", "page", "json", "cut", "header", "mp3", "no format", "rate"],
)
def test_an_answer_that_is_no_sound_is_a_fault_that_names_the_sentence(service, make_engine, body, said):
    service.faults = [Fault(body=body)]

    with pytest.raises(EngineFault, match=said) as caught:
        say(make_engine())

    assert TEXT in caught.value.message
    assert "[engines.openai]" in caught.value.hint


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b'{"error": "no"}', b""])
def test_words_are_no_samples(service, make_engine, body):
    service.faults = [Fault(body=body)] * 3
    engine = make_engine(format="pcm")

    with pytest.raises(EngineFault):
        judge(say(engine), make_utterance(TEXT), sample_rate_hz=24_000)


def test_floats_are_taken_and_those_that_are_no_numbers_are_not(service, make_engine):
    sound = np.frombuffer(murmured(TEXT), "<i2").astype("<f4") / 32768
    broken = sound.copy()
    broken[1000] = np.nan
    service.faults = [Fault(body=float_wav(sound)), Fault(body=float_wav(broken))]

    assert say(make_engine()).pcm == murmured(TEXT)
    with pytest.raises(EngineFault, match="samples that are no numbers"):
        say(make_engine())


def float_wav(sound):
    head = struct.pack("<4sI4s4sIHHIIHH", b"RIFF", 0, b"WAVE", b"fmt ", 16, 3, 1, 24_000, 96_000, 4, 32)
    return head + b"data" + struct.pack("<I", 4 * len(sound)) + sound.tobytes()


def test_nothing_of_a_bad_answer_is_kept(service, make_engine, tmp_path):
    service.faults = [Fault(body=wav_of(bytes(100_000)))] * 3
    store, engine = Store(tmp_path / "store"), make_engine()
    utterance = make_utterance(TEXT, engine="openai", voice="heart")

    with pytest.raises(EngineFault, match="is silent"):
        speak(utterance, engine, store)

    assert len(service.asked) == 3
    assert not store.holds(speech_recipe(utterance, engine.info))


def test_a_busy_server_is_asked_again_as_late_as_it_says(service, make_engine, waits):
    service.faults = [BUSY, Fault(status=429, body=b"", headers={"Retry-After": "7"}), BUSY]

    clip = say(make_engine())

    assert clip.pcm == murmured(TEXT)
    assert waits == [1.0, 7.0, 4.0]


def test_an_answer_that_breaks_off_is_asked_for_again(service, make_engine):
    service.faults = [Fault(cut=500)]

    assert say(make_engine()).pcm == murmured(TEXT)


def test_half_the_answers_may_be_refusals_and_all_is_spoken(service, make_engine):
    chance = random.Random(1)
    service.faults = [
        Fault(status=chance.choice([429, 500, 503]), body=b"") if chance.random() < 0.5 else Fault()
        for _ in range(1200)
    ]
    engine = make_engine()

    clips = [say(engine, f"Sentence number {number}.") for number in range(200)]

    assert [clip.pcm for clip in clips] == [murmured(f"Sentence number {number}.") for number in range(200)]
    assert len(service.asked) > 350


def test_a_server_that_stays_busy_is_given_up_for_good(service, make_engine, waits):
    service.faults = [BUSY] * 100
    engine = make_engine()
    with pytest.raises(NetworkError, match=f'did not speak "{TEXT}": it answered with status 503'):
        say(engine)

    with pytest.raises(NetworkError, match='16 times in a row and is not asked for "Two'):
        say(engine, "Two.")

    assert len(service.asked) == 16
    assert sum(waits) == 63 + 9 * 60


def test_a_server_that_is_not_there_is_given_up_after_five_tries(make_engine, waits):
    engine = make_engine(url="http://127.0.0.1:9/v1")

    with pytest.raises(NetworkError, match="5 times in a row"):
        say(engine)

    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_threads_share_what_is_known_of_the_server(service, make_engine):
    service.faults = [BUSY] * 100
    engine, said = make_engine(), []

    def ask(number):
        try:
            say(engine, f"Number {number}.")
        except NetworkError as error:
            said.append(error.message)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(said) == 4
    assert len(service.asked) == 16


def test_an_engine_that_is_closed_lets_nobody_wait(service):
    service.faults = [Fault(status=429, body=b"", headers={"Retry-After": "60"})] * 3
    engine = engines.load("openai", {"openai": options_for(service)})

    def ask():
        with pytest.raises(NetworkError):
            say(engine)

    thread = threading.Thread(target=ask)
    thread.start()
    while not service.asked:
        thread.join(0.01)

    engine.close()

    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.parametrize("status", [302, 400, 401, 404])
def test_a_plain_refusal_is_not_repeated_and_no_redirect_followed(service, make_engine, status):
    service.faults = [Fault(status=status, body=b"", headers={"Location": "/elsewhere"})]

    with pytest.raises(NetworkError, match=f'did not speak "{TEXT}"'):
        say(make_engine())

    assert len(service.asked) == 1


def test_an_endless_answer_is_cut_off(service, make_engine, monkeypatch):
    monkeypatch.setattr(openai, "_LIMITS", replace(openai._LIMITS, most_bytes=10_000))

    with pytest.raises(NetworkError, match="longer than 10000 bytes"):
        say(make_engine())


def test_the_key_goes_to_the_server_and_into_no_message(service, make_engine, monkeypatch):
    monkeypatch.setenv("SPEECH_KEY", KEY)
    words = b'{"error": "no credit left for ' + KEY.encode() + b'"}'
    service.faults = [Fault(status=401, body=words), Fault(body=words)]
    engine = make_engine(key_variable="SPEECH_KEY")

    with pytest.raises(NetworkError) as refused:
        say(engine)
    with pytest.raises(EngineFault) as answered:
        say(engine)

    assert service.asked[0].headers["Authorization"] == f"Bearer {KEY}"
    assert "sk-very" not in str(refused.value) + str(answered.value)
    assert "no credit left" in refused.value.message
    assert "sk-very" not in repr(speech_recipe(make_utterance(TEXT), engine.info))


def test_without_a_key_variable_no_key_is_sent(service, make_engine, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    say(make_engine())

    assert "Authorization" not in service.asked[0].headers


def test_what_the_settings_add_is_sent_and_changes_the_recipe(service, make_engine):
    plain, more = make_engine(), make_engine(extra='{"normalization_options": {"normalize": false}}')

    say(more)

    assert service.asked[0].value["normalization_options"] == {"normalize": False}
    assert speech_recipe(make_utterance(TEXT), plain.info) != speech_recipe(make_utterance(TEXT), more.info)


def test_the_model_and_its_version_are_in_the_recipe_and_the_address_is_not(make_engine):
    keys = {
        speech_recipe(make_utterance(TEXT), make_engine(**more).info).key
        for more in ({}, {"model": "other"}, {"model_version": "2"}, {"url": "http://localhost:1/v1"})
    }

    assert len(keys) == 3


def test_sounds_are_sent_to_a_server_that_reads_them_and_to_no_other(service, make_engine):
    utterance = replace(
        make_utterance("Take ketamine [now](x), [pause:9s] dear.", engine="openai", voice="heart"),
        phonemes=(PhonemeSpan(start=5, end=13, ipa="ˈkɛtəmiːn"),),
    )

    make_engine(ipa="yes").synthesise(utterance)
    make_engine().synthesise(utterance)

    assert service.texts == [
        "Take [ketamine](/ˈkɛtəmiːn/) [now] (x), (pause:9s] dear.",
        "Take ketamine [now] (x), (pause:9s] dear.",
    ]


def test_a_very_long_sentence_goes_in_two_requests(service, make_engine):
    text = "It began, as such things do, with a question nobody had asked; " * 70

    say(make_engine(), text)

    assert max(map(len, service.texts)) <= 4096
    assert " ".join(service.texts) == text.strip()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"voices": "alloy"}, "alloy:en\\+es"),
        ({"voices": "alloy:en, alloy:es"}, "each voice once"),
        ({"voices": "alloy:nothing-at-all-here"}, "languages after the colon"),
        ({"format": "midi"}, "one of wav, pcm"),
        ({"extra": "[1]"}, "a JSON object"),
        ({"extra": "{"}, "a JSON object"),
        ({"extra": '{"voice": "x"}'}, "without input, model"),
        ({"url": "ftp://x"}, "address"),
        ({"key_variable": KEY}, "not the name of an environment variable"),
        ({"key_variable": "NOT_SET_ANYWHERE"}, "NOT_SET_ANYWHERE holds no key"),
    ],
)
def test_a_setting_that_cannot_be_followed_is_told_with_what_is_expected(make_engine, change, said):
    with pytest.raises(UsageError, match=said) as caught:
        make_engine(**change)

    assert KEY not in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("missing", ["url", "model", "voices"])
def test_what_is_not_set_is_told_with_an_example(service, missing):
    options = {key: value for key, value in options_for(service).items() if key != missing}

    with pytest.raises(VoiceMissing, match=f"no {missing} of") as caught:
        engines.info("openai", {"openai": options})

    assert 'url = "http://127.0.0.1:8880/v1"' in caught.value.hint


def test_another_machine_is_asked_with_consent_alone(service):
    away = options_for(service, url="https://speech.example/v1")

    with pytest.raises(UsageError, match=r"to https://speech\.example/v1, and it does so only") as caught:
        openai.load(away)
    openai.load({**away, "consent": "yes"}).close()

    assert "--allow-network" in caught.value.hint


def test_a_key_is_not_sent_in_the_open(service, monkeypatch):
    monkeypatch.setenv("SPEECH_KEY", KEY)
    away = options_for(service, url="http://speech.example/v1", key_variable="SPEECH_KEY", consent="yes")

    with pytest.raises(UsageError, match="anybody can read"):
        openai.load(away)


def test_a_missing_decoder_says_how_to_install_it(make_engine, monkeypatch):
    monkeypatch.setattr(openai, "package_folder", lambda name: None)

    with pytest.raises(VoiceMissing) as caught:
        make_engine(format="mp3")

    assert caught.value.hint == "pip install 'edition-builder[openai]'"
    assert say(make_engine(format="wav")).frames


def test_an_unknown_voice_sends_nothing(service, make_engine):
    with pytest.raises(VoiceMissing, match='no voice called "nobody"'):
        say(make_engine(), voice="nobody")

    assert service.asked == []


def test_it_is_never_chosen_without_being_named(service):
    from builder.speech.choose import choose_voice

    chosen = choose_voice("es", options={"openai": options_for(service)})

    assert chosen.engine != "openai"
