"""Voices of an edition: chosen and levelled before its first utterance, and never changed after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.base.language import Language
from builder.build.settings import Settings
from builder.build.units import OpenEngine
from builder.model.edition import Edition
from builder.model.publication import VoiceCredit
from builder.model.script import NarratorPlan, Role, Utterance, VoiceRef
from builder.speech import engines
from builder.speech.choose import choose_voice, voice_credit
from builder.speech.engine import EngineInfo
from builder.speech.speak import speak, speech_recipe
from builder.speech.trust import Trust
from builder.system.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionVoices:
    """Who speaks in an edition."""

    plan: NarratorPlan
    infos: Mapping[str, EngineInfo]
    """Of every engine that speaks, by name."""
    credits: tuple[VoiceCredit, ...]
    """The narrator's first; each once."""

    @property
    def narrator(self) -> VoiceRef:
        """The voice most of the edition is heard in."""
        return next(iter(self.plan.voices.values()))

    @property
    def spoken(self) -> tuple[tuple[Language, VoiceRef], ...]:
        """Every voice with the first language it speaks here, each once."""
        found: dict[VoiceRef, Language] = {}
        for (language, _), ref in self.plan.voices.items():
            found.setdefault(ref, language)
        return tuple((language, ref) for ref, language in found.items())


def choose_voices(edition: Edition, settings: Settings) -> EditionVoices:
    """Return the voices of `edition`, by what the publisher wrote and what is installed.

    Raises:
        VoiceMissing: A language that is spoken has no voice here.
    """
    spoken = [edition.language]
    if edition.untranslated:
        spoken.append(edition.source.language)
    return voices_of(spoken, settings)


def voices_of(languages: Sequence[Language], settings: Settings) -> EditionVoices:
    """Return the voices that speak `languages`, the first of which is the edition's.

    Raises:
        VoiceMissing: One of them has no voice here.
    """
    voices: dict[tuple[Language, Role], VoiceRef] = {}
    for language in languages:
        wanted = settings.voices.get(language)
        narrator = choose_voice(
            language, profile=settings.profile, configured=wanted, options=settings.engines
        )
        voices[language, "narrator"] = narrator
        if wanted is not None and wanted.announcer is not None:
            voices[language, "announcer"] = VoiceRef(
                engine=narrator.engine, voice=wanted.announcer, rate_percent=narrator.rate_percent
            )
    credited = {ref: voice_credit(ref, language, settings.engines) for (language, _), ref in voices.items()}
    return EditionVoices(
        plan=NarratorPlan(voices=voices),
        infos={ref.engine: engines.info(ref.engine, settings.engines) for ref in voices.values()},
        credits=tuple(dict.fromkeys(credited.values())),
    )


def known_gain_db(language: Language, ref: VoiceRef, info: EngineInfo, store: Store) -> float | None:
    """Return the gain of a voice where it ships with the tool or was measured before, in dB; else None."""
    voice = info.voice(ref.voice)
    if voice is not None and voice.gain_db is not None:
        return voice.gain_db
    from builder.audio.calibrate import gain_recipe

    kept = store.get(gain_recipe(_clip_keys(language, ref, info)))
    return None if kept is None else float(kept)


def measure_gain_db(
    language: Language,
    ref: VoiceRef,
    info: EngineInfo,
    *,
    store: Store,
    open_engine: OpenEngine,
    trust: Trust | None = None,
) -> float:
    """Return the gain that brings a voice to the loudness of every edition, in dB, and keep it in `store`.

    The voice speaks the calibration passage of its language, about half a minute.

    Raises:
        SpeechError: The engine does not speak it.
        NetworkError: A network engine's service did not deliver.
    """
    from builder.audio.calibrate import find_gain_db, gain_recipe

    engine = open_engine(ref.engine)
    try:
        clips = [speak(utterance, engine, store, trust=trust) for utterance in _passage(language, ref)]
    finally:
        engine.close()
    gain_db = find_gain_db(clips)
    store.put(gain_recipe(_clip_keys(language, ref, info)), f"{gain_db}".encode())
    return gain_db


def _clip_keys(language: Language, ref: VoiceRef, info: EngineInfo) -> Sequence[str]:
    return [speech_recipe(utterance, info).key for utterance in _passage(language, ref)]


def _passage(language: Language, ref: VoiceRef) -> Sequence[Utterance]:
    from builder.audio.calibrate import calibration_utterances
    from builder.catalogue.calibration import calibration_texts

    return calibration_utterances(calibration_texts(language), language=language, voice=ref)
