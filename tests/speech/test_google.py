"""gTTS: with consent alone, over checked connections, patient and never fooled by an answer."""

import base64
import json
import ssl
import sys
import threading
import urllib.parse
import zlib
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from builder.base.errors import EngineFault, NetworkError, UsageError, VoiceMissing
from builder.speech import google
from builder.speech.judge import judge
from builder.testing.engines import EngineContract, make_utterance
from builder.testing.hearing import murmur

DATA = Path(__file__).parent / "data"


def mp3_of(text):
    """Return an MP3 of a murmur as long as `text` takes to say, another one for another text."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(24_000)
    encoder.set_channels(1)
    clip = murmur(zlib.crc32(text.encode()), max(300, 60 * len(text)))
    return bytes(encoder.encode(clip.pcm)) + bytes(encoder.flush())


def answer_with(mp3):
    sound = base64.b64encode(mp3).decode()
    return (')]}\'\n\n[["wrb.fr","jQ1olc","[\\"' + sound + '\\"]",null]]').encode()


class Service(ThreadingHTTPServer):
    """A stand-in for the service: gives what `script` lists, then speech."""

    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = []
        self.texts = []
        self.languages = []

    def handle_error(self, request, client_address):
        """Say nothing of clients that hang up."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        call = json.loads(urllib.parse.parse_qs(form)["f.req"][0])[0][0]
        text, language, _, _ = json.loads(call[1])
        self.server.texts.append(text)
        self.server.languages.append(language)
        entry = self.server.script.pop(0) if self.server.script else {}
        body = entry.get("body")
        body = answer_with(mp3_of(text)) if body is None else body
        self.send_response(entry.get("status", 200))
        for name, value in entry.get("headers", {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(entry.get("length", len(body))))
        if entry.get("hang up"):
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def service(monkeypatch):
    server = Service()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    point_at(monkeypatch, f"http://127.0.0.1:{server.server_port}")
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def point_at(monkeypatch, base):
    import gtts.tts

    monkeypatch.setattr(gtts.tts, "_translate_url", lambda tld="com", path="": f"{base}/{path}")


class Time:
    """A clock that runs while somebody sleeps."""

    def __init__(self):
        self.now_s = 0.0
        self.slept = []

    def clock(self):
        return self.now_s

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now_s += seconds


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def engine(time):
    engine = google.GoogleEngine(sleep=time.sleep, clock=time.clock)
    yield engine
    engine.close()


def say(engine, text, *, voice="en", rate_percent=100):
    return engine.synthesise(
        make_utterance(text, engine="gtts", voice=voice, language="en", rate_percent=rate_percent)
    )


class TestContract(EngineContract):
    voice = "en"

    @pytest.fixture(autouse=True)
    def _served(self, service):
        self.service = service

    def make_engine(self):
        return google.GoogleEngine(sleep=lambda seconds: None)


def test_a_sentence_is_sent_decoded_and_judged(service, engine):
    text = "The fog lifted within a day."

    clip = say(engine, text)

    judge(clip, make_utterance(text), sample_rate_hz=24_000)
    assert service.texts == [text]
    assert service.languages == ["en"]


def test_a_long_sentence_goes_in_few_pieces_with_every_word(service, engine):
    text = "It began, as such things do, with a question nobody had asked; " * 5

    clip = say(engine, text)

    assert " ".join(service.texts) == text.strip()
    assert max(map(len, service.texts)) <= 100
    assert len(service.texts) == 4
    assert clip.frames > 15 * 24_000


def test_nothing_is_sent_of_a_text_without_words(service, engine):
    clip = say(engine, "— … —")

    assert clip.frames == 0
    assert service.texts == []


def test_requests_keep_their_distance(service, engine, time):
    say(engine, "One.")
    say(engine, "Two.")
    say(engine, "Three.")

    assert time.slept == [0.5, 0.5]


def test_threads_that_share_the_engine_keep_its_pace(service, engine, time):
    threads = [threading.Thread(target=say, args=(engine, f"Number {number}.")) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(service.texts) == 4
    assert time.slept == [0.5] * 3


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_service_is_asked_again_later(service, engine, time, status):
    service.script = [{"status": status, "body": b""}, {"status": status, "body": b""}]

    clip = say(engine, "One.")

    assert clip.frames > 0
    assert time.slept == [1.0, 2.0]


def test_a_service_that_hangs_up_is_asked_again(service, engine, time):
    service.script = [{"body": b"half", "length": 400, "hang up": True}]

    clip = say(engine, "One.")

    assert clip.frames > 0
    assert time.slept == [1.0]


@pytest.mark.parametrize(
    ("value", "waited"), [("7", 7.0), ("100000", 60.0), ("soon", 1.0), (formatdate(0, usegmt=True), 1.0)]
)
def test_retry_after_is_honoured_up_to_a_minute(service, engine, time, value, waited):
    service.script = [{"status": 429, "body": b"", "headers": {"Retry-After": value}}]

    say(engine, "One.")

    assert time.slept == [waited]


def test_four_refusals_are_an_error_of_the_network(service, engine):
    service.script = [{"status": 429, "body": b""}] * 4

    with pytest.raises(NetworkError, match=r'did not speak "One\."') as caught:
        say(engine, "One.")

    assert "status 429" in str(caught.value)
    assert caught.value.exit_status == 7


def test_after_five_failures_it_is_not_asked_again(service, engine):
    service.script = [{"status": 503, "body": b""}] * 9
    with pytest.raises(NetworkError):
        say(engine, "One.")

    with pytest.raises(NetworkError, match="5 times in a row"):
        say(engine, "Two.")
    with pytest.raises(NetworkError, match="5 times in a row"):
        say(engine, "Three.")

    assert service.texts == ["One."] * 4 + ["Two."]


def test_a_success_closes_the_count_of_failures(service, engine):
    service.script = [{"status": 503, "body": b""}] * 3 + [{}] + [{"status": 503, "body": b""}] * 3

    assert say(engine, "One.").frames
    assert say(engine, "Two.").frames


@pytest.mark.parametrize("status", [302, 400, 403, 404])
def test_a_plain_refusal_is_not_repeated_and_no_redirect_followed(service, engine, status):
    service.script = [{"status": status, "body": b"", "headers": {"Location": "/elsewhere"}}]

    with pytest.raises(NetworkError, match=f"status {status}"):
        say(engine, "One.")

    assert len(service.texts) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "no sound"),
        (b"<!DOCTYPE html><HTML><body>Are you a robot?</body></html>", "a web page"),
        (b'[["wrb.fr","jQ1olc",null]]', "no sound"),
        (b'[["wrb.fr","jQ1olc","[\\"\\"]"]]', "no sound"),
    ],
)
def test_an_answer_without_sound_is_no_success(service, engine, body, said):
    service.script = [{"body": body}]

    with pytest.raises(NetworkError, match=said):
        say(engine, "One.")


