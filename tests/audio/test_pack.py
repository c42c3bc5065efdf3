"""A unit's bytes for the store: exact on the way back, and strict about anything else."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.audio.pack import head_of, pack_unit, unit_head, unpack_unit
from builder.model.sound import EncodedUnit, UtterancePlace

places = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(
    lambda pair: UtterancePlace(start=min(pair), end=max(pair))
)
encoded_units = st.builds(
    EncodedUnit,
    frames=st.integers(0, 10**9),
    sample_rate_hz=st.sampled_from([24_000, 48_000]),
    places=st.lists(places, max_size=5).map(tuple),
    packets=st.lists(st.binary(max_size=300), max_size=8).map(tuple),
    energies=st.integers(0, 20).flatmap(lambda count: st.binary(min_size=4 * count, max_size=4 * count)),
    true_peak_dbtp=st.floats(-120, 10),
)

UNIT = EncodedUnit(
    frames=24_000,
    sample_rate_hz=24_000,
    places=(UtterancePlace(start=960, end=9_600),),
    packets=(b"\xff" * 192, b"\xfe" * 190),
    energies=bytes(8),
    true_peak_dbtp=-2.0,
)


@given(encoded_units)
def test_unpacking_gives_back_what_was_packed(unit: EncodedUnit) -> None:
    assert unpack_unit(pack_unit(unit)) == unit


@given(encoded_units)
def test_a_head_is_read_without_the_packets(unit: EncodedUnit) -> None:
    data = pack_unit(unit)
    size = sum(map(len, unit.packets)) + 2 * len(unit.packets)

    head = unit_head(data[: len(data) - size])

    assert head == head_of(unit)


@pytest.mark.parametrize("cut", range(1, 480, 7))
def test_a_packed_unit_that_was_cut_is_refused(cut: int) -> None:
    with pytest.raises(ValueError, match="not a packed unit"):
        unpack_unit(pack_unit(UNIT)[:-cut])


def test_bytes_behind_a_packed_unit_are_refused() -> None:
    with pytest.raises(ValueError, match="its packets end at byte"):
        unpack_unit(pack_unit(UNIT) + b"\0")


def with_head(change: Callable[[dict[str, object]], object]) -> bytes:
    data = pack_unit(UNIT)
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
        ("packets", "two", "field packets"),
        ("true_peak_dbtp", "loud", "peak is not a number"),
        ("places", [[9, 1]], "places"),
        ("places", [[1]], "places"),
        ("places", 3, "places"),
    ],
)
def test_a_head_with_another_kind_of_value_is_refused(name: str, value: object, complaint: str) -> None:
    data = with_head(lambda head: head.update({name: value}))

    with pytest.raises(ValueError, match=complaint):
        unpack_unit(data)


def test_a_head_that_is_no_object_is_refused() -> None:
    with pytest.raises(ValueError, match="not an object"):
        unpack_unit(with_head(lambda _: [1]))


def test_a_head_that_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="its head is not JSON"):
        unpack_unit(pack_unit(UNIT).replace(b"{", b"[", 1))


def test_other_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="it starts with"):
        unpack_unit(b"ID3\3" + bytes(100))
