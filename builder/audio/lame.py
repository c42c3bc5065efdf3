"""LAME: samples as MP3 packets at a constant bit rate, and the header frame a file of them starts with.

Every unit comes from a fresh encoder: its first packet points to no earlier data, so that packets of several
units can follow each other, and decode to the same samples as each alone.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.audio.join import Codec
from builder.audio.versions import versions
from builder.model.sound import DEFAULT_SOUND, SoundSpec

if TYPE_CHECKING:
    from builder.audio.pcm import Samples

QUALITY = 3
"""LAME's: 2 takes half as long again, 5 saves a seventh."""
_LOSSES_DB = ((160, 0.446), (192, 0.265), (224, 0.175))
"""LAME multiplies by 0.95, 0.97 and 0.98 up to each of these bit rates, and by nothing at higher ones."""

_ENCODER_DELAY = 576
"""Samples LAME puts in front."""
_DECODER_DELAY = 529
"""Samples every decoder puts in front, by the layer's filter bank."""
_STRETCH = 1 << 17
"""Samples that are given to the encoder at a time."""
_SPARE_PACKETS = 1
"""With what flushes the encoder, enough packets behind a last unit for the decoder to give all of it."""
_CRC_POLYNOMIAL = 0xA001


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """What differs between MPEG-1 and MPEG-2 in layer III; sizes in the header are told by indexes."""

    bits: int
    frame_size: int
    """Samples a packet holds."""
    rates_hz: tuple[int, ...]
    rates_kbps: tuple[int, ...]
    """The first has the index 1."""
    side_info_bytes: tuple[int, int]
    """Of a mono frame, of a stereo one."""


