"""Sound: a clip as an engine gave it, a unit encoded and ready to be joined, and what recordings are like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A timed point in a clip."""

    text_start: int
    """In the spoken text, code points."""
    text_end: int
    """One past the last."""
    frame: int
    """Where the text starts, in frames of the clip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """Sound of one utterance, as the engine gave it."""

    pcm: bytes
    """Signed 16-bit little-endian, mono."""
    sample_rate_hz: int
    marks: tuple[Mark, ...] = ()
    """Word starts where the engine knows them; in order."""

    @property
    def frames(self) -> int:
        """Number of samples."""
        return len(self.pcm) // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class UtterancePlace:
    """Where one utterance lies inside its unit; frames, end excluded."""

    start: int
    end: int
    marks: tuple[Mark, ...] = ()
    """Those of its clip, their frames counted from `start`; in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitHead:
    """What is known of a unit without its packets; small enough to hold those of a whole book."""

    frames: int
    """Exact length in samples at the unit's rate, lead-in and pauses included."""
    sample_rate_hz: int
    places: tuple[UtterancePlace, ...]
    """One for each utterance, in order; of music the one it lies at."""
    energies: bytes
    """K-weighted mean squares of each 20 ms, little-endian 32-bit floats."""
    true_peak_dbtp: float
    """Of the sound before encoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedUnit:
    """A unit in one codec; neither its position nor what a join keeps is in it."""

    frames: int
    """As the unit's head has it: in samples at the recording's rate, whatever the codec's is."""
    sample_rate_hz: int
    """Of the recording."""
    packets: tuple[bytes, ...]
    """All packets of the codec, those that flush the encoder last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSpec:
    """What every recording of a show is like."""

    sample_rate_hz: int = 24_000
    channels: int = 1
    """1, or 2 for the same sound on both sides."""
    target_lufs: float = -16.0
    """Loudness as two ears hear it: Apple's and the EBU's advice for speech on small devices."""
    ceiling_dbtp: float = -2.0
    """Of the true peak before encoding; leaves a decoder's overshoot under -1 dBTP."""
    mp3_kbps: int = 64
    m4b_kbps: int = 64
    opus_kbps: int = 32


DEFAULT_SOUND = SoundSpec()

SoundProfile = Literal["podcast", "audiobook", "quiet"]
"""What recordings are for: how loud they are, and with it what a platform asks for."""

SOUND_PROFILES: Mapping[SoundProfile, SoundSpec] = {
    "podcast": DEFAULT_SOUND,
    # ACX, audio submission requirements: RMS from -23 to -18 dBFS, peaks up to -3 dBFS, noise up to -60 dBFS,
    # 44.1 kHz, constant 192 kbit/s. The RMS of our voices lies 3.4 dB under their loudness.
    "audiobook": SoundSpec(sample_rate_hz=44_100, mp3_kbps=192, target_lufs=-18.0, ceiling_dbtp=-4.0),
    # EBU R 128, the loudness of broadcasts: a player turned down for one is not too loud for the other.
    "quiet": SoundSpec(target_lufs=-23.0, ceiling_dbtp=-9.0),
}
"""Target and ceiling lie equally far apart in all of them, so that a voice's gain holds in each, shifted."""
