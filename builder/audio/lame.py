"""LAME: 24 kHz samples as MP3 packets of 192 bytes, and the header frame a file of them starts with.

Every unit comes from a fresh encoder: its first packet points to no earlier data, so that packets of several
units can follow each other, and decode to the same samples as each alone.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from builder.audio.join import Codec

if TYPE_CHECKING:
    from builder.audio.pcm import Samples

BITRATE_KBPS = 64
QUALITY = 3
"""LAME's: 2 takes half as long again, 5 saves a seventh."""
PACKET_BYTES = 192
"""Of every packet: 64 kbit/s at 24 kHz leaves no remainder, so packets need no padding."""
LOSS_DB = 0.446
"""LAME multiplies by 0.95 at every constant bit rate; this gain undoes it."""

_ENCODER_DELAY = 576
"""Samples LAME puts in front."""
_DECODER_DELAY = 529
"""Samples every decoder puts in front, by the layer's filter bank."""

MP3 = Codec(name="mp3", sample_rate_hz=24_000, frame_size=576, delay=_ENCODER_DELAY + _DECODER_DELAY)

_SPARE_FRAMES = 1
"""With what flushes the encoder, enough packets behind a last unit for the decoder to give all of it."""

# ISO/IEC 13818-3, header: sync, MPEG-2, layer III, no CRC; 64 kbit/s, 24 kHz, unpadded; mono, original.
_HEADER = bytes.fromhex("fff384c4")
_SIDE_INFO_BYTES = 9
"""Of an MPEG-2 mono frame; the header frame's are all 0, so that a decoder that plays it plays silence."""
_CRC_POLYNOMIAL = 0xA001


def encode(samples: Samples) -> tuple[bytes, ...]:
    """Return all packets of `samples`, one for each frame they fill or start, then a few behind them.

    The frame that is not full ends in silence. The packets behind are needed at a file's end alone: a decoder
    gives the last samples only when it has them.
    """
    import lameenc

    from builder.audio.pcm import db_to_factor, to_pcm16

    frames = -(-len(samples) // MP3.frame_size) + _SPARE_FRAMES
    pcm = to_pcm16(samples * samples.dtype.type(db_to_factor(LOSS_DB)))
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(BITRATE_KBPS)
    encoder.set_in_sample_rate(MP3.sample_rate_hz)
    encoder.set_channels(1)
    encoder.set_quality(QUALITY)
    stream = bytes(encoder.encode(pcm.ljust(2 * frames * MP3.frame_size, b"\0"))) + bytes(encoder.flush())
    packets = tuple(stream[at : at + PACKET_BYTES] for at in range(0, len(stream), PACKET_BYTES))
    assert all(packet.startswith(_HEADER) and len(packet) == PACKET_BYTES for packet in packets)
    return packets


def header_frame(total_frames: int) -> bytes:
    """Return the frame that tells how long a file is, how to seek in it, and what to cut at both ends.

    Source: the Xing and LAME tag specifications ("Info" for a constant bit rate). The CRC of the music is
    left 0: it would take a pass over the whole file, and no reader we know of asks for it.

    Args:
        total_frames: Length of the sound in samples.
    """
    packets = MP3.packets(total_frames)
    size_bytes = (packets + 1) * PACKET_BYTES
    padding = packets * MP3.frame_size - _ENCODER_DELAY - total_frames
    seek_table = bytes(
        min(255, 256 * (PACKET_BYTES * 100 + percent * packets * PACKET_BYTES) // (100 * size_bytes))
        for percent in range(100)
    )
    lame = struct.pack(
        ">9s BB I HH BB 3s BBH I H",
        b"LAME3.100",
        0x01,  # revision 0 of the tag, constant bit rate
        0,  # low pass: not told
        0, 0, 0,  # peak and replay gains: not told
        0,  # flags
        BITRATE_KBPS,
        (_ENCODER_DELAY << 12 | padding).to_bytes(3, "big"),
        0x00,  # mono, source of 32 kHz or less
        0,  # gain changed by nobody
        0,  # preset: none
        size_bytes,
        0,
    )  # fmt: skip
    info = struct.pack(">4s I II 100s I", b"Info", 0x0F, packets, size_bytes, seek_table, 100 - 10 * QUALITY)
    frame = _HEADER + bytes(_SIDE_INFO_BYTES) + info + lame
    return (frame + struct.pack(">H", crc16(frame))).ljust(PACKET_BYTES, b"\0")


def crc16(data: bytes) -> int:
    """Return the CRC-16 the LAME tag asks for: polynomial 0x8005 mirrored, starting at 0."""
    register = 0
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ (_CRC_POLYNOMIAL if register & 1 else 0)
    return register