def test_sound_that_does_not_decode_is_a_fault(service, engine):
    service.script = [{"body": answer_with(b"RIFF" + bytes(100))}]

    with pytest.raises(EngineFault, match="does not decode as MP3"):
        say(engine, "One.")


def test_an_endless_answer_is_cut_off(service, engine):
    service.script = [{"body": bytes(5_000_000)}]

    with pytest.raises(NetworkError, match="longer than"):
        say(engine, "One.")


def test_a_slow_answer_is_given_up_after_a_minute(service, time):
    steps = iter(range(0, 10_000, 50))
    engine = google.GoogleEngine(sleep=time.sleep, clock=lambda: next(steps))
    service.script = [{"body": bytes(200_000)}] * 4

    with pytest.raises(NetworkError, match="not whole after 60 s"):
        say(engine, "One.")

    engine.close()


def test_nobody_there_is_an_error_of_the_network(monkeypatch, engine):
    point_at(monkeypatch, "http://127.0.0.1:9")

    with pytest.raises(NetworkError, match="cannot be reached"):
        say(engine, "One.")


def test_a_self_signed_certificate_is_refused(service, engine, monkeypatch):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(DATA / "self-signed.pem")
    service.socket = context.wrap_socket(service.socket, server_side=True)
    point_at(monkeypatch, f"https://127.0.0.1:{service.server_port}")

    with pytest.raises(NetworkError, match="certificate") as caught:
        say(engine, "One.")

    assert "self-signed" in str(caught.value).replace("self signed", "self-signed")
    assert service.texts == []


def test_a_certificate_the_user_trusts_is_taken(service, engine, monkeypatch):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(DATA / "self-signed.pem")
    service.socket = context.wrap_socket(service.socket, server_side=True)
    point_at(monkeypatch, f"https://127.0.0.1:{service.server_port}")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(DATA / "self-signed.pem"))

    clip = say(engine, "One.")

    assert clip.frames > 0


def test_without_consent_it_says_what_goes_where_and_how_to_consent():
    with pytest.raises(UsageError) as caught:
        google.load({})

    assert "every sentence" in caught.value.message
    assert "https://translate.google.com" in caught.value.message
    assert "[engines.gtts]" in caught.value.hint
    assert "--allow-network" in caught.value.hint


def test_with_consent_it_is_ready_and_has_sent_nothing(service):
    engine = google.load({"consent": "yes"})

    engine.close()

    assert engine.info.network
    assert not engine.info.repeatable
    assert service.texts == []


@pytest.mark.parametrize(
    ("language", "code"),
    [("en", "en"), ("he", "iw"), ("pt-BR", "pt"), ("zh-Hans", "zh-CN"), ("zh-Hant", "zh-TW"), ("nb", "no"),
     ("fr-CA", "fr-CA"), ("fil", "tl"), ("yue", "yue")],
)  # fmt: skip
def test_a_language_finds_the_code_of_the_service(language, code):
    assert [voice.name for voice in google.info().voices if language in voice.languages] == [code]


def test_its_table_of_languages_is_the_librarys():
    from gtts.lang import tts_langs

    assert {voice.name for voice in google.info().voices} | {"zh"} == set(tts_langs())


def test_another_rate_is_refused(engine):
    with pytest.raises(UsageError, match="at its own rate"):
        say(engine, "One.", rate_percent=120)


@pytest.mark.parametrize("module", ["gtts", "av"])
def test_a_missing_package_says_how_to_install_it(monkeypatch, module):
    found = google.package_folder
    monkeypatch.setattr(google, "package_folder", lambda name: None if name == module else found(name))

    with pytest.raises(VoiceMissing) as caught:
        google.info()

    assert caught.value.hint == "pip install 'edition-builder[gtts]'"


def test_information_imports_neither_the_library_nor_requests():
    import subprocess

    code = "from builder.speech import google; google.info(); import sys; print('requests' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout

    assert said == "False\n"
