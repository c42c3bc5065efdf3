"""Record: `build.json`, what each file of an edition was made of; never when, where or by how many jobs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from builder.base.errors import OutputError
from builder.formats.feed import Episode
from builder.formats.index import IndexEntry
from builder.model.artefact import Artefact
from builder.model.recipe import Recipe

_SCHEMA = "edition-build/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of a published edition."""

    builder: str
    """Version of the tool."""
    slug: str
    language: str
    draft: bool
    duration_ms: int
    loudness_lufs: float | None
    """Integrated, as two ears hear it."""
    true_peak_dbtp: float | None
    """Of the sound before encoding."""
    chapters_lufs: tuple[float | None, ...] = ()
    """Loudness of each chapter; empty in a record of an older version, and where there is no sound."""
    voices: tuple[str, ...] = ()
    """Voice and engine, the narrator's first; empty in a record of an older version."""
    artefacts: tuple[Artefact, ...]
    recipes: Mapping[str, Recipe]
    """By the path of the artefact."""
    index_entry: IndexEntry
    """What the index says of this edition."""
    episode: Episode | None = None
    """What the feed says of it; None where there is no feed."""

    def artefact(self, path: str) -> Artefact | None:
        """Return the artefact with that path in the edition's folder, or None."""
        return next((made for made in self.artefacts if made.path == path), None)


def render_record(record: Record) -> bytes:
    """Return the record as JSON, sorted and indented."""
    value = {
        "schema": _SCHEMA,
        "builder": record.builder,
        "slug": record.slug,
        "language": record.language,
        "draft": record.draft,
        "duration_ms": record.duration_ms,
        "loudness_lufs": record.loudness_lufs,
        "true_peak_dbtp": record.true_peak_dbtp,
        "chapters_lufs": list(record.chapters_lufs),
        "voices": list(record.voices),
        "artefacts": [
            {
                "format": made.format,
                "path": made.path,
                "media_type": made.media_type,
                "size_bytes": made.size_bytes,
                "sha256": made.sha256,
                "recipe": _recipe_value(record.recipes[made.path]),
            }
            for made in record.artefacts
        ],
        "index_entry": msgspec.to_builtins(record.index_entry),
        "episode": msgspec.to_builtins(record.episode),
    }
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def read_record(path: Path) -> Record | None:
    """Return the record in `path`, or None where there is none that this version of the tool understands.

    Raises:
        OutputError: It is there and the disk does not give it: an edition is never taken for a missing one.
    """
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"cannot be read: {error.strerror}", where=str(path)) from error
    try:
        found = json.loads(data)
        if found["schema"] != _SCHEMA:
            return None
        return Record(
            builder=found["builder"],
            slug=found["slug"],
            language=found["language"],
            draft=found["draft"],
            duration_ms=found["duration_ms"],
            loudness_lufs=found["loudness_lufs"],
            true_peak_dbtp=found["true_peak_dbtp"],
            chapters_lufs=tuple(msgspec.convert(found.get("chapters_lufs", ()), tuple[float | None, ...])),
            voices=tuple(map(str, found.get("voices", ()))),
            artefacts=tuple(
                Artefact(
                    format=entry["format"],
                    path=inner_path(entry["path"]),
                    media_type=entry["media_type"],
                    size_bytes=entry["size_bytes"],
                    sha256=entry["sha256"],
                )
                for entry in found["artefacts"]
            ),
            recipes={
                entry["path"]: Recipe(
                    step=entry["recipe"]["step"],
                    version=entry["recipe"]["version"],
                    parts=entry["recipe"]["parts"],
                )
                for entry in found["artefacts"]
            },
            index_entry=msgspec.convert(found["index_entry"], IndexEntry),
            episode=msgspec.convert(found["episode"], Episode | None),
        )
    except (ValueError, KeyError, TypeError, msgspec.ValidationError):
        return None


def differences(old: Recipe, new: Recipe) -> tuple[str, ...]:
    """Return in words what differs between two recipes, a line each; empty when they are equal."""
    if old.step != new.step or old.version != new.version:
        return (f"the step is {new.step} {new.version} now; it was {old.step} {old.version}",)
    names = sorted(set(old.parts) | set(new.parts))
    return tuple(
        f"{name}: {_verb(name, old, new)}"
        for name in names
        if old.parts.get(name, _Absent) != new.parts.get(name, _Absent)
    )


def inner_path(name: str) -> str:
    """Return `name` when it stays inside the folder it is relative to.

    Raises:
        ValueError: It leads out of it.
    """
    parts = PurePosixPath(name).parts
    if not parts or PurePosixPath(name).is_absolute() or ".." in parts:
        raise ValueError(f'"{name}" leads out of its folder')
    return name


class _Absent:
    """Stands for a part a recipe does not have."""


def _verb(name: str, old: Recipe, new: Recipe) -> str:
    if name not in old.parts:
        return "new"
    return "changed" if name in new.parts else "gone"


def _recipe_value(recipe: Recipe) -> dict[str, Any]:
    return {"step": recipe.step, "version": recipe.version, "parts": dict(recipe.parts)}
