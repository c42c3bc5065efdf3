"""Voices of an edition: chosen and levelled before its first utterance, and never changed after."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from builder.article.foreign import foreign_in
from builder.article.inline import plain
from builder.base.errors import EngineFault, UsageError, VoiceMissing
from builder.base.language import Language
from builder.base.text import shorten
from builder.build.recordings import NO_RECORDINGS, Recordings, recordings_of
from builder.build.settings import Settings, VoiceSetting
from builder.build.units import OpenEngine
from builder.model.edition import Edition
from builder.model.finding import Finding
from builder.model.publication import VoiceCredit
from builder.model.recipe import Recipe
from builder.model.script import NarratorPlan, Role, Script, Utterance, VoiceRef
from builder.model.sound import DEFAULT_SOUND, SoundSpec
from builder.speech import engines
from builder.speech.choose import choose_role, choose_voice, voice_credit
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
    findings: tuple[Finding, ...] = ()
    """Foreign words that have no voice of their own here."""

    @property
    def narrator(self) -> VoiceRef:
        """The voice most of the edition is heard in."""
        return next(iter(self.plan.voices.values()))

    @property
    def spoken(self) -> tuple[tuple[Language, VoiceRef], ...]:
        """Every voice with the first language it speaks here, each once."""
        found: dict[VoiceRef, Language] = {}
        for language, ref in _named(self.plan):
            found.setdefault(ref, language)
        return tuple((language, ref) for ref, language in found.items())

    @property
    def readers(self) -> tuple[str, ...]:
        """The people whose recordings are heard, each once."""
        return tuple(dict.fromkeys(credit.voice for credit in self.credits if credit.human))

    @property
    def reader_names(self) -> Mapping[VoiceRef, str]:
        """The person's name of each voice that is a recording."""
        voices = {ref: self.infos[ref.engine].voice(ref.voice) for ref in self.plan.recordings.values()}
        return {ref: voice.title or voice.name for ref, voice in voices.items() if voice is not None}


def choose_voices(
    edition: Edition, settings: Settings, *, recordings: Recordings | None = None
) -> EditionVoices:
    """Return the voices of `edition`, by what the publisher wrote, what is installed and what was recorded.

    Args:
        edition: Its document is identified.
        settings: What the publisher wrote.
        recordings: In place of those in the folder that the settings name.

    Raises:
        VoiceMissing: A language that is spoken has no voice here.
        UsageError: What the publisher wrote cannot be followed.
        ContentError: A recording says other words than the edition.
    """
    if recordings is None:
        recordings = recordings_of(edition, settings)
        recordings.refuse_stale()
    spoken = [edition.language]
    if edition.untranslated:
        spoken.append(edition.source.language)
    foreign = foreign_in(edition.document)
    others = [words.language for _, words in foreign]
    voices = voices_of(spoken, settings, others=others, recordings=recordings)
    findings = tuple(
        Finding(
            code="N005",
            severity="warning",
            message=f"no voice for {words.language} here: the narrator reads "
            f'"{shorten(plain(text.markup)[words.start : words.end], 40)}"',
            where=str(text.locator),
            hint=f"choose a voice under [voices.{words.language}] in edition.toml; edition voices lists them",
        )
        for text, words in foreign
        if not voices.plan.speaks(words.language)
    )
    return replace(voices, findings=findings)


def voices_of(
    languages: Sequence[Language],
    settings: Settings,
    *,
    others: Sequence[Language] = (),
    recordings: Recordings = NO_RECORDINGS,
) -> EditionVoices:
    """Return the voices that speak `languages`, the first of which is the edition's.

    Args:
        languages: Each has to have a voice.
        settings: What the publisher wrote.
        others: Languages of foreign words, which the narrator reads where they have no voice here.
        recordings: What a person read.

    Raises:
        VoiceMissing: One of `languages` has no voice here, or a voice the publisher named is not here.
        UsageError: What the publisher wrote cannot be followed.
    """
    voices: dict[tuple[Language, Role], VoiceRef] = {}
    for language in languages:
        voices |= _roles(language, settings)
    for language in dict.fromkeys(others):
        wanted = settings.voice(language)
        named = wanted is not None and any((wanted.engine, wanted.voice, wanted.announcer, wanted.quote))
        # A voice that was named is never silently replaced; one that nobody named may be missing.
        with contextlib.nullcontext() if named else contextlib.suppress(VoiceMissing):
            voices |= _roles(language, settings)
    plan = NarratorPlan(voices=voices, recordings=recordings.current)
    return EditionVoices(
        plan=plan,
        infos={ref.engine: engines.info(ref.engine, settings.engines) for _, ref in _named(plan)},
        credits=_credits(plan, settings),
    )


def heard_in(script: Script, voices: EditionVoices, settings: Settings) -> EditionVoices:
    """Return `voices` without those that say nothing in `script`: a quote's where there is no quote."""
    heard = {utterance.voice for utterance in script.utterances}
    plan = replace(
        voices.plan,
        voices={role: ref for role, ref in voices.plan.voices.items() if ref in heard},
        recordings={text: ref for text, ref in voices.plan.recordings.items() if ref in heard},
    )
    return replace(voices, plan=plan, credits=_credits(plan, settings))


