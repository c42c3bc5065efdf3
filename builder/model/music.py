"""Music: sounds of the publisher's own that are heard between what is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

MusicName = Literal["intro", "outro", "cue"]

MUSIC_NAMES: tuple[MusicName, ...] = get_args(MusicName)


@dataclass(frozen=True, slots=True, kw_only=True)
class Music:
    """One sound file, as `edition.toml` names it."""

    name: MusicName
    path: str
    """From the workspace's root."""
    licence: str
    """The words that credit it, of one line: who made it and on what terms."""
    level_lu: float
    """How loud it is beside the voice; 0 is as loud."""
    most_s: float | None = None
    """Heard of it from its start, in seconds, faded out; None for all of it."""
    where: str = ""
    """`path:line` that names it."""
