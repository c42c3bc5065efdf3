"""Needs: what the editions of a workspace take from its store, found by planning them; nothing is spoken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from builder.base.language import Language
from builder.build.editions import Refusal
from builder.build.project import Project
from builder.build.recipes import recipes_of
from builder.build.run import Job, Request, prepare
from builder.build.settings import Settings
from builder.model.recipe import Recipe
from builder.speech.engine import EngineInfo
from builder.system.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What editions take from the store."""

    jobs: tuple[Job, ...]
    recipes: Mapping[str, Recipe]
    """By key."""
    left_out: tuple[Refusal, ...] = ()
    """Editions that could not be planned: what they need is not known."""


def find_needs(
    project: Project,
    store: Store,
    *,
    articles: Iterable[Path] = (),
    languages: tuple[Language, ...] = (),
    drafts: bool = False,
) -> Needs:
    """Return what the editions of a workspace need.

    Args:
        project: The workspace.
        store: In which the gains of its voices are.
        articles: Those alone; by default all.
        languages: These alone; by default all there are.
        drafts: Whether what is not finished counts too, as `edition build --draft` would build it.

    Raises:
        ContentError: There is no article.
    """
    request = Request(
        articles=tuple(articles) or project.articles(),
        output=project.root / "output",
        languages=languages,
        formats=project.settings.formats,
        jobs=1,
    )
    jobs, refusals = prepare(project, request, store)
    if drafts:
        more, left = prepare(project, replace(request, draft=True), store)
        planned = {job.plan.name for job in (*jobs, *more)}
        jobs, refusals = (*jobs, *more), tuple(each for each in left if each.name not in planned)
    spec = project.settings.sound
    recipes = {recipe.key: recipe for job in jobs for recipe in recipes_of(job.plan, job.units, spec)}
    return Needs(jobs=jobs, recipes=recipes, left_out=refusals)


def heard_engines(jobs: Iterable[Job], settings: Settings) -> tuple[EngineInfo, ...]:
    """Return what the engines of editions tell of themselves, with voices heard or asked for alone.

    People who were recorded are not among them: their sound is a part of the workspace.
    """
    infos: dict[str, EngineInfo] = {}
    heard: set[tuple[str, str]] = set()
    for job in jobs:
        infos.update(job.plan.voices.infos)
        heard |= {(ref.engine, ref.voice) for _, ref in job.plan.voices.spoken}
    asked = {
        name
        for voice in settings.voices.values()
        for wanted in (voice.voice, voice.announcer, voice.quote)
        if wanted is not None
        for name in (wanted, wanted.partition("/")[2])
    }
    found = (
        # In the engine's own order, by which one of equals is chosen.
        replace(info, voices=tuple(
            each for each in info.voices if (info.name, each.name) in heard or each.name in asked
        ))
        for _, info in sorted(infos.items())
        if not info.human
    )  # fmt: skip
    return tuple(info for info in found if info.voices)
