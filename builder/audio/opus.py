"""Opus: samples as packets of 20 ms (RFC 6716), at 24 or 48 kHz whatever the rate of the recording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.audio import libav
from builder.audio.join import Codec
from builder.audio.versions import versions
from builder.model.sound import DEFAULT_SOUND, SoundSpec

if TYPE_CHECKING:
    from builder.audio.pcm import Samples

CLOCK_HZ = 48_000
"""What files count in, whatever the codec runs at."""
PACKETS_A_SECOND = 50
PRE_SKIP = 312
"""Samples at 48 kHz the encoder puts in front: 4 ms to look ahead, 2.5 ms between its two layers."""
LOSS_DB = 0.08
"""Speech comes out quieter by so much, behind the limiter here; this gain undoes it."""
HEADROOM_DB = 0.5
"""Peaks come out higher than from other codecs, by 1.1 dB instead of 0.6; so they go in lower."""

_LOW_HZ = 24_000
_OPTIONS: Mapping[str, str] = {
    # "voip" would be 0.3 LU quieter than the other formats, and its peaks 1 dB higher.
    "application": "audio",
    "compression_level": "5",  # a third of the time of 10, the default
    "frame_duration": "20",
}


@dataclass(frozen=True, slots=True)
class OpusEncoder:
    """Encodes units as Opus, each with an encoder of its own."""

    spec: SoundSpec = DEFAULT_SOUND

    @property
    def codec(self) -> Codec:
        """What joining must know; it runs at the next of Opus's rates that loses nothing."""
        rate_hz = _LOW_HZ if self.spec.sample_rate_hz <= _LOW_HZ else CLOCK_HZ
        return Codec(
            name="opus",
            sample_rate_hz=rate_hz,
            frame_size=rate_hz // PACKETS_A_SECOND,
            delay=PRE_SKIP * rate_hz // CLOCK_HZ,
        )

    @property
    def parts(self) -> Mapping[str, str | int]:
        """What packets depend on beside the sound."""
        return {
            "kbps": self.spec.opus_kbps,
            "sample_rate_hz": self.spec.sample_rate_hz,
            "channels": self.spec.channels,
            "loss_db": str(LOSS_DB),
            "ceiling_dbtp": str(self.spec.ceiling_dbtp - HEADROOM_DB),
            **_OPTIONS,
            **versions("soxr"),
            **libav.encoder_versions(),
        }

    def encode(self, samples: Samples) -> tuple[bytes, ...]:
        """Return all packets of `samples`, one for each frame they fill or start, then a few behind them.

        Raises:
            UsageError: PyAV is not installed.
        """
        from builder.audio.limiter import limit
        from builder.audio.pcm import db_to_factor, resample

        codec, rate_hz = self.codec, self.spec.sample_rate_hz
        raised = samples * samples.dtype.type(db_to_factor(LOSS_DB))
        limited = limit(raised, rate_hz, ceiling_dbtp=self.spec.ceiling_dbtp - HEADROOM_DB)
        resampled = resample(limited, rate_hz, codec.sample_rate_hz)
        return libav.encode(
            # A resampler may round the other way; that there is one sample more must not ask for a packet.
            resampled[: codec.length(len(samples), rate_hz)],
            "libopus",
            codec=codec,
            channels=self.spec.channels,
            bitrate_kbps=self.spec.opus_kbps,
            options=_OPTIONS,
        )
