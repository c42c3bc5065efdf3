"""Why: what of a published file's recipe has changed since it was made."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from builder.base.errors import UsageError
from builder.base.suggest import did_you_mean
from builder.build.project import Project
from builder.build.publish import Staging
from builder.build.record import RECORD_NAME, Record, differences, read_record
from builder.build.run import Job, Request, prepare, siblings_of
from builder.build.site import Site
from builder.build.units import missing_units
from builder.model.recipe import Recipe
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
    record = read_record(path.parent / RECORD_NAME)
    if record is None:
        raise UsageError(
            "this file is not part of an edition", where=str(path), hint=f"name a file beside a {RECORD_NAME}"
        )
    old = record.recipes.get(path.name)
    if old is None:
        raise UsageError(
            f"the edition has no file of this name{did_you_mean(path.name, record.recipes)}", where=str(path)
        )
    store = Store(project.work / "store")
    jobs, refusals = prepare(project, replace(request, articles=_articles(project, record)), store)
    for job in jobs:
        if job.plan.name == f"{record.slug}/{record.language}":
            return _compare(project, request, job=job, jobs=jobs, store=store, record=record, name=path.name)
    for refusal in refusals:
        if refusal.name == f"{record.slug}/{record.language}":
            raise refusal.error
    return (f"there is no edition {record.slug}/{record.language} any more: a build removes this file",)


def _articles(project: Project, record: Record) -> tuple[Path, ...]:
    try:
        return (project.article_path(record.slug),)
    except UsageError:
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
    missing = missing_units(job.units, store)
    if missing:
        sound = record.recipes.get(next((path for path in record.recipes if path.endswith(".mp3")), ""))
        known = set(sound.parts.values()) if sound else set()
        fresh = [unit for unit in job.units if unit.recipe.key not in known]
        return tuple(f'sound of {unit.passage.id} "{unit.passage.written[:40]}": changed' for unit in fresh)
    return differences(record.recipes[name], _recipes(project, request, job, jobs, store)[name])


def _recipes(
    project: Project, request: Request, job: Job, jobs: tuple[Job, ...], store: Store
) -> Mapping[str, Recipe]:
    """Return the recipes a build would note now, by making the edition's files in a folder of their own."""
    from builder.build.outputs import read_heads

    heads = read_heads(job.units, store)
    with tempfile.TemporaryDirectory(prefix="edition-why-") as folder:
        site = Site(project=project, staging=Staging(output=Path(folder)), formats=request.formats)
        record = site.stage(
            job.plan,
            siblings_of(job, jobs),
            [job.plan.source],
            units=job.units,
            heads=[heads[number] for number in range(len(job.units))],
            store=store,
        )
    return record.recipes
