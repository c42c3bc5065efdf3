"""Speak: the clip of an utterance, from the store or from an engine, judged before it is kept."""

from __future__ import annotations

import json
from typing import Protocol, runtime_checkable

from builder.base.digest import Json, canonical
from builder.base.errors import EngineFault, NetworkError, SpeechError
from builder.model.recipe import Recipe
from builder.model.script import Utterance
from builder.model.sound import Clip, Mark
from builder.speech.engine import EngineInfo, SpeechEngine
from builder.speech.flac import INSTALL, NoFlac, from_flac, to_flac
from builder.speech.judge import judge
from builder.speech.trust import Trust
from builder.system.store import Store

STEP = "speech"
_VERSION = 1
_TRIES = 3
_SILENCE_MS = 100
# Seconds of speech for one of work, below which clips are packed. FLAC takes 2.6 s of a core for an
# hour, both ways; what espeak-ng says is made anew for little more.
_DEAR = 100.0
_FLAC = "flac"


@runtime_checkable
class Restartable(Protocol):
    """An engine that can begin anew after a fault."""

    def restart(self) -> None:
        """Forget all that was started; the next utterance starts it again."""


def speech_recipe(utterance: Utterance, info: EngineInfo) -> Recipe:
    """Return all that the sound of `utterance` depends on; its place in the script is not part of it."""
    parts = {f"part {name}": value for name, value in info.parts.items()}
    voice = info.voice(utterance.voice.voice)
    if voice is not None and voice.digest is not None:
        parts["voice files"] = voice.digest
    if utterance.phonemes:
        parts["phonemes"] = " ".join(f"{each.start}-{each.end}:{each.ipa}" for each in utterance.phonemes)
    return Recipe(
        step=STEP,
        version=_VERSION,
        parts={
            **parts,
            "engine": info.name,
            "engine version": info.version,
            "voice": utterance.voice.voice,
            "rate_percent": utterance.voice.rate_percent,
            "language": utterance.language,
            "text": utterance.text,
        },
    )


def speak(utterance: Utterance, engine: SpeechEngine, store: Store, *, trust: Trust | None = None) -> Clip:
    """Return the clip of `utterance`: the one in `store`, or a new one that is kept there.

    A crash, a hang or a clip that is no speech is tried again twice, by an engine begun anew. What says
    nothing, such as a lone dash, becomes a tenth of a second of silence.

    Args:
        utterance: What is said.
        engine: By which its voice speaks.
        store: Where clips are kept.
        trust: Of this run in its engines; by default each sentence is tried whatever came of others.

    Raises:
        VoiceMissing: The voice, or a model it needs, is not on this machine.
        EngineFault: Three tries gave no speech.
        SpeechError: The engine failed on so many sentences in a row that it is not asked; or a service spoke
            this once, and what is kept of it cannot be read here.
        NetworkError: A network engine's service did not deliver.
        OutputError: The store cannot be written.
    """
    recipe = speech_recipe(utterance, engine.info)
    kept = _kept(recipe, utterance, engine.info, store)
    if kept is not None:
        return kept
    trust = trust or Trust()
    trust.check(utterance)
    try:
        clip = _synthesise(utterance, engine)
    except EngineFault as fault:
        trust.failed(utterance)
        fault.where = fault.where or utterance.id
        raise
    except NetworkError as error:
        error.where = error.where or utterance.id
        raise
    trust.spoke(utterance)
    store.put(recipe, pack_clip(clip, packed=engine.info.speed < _DEAR))
    return clip


def pack_clip(clip: Clip, *, packed: bool = False) -> bytes:
    """Return `clip` as bytes for the store: a line of JSON, then the samples.

    Args:
        clip: Any.
        packed: Whether the samples are kept as FLAC, where that can be done here.
    """
    marks = [(mark.text_start, mark.text_end, mark.frame) for mark in clip.marks]
    head: dict[str, Json] = {"sample_rate_hz": clip.sample_rate_hz, "marks": marks}
    data = to_flac(clip.pcm, clip.sample_rate_hz) if packed else None
    if data is None:
        return canonical(head) + b"\n" + clip.pcm
    return canonical({**head, "encoding": _FLAC, "frames": clip.frames}) + b"\n" + data


def unpack_clip(data: bytes) -> Clip:
    """Return the clip that `pack_clip` packed.

    Raises:
        NoFlac: Its samples are kept as FLAC, which cannot be read here.
        ValueError: The bytes are not a packed clip.
    """
    line, _, sound = data.partition(b"\n")
    try:
        head = json.loads(line)
        clip = Clip(
            pcm=from_flac(sound) if head.get("encoding") == _FLAC else sound,
            sample_rate_hz=head["sample_rate_hz"],
            marks=tuple(
                Mark(text_start=start, text_end=end, frame=frame) for start, end, frame in head["marks"]
            ),
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not a packed clip: {error}") from error
    if clip.frames != head.get("frames", clip.frames):
        raise ValueError(f"not a packed clip: {clip.frames} frames, expected {head['frames']}")
    return clip


def _kept(recipe: Recipe, utterance: Utterance, info: EngineInfo, store: Store) -> Clip | None:
    """Return the clip that `store` has; None where there is none that can be read here."""
    data = store.get(recipe)
    if data is None:
        return None
    try:
        return unpack_clip(data)
    except ValueError:
        return None
    except NoFlac as error:
        if info.network:
            raise SpeechError(
                f"what {info.name} said is kept as FLAC, and soundfile, which reads it, does not work here",
                where=utterance.id,
                hint=INSTALL,
            ) from error
        store.notes.add(
            f"speech that is kept as FLAC was spoken anew: soundfile, which reads it, does not work here; "
            f"hint: {INSTALL}"
        )
        return None


def _synthesise(utterance: Utterance, engine: SpeechEngine) -> Clip:
    info = engine.info
    speech = info.speaks(utterance.voice.voice)
    for left in reversed(range(_TRIES)):
        try:
            clip = engine.synthesise(utterance)
            judge(clip, utterance, sample_rate_hz=info.sample_rate_hz, speech=speech, human=info.human)
        except EngineFault:
            if left == 0:
                raise
            if isinstance(engine, Restartable):
                engine.restart()
        else:
            return clip if clip.frames else _silence(info.sample_rate_hz)
    raise AssertionError("the last try returns or raises")


def _silence(sample_rate_hz: int) -> Clip:
    return Clip(pcm=bytes(2 * (sample_rate_hz * _SILENCE_MS // 1000)), sample_rate_hz=sample_rate_hz)
