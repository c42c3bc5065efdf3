"""The snap rule and the join, on packets that only carry names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.audio.join import Codec, join_packets
from builder.model.sound import EncodedUnit

CODECS = (
    Codec(name="mp3", sample_rate_hz=24_000, frame_size=576, delay=1105),
    Codec(name="aac", sample_rate_hz=24_000, frame_size=1024, delay=1024),
    Codec(name="opus", sample_rate_hz=24_000, frame_size=480, delay=156),
)
MP3 = CODECS[0]
SPARE = 3

lengths = st.lists(st.integers(min_value=2_400, max_value=2_000_000), min_size=1, max_size=60)
codecs = st.sampled_from(CODECS)


def named_unit(name: int, frames: int, codec: Codec, *, spare: int = SPARE) -> EncodedUnit:
    count = -(-frames // codec.frame_size) + spare
    return EncodedUnit(
        frames=frames,
        sample_rate_hz=codec.sample_rate_hz,
        packets=tuple(f"{name}.{number}".encode() for number in range(count)),
    )


def starts_of(frames: list[int]) -> list[int]:
    return [sum(frames[:number]) for number in range(len(frames) + 1)]


@given(lengths, codecs)
def test_a_unit_starts_half_a_packet_at_most_from_its_place(frames: list[int], codec: Codec) -> None:
    errors = [
        abs(codec.snap(start, codec.sample_rate_hz) * codec.frame_size - start) for start in starts_of(frames)
    ]

    assert max(errors) * 2 <= codec.frame_size


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=1, max_value=10**9), codecs)
def test_a_unit_keeps_all_its_packets_or_all_but_one(start: int, frames: int, codec: Codec) -> None:
    kept = codec.snap(start + frames, codec.sample_rate_hz) - codec.snap(start, codec.sample_rate_hz)

    assert kept - -(-frames // codec.frame_size) in {-1, 0}


def test_a_tie_goes_to_the_later_packet() -> None:
    codec = CODECS[1]

    snapped = [codec.snap(start, codec.sample_rate_hz) for start in (511, 512, 1535, 1536)]

    assert snapped == [0, 1, 1, 2]


@given(lengths)
def test_a_file_has_exactly_the_packets_its_length_asks_for(frames: list[int]) -> None:
    units = [named_unit(name, length, MP3) for name, length in enumerate(frames)]

    packets = list(join_packets(units, MP3))

    assert len(packets) == MP3.packets(sum(frames), MP3.sample_rate_hz)


@given(lengths)
def test_packets_of_each_unit_stand_in_order_at_its_snapped_place(frames: list[int]) -> None:
    units = [named_unit(name, length, MP3) for name, length in enumerate(frames)]

    packets = list(join_packets(units, MP3))

    bounds = [MP3.snap(start, MP3.sample_rate_hz) for start in starts_of(frames)[:-1]] + [len(packets)]
    for name, unit in enumerate(units):
        stretch = packets[bounds[name] : bounds[name + 1]]
        assert stretch == list(unit.packets[: len(stretch)])


def test_units_are_read_one_at_a_time() -> None:
    read: list[int] = []

    def stream() -> Iterator[EncodedUnit]:
        for name in range(5):
            read.append(name)
            yield named_unit(name, 24_000, MP3)

    packets = join_packets(stream(), MP3)
    next(packets)

    assert read == [0]


def test_a_unit_at_another_rate_is_refused() -> None:
    other = Codec(name="mp3", sample_rate_hz=48_000, frame_size=576, delay=1105)
    units = [named_unit(0, 24_000, MP3), named_unit(1, 24_000, other)]

    with pytest.raises(ValueError, match="48000 Hz among units at 24000"):
        list(join_packets(units, MP3))


def test_a_unit_with_too_few_packets_is_refused() -> None:
    unit = named_unit(0, 24_000, MP3, spare=-1)

    with pytest.raises(ValueError, match="24000 samples with 41 packets"):
        list(join_packets([unit], MP3))


def test_a_last_unit_without_packets_behind_it_is_refused() -> None:
    unit = named_unit(0, 24_000, MP3, spare=0)

    with pytest.raises(ValueError, match="needed behind the last unit"):
        list(join_packets([unit], MP3))
