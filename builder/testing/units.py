"""Units for tests: the head and the packets of a passage together, as a build makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builder.audio.codecs import CodecName, encoder
from builder.audio.unit import GainDb, make_unit
from builder.model.script import Passage
from builder.model.sound import DEFAULT_SOUND, Clip, EncodedUnit, SoundSpec, UnitHead, UtterancePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUnit:
    """A unit in one codec with its head."""

    head: UnitHead
    encoded: EncodedUnit

    @property
    def frames(self) -> int:
        """Length in samples of the recording."""
        return self.head.frames

    @property
    def sample_rate_hz(self) -> int:
        """Of the recording."""
        return self.head.sample_rate_hz

    @property
    def places(self) -> tuple[UtterancePlace, ...]:
        """One for each utterance."""
        return self.head.places

    @property
    def packets(self) -> tuple[bytes, ...]:
        """All of the codec."""
        return self.encoded.packets


def made_unit(
    passage: Passage,
    clips: Sequence[Clip],
    *,
    gain_db: GainDb = 0.0,
    spec: SoundSpec = DEFAULT_SOUND,
    codec: CodecName = "mp3",
) -> MadeUnit:
    """Return the unit of `passage` in `codec`."""
    head, samples = make_unit(passage, clips, gain_db=gain_db, spec=spec)
    packets = encoder(codec, spec).encode(samples)
    return MadeUnit(
        head=head,
        encoded=EncodedUnit(frames=head.frames, sample_rate_hz=head.sample_rate_hz, packets=packets),
    )