# ISO/IEC 11172-3 and 13818-3, 2.4.2.3.
_MPEG_1 = _Version(
    bits=3,
    frame_size=1152,
    rates_hz=(44_100, 48_000, 32_000),
    rates_kbps=(32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    side_info_bytes=(17, 32),
)
_MPEG_2 = _Version(
    bits=2,
    frame_size=576,
    rates_hz=(22_050, 24_000, 16_000),
    rates_kbps=(8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    side_info_bytes=(9, 17),
)


@dataclass(frozen=True, slots=True)
class Mp3Encoder:
    """Encodes units as MP3."""

    spec: SoundSpec = DEFAULT_SOUND

    @property
    def codec(self) -> Codec:
        """What joining must know."""
        return Codec(
            name="mp3",
            sample_rate_hz=self.spec.sample_rate_hz,
            frame_size=_version(self.spec).frame_size,
            delay=_ENCODER_DELAY + _DECODER_DELAY,
        )

    @property
    def parts(self) -> Mapping[str, str | int]:
        """What packets depend on beside the sound."""
        return {
            "kbps": self.spec.mp3_kbps,
            "quality": QUALITY,
            "sample_rate_hz": self.spec.sample_rate_hz,
            "channels": self.spec.channels,
            **versions("lameenc", "numpy"),
        }

    def encode(self, samples: Samples) -> tuple[bytes, ...]:
        """Return all packets of `samples`, one for each frame they fill or start, then a few behind them.

        The frame that is not full ends in silence. The packets behind are needed at a file's end alone: a
        decoder gives the last samples only when it has them.
        """
        import lameenc

        from builder.audio.pcm import db_to_factor, sides, to_pcm16

        spec, frame_size = self.spec, self.codec.frame_size
        frames = -(-len(samples) // frame_size) + _SPARE_PACKETS
        louder = samples.dtype.type(db_to_factor(_loss_db(spec.mp3_kbps)))
        encoder = lameenc.Encoder()
        encoder.silence()
        encoder.set_bit_rate(spec.mp3_kbps)
        encoder.set_in_sample_rate(spec.sample_rate_hz)
        # Where the bit rate is low LAME would choose a lower rate by itself.
        encoder.set_out_sample_rate(spec.sample_rate_hz)
        encoder.set_channels(spec.channels)
        encoder.set_quality(QUALITY)
        # A stretch at a time: a long unit is never held twice. What comes out is the same.
        stretches = (samples[at : at + _STRETCH] for at in range(0, len(samples), _STRETCH))
        stream = [encoder.encode(sides(to_pcm16(stretch * louder), spec.channels)) for stretch in stretches]
        silence = bytes(2 * spec.channels * (frames * frame_size - len(samples)))
        return _packets(b"".join((*stream, encoder.encode(silence), encoder.flush())), spec)


def _loss_db(kbps: int) -> float:
    """Return the gain that undoes what LAME does to the level at a constant bit rate."""
    return next((loss_db for most_kbps, loss_db in _LOSSES_DB if kbps <= most_kbps), 0.0)


def bitrates_kbps(sample_rate_hz: int) -> tuple[int, ...]:
    """Return the constant bit rates MP3 has at a sample rate.

    Raises:
        ValueError: It has none at that rate.
    """
    return _version(SoundSpec(sample_rate_hz=sample_rate_hz)).rates_kbps


def header_frame(total_frames: int, sound_bytes: int, spec: SoundSpec = DEFAULT_SOUND) -> bytes:
    """Return the frame that tells how long a file is, how to seek in it, and what to cut at both ends.

    Its length depends on `spec` alone. Source: the Xing and LAME tag specifications ("Info" for a constant
    bit rate). The CRC of the music is left 0: it would take a pass over the whole file, and no reader we know
    of asks for it.

    Args:
        total_frames: Length of the sound in samples.
        sound_bytes: Of all packets behind this frame.
        spec: What the recording is like.
    """
    codec = Mp3Encoder(spec).codec
    packets = codec.packets(total_frames, spec.sample_rate_hz)
    padding = packets * codec.frame_size - _ENCODER_DELAY - total_frames
    start = _header(spec, _header_kbps(spec)) + bytes(_side_info_bytes(spec))
    frame_bytes = _packet_bytes(start, spec)
    size_bytes = frame_bytes + sound_bytes
    seek_table = bytes(
        min(255, 256 * (frame_bytes * 100 + percent * sound_bytes) // (100 * size_bytes))
        for percent in range(100)
    )
    lame = struct.pack(
        ">9s BB I HH BB 3s BBH I H",
        b"LAME3.100",
        0x01,  # revision 0 of the tag, constant bit rate
        0,  # low pass: not told
        0, 0, 0,  # peak and replay gains: not told
        0,  # flags
        min(255, spec.mp3_kbps),
        (_ENCODER_DELAY << 12 | padding).to_bytes(3, "big"),
        _source(spec),
        0,  # gain changed by nobody
        0,  # preset: none
        size_bytes,
        0,
    )  # fmt: skip
    info = struct.pack(">4s I II 100s I", b"Info", 0x0F, packets, size_bytes, seek_table, 100 - 10 * QUALITY)
    frame = start + info + lame
    return (frame + struct.pack(">H", crc16(frame))).ljust(frame_bytes, b"\0")


def crc16(data: bytes) -> int:
    """Return the CRC-16 the LAME tag asks for: polynomial 0x8005 mirrored, starting at 0."""
    register = 0
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ (_CRC_POLYNOMIAL if register & 1 else 0)
    return register


_INFO_BYTES = 120 + 36
"""Of the Xing tag with all its fields, and of LAME's behind it."""


def _header_kbps(spec: SoundSpec) -> int:
    """Return the bit rate of the header frame: the recording's, or the lowest whose frames hold the tags."""
    for kbps in _version(spec).rates_kbps:
        header = _header(spec, kbps)
        needed = len(header) + _side_info_bytes(spec) + _INFO_BYTES
        if kbps >= spec.mp3_kbps and _packet_bytes(header, spec) >= needed:
            return kbps
    raise ValueError(f"no MP3 frame at {spec.sample_rate_hz} Hz holds the tags")


def _header(spec: SoundSpec, kbps: int) -> bytes:
    """Return the four bytes a frame starts with: layer III, no CRC, unpadded, an original."""
    version = _version(spec)
    joint_stereo, mono = 1, 3
    bits = (
        0x7FF << 21
        | version.bits << 19
        | 1 << 17
        | 1 << 16
        | (version.rates_kbps.index(kbps) + 1) << 12
        | version.rates_hz.index(spec.sample_rate_hz) << 10
        | (mono if spec.channels == 1 else joint_stereo) << 6
        | 1 << 2
    )
    return struct.pack(">I", bits)


def _packets(stream: bytes, spec: SoundSpec) -> tuple[bytes, ...]:
    """Return the frames of `stream`, each as long as its header says."""
    size = _packet_bytes(stream, spec)
    if _is_even(stream, size):
        return tuple(stream[at : at + size] for at in range(0, len(stream), size))
    packets = []
    at = 0
    while at < len(stream):
        size = _packet_bytes(stream[at : at + 4], spec)
        packets.append(stream[at : at + size])
        at += size
    assert at == len(stream)
    return tuple(packets)


def _is_even(stream: bytes, size: int) -> bool:
    """Return True when `stream` is nothing but frames of `size` bytes with the header of the first.

    So it is wherever a frame's bits are whole bytes, as at 24 kHz; a look at each header takes longer.
    """
    count, rest = divmod(len(stream), size)
    return not rest and all(stream[at::size] == stream[at : at + 1] * count for at in range(4))


def _packet_bytes(header: bytes, spec: SoundSpec) -> int:
    """Return the length of the frame that starts with `header`."""
    bits = int.from_bytes(header[:4], "big")
    version = _version(spec)
    assert bits >> 21 == 0x7FF
    assert bits >> 19 & 3 == version.bits
    kbps = version.rates_kbps[(bits >> 12 & 15) - 1]
    rate_hz = version.rates_hz[bits >> 10 & 3]
    padding = bits >> 9 & 1
    return version.frame_size // 8 * 1000 * kbps // rate_hz + padding


def _side_info_bytes(spec: SoundSpec) -> int:
    """Return how many bytes stand behind a frame's header; all 0, a decoder plays silence."""
    return _version(spec).side_info_bytes[spec.channels - 1]


def _source(spec: SoundSpec) -> int:
    """Return the LAME tag's byte of the source: its rate, and whether it is mono."""
    rate = 0 if spec.sample_rate_hz <= 32_000 else 1 if spec.sample_rate_hz == 44_100 else 2
    mode = 0 if spec.channels == 1 else 3
    return rate << 6 | mode << 2


def _version(spec: SoundSpec) -> _Version:
    for version in (_MPEG_1, _MPEG_2):
        if spec.sample_rate_hz in version.rates_hz:
            return version
    raise ValueError(f"MP3 has no sample rate of {spec.sample_rate_hz} Hz")
