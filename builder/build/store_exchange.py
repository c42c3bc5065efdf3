"""Store exchange: what editions need of a store as a file for another machine, and such a file taken in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from builder.audio.calibrate import STEP as GAIN
from builder.base.errors import ContentError
from builder.build.needs import Needs, heard_engines
from builder.build.project import Project
from builder.build.recipes import unit_recipes
from builder.build.run import Job
from builder.model.recipe import Recipe
from builder.speech.engine import EngineInfo
from builder.speech.speak import STEP as SPEECH
from builder.speech.speak import speech_recipe
from builder.speech.stored import FILE_NAME, merge_engines, parse_engines, render_engines
from builder.system.files import write_atomic
from builder.system.store import Store
from builder.system.store_archive import Archive, read_archive, write_archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of the objects of an archive."""

    new: int
    known: int
    """They were in the store already, whole, and were left as they are."""
    engines: tuple[str, ...]
    """Names of the engines that spoke, where they told something of themselves."""


def lacking(job: Job, store: Store) -> int:
    """Return how many passages of an edition could be neither taken nor made from what is in `store`."""
    return sum(not _can_be_had(job, number, store) for number in range(len(job.units)))


def exported(needs: Needs, *, speech_alone: bool = False) -> tuple[Recipe, ...]:
    """Return the recipes of what is exported for `needs`.

    Args:
        needs: Of editions.
        speech_alone: Whether units and their encodings are left out: they can be made of the speech.
    """
    return tuple(each for each in needs.recipes.values() if not speech_alone or each.step in (SPEECH, GAIN))


def export(path: Path, project: Project, needs: Needs, recipes: Iterable[Recipe], store: Store) -> int:
    """Write those of `recipes` that `store` holds whole into the archive `path`; return how many these are.

    What the engines of the editions tell of themselves goes with them.

    Raises:
        OutputError: The disk does not take it.
    """
    engines = heard_engines(needs.jobs, project.settings)
    return write_archive(path, store, recipes, {FILE_NAME: render_engines(engines)})


def import_archive(path: Path, store: Store, *, dry_run: bool = False) -> Taken:
    """Put the objects of the archive `path` into `store`, and what their engines told of themselves.

    All of it is looked at before anything is written. An object that is there and whole stays.

    Args:
        path: As `export` wrote it.
        store: Of any workspace.
        dry_run: Whether nothing is written.

    Raises:
        ContentError: The archive is damaged, or holds what no store holds; nothing was written.
        OutputError: The disk does not take it.
    """
    with read_archive(path) as archive:
        infos = _engines(archive, path)
        for _ in archive.objects():
            pass
        new = known = 0
        for recipe, data in archive.objects():
            # Reading removes what is damaged, and a dry run removes nothing.
            is_here = store.holds(recipe) if dry_run else store.get_object(recipe) is not None
            known, new = known + is_here, new + (not is_here)
            if not is_here and not dry_run:
                store.put_object(recipe, data)
    if infos and not dry_run:
        write_atomic(store.root / FILE_NAME, render_engines(merge_engines(_told_before(store), infos)))
    return Taken(new=new, known=known, engines=tuple(info.name for info in infos))


def _can_be_had(job: Job, number: int, store: Store) -> bool:
    unit = job.units[number]
    return _all_held(unit_recipes(unit), store) or _all_held(_clips(job, number), store)


def _clips(job: Job, number: int) -> Iterator[Recipe]:
    infos = job.plan.voices.infos
    for utterance in job.units[number].passage.utterances:
        yield speech_recipe(utterance, infos[utterance.voice.engine])


def _all_held(recipes: Iterable[Recipe], store: Store) -> bool:
    return all(store.holds(recipe) for recipe in recipes)


def _engines(archive: Archive, path: Path) -> tuple[EngineInfo, ...]:
    data = archive.document(FILE_NAME)
    try:
        return () if data is None else parse_engines(data)
    except ValueError as error:
        raise ContentError(
            f"this is no whole archive of a store: {FILE_NAME} in it is damaged: {error}",
            where=str(path),
            hint="make it again where the store is: edition store export FILE",
        ) from error


def _told_before(store: Store) -> tuple[EngineInfo, ...]:
    try:
        return parse_engines((store.root / FILE_NAME).read_bytes())
    except (OSError, ValueError):
        return ()
