"""Why: what of a published file's recipe has changed since it was made."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from builder.base.digest import digest_bytes
from builder.base.errors import ContentError, UsageError
from builder.base.suggest import did_you_mean
from builder.base.text import shorten
from builder.build.names import RECORD_NAME
from builder.build.outputs import UnitLost
from builder.build.project import Project
from builder.build.publish import Staging
from builder.build.record import Record, differences, read_record
from builder.build.run import Job, Request, make_site, prepare, siblings_of, timeline_of
from builder.formats.names import SOUND_NAMES
from builder.model.recipe import Recipe
from builder.model.timeline import Timeline
from builder.system.store import Store


def explain(project: Project, request: Request, path: Path) -> tuple[str, ...]:
    """Return why a build would make the file `path` anew, a line for each part that changed.

    Args:
        project: The workspace it was built from.
        request: The build it would be part of.
        path: A file of an edition's folder. It is only read.

    Returns:
        No line when the file is what a build would make.

    Raises:
        UsageError: No edition has this file.
        ContentError: The edition can no longer be built.
    """
    record = read_record(_edition_folder(path) / RECORD_NAME)
    if record is None:
        raise UsageError(
            "this file is not part of an edition", where=str(path), hint=f"name a file beside a {RECORD_NAME}"
        )
    name = path.relative_to(_edition_folder(path)).as_posix()
    made = record.artefact(name)
    if made is None:
        raise UsageError(
            f"the edition's record names no such file{did_you_mean(name, record.recipes)}", where=str(path)
        )
    if digest_bytes(path.read_bytes()) != made.sha256:
        return ("changed by something else than a build, which makes it anew",)
    store = Store(project.store)
    jobs, refusals = prepare(project, replace(request, articles=_articles(project, record)), store)
    for job in jobs:
        if job.plan.name == f"{record.slug}/{record.language}":
            return _compare(project, request, job=job, jobs=jobs, store=store, record=record, name=name)
    for refusal in refusals:
        if refusal.name == f"{record.slug}/{record.language}":
            raise refusal.error
    return (f"there is no edition {record.slug}/{record.language} any more: a build removes this file",)


def _edition_folder(path: Path) -> Path:
    """Return the folder of the edition a file lies in: its own, or the one above its pictures."""
    return path.parent if (path.parent / RECORD_NAME).exists() else path.parent.parent


def _articles(project: Project, record: Record) -> tuple[Path, ...]:
    try:
        return (project.article_path(record.slug),)
    except ContentError:
        return project.articles()


def _compare(
    project: Project,
    request: Request,
    *,
    job: Job,
    jobs: tuple[Job, ...],
    store: Store,
    record: Record,
    name: str,
) -> tuple[str, ...]:
    old = record.recipes[name]
    if old.step in ("asset", "figure"):
        return ()
    try:
        timeline = timeline_of(job, project, store)
    except UnitLost:
        sound = next((recipe for recipe in record.recipes.values() if recipe.step in SOUND_NAMES), None)
        known = set(sound.parts.values()) if sound else set()
        fresh = [unit for unit in job.units if unit.recipe.key not in known]
        changed = [
            f'sound of {unit.passage.id} "{shorten(unit.passage.written, 40)}": changed' for unit in fresh
        ]
        return tuple(changed) or ("sound: part of it is no longer in the store",)
    recipes = _recipes(project, request, job=job, jobs=jobs, store=store, timeline=timeline)
    return differences(old, recipes[name])


def _recipes(
    project: Project,
    request: Request,
    *,
    job: Job,
    jobs: tuple[Job, ...],
    store: Store,
    timeline: Timeline,
) -> Mapping[str, Recipe]:
    """Return the recipes a build would note now, by making the edition's files in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="edition-why-") as folder:
        site = make_site(project, request, Staging(output=Path(folder)), published=request.output)
        siblings = siblings_of(job, jobs)
        record = site.stage(job.plan, siblings, timeline=timeline, units=job.units, store=store)
    return record.recipes
