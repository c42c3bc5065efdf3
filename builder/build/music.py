"""Music of a build: found in the workspace, made before anything is spoken, credited where it is heard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from builder.audio.music import MusicFile
from builder.base.errors import BuilderError, ContentError, UsageError
from builder.base.text import shorten
from builder.build.project import Project
from builder.build.units import UnitPlan, keep_unit, missing_units
from builder.model.music import MUSIC_NAMES, Music, MusicName
from builder.model.script import Script
from builder.speech.models import file_digest
from builder.speech.sound_file import SUFFIXES
from builder.system.store import Store

_MOST_MB = 64


def music_files(project: Project) -> Mapping[MusicName, MusicFile]:
    """Return the music of a workspace, each file found where the settings say; no sound is read yet.

    Raises:
        UsageError: A path leads out of the workspace, to no file, or to one of a kind that is no sound.
        ContentError: A file cannot be read, or is far too large.
    """
    return {name: _found(project, music) for name, music in project.settings.music.items()}


def make_music_units(plans: Iterable[UnitPlan], store: Store) -> None:
    """Make the units of music among `plans` that are not in `store`: a wrong file ends the run at once.

    Raises:
        ContentError: A file cannot be read, is silent or too long.
        UsageError: PyAV, which reads it, is not installed.
        OutputError: The disk does not take a unit.
    """
    from builder.audio.music import make_music

    for plan in missing_units((plan for plan in plans if plan.music is not None), store):
        assert plan.music is not None
        head, samples = make_music(plan.music, plan.spec)
        keep_unit(plan, head, samples, store)


def music_credits(script: Script, music: Mapping[MusicName, Music]) -> tuple[str, ...]:
    """Return the words that credit the music that is heard in `script`, each once."""
    heard = {passage.music for passage in script.passages}
    return tuple(dict.fromkeys(music[name].licence for name in MUSIC_NAMES if name in heard))


def _found(project: Project, music: Music) -> MusicFile:
    path = (project.root / music.path).resolve()
    if not path.is_relative_to(project.root.resolve()):
        raise _refused(music, "lies outside of the workspace", "copy it into the workspace")
    if path.suffix.lower() not in SUFFIXES:
        raise _refused(
            music, f"is no sound; expected a name ending in {', '.join(SUFFIXES)}", "save it as WAV"
        )
    if not path.is_file():
        raise _refused(music, "is not there", "write its path from the folder of edition.toml")
    try:
        facts = path.stat()
        if facts.st_size > _MOST_MB << 20:
            raise _refused(
                music,
                f"takes {facts.st_size >> 20} MB, expected up to {_MOST_MB}",
                "cut what is heard out of it",
                kind=ContentError,
            )
        sha256 = _digest(path, facts.st_size, facts.st_mtime_ns)
    except OSError as error:
        raise _refused(
            music, f"cannot be read: {error.strerror}", "mend its permissions", kind=ContentError
        ) from error
    return MusicFile(music=music, path=path, sha256=sha256)


@lru_cache(maxsize=64)
def _digest(path: Path, _size: int, _mtime_ns: int) -> str:
    return file_digest(path)


def _refused(music: Music, message: str, hint: str, *, kind: type[BuilderError] = UsageError) -> BuilderError:
    return kind(f'music.{music.name}: "{shorten(music.path)}" {message}', where=music.where, hint=hint)
