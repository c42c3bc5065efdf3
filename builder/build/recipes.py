"""Recipes of an edition: all that it takes from the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.build.editions import EditionPlan
from builder.build.units import UnitPlan
from builder.build.voices import gain_recipes
from builder.model.recipe import Recipe
from builder.model.sound import SoundSpec
from builder.speech.speak import speech_recipe


def recipes_of(plan: EditionPlan, units: Iterable[UnitPlan], spec: SoundSpec) -> Iterator[Recipe]:
    """Yield the recipe of every clip, gain, unit and encoding of an edition; one may come twice."""
    infos = plan.voices.infos
    for language, ref in plan.voices.spoken:
        yield from gain_recipes(language, ref, infos[ref.engine], spec)
    for utterance in plan.script.utterances:
        yield speech_recipe(utterance, infos[utterance.voice.engine])
    for unit in units:
        yield from unit_recipes(unit)


def unit_recipes(unit: UnitPlan) -> tuple[Recipe, ...]:
    """Return the recipes of a unit and of its packets in every codec."""
    return (unit.recipe, *unit.encodings.values())
