"""A unit's bytes for the store: exact on the way back, and strict about anything else."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.audio.pack import pack_head, pack_packets, unpack_head, unpack_packets
from builder.model.sound import EncodedUnit, Mark, UnitHead, UtterancePlace

steps = st.tuples(st.integers(0, 9), st.integers(1, 20), st.integers(0, 30_000))


def marked(numbers: list[tuple[int, int, int]]) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    place = frame = 0
    for gap, length, frames in numbers:
        frame += frames
        marks.append(Mark(text_start=place + gap, text_end=place + gap + length, frame=frame))
        place += gap + length
    return tuple(marks)


places = st.builds(
    lambda pair, marks: UtterancePlace(start=min(pair), end=max(pair), marks=marks),
    st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)),
    st.lists(steps, max_size=4).map(marked),
)
heads = st.builds(
    UnitHead,
    frames=st.integers(0, 10**9),
    sample_rate_hz=st.sampled_from([24_000, 48_000]),
    places=st.lists(places, max_size=5).map(tuple),
    energies=st.integers(0, 20).flatmap(lambda count: st.binary(min_size=4 * count, max_size=4 * count)),
    true_peak_dbtp=st.floats(-120, 10),
)
encoded_units = st.builds(
    EncodedUnit,
    frames=st.integers(0, 10**12),
    sample_rate_hz=st.sampled_from([24_000, 48_000]),
    packets=st.lists(st.binary(max_size=300), max_size=8).map(tuple),
)

HEAD = UnitHead(
    frames=24_000,
    sample_rate_hz=24_000,
    places=(UtterancePlace(start=960, end=9_600),),
    energies=bytes(8),
    true_peak_dbtp=-2.0,
)
UNIT = EncodedUnit(frames=24_000, sample_rate_hz=24_000, packets=(b"\xff" * 192, b"\xfe" * 190))


@given(heads)
def test_unpacking_gives_back_the_head_that_was_packed(head: UnitHead) -> None:
    assert unpack_head(pack_head(head)) == head


@given(encoded_units)
def test_unpacking_gives_back_the_packets_that_were_packed(unit: EncodedUnit) -> None:
    assert unpack_packets(pack_packets(unit)) == unit


@pytest.mark.parametrize("cut", range(1, len(pack_packets(UNIT)), 7))
def test_packets_that_were_cut_are_refused(cut: int) -> None:
    with pytest.raises(ValueError, match="not a packed unit"):
        unpack_packets(pack_packets(UNIT)[:-cut])


@pytest.mark.parametrize("cut", [cut for cut in range(1, len(pack_head(HEAD))) if cut not in (4, 8)])
def test_a_head_that_was_cut_is_refused(cut: int) -> None:
    with pytest.raises(ValueError, match="not a packed unit"):
        unpack_head(pack_head(HEAD)[:-cut])


def test_a_head_without_marks_has_no_field_for_them() -> None:
    assert b"marks" not in pack_head(HEAD)


def test_bytes_behind_packets_are_refused() -> None:
    with pytest.raises(ValueError, match="its packets end at byte"):
        unpack_packets(pack_packets(UNIT) + b"\0")


def with_head(change: Callable[[dict[str, object]], object]) -> bytes:
    data = pack_head(HEAD)
    (length,) = struct.unpack_from("<I", data, 4)
    head = json.loads(data[8 : 8 + length])
    changed = change(head)
    text = json.dumps(head if changed is None else changed).encode()
    return data[:4] + struct.pack("<I", len(text)) + text + data[8 + length :]


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("frames", -1, "field frames"),
        ("frames", 1.5, "field frames"),
        ("frames", True, "field frames"),
        ("sample_rate_hz", None, "field sample_rate_hz"),
        ("true_peak_dbtp", "loud", "peak is not a number"),
        ("places", [[9, 1]], "places"),
        ("places", [[1]], "places"),
        ("places", 3, "places"),
        ("marks", 3, "marks for each place"),
        ("marks", [[], []], "marks for each place"),
        ("marks", [[1, 2]], "three whole numbers"),
        ("marks", [[1, 2, -3]], "three whole numbers"),
        ("marks", [["1", 2, 3]], "three whole numbers"),
    ],
)
def test_a_head_with_another_kind_of_value_is_refused(name: str, value: object, complaint: str) -> None:
    data = with_head(lambda head: head.update({name: value}))

    with pytest.raises(ValueError, match=complaint):
        unpack_head(data)


def test_a_head_that_is_no_object_is_refused() -> None:
    with pytest.raises(ValueError, match="not an object"):
        unpack_head(with_head(lambda _: [1]))


def test_a_head_that_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="its head is not JSON"):
        unpack_head(pack_head(HEAD).replace(b"{", b"[", 1))


@pytest.mark.parametrize("unpack", [unpack_head, unpack_packets])
def test_other_bytes_are_refused(unpack: Callable[[bytes], object]) -> None:
    with pytest.raises(ValueError, match="it starts with"):
        unpack(b"ID3\3" + bytes(100))
