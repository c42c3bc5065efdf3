"""Join: encoded units follow each other packet by packet on one master timeline, with no second encoding.

The master timeline counts samples. A codec's packets hold a fixed number of them, so each unit starts at the
packet nearest to its place on the master timeline: half a packet off at most, and never more further on. What
gives way is one packet of silence at the end of the unit before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.model.sound import EncodedUnit

MIN_SILENCE_FRAMES = 2_400
"""At 24 kHz: the silence a unit must end in, 0.1 s.

A codec needs up to 1,200 samples after the last sound, and up to 1,023 more go with the packet left out.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """What joining must know of a codec; positions are samples at its rate."""

    name: str
    sample_rate_hz: int
    frame_size: int
    """Samples a packet holds."""
    delay: int
    """Samples a decoder gives before the first one that was encoded; the file tells players to skip them."""

    def snap(self, position: int) -> int:
        """Return the number of the packet that starts nearest to `position`, a tie going to the later one."""
        return (2 * position + self.frame_size) // (2 * self.frame_size)

    def packets(self, total_frames: int) -> int:
        """Return how many packets a file of that many samples holds."""
        return -(-(total_frames + self.delay) // self.frame_size)


def join_packets(units: Iterable[EncodedUnit], codec: Codec) -> Iterator[bytes]:
    """Give the packets of a file made of `units`, in order.

    Args:
        units: In playing order, each ending in at least 0.1 s of silence; read once, never held together.
        codec: That all of them were encoded with.

    Raises:
        ValueError: A unit is at another sample rate, or has fewer packets than its length asks for.
    """
    master = start = 0
    rest: tuple[bytes, ...] = ()
    for unit in units:
        _check(unit, codec)
        master += unit.frames
        kept = codec.snap(master) - start
        # The nearest packets to two places differ by the whole packets between them, or one more.
        assert kept in {_full(unit, codec), _full(unit, codec) - 1}
        yield from unit.packets[:kept]
        rest = unit.packets[kept:]
        start += kept
    missing = codec.packets(master) - start
    if not 0 <= missing <= len(rest):
        raise ValueError(f"{missing} packets are needed behind the last unit, {len(rest)} are there")
    yield from rest[:missing]


def _check(unit: EncodedUnit, codec: Codec) -> None:
    if unit.sample_rate_hz != codec.sample_rate_hz:
        raise ValueError(f"a unit at {unit.sample_rate_hz} Hz among units at {codec.sample_rate_hz} Hz")
    if len(unit.packets) < _full(unit, codec):
        raise ValueError(f"a unit of {unit.frames} samples with {len(unit.packets)} packets")


def _full(unit: EncodedUnit, codec: Codec) -> int:
    return -(-unit.frames // codec.frame_size)
