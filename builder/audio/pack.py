"""Pack: an encoded unit as bytes for the store, and back; its head can be read without its packets.

Layout: `EDU1`, the length of the head (32 bits), the head as JSON, the energies, the size of each packet
(16 bits), the packets. All numbers are little-endian.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise

from builder.base.digest import canonical
from builder.model.sound import EncodedUnit, UtterancePlace

_MAGIC = b"EDU1"
_PREFIX = struct.Struct("<4sI")
_ENERGY_BYTES = 4
_SIZE_BYTES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitHead:
    """What is known of a unit without its packets; small enough to hold those of a whole book."""

    frames: int
    """Exact length in samples, lead-in and pauses included."""
    sample_rate_hz: int
    places: tuple[UtterancePlace, ...]
    """One for each utterance, in order."""
    energies: bytes
    """K-weighted mean squares of each 20 ms, little-endian 32-bit floats."""
    true_peak_dbtp: float


def head_of(unit: EncodedUnit) -> UnitHead:
    """Return the head of a unit that is at hand."""
    return UnitHead(
        frames=unit.frames,
        sample_rate_hz=unit.sample_rate_hz,
        places=unit.places,
        energies=unit.energies,
        true_peak_dbtp=unit.true_peak_dbtp,
    )


def pack_unit(unit: EncodedUnit) -> bytes:
    """Return `unit` as bytes, the same ones for the same unit."""
    head = canonical(
        {
            "energies": len(unit.energies) // _ENERGY_BYTES,
            "frames": unit.frames,
            "packets": len(unit.packets),
            "places": [[place.start, place.end] for place in unit.places],
            "sample_rate_hz": unit.sample_rate_hz,
            "true_peak_dbtp": unit.true_peak_dbtp,
        }
    )
    sizes = struct.pack(f"<{len(unit.packets)}H", *map(len, unit.packets))
    return b"".join((_PREFIX.pack(_MAGIC, len(head)), head, unit.energies, sizes, *unit.packets))


def unpack_unit(data: bytes) -> EncodedUnit:
    """Return the unit that `pack_unit` made `data` of.

    Raises:
        ValueError: The bytes are not a packed unit, whole and nothing but it.
    """
    fields, start = _read_head(data)
    head = _head(data, fields, start)
    start += len(head.energies)
    count = _whole(fields, "packets")
    first = start + count * _SIZE_BYTES
    if len(data) < first:
        raise _damaged("it ends among the sizes of its packets")
    sizes = struct.unpack_from(f"<{count}H", data, start)
    ends = list(accumulate(sizes, initial=first))
    if ends[-1] != len(data):
        raise _damaged(f"its packets end at byte {ends[-1]}, the data at {len(data)}")
    return EncodedUnit(
        frames=head.frames,
        sample_rate_hz=head.sample_rate_hz,
        places=head.places,
        packets=tuple(data[packet:end] for packet, end in pairwise(ends)),
        energies=head.energies,
        true_peak_dbtp=head.true_peak_dbtp,
    )


def unit_head(data: bytes) -> UnitHead:
    """Return the head of a packed unit; its packets are not looked at.

    Raises:
        ValueError: The bytes do not start as a packed unit does.
    """
    fields, start = _read_head(data)
    return _head(data, fields, start)


def _read_head(data: bytes) -> tuple[Mapping[str, object], int]:
    """Return the head's fields and where the energies start."""
    if len(data) < _PREFIX.size:
        raise _damaged("it is too short")
    magic, length = _PREFIX.unpack_from(data)
    if magic != _MAGIC:
        raise _damaged(f"it starts with {magic!r}, expected {_MAGIC!r}")
    start = _PREFIX.size + length
    try:
        fields = json.loads(data[_PREFIX.size : start])
    except ValueError as error:
        raise _damaged(f"its head is not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise _damaged("its head is not an object")
    return fields, start


def _head(data: bytes, fields: Mapping[str, object], start: int) -> UnitHead:
    end = start + _whole(fields, "energies") * _ENERGY_BYTES
    if len(data) < end:
        raise _damaged("it ends among its energies")
    peak = fields.get("true_peak_dbtp")
    if not isinstance(peak, float | int) or isinstance(peak, bool):
        raise _damaged("its peak is not a number")
    return UnitHead(
        frames=_whole(fields, "frames"),
        sample_rate_hz=_whole(fields, "sample_rate_hz"),
        places=_places(fields.get("places")),
        energies=data[start:end],
        true_peak_dbtp=float(peak),
    )


def _places(value: object) -> tuple[UtterancePlace, ...]:
    places = []
    for pair in value if isinstance(value, list) else [None]:
        match pair:
            case [int(start), int(end)] if 0 <= start <= end:
                places.append(UtterancePlace(start=start, end=end))
            case _:
                raise _damaged("its places are not pairs of whole numbers in order")
    return tuple(places)


def _whole(fields: Mapping[str, object], name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _damaged(f"its field {name} is not a whole number")
    return value


def _damaged(what: str) -> ValueError:
    return ValueError(f"not a packed unit: {what}")
