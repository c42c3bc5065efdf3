"""AAC and Opus packets of units, by encoders that never encoded before."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from typing import Any

import numpy as np
import pytest

from builder.audio import libav
from builder.audio.aac import AacEncoder, specific_config
from builder.audio.codecs import CodecName, encoder
from builder.audio.opus import PRE_SKIP, OpusEncoder
from builder.base.errors import UsageError
from builder.model.sound import SoundSpec
from builder.testing.hearing import Samples, murmur
from builder.testing.sound_files import SPECS, bare_decoder, decode_bare, spec_id

NAMES: tuple[CodecName, ...] = ("aac", "opus")

every_spec = pytest.mark.parametrize("spec", SPECS, ids=spec_id)
both = pytest.mark.parametrize("name", NAMES)


def sound(spec: SoundSpec, *, seed: int = 1, duration_ms: int = 700, silence_ms: int = 300) -> Samples:
    clip = murmur(seed, duration_ms, sample_rate_hz=spec.sample_rate_hz)
    samples = np.frombuffer(clip.pcm, dtype="<i2").astype(np.float32) / np.float32(32768)
    return np.pad(samples, (spec.sample_rate_hz // 25, silence_ms * spec.sample_rate_hz // 1000 + 17))


@both
@every_spec
def test_there_is_a_packet_for_every_frame_and_some_behind(name: CodecName, spec: SoundSpec) -> None:
    samples, making = sound(spec), encoder(name, spec)

    packets = making.encode(samples)

    full = making.codec.full(len(samples), spec.sample_rate_hz)
    assert len(packets) >= full + 2


@both
@every_spec
def test_silence_behind_a_sound_changes_no_packet_before_it(name: CodecName, spec: SoundSpec) -> None:
    samples, making = sound(spec), encoder(name, spec)
    full = making.codec.full(len(samples), spec.sample_rate_hz)

    longer = [making.encode(np.pad(samples, (0, 1_100 * more))) for more in (1, 2)]

    packets = making.encode(samples)
    assert [each[:full] for each in longer] == [packets[:full]] * 2


@both
def test_what_was_encoded_before_changes_no_packet(name: CodecName) -> None:
    making = encoder(name, SoundSpec())
    packets = making.encode(sound(SoundSpec()))

    making.encode(sound(SoundSpec(), seed=2))

    assert making.encode(sound(SoundSpec())) == packets


@both
@pytest.mark.parametrize("sample_rate_hz", [24_000, 44_100])
def test_both_sides_sound_the_same(name: CodecName, sample_rate_hz: int) -> None:
    spec = SoundSpec(sample_rate_hz=sample_rate_hz, channels=2, m4b_kbps=96, opus_kbps=64)
    making = encoder(name, spec)
    decoder = bare_decoder(name, 48_000 if name == "opus" else sample_rate_hz, 2)
    if name == "aac":
        decoder.extradata = specific_config(sample_rate_hz, 2)

    frames = [frame for packet in making.encode(sound(spec)) for frame in decoder.decode(_packet(packet))]

    sides = np.concatenate([frame.to_ndarray() for frame in frames], axis=1)
    assert sides.shape[0] == 2
    assert np.abs(sides[0] - sides[1]).max() < 0.005
    assert np.abs(sides).max() > 0.1


@both
@every_spec
def test_the_sound_is_as_loud_as_it_was(name: CodecName, spec: SoundSpec) -> None:
    samples = sound(spec)

    heard = decode_bare(encoder(name, spec).encode(samples), encoder(name, spec), spec)

    before, after = (float(np.sum(np.square(each, dtype=np.float64))) / rate for each, rate in (
        (samples, spec.sample_rate_hz),
        (heard, 48_000 if name == "opus" else spec.sample_rate_hz),
    ))  # fmt: skip
    assert 10 * np.log10(after / before) == pytest.approx(0.0, abs=0.25)


@pytest.mark.parametrize("sample_rate_hz", [22_050, 24_000, 32_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_decoder_is_told_what_the_encoder_says(sample_rate_hz: int, channels: int) -> None:
    said = _opened("aac", "fltp", sample_rate_hz, channels).extradata

    assert specific_config(sample_rate_hz, channels) == said


@pytest.mark.parametrize("sample_rate_hz", [24_000, 48_000])
def test_the_pre_skip_is_what_the_encoder_says(sample_rate_hz: int) -> None:
    head = _opened("libopus", "flt", sample_rate_hz, 1).extradata

    # RFC 7845, 5.1: the pre-skip is a number of 16 bits behind name, version and channels.
    assert int.from_bytes(head[10:12], "little") == PRE_SKIP


@pytest.mark.parametrize(
    ("sample_rate_hz", "codec_rate_hz"),
    [(22_050, 24_000), (24_000, 24_000), (32_000, 48_000), (44_100, 48_000), (48_000, 48_000)],
)
def test_opus_runs_at_a_rate_it_has_that_loses_nothing(sample_rate_hz: int, codec_rate_hz: int) -> None:
    codec = OpusEncoder(SoundSpec(sample_rate_hz=sample_rate_hz)).codec

    assert (codec.sample_rate_hz, codec.frame_size) == (codec_rate_hz, codec_rate_hz // 50)
    assert codec.delay * 48_000 // codec_rate_hz == PRE_SKIP


def test_speech_in_opus_comes_near_the_bit_rate_asked_for() -> None:
    packets = OpusEncoder(SoundSpec(opus_kbps=32)).encode(sound(SoundSpec(), duration_ms=8_000))

    kbps = sum(map(len, packets)) * 8 / (len(packets) * 20)
    assert 22 < kbps < 36


@pytest.mark.parametrize("name", NAMES)
def test_settings_and_libraries_are_told_to_the_recipe(name: CodecName) -> None:
    parts = encoder(name, SoundSpec()).parts
    other = encoder(name, SoundSpec(m4b_kbps=80, opus_kbps=40)).parts

    assert parts["av"] == importlib.metadata.version("av")
    assert len(str(parts["libraries of av"])) == 64
    assert {key for key in parts if parts[key] != other[key]} == {"kbps"}


def test_libraries_from_elsewhere_are_asked_what_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bundled = libav._libraries()
    monkeypatch.setattr(importlib.metadata, "files", lambda _name: None)

    digest = libav._libraries.__wrapped__()

    assert len(digest) == 64
    assert digest != bundled


def test_without_pyav_the_error_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(UsageError, match="PyAV, which is not installed") as refused:
        AacEncoder().encode(sound(SoundSpec()))

    assert refused.value.hint == "pip install 'edition-builder[sound]'"
    assert AacEncoder().parts["av"] == "not installed"


def _opened(codec: str, kind: str, sample_rate_hz: int, channels: int) -> Any:
    import av

    context: Any = av.CodecContext.create(codec, "w")
    context.sample_rate, context.format = sample_rate_hz, kind
    context.layout = "mono" if channels == 1 else "stereo"
    context.open()
    return context


def _packet(data: bytes) -> Any:
    import av

    return av.Packet(data)