def _named(plan: NarratorPlan) -> Iterator[tuple[Language, VoiceRef]]:
    """Yield every voice of `plan` with its language, the narrator's first and recordings last."""
    yield from ((language, ref) for (language, _), ref in plan.voices.items())
    yield from ((language, ref) for (language, _), ref in plan.recordings.items())


def _credits(plan: NarratorPlan, settings: Settings) -> tuple[VoiceCredit, ...]:
    return tuple(
        dict.fromkeys(voice_credit(ref, language, settings.engines) for language, ref in _named(plan))
    )


def _roles(language: Language, settings: Settings) -> dict[tuple[Language, Role], VoiceRef]:
    """Return the narrator of `language`, and the voice of each role that has one of its own."""
    wanted, options = settings.voice(language), settings.engines
    with _placed(wanted, "rate_percent", "voice", "engine"):
        narrator = choose_voice(language, profile=settings.profile, configured=wanted, options=options)
    voices: dict[tuple[Language, Role], VoiceRef] = {(language, "narrator"): narrator}
    if wanted is None:
        return voices
    roles: tuple[tuple[Role, str | None, int | None], ...] = (
        ("announcer", wanted.announcer, wanted.announcer_rate_percent),
        ("quote", wanted.quote, wanted.quote_rate_percent),
    )
    for role, name, rate_percent in roles:
        if name is not None or rate_percent is not None:
            with _placed(wanted, f"{role}_rate_percent", role):
                voices[language, role] = choose_role(
                    name, narrator, rate_percent=rate_percent, options=options
                )
    return voices


@contextlib.contextmanager
def _placed(wanted: VoiceSetting | None, rate_key: str, *voice_keys: str) -> Iterator[None]:
    """Add to an error where in `edition.toml` the voice it is about was asked for, or its rate."""
    places = wanted.places if wanted else {}
    try:
        yield
    except (VoiceMissing, UsageError) as error:
        keys = (rate_key,) if isinstance(error, UsageError) and rate_key in places else voice_keys
        error.where = next((places[key] for key in keys if key in places), error.where)
        raise


def known_gain_db(
    language: Language, ref: VoiceRef, info: EngineInfo, store: Store, spec: SoundSpec
) -> float | None:
    """Return the gain of a voice where it ships with the tool or was measured before, in dB; else None."""
    shipped = _shipped_gain_db(ref, info, spec)
    if shipped is not None:
        return shipped
    from builder.audio.calibrate import gain_recipe

    kept = store.get(gain_recipe(_clip_keys(language, ref, info), spec))
    return None if kept is None else float(kept)


def measure_gain_db(
    language: Language,
    ref: VoiceRef,
    info: EngineInfo,
    *,
    store: Store,
    open_engine: OpenEngine,
    spec: SoundSpec = DEFAULT_SOUND,
    trust: Trust | None = None,
) -> float:
    """Return the gain that brings a voice to the loudness of every edition, in dB, and keep it in `store`.

    The voice speaks the calibration passage of its language, about half a minute; a recording is measured
    itself.

    Raises:
        SpeechError: The engine does not speak it.
        NetworkError: A network engine's service did not deliver.
    """
    from builder.audio.calibrate import find_gain_db, gain_recipe

    engine = open_engine(ref.engine)
    try:
        clips = [speak(utterance, engine, store, trust=trust) for utterance in _passage(language, ref, info)]
    except EngineFault as error:
        error.where = f"{ref.engine}/{ref.voice}"
        raise
    finally:
        engine.close()
    gain_db = find_gain_db(clips, spec)
    store.put(gain_recipe(_clip_keys(language, ref, info), spec), f"{gain_db}".encode())
    return gain_db


def gain_recipes(language: Language, ref: VoiceRef, info: EngineInfo, spec: SoundSpec) -> tuple[Recipe, ...]:
    """Return the recipes of a voice's gain and of the clips it is measured on; none where it ships."""
    from builder.audio.calibrate import gain_recipe

    if _shipped_gain_db(ref, info, spec) is not None:
        return ()
    clips = [speech_recipe(utterance, info) for utterance in _passage(language, ref, info)]
    return (gain_recipe([clip.key for clip in clips], spec), *clips)


def _shipped_gain_db(ref: VoiceRef, info: EngineInfo, spec: SoundSpec) -> float | None:
    """Return the committed gain of a voice, for recordings like `spec`, in dB; None where there is none."""
    from builder.audio.calibrate import shifted_gain_db

    voice = info.voice(ref.voice)
    return None if voice is None or voice.gain_db is None else shifted_gain_db(voice.gain_db, spec)


def _clip_keys(language: Language, ref: VoiceRef, info: EngineInfo) -> Sequence[str]:
    return [speech_recipe(utterance, info).key for utterance in _passage(language, ref, info)]


def _passage(language: Language, ref: VoiceRef, info: EngineInfo) -> Sequence[Utterance]:
    """Return what a voice is measured on: the calibration passage, or the only text it says."""
    from builder.audio.calibrate import calibration_utterances
    from builder.catalogue.calibration import calibration_texts

    voice = info.voice(ref.voice)
    only_text = voice.only_text if voice else None
    texts = calibration_texts(language) if only_text is None else (only_text,)
    return calibration_utterances(texts, language=language, voice=ref)
