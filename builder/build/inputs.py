"""Inputs: the files a build reads that lie neither in `articles/` nor in `locales/`.

Whatever a build comes to read has its place here, or in the list of `builder.build.last_run`: what is missing
would be passed over when it changes. A test follows a build and finds what is missing.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from pathlib import Path

from builder.build.project import Project
from builder.build.sources import Source
from builder.formats.figures import figures
from builder.speech import engines


def files_known_early(project: Project) -> tuple[Path, ...]:
    """Return what the settings name, and what is looked for at its usual place; not all of it is there."""
    cover = project.show.cover
    return (
        *engines.own_files(project.settings.engines),
        *map(Path, mimetypes.knownfiles),
        *(() if cover is None else (project.root / cover,)),
        *(project.root / music.path for music in project.settings.music.values()),
    )


def files_named_by(project: Project, sources: Iterable[Source]) -> tuple[Path, ...]:
    """Return the pictures that articles name; not all of them are there."""
    return tuple(
        (project.root / source.document.metadata.path).parent / name
        for source in sources
        for name in (*(name for name, _ in figures(source.document)), source.document.metadata.cover)
        if name is not None
    )
