"""Estimate: how much there is to say and how long it will take, before the first engine is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.model.script import Utterance
from builder.speech.engine import EngineInfo
from builder.speech.pace import expected_s
from builder.speech.speak import speech_recipe
from builder.system.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a build will say and what of it is there already."""

    sentences: int
    stored: int
    """Sentences whose clip is in the store."""
    speech_s: float
    """Of all sentences, about, without pauses between them."""
    work_s: float
    """To speak what is not stored, about, on one processor core."""
    characters_sent: int = 0
    """Text that network engines will get."""

    def __str__(self) -> str:
        """Return one line for people."""
        if self.stored == self.sentences:
            work = "all of it is stored"
        else:
            work = f"{self.stored} of them stored, {_span(self.work_s)} of work for the rest"
        sent = f"; {self.characters_sent} characters go over the network" if self.characters_sent else ""
        plural = "sentence" if self.sentences == 1 else "sentences"
        return f"{self.sentences} {plural}, {_span(self.speech_s)} of speech; {work}{sent}"


def estimate(utterances: Iterable[Utterance], engines: Mapping[str, EngineInfo], store: Store) -> Estimate:
    """Return what speaking `utterances` will take; nothing is read from the store but names.

    Args:
        utterances: In any order; one that stands twice is spoken once.
        engines: Every engine that speaks one of them, by name.
        store: Where clips are kept.
    """
    sentences = stored = characters_sent = 0
    speech_s = work_s = 0.0
    coming: set[str] = set()
    for utterance in utterances:
        info = engines[utterance.voice.engine]
        recipe = speech_recipe(utterance, info)
        length_s = expected_s(utterance.text, rate_percent=utterance.voice.rate_percent)
        sentences += 1
        speech_s += length_s
        if recipe.key in coming or store.holds(recipe):
            stored += recipe.key not in coming
            continue
        coming.add(recipe.key)
        work_s += length_s / info.speed
        characters_sent += len(utterance.text) if info.network else 0
    return Estimate(
        sentences=sentences,
        stored=stored,
        speech_s=speech_s,
        work_s=work_s,
        characters_sent=characters_sent,
    )


def _span(seconds: float) -> str:
    """Return a length of time as people say it, to the minute past one and a half."""
    if seconds < 90:
        whole = max(1, round(seconds))
        return f"about {whole} second{'' if whole == 1 else 's'}"
    return f"about {round(seconds / 60)} minutes"
