"""Codecs: what a recording is encoded with, each loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, Protocol, assert_never

from builder.audio.join import Codec
from builder.model.recipe import Recipe
from builder.model.sound import SoundSpec

if TYPE_CHECKING:
    from builder.audio.pcm import Samples

CodecName = Literal["mp3", "aac", "opus"]

_VERSION = 1
"""Raised when the same unit gives other packets."""


class Encoder(Protocol):
    """Turns units into packets that can be joined."""

    @property
    def codec(self) -> Codec:
        """What joining must know."""

    @property
    def parts(self) -> Mapping[str, str | int]:
        """What packets depend on beside the sound: settings, and versions of libraries."""

    def encode(self, samples: Samples) -> tuple[bytes, ...]:
        """Return all packets of a unit, by an encoder that never encoded before.

        Args:
            samples: Mono, at the recording's rate; silence fills up the last packet.

        Returns:
            One packet for each frame the samples fill or start, then those that flush the encoder.
        """


def encoder(name: CodecName, spec: SoundSpec) -> Encoder:
    """Return the encoder of recordings like `spec`."""
    match name:
        case "mp3":
            from builder.audio.lame import Mp3Encoder

            return Mp3Encoder(spec)
        case "aac":
            from builder.audio.aac import AacEncoder

            return AacEncoder(spec)
        case "opus":
            from builder.audio.opus import OpusEncoder

            return OpusEncoder(spec)
        case _:
            assert_never(name)


def install_hint(name: CodecName) -> str | None:
    """Return the command that installs what a codec needs; None when it can be used."""
    if name == "mp3":
        return None
    from builder.audio.libav import INSTALL, is_installed

    return None if is_installed() else INSTALL


def encoding_recipe(unit_key: str, name: CodecName, spec: SoundSpec) -> Recipe:
    """Return all that a unit's packets in one codec depend on.

    Args:
        unit_key: Of the unit's recipe.
        name: The codec; also the step's name.
        spec: What the recording is like.
    """
    return Recipe(step=name, version=_VERSION, parts={"unit": unit_key, **encoder(name, spec).parts})
