"""Music in the settings: which files are heard, how loud and how long, and what credits them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

import msgspec

from builder.audio.music import LONGEST_S
from builder.base.errors import UsageError
from builder.base.text import one_line
from builder.model.music import MUSIC_NAMES, Music, MusicName

_LEAST_LU, _MOST_LU = -20.0, 0.0
_LEAST_S = 0.5
_MOST_CHARACTERS = 300
"""Of a licence: it stands among the notes of an episode, which have an end."""
_Text = Annotated[str, msgspec.Meta(min_length=1)]


class MusicTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table `[music]`."""

    intro: _Text | None = None
    outro: _Text | None = None
    cue: _Text | None = None
    licence: _Text | None = None
    intro_licence: _Text | None = None
    outro_licence: _Text | None = None
    cue_licence: _Text | None = None
    level_lu: float = -4.0
    intro_s: float | None = None
    outro_s: float | None = None
    cue_s: float | None = None


def music_of(table: MusicTable, where: Callable[[str], str]) -> Mapping[MusicName, Music]:
    """Return the music that a table names, each by its name.

    Args:
        table: What the publisher wrote.
        where: Returns `path:line` of a key such as `music.intro`.

    Raises:
        UsageError: A file has no licence, a level or a length is out of bounds, or is about a file that is
            not named.
    """
    _require_within(table.level_lu, (_LEAST_LU, _MOST_LU), "music.level_lu", where)
    found: dict[MusicName, Music] = {}
    for name in MUSIC_NAMES:
        path: str | None = getattr(table, name)
        own_licence: str | None = getattr(table, f"{name}_licence")
        most_s: float | None = getattr(table, f"{name}_s")
        if path is None:
            _refuse_stray({f"{name}_licence": own_licence, f"{name}_s": most_s}, name, where)
            continue
        if most_s is not None:
            _require_within(most_s, (_LEAST_S, LONGEST_S[name]), f"music.{name}_s", where)
        found[name] = Music(
            name=name,
            path=path,
            licence=_licence(table, name, where),
            level_lu=table.level_lu,
            most_s=most_s,
            where=where(f"music.{name}"),
        )
    return found


def _licence(table: MusicTable, name: MusicName, where: Callable[[str], str]) -> str:
    own: str | None = getattr(table, f"{name}_licence")
    words = one_line(own or table.licence or "")
    if not words:
        raise UsageError(
            f"music.{name} has no licence; expected a line that says who made it and on what terms",
            where=where(f"music.{name}"),
            hint='write under [music], for example: licence = "Morning Tide by Ana Ruiz, CC BY 4.0"',
        )
    if len(words) > _MOST_CHARACTERS:
        key = f"music.{name}_licence" if own else "music.licence"
        raise UsageError(
            f"{key} takes {len(words)} characters, expected up to {_MOST_CHARACTERS}",
            where=where(key),
            hint="name who made it, and its terms by their short name or address",
        )
    return words


def _require_within(found: float, bounds: tuple[float, float], key: str, where: Callable[[str], str]) -> None:
    least, most = bounds
    # What is no number at all (nan) lies nowhere.
    if not least <= found <= most:
        raise UsageError(
            f"{key}: expected a number from {least:g} to {most:g}, found {found:g}",
            where=where(key),
            hint="see docs/configuration.md for what it means, or leave it out",
        )


def _refuse_stray(
    values: Mapping[str, str | float | None], name: MusicName, where: Callable[[str], str]
) -> None:
    for key, value in values.items():
        if value is not None:
            raise UsageError(
                f"music.{key} is about a file that is not named",
                where=where(f"music.{key}"),
                hint=f"name the file under [music] as {name}, or take this line out",
            )
