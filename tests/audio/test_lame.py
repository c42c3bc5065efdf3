"""MP3 packets of 192 bytes, and the frame that heads a file of them."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from mutagen import mp3

from builder.audio.lame import Mp3Encoder, crc16, header_frame
from builder.model.sound import SoundSpec
from builder.testing.hearing import decode, decode_packets

MP3 = Mp3Encoder().codec
PACKET_BYTES = 192


def encode(samples: np.ndarray[tuple[int], np.dtype[np.float32]]) -> tuple[bytes, ...]:
    return Mp3Encoder().encode(samples)


def swell(frames: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    wave = 0.5 * np.sin(2 * np.pi * 700 * np.arange(frames) / 24_000) * np.hanning(frames)
    return wave.astype(np.float32)


@pytest.mark.parametrize("frames", [2_400, 5_760, 5_761, 24_000])
def test_there_are_packets_for_every_frame_and_three_more(frames: int) -> None:
    packets = encode(swell(frames))

    assert len(packets) == -(-frames // 576) + 3
    assert {len(packet) for packet in packets} == {PACKET_BYTES}


def test_silence_behind_a_sound_changes_no_packet_before_it() -> None:
    samples = np.pad(swell(11_520), (0, 2_880))

    shorter, longer = encode(samples), encode(np.pad(samples, (0, 5_760)))

    assert shorter[:25] == longer[:25]


@pytest.mark.parametrize("kbps", [64, 160, 192, 224, 256, 320])
def test_lames_loss_is_undone_at_every_bit_rate(kbps: int) -> None:
    encoder = Mp3Encoder(SoundSpec(sample_rate_hz=48_000, mp3_kbps=kbps))
    samples = (0.4 * np.sin(2 * np.pi * 1_000 * np.arange(48_000) / 48_000)).astype(np.float32)

    heard = decode_packets(encoder.encode(samples))[MP3.delay :][12_000:36_000]

    assert 20 * np.log10(np.sqrt(2 * np.mean(heard**2)) / 0.4) == pytest.approx(0.0, abs=0.02)


def test_the_crc_is_the_one_with_the_published_check_value() -> None:
    # CRC-16/ARC of the digits 1 to 9, from the catalogue of parametrised CRC algorithms.
    assert crc16(b"123456789") == 0xBB3D


@pytest.mark.parametrize("frames", [24_000, 24_001, 57_600, 36_000 + 289])
def test_a_file_decodes_to_exactly_its_length(frames: int, tmp_path: Path) -> None:
    packets = encode(swell(frames))[: MP3.packets(frames, 24_000)]
    path = tmp_path / "one.mp3"
    sound = b"".join(packets)
    path.write_bytes(header_frame(frames, len(sound)) + sound)

    samples, _ = decode(path)

    assert len(samples) == frames
    assert np.abs(samples - swell(frames)).max() < 0.01


def test_mutagen_reads_the_header_frame(tmp_path: Path) -> None:
    frames = 24_000 * 5
    path = tmp_path / "one.mp3"
    sound = b"".join(encode(swell(frames))[: MP3.packets(frames, 24_000)])
    path.write_bytes(header_frame(frames, len(sound)) + sound)

    info = mp3.MP3(path).info

    assert info.length == pytest.approx(5.0, abs=0.001)
    assert (info.bitrate, info.bitrate_mode, info.sample_rate) == (64_000, mp3.BitrateMode.CBR, 24_000)
    assert info.encoder_info.startswith("LAME 3.100")


def test_the_seek_table_rises_evenly() -> None:
    table = header_frame(24_000 * 600, 192 * 25_002)[29:129]

    assert list(table) == sorted(table)
    assert table[50] == 128


def test_the_header_frame_tells_packets_bytes_delay_and_padding() -> None:
    frames = 24_000

    header = header_frame(frames, 192 * 44)

    flags, packets, size_bytes = struct.unpack_from(">III", header, 17)
    gap = int.from_bytes(header[154:157], "big")
    assert (flags, packets, size_bytes) == (0x0F, 44, 45 * 192)
    assert (gap >> 12, gap & 0xFFF) == (576, 44 * 576 - 576 - 24_000)


SPECS = [
    SoundSpec(sample_rate_hz=22_050, mp3_kbps=48),
    SoundSpec(sample_rate_hz=32_000, mp3_kbps=64),
    SoundSpec(sample_rate_hz=44_100, mp3_kbps=64),
    SoundSpec(sample_rate_hz=44_100, mp3_kbps=192),
    SoundSpec(sample_rate_hz=44_100, channels=2, mp3_kbps=64),
    SoundSpec(sample_rate_hz=44_100, channels=2, mp3_kbps=128),
    SoundSpec(sample_rate_hz=48_000, channels=2, mp3_kbps=320),
    SoundSpec(sample_rate_hz=24_000, mp3_kbps=8),
    SoundSpec(sample_rate_hz=24_000, channels=2, mp3_kbps=160),
]


@pytest.mark.parametrize("spec", SPECS, ids=lambda s: f"{s.sample_rate_hz}-{s.channels}-{s.mp3_kbps}")
def test_a_file_at_another_rate_decodes_to_exactly_its_length(spec: SoundSpec, tmp_path: Path) -> None:
    frames = 2 * spec.sample_rate_hz + 331
    encoder = Mp3Encoder(spec)
    sound = b"".join(encoder.encode(swell(frames))[: encoder.codec.packets(frames, spec.sample_rate_hz)])
    path = tmp_path / "one.mp3"
    path.write_bytes(header_frame(frames, len(sound), spec) + sound)

    samples, rate = decode(path)
    info = mp3.MP3(path).info

    assert (len(samples), rate) == (frames, spec.sample_rate_hz)
    assert np.abs(samples - swell(frames)).max() < (0.05 if spec.mp3_kbps > 8 else 1)
    assert (info.channels, info.bitrate_mode) == (spec.channels, mp3.BitrateMode.CBR)
    assert info.length == pytest.approx(frames / spec.sample_rate_hz, abs=0.001)
    assert info.bitrate == pytest.approx(1000 * spec.mp3_kbps, rel=0.02)
