"""Ogg: packets of a stream laid into pages, as they come.

Source: RFC 3533. A page of sound holds whole packets; only a header may run over several pages.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from itertools import accumulate
from typing import IO

MOST_SEGMENTS = 255
"""Of a page: pieces of up to 255 bytes, the last of a packet shorter than that."""

_PAGE = struct.Struct("<4sBBqIII B")
_CRC_OFFSET = 22
_CONTINUED, _FIRST, _LAST = 0x01, 0x02, 0x04
_NO_PACKET_ENDS = -1
_BITS_TURNED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class OggWriter:
    """Writes the pages of one stream to a file, in order."""

    def __init__(self, file: IO[bytes], *, serial: int) -> None:
        self._file = file
        self._serial = serial
        self._pages = 0

    def write_header(self, packet: bytes) -> None:
        """Write a packet that holds no sound, on pages of its own."""
        sizes = lacing(packet)
        for first in range(0, len(sizes), MOST_SEGMENTS):
            part = sizes[first : first + MOST_SEGMENTS]
            start = first * 255
            ends = first + MOST_SEGMENTS >= len(sizes)
            flags = (_CONTINUED if first else 0) | (0 if self._pages else _FIRST)
            body = packet[start : start + sum(part)]
            self._write_page(bytes(part), body, granule=0 if ends else _NO_PACKET_ENDS, flags=flags)

    def write_sound(self, packets: Sequence[bytes], *, granule: int, last: bool) -> None:
        """Write one page of sound.

        Args:
            packets: Whole ones, of at most 255 segments together.
            granule: Position of the stream's clock after the last of them.
            last: True for the last page of the stream.
        """
        sizes = bytes(size for packet in packets for size in lacing(packet))
        self._write_page(sizes, b"".join(packets), granule=granule, flags=_LAST if last else 0)

    def _write_page(self, sizes: bytes, body: bytes, *, granule: int, flags: int) -> None:
        head = _PAGE.pack(b"OggS", 0, flags, granule, self._serial, self._pages, 0, len(sizes)) + sizes
        check = struct.pack("<I", crc32(head + body))
        self._file.write(head[:_CRC_OFFSET] + check + head[_CRC_OFFSET + 4 :] + body)
        self._pages += 1


def segments_of(packet: bytes) -> int:
    """Return how many segments a packet takes."""
    return len(packet) // 255 + 1


def lacing(packet: bytes) -> list[int]:
    """Return the sizes of a packet's segments: as many of 255 bytes as are full, and the rest, be it 0."""
    full, rest = divmod(len(packet), 255)
    return [255] * full + [rest]


def crc32(data: bytes) -> int:
    """Return the checksum of a page whose own field is 0.

    RFC 3533 takes the polynomial of zlib's CRC from the other end, starting at 0: the same sum over bytes
    whose bits are turned round, turned round.
    """
    turned = zlib.crc32(data.translate(_BITS_TURNED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int.from_bytes(turned.to_bytes(4, "little").translate(_BITS_TURNED), "big")


def header_packets(file: IO[bytes], count: int) -> tuple[bytes, ...]:
    """Return the first packets of a file with one stream.

    Raises:
        ValueError: It is no Ogg file, or ends before.
    """
    packets: list[bytes] = []
    begun = b""
    while len(packets) < count:
        head = file.read(_PAGE.size)
        if len(head) < _PAGE.size or not head.startswith(b"OggS"):
            raise ValueError(f"no Ogg page where packet {len(packets)} should be")
        sizes = file.read(head[-1])
        body = file.read(sum(sizes))
        for size, end in zip(sizes, accumulate(sizes), strict=True):
            begun += body[end - size : end]
            if size < 255:
                packets.append(begun)
                begun = b""
    return tuple(packets[:count])
