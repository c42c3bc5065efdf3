"""Join: encoded units follow each other packet by packet on one master timeline, with no second encoding.

The master timeline counts samples. A codec's packets hold a fixed number of them, so each unit starts at the
packet nearest to its place on the master timeline: half a packet off at most, and never more further on. What
gives way is one packet of silence at the end of the unit before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.model.sound import EncodedUnit

MIN_SILENCE_MS = 100
"""The silence a unit must end in.

A codec needs up to 1,200 samples after the last sound, and up to 1,151 more go with the packet left out.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """What joining must know of a codec."""

    name: str
    sample_rate_hz: int
    """Of the codec; a recording may be at another."""
    frame_size: int
    """Samples a packet holds, at the codec's rate."""
    delay: int
    """Samples a decoder gives before the first one that was encoded; the file tells players to skip them."""

    def snap(self, position: int, rate_hz: int) -> int:
        """Return the number of the packet that starts nearest to `position`, a tie going to the later one.

        Args:
            position: In samples of the recording, whose rate is `rate_hz`.
            rate_hz: Of the recording, in hertz.
        """
        packet = self.frame_size * rate_hz
        return (2 * position * self.sample_rate_hz + packet) // (2 * packet)

    def full(self, frames: int, rate_hz: int) -> int:
        """Return how many packets `frames` samples of a recording fill or start."""
        return -(-frames * self.sample_rate_hz // (self.frame_size * rate_hz))

    def length(self, frames: int, rate_hz: int) -> int:
        """Return the length of a recording in samples at the codec's rate, a rest counted as a whole one."""
        return -(-frames * self.sample_rate_hz // rate_hz)

    def packets(self, total_frames: int, rate_hz: int) -> int:
        """Return how many packets a file of that many samples of a recording holds."""
        return -(-(self.length(total_frames, rate_hz) + self.delay) // self.frame_size)


def join_packets(units: Iterable[EncodedUnit], codec: Codec) -> Iterator[bytes]:
    """Give the packets of a file made of `units`, in order.

    Args:
        units: In playing order, each ending in at least 0.1 s of silence; read once, never held together.
        codec: That all of them were encoded with.

    Raises:
        ValueError: Two units are of recordings at different rates, or one has fewer packets than its length
            asks for.
    """
    master = start = 0
    rate_hz: int | None = None
    rest: tuple[bytes, ...] = ()
    for unit in units:
        rate_hz = rate_hz or unit.sample_rate_hz
        full = _checked(unit, codec, rate_hz)
        master += unit.frames
        kept = codec.snap(master, rate_hz) - start
        # The nearest packets to two places differ by the whole packets between them, or one more.
        assert kept in {full, full - 1}
        yield from unit.packets[:kept]
        rest = unit.packets[kept:]
        start += kept
    missing = 0 if rate_hz is None else codec.packets(master, rate_hz) - start
    if not 0 <= missing <= len(rest):
        raise ValueError(f"{missing} packets are needed behind the last unit, {len(rest)} are there")
    yield from rest[:missing]


def _checked(unit: EncodedUnit, codec: Codec, rate_hz: int) -> int:
    """Return how many packets `unit` fills or starts."""
    if unit.sample_rate_hz != rate_hz:
        raise ValueError(f"a unit at {unit.sample_rate_hz} Hz among units at {rate_hz} Hz")
    full = codec.full(unit.frames, rate_hz)
    if len(unit.packets) < full:
        raise ValueError(f"a unit of {unit.frames} samples with {len(unit.packets)} packets")
    return full
