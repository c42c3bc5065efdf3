"""Speaking: a stand-in for servers that speak as OpenAI's does, on a loopback port, with their faults."""

from __future__ import annotations

import contextlib
import io
import wave
import zlib
from typing import Any

from builder.testing.hearing import murmur
from builder.testing.translating import Fault, StubService, running


class StubSpeech(StubService):
    """Answers `/audio/speech` with a murmur as long as the text takes, another one for another text."""

    def __init__(self) -> None:
        super().__init__()
        self.sample_rate_hz = 24_000

    @property
    def texts(self) -> list[str]:
        """What it was asked to speak."""
        return [each.value["input"] for each in self.asked]

    def answer(self, path: str, value: Any, fault: Fault) -> bytes:  # noqa: ARG002 - a fault has its own body
        """Return a murmur in the format that was asked for: `wav` as a stream has it, `mp3` or `pcm`."""
        assert path.endswith("/audio/speech"), path
        pcm = murmured(value["input"], speed=value["speed"], sample_rate_hz=self.sample_rate_hz)
        match value["response_format"]:
            case "pcm":
                return pcm
            case "mp3":
                return mp3_of(pcm, self.sample_rate_hz)
            case _:
                return streamed_wav(pcm, self.sample_rate_hz)


def stub_speech() -> contextlib.AbstractContextManager[StubSpeech]:
    """Run a server that speaks until the block ends."""
    return running(StubSpeech())


def murmured(text: str, *, speed: float = 1.0, sample_rate_hz: int = 24_000) -> bytes:
    """Return the samples of what passes for speech of `text`."""
    duration_ms = max(300, int(60 * len(text) / speed))
    return murmur(zlib.crc32(text.encode()), duration_ms, sample_rate_hz=sample_rate_hz).pcm


def mp3_of(pcm: bytes, sample_rate_hz: int = 24_000) -> bytes:
    """Return samples as an MP3."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(sample_rate_hz)
    encoder.set_channels(1)
    return bytes(encoder.encode(pcm)) + bytes(encoder.flush())


def wav_of(pcm: bytes, sample_rate_hz: int = 24_000, *, channels: int = 1) -> bytes:
    """Return samples as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(sample_rate_hz)
        sound.writeframes(pcm)
    return file.getvalue()


def streamed_wav(pcm: bytes, sample_rate_hz: int = 24_000) -> bytes:
    """Return samples as a WAV file whose writer did not know how long it would be."""
    data = bytearray(wav_of(pcm, sample_rate_hz))
    data[4:8] = data[40:44] = b"\xff\xff\xff\xff"
    return bytes(data)
