"""Ogg pages as RFC 3533 has them."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.formats.ogg import OggWriter, crc32, header_packets, lacing, segments_of


def slow_crc32(data: bytes) -> int:
    """Return the checksum bit by bit, as the standard tells it: polynomial 0x04c11db7, from 0."""
    register = 0
    for byte in data:
        register ^= byte << 24
        for _ in range(8):
            register = (register << 1 ^ 0x04C11DB7) & 0xFFFFFFFF if register >> 31 else register << 1
    return register


@given(st.binary(max_size=300))
def test_the_checksum_is_the_standards(data: bytes) -> None:
    assert crc32(data) == slow_crc32(data)


@pytest.mark.parametrize("size", [0, 1, 254, 255, 256, 510, 70_000])
def test_a_packet_takes_as_many_segments_as_are_counted(size: int) -> None:
    sizes = lacing(bytes(size))

    assert (len(sizes), sum(sizes), sizes[-1] < 255) == (segments_of(bytes(size)), size, True)


@pytest.mark.parametrize("size", [10, 254, 255, 65_024, 65_025, 65_026, 300_000])
def test_header_packets_of_any_size_are_read_back(size: int) -> None:
    file, packet = io.BytesIO(), bytes(number % 251 for number in range(size))
    ogg = OggWriter(file, serial=7)

    ogg.write_header(b"first")
    ogg.write_header(packet)

    file.seek(0)
    assert header_packets(file, 2) == (b"first", packet)


def test_pages_are_numbered_and_marked_first_continued_and_last() -> None:
    file = io.BytesIO()
    ogg = OggWriter(file, serial=7)

    ogg.write_header(b"head")
    ogg.write_header(bytes(70_000))
    ogg.write_sound([b"one", b"two"], granule=1_920, last=True)

    pages = pages_of(file.getvalue())
    assert [(flags, granule, number) for flags, granule, number in pages] == [
        (2, 0, 0), (0, -1, 1), (1, 0, 2), (4, 1_920, 3),
    ]  # fmt: skip


def test_what_is_no_ogg_file_is_told() -> None:
    with pytest.raises(ValueError, match="no Ogg page where packet 0 should be"):
        header_packets(io.BytesIO(b"ID3"), 2)


def pages_of(data: bytes) -> list[tuple[int, int, int]]:
    """Return flags, position and number of every page, by the bytes alone."""
    found, at = [], 0
    while at < len(data):
        assert data[at : at + 4] == b"OggS"
        granule = int.from_bytes(data[at + 6 : at + 14], "little", signed=True)
        found.append((data[at + 5], granule, int.from_bytes(data[at + 18 : at + 22], "little")))
        segments = data[at + 26]
        at += 27 + segments + sum(data[at + 27 : at + 27 + segments])
    return found
