"""Pack: a unit's head and its packets as bytes for the store, and back.

A head is `EDH1`, the length of what follows (32 bits), it as JSON, then the energies. Marks are in it as
three numbers each: characters from the end of the mark before to its own start, its length, and frames from
the mark before; a head without any has no field for them. Packets are `EDP1`, the unit's length in samples
(64 bits), its rate and their number (32 bits each), the size of each (16 bits), then the packets. All numbers
are little-endian.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TypeGuard

from builder.base.digest import Json, canonical
from builder.model.sound import EncodedUnit, Mark, UnitHead, UtterancePlace

_HEAD = struct.Struct("<4sI")
_HEAD_MAGIC = b"EDH1"
_PACKETS = struct.Struct("<4sQII")
_PACKETS_MAGIC = b"EDP1"
_ENERGY_BYTES = 4
_SIZE_BYTES = 2


def pack_head(head: UnitHead) -> bytes:
    """Return `head` as bytes, the same ones for the same head."""
    value: dict[str, Json] = {
        "frames": head.frames,
        "places": [[place.start, place.end] for place in head.places],
        "sample_rate_hz": head.sample_rate_hz,
        "true_peak_dbtp": head.true_peak_dbtp,
    }
    if any(place.marks for place in head.places):
        value["marks"] = [_packed_marks(place.marks) for place in head.places]
    fields = canonical(value)
    return _HEAD.pack(_HEAD_MAGIC, len(fields)) + fields + head.energies


def unpack_head(data: bytes) -> UnitHead:
    """Return the head that `pack_head` made `data` of.

    Raises:
        ValueError: The bytes are not a packed head.
    """
    fields, energies = _read_head(data)
    peak = fields.get("true_peak_dbtp")
    if not isinstance(peak, float | int) or isinstance(peak, bool):
        raise _damaged("its peak is not a number")
    if len(energies) % _ENERGY_BYTES:
        raise _damaged("it ends among its energies")
    return UnitHead(
        frames=_whole(fields, "frames"),
        sample_rate_hz=_whole(fields, "sample_rate_hz"),
        places=_marked(_places(fields.get("places")), fields.get("marks")),
        energies=energies,
        true_peak_dbtp=float(peak),
    )


def pack_packets(unit: EncodedUnit) -> bytes:
    """Return a unit in one codec as bytes, the same ones for the same unit."""
    count = len(unit.packets)
    start = _PACKETS.pack(_PACKETS_MAGIC, unit.frames, unit.sample_rate_hz, count)
    return b"".join((start, struct.pack(f"<{count}H", *map(len, unit.packets)), *unit.packets))


def unpack_packets(data: bytes) -> EncodedUnit:
    """Return the unit that `pack_packets` made `data` of.

    Raises:
        ValueError: The bytes are not the packets of a unit, whole and nothing but them.
    """
    if len(data) < _PACKETS.size:
        raise _damaged("it is too short")
    magic, frames, sample_rate_hz, count = _PACKETS.unpack_from(data)
    if magic != _PACKETS_MAGIC:
        raise _damaged(f"it starts with {magic!r}, expected {_PACKETS_MAGIC!r}")
    first = _PACKETS.size + count * _SIZE_BYTES
    if len(data) < first:
        raise _damaged("it ends among the sizes of its packets")
    ends = list(accumulate(struct.unpack_from(f"<{count}H", data, _PACKETS.size), initial=first))
    if ends[-1] != len(data):
        raise _damaged(f"its packets end at byte {ends[-1]}, the data at {len(data)}")
    return EncodedUnit(
        frames=frames,
        sample_rate_hz=sample_rate_hz,
        packets=tuple(data[packet:end] for packet, end in pairwise(ends)),
    )


def _read_head(data: bytes) -> tuple[Mapping[str, object], bytes]:
    """Return the head's fields, and its energies."""
    if len(data) < _HEAD.size:
        raise _damaged("it is too short")
    magic, length = _HEAD.unpack_from(data)
    if magic != _HEAD_MAGIC:
        raise _damaged(f"it starts with {magic!r}, expected {_HEAD_MAGIC!r}")
    start = _HEAD.size + length
    try:
        fields = json.loads(data[_HEAD.size : start])
    except ValueError as error:
        raise _damaged(f"its head is not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise _damaged("its head is not an object")
    return fields, data[start:]


def _places(value: object) -> tuple[UtterancePlace, ...]:
    places = []
    for pair in value if isinstance(value, list) else [None]:
        match pair:
            case [int(start), int(end)] if 0 <= start <= end:
                places.append(UtterancePlace(start=start, end=end))
            case _:
                raise _damaged("its places are not pairs of whole numbers in order")
    return tuple(places)


def _packed_marks(marks: Sequence[Mark]) -> list[int]:
    packed: list[int] = []
    text_end = frame = 0
    for mark in marks:
        packed += (mark.text_start - text_end, mark.text_end - mark.text_start, mark.frame - frame)
        text_end, frame = mark.text_end, mark.frame
    return packed


def _marked(places: tuple[UtterancePlace, ...], value: object) -> tuple[UtterancePlace, ...]:
    """Return `places` with the marks of the field `value`, if there is one."""
    if value is None:
        return places
    if not isinstance(value, list) or len(value) != len(places):
        raise _damaged("it has not marks for each place")
    return tuple(
        replace(place, marks=_unpacked_marks(packed)) for place, packed in zip(places, value, strict=True)
    )


def _unpacked_marks(packed: object) -> tuple[Mark, ...]:
    if not _are_whole(packed) or len(packed) % 3:
        raise _damaged("its marks are not three whole numbers each")
    marks = []
    text_end = frame = 0
    for gap, length, frames in zip(packed[::3], packed[1::3], packed[2::3], strict=True):
        start = text_end + gap
        text_end, frame = start + length, frame + frames
        marks.append(Mark(text_start=start, text_end=text_end, frame=frame))
    return tuple(marks)


def _are_whole(value: object) -> TypeGuard[list[int]]:
    return isinstance(value, list) and all(
        isinstance(number, int) and not isinstance(number, bool) and number >= 0 for number in value
    )


def _whole(fields: Mapping[str, object], name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _damaged(f"its field {name} is not a whole number")
    return value


def _damaged(what: str) -> ValueError:
    return ValueError(f"not a packed unit: {what}")
