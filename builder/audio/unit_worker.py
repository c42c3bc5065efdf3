"""Unit worker: clips in, a unit's head and packets out, in a process of its own.

Each clip comes in a message of its own, `{"sample_rate_hz": …, "marks": [[start, end, frame], …],
"first": …}` with its samples as payload; `first` is true where it begins a unit. `{"parts": [[gain, pause],
…], "sound": {…}}` ends the unit and is answered by its head, packed; then `{"codec": name}` by its packets in
a codec. Run as `python -m builder.audio.unit_worker`; see `builder.audio.unit_process` for the other side.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from builder.audio.codecs import CodecName, encoder
from builder.audio.pack import pack_head, pack_packets
from builder.audio.unit import UnitPart, lay_unit
from builder.base.digest import Json
from builder.model.sound import Clip, EncodedUnit, Mark, SoundSpec, UnitHead
from builder.system.worker import die_with_parent, serve

if TYPE_CHECKING:
    from builder.audio.pcm import Samples


class _Bench:
    """The unit that is being made: its clips, then its sound."""

    def __init__(self) -> None:
        self._clips: list[Clip] = []
        self._made: tuple[UnitHead, Samples, SoundSpec] | None = None

    def answer(self, header: Mapping[str, Any], payload: bytes) -> tuple[Mapping[str, Json], bytes]:
        """Return the answer to one message; what is out of order ends the worker."""
        if "codec" in header:
            return {}, self._packets(header["codec"])
        if "parts" in header:
            return {}, self._head(header)
        if header["first"]:
            self._clips, self._made = [], None
        marks = tuple(
            Mark(text_start=start, text_end=end, frame=frame) for start, end, frame in header["marks"]
        )
        self._clips.append(Clip(pcm=payload, sample_rate_hz=header["sample_rate_hz"], marks=marks))
        return {}, b""

    def _head(self, header: Mapping[str, Any]) -> bytes:
        parts = [UnitPart(gain_db=gain_db, pause_after_ms=pause) for gain_db, pause in header["parts"]]
        spec = SoundSpec(**header["sound"])
        head, samples = lay_unit(parts, self._clips, spec)
        self._clips, self._made = [], (head, samples, spec)
        return pack_head(head)

    def _packets(self, codec: CodecName) -> bytes:
        assert self._made is not None
        head, samples, spec = self._made
        packets = encoder(codec, spec).encode(samples)
        return pack_packets(
            EncodedUnit(frames=head.frames, sample_rate_hz=head.sample_rate_hz, packets=packets)
        )


def main() -> None:
    """Answer until standard input ends; libraries are loaded while the first sentence is spoken."""
    die_with_parent()
    import numpy as np  # noqa: F401

    from builder.audio import limiter, loudness, peaks  # noqa: F401

    serve(_Bench().answer)


if __name__ == "__main__":
    main()
