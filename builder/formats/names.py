"""Names of the formats, apart from what makes them, so that a command line is read without that."""

from __future__ import annotations

from typing import Literal, get_args

SoundFormatName = Literal["mp3", "m4b", "opus", "zip", "epub"]

TextFormatName = Literal["epub-text", "vtt", "transcript", "text", "chapters", "accessibility", "page"]

TimedFormatName = Literal["srt", "words"]

FormatName = Literal[
    "mp3", "m4b", "opus", "zip", "epub", "epub-text", "vtt", "srt", "transcript", "text", "words", "chapters",
    "report", "accessibility", "offline", "page", "feed",
]  # fmt: skip

NAMES: tuple[FormatName, ...] = get_args(FormatName)
"""Every format, in the order in which they are made: each may need those before it."""

DEFAULT: tuple[FormatName, ...] = (
    "mp3", "epub", "vtt", "srt", "transcript", "text", "chapters", "report", "accessibility", "page", "feed",
)  # fmt: skip
"""Those that are made where none is named: an episode, a book and a page, and what goes with them.

None of them needs more than this package, or encodes the sound a second time."""

SOUND_NAMES: tuple[SoundFormatName, ...] = get_args(SoundFormatName)

RECORDING_NAMES: tuple[SoundFormatName, ...] = tuple(
    name for name in SOUND_NAMES if name not in ("zip", "epub")
)
"""Those that hold all of the sound in one file that plays."""
