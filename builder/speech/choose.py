"""Choose: the voice of a language, by what the publisher wrote and what is installed here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Protocol, assert_never

from builder.base.errors import UsageError, VoiceMissing
from builder.base.language import Language
from builder.base.suggest import did_you_mean
from builder.model.publication import VoiceCredit
from builder.model.script import VoiceRef
from builder.speech import engines
from builder.speech.engine import NO_OPTIONS, Band, EngineInfo, EngineOptions, Voice
from builder.speech.profile import Profile

# A voice that somebody installed here is meant to be heard, though nobody measured it: it comes before what
# is merely usable, and after what a recogniser is known to understand well.
_BANDS: tuple[Band, ...] = ("good", "not measured", "usable", "weak", "not usable")
_ONLINE_HINT = (
    "for a voice over the network: pip install 'edition-builder[gtts]', and [voices] profile = \"online\""
)
# What gets a better voice than espeak-ng's: an engine, the languages it is for, the extra that installs it.
_BETTER = (
    ("hibari", "en", "en"),
    ("openjtalk", "ja", "ja"),
    ("kokoro", "de es fr hi it pt-BR", "kokoro"),
    ("kokoro", "zh", "zh"),
)
_TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_BY_RULE = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
_HUMAN = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
_ASKS_FOR_ATTRIBUTION = re.compile(r"CC[ -]BY", re.IGNORECASE)


class WantedVoice(Protocol):
    """What a publisher asks for in one language; None leaves the choice to the profile."""

    @property
    def engine(self) -> str | None:
        """Name of an engine."""

    @property
    def voice(self) -> str | None:
        """Name of a voice."""

    @property
    def rate_percent(self) -> int:
        """100 is the voice's own rate."""


def choose_voice(
    language: Language,
    *,
    profile: Profile = "auto",
    configured: WantedVoice | None = None,
    options: EngineOptions = NO_OPTIONS,
) -> VoiceRef:
    """Return the voice that speaks `language`: what is configured, else the best of the profile.

    Neither the tones nor a network engine are ever chosen by `auto`, and no voice that nobody would
    understand by any profile; both may be configured.

    Raises:
        VoiceMissing: There is no such engine or voice, none speaks the language, or none that is usable.
        UsageError: A rate was asked for that the engine does not have.
    """
    rate_percent = configured.rate_percent if configured else 100
    try:
        if configured and (configured.engine or configured.voice):
            engine, voice = _configured(language, profile, configured, options)
        else:
            engine, voice = _by_profile(language, profile, options)
    except VoiceMissing as error:
        error.engine = error.engine or (configured.engine if configured else None)
        offer_next(error, language, options)
        raise
    _check_rate(engine, rate_percent, f"[voices.{language}] rate_percent")
    return VoiceRef(engine=engine.name, voice=voice.name, rate_percent=rate_percent)


def choose_role(
    name: str | None,
    narrator: VoiceRef,
    *,
    rate_percent: int | None = None,
    options: EngineOptions = NO_OPTIONS,
) -> VoiceRef:
    """Return the voice of another role than the narrator's.

    Args:
        name: `voice` of the narrator's engine, or `engine/voice`; None for the narrator's voice.
        narrator: In the same language.
        rate_percent: None for the narrator's rate.
        options: The settings of every engine.

    Raises:
        VoiceMissing: There is no such engine or voice here.
        UsageError: A rate was asked for that the engine does not have, or a recording, which is no voice.
    """
    voice_name = name or narrator.voice
    engine = engines.info(narrator.engine, options)
    if "/" in voice_name and engine.voice(voice_name) is None:
        engine_name, _, voice_name = voice_name.partition("/")
        engine = engines.info(engine_name, options)
        _check_speaks(engine)
    voice = _named(engine, voice_name)
    rate = narrator.rate_percent if rate_percent is None else rate_percent
    _check_rate(engine, rate, f"{engine.name}/{voice.name}")
    return VoiceRef(engine=engine.name, voice=voice.name, rate_percent=rate)


def _check_rate(engine: EngineInfo, rate_percent: int, where: str) -> None:
    if engine.own_rate_alone and rate_percent != 100:
        raise UsageError(
            f"engine {engine.name} speaks at its own rate alone, and {rate_percent} % was asked for",
            where=where,
            hint="take rate_percent out, or name another engine",
        )


def _check_speaks(engine: EngineInfo) -> None:
    if engine.human:
        raise UsageError(
            f"engine {engine.name} says what was recorded and nothing else, so it speaks no role",
            hint="take it out: a recording is heard in place of its text by itself",
        )


def offer_next(error: VoiceMissing, language: Language, options: EngineOptions = NO_OPTIONS) -> None:
    """Add to the hint of `error` the best voice here of another engine for `language`, if there is one.

    Nothing takes it by itself: a voice is never replaced without the publisher's word.
    """
    here = (each for each in engines.installed(options, stored=False) if each.name != error.engine)
    speaking = [
        (engine, voice)
        for engine in here
        if (voice := _best(engine, language)) and band_of(voice, language) != "not usable"
    ]
    if not speaking:
        return
    engine, voice = min(speaking, key=lambda pair: _rank(pair[1], language))
    line = f'[voices.{language}] engine = "{engine.name}", voice = "{voice.name}"'
    offer = f"or take the next voice here, which is {band_of(voice, language)}: {line}"
    error.hint = offer.removeprefix("or ") if error.hint is None else f"{error.hint}; {offer}"


def band_of(voice: Voice, language: Language) -> Band:
    """Return how well `voice` is understood in `language`; weak where nobody measured it."""
    if not voice.languages:
        return "not usable"
    return next((voice.bands[tag] for tag in _wider(language) if tag in voice.bands), "weak")


def voice_credit(ref: VoiceRef, language: Language, options: EngineOptions = NO_OPTIONS) -> VoiceCredit:
    """Return what is said of a voice wherever it is heard.

    Raises:
        VoiceMissing: There is no such engine or voice here, or its licence asks for an attribution and nobody
            wrote down its words.
    """
    engine = engines.info(ref.engine, options)
    voice = _named(engine, ref.voice)
    if voice.attribution is None and _ASKS_FOR_ATTRIBUTION.match(voice.licence):
        raise VoiceMissing(
            f'voice "{voice.name}" of {engine.name} is under {voice.licence}, which asks for attribution, '
            "and nothing tells its words",
            hint="choose another voice in edition.toml, and tell the maintainers",
        )
    return VoiceCredit(
        engine=engine.title,
        voice=voice.title or voice.name,
        band=band_of(voice, language),
        licence=voice.licence,
        attribution=voice.attribution,
        digital_source_type=_HUMAN if engine.human else _TRAINED if voice.neural else _BY_RULE,
        human=engine.human,
    )


def describe_voice(ref: VoiceRef, language: Language, options: EngineOptions = NO_OPTIONS) -> str:
    """Return one line for people: the language, the voice, and how well it is understood."""
    credit = voice_credit(ref, language, options)
    if credit.human:
        return f"{language}: {credit.voice}, a person who was recorded"
    rate = "" if ref.rate_percent == 100 else f", at {ref.rate_percent} %"
    return f'{language}: {ref.engine}, voice "{ref.voice}" ({credit.band}{rate})'


def better_voice(ref: VoiceRef, language: Language, options: EngineOptions = NO_OPTIONS) -> str | None:
    """Return what gets a better voice for `language` than `ref`, or None where `ref` is good enough."""
    credit = voice_credit(ref, language, options)
    if credit.band not in {"weak", "not usable"}:
        return None
    return _hint(language, options)


def _configured(
    language: Language, profile: Profile, configured: WantedVoice, options: EngineOptions
) -> tuple[EngineInfo, Voice]:
    if configured.engine:
        engine = engines.info(configured.engine, options)
        _check_speaks(engine)
        if configured.voice:
            return engine, _named(engine, configured.voice)
        voice = _best(engine, language)
        if voice is None:
            raise VoiceMissing(
                f"engine {engine.name} has no voice for {language}", hint=_hint(language, options)
            )
        return engine, voice
    wanted = configured.voice or ""
    here = [engines.info("gtts", options)] if profile == "online" else list(engines.installed(options))
    found = [(engine, voice) for engine in here if (voice := engine.voice(wanted))]
    if not found:
        names = [voice.name for engine in here for voice in engine.voices]
        raise VoiceMissing(
            f'no voice called "{wanted}" here{did_you_mean(wanted, names)}',
            where=f"[voices.{language}]",
            hint="see them all with: edition voices",
        )
    return min(found, key=lambda pair: _rank(pair[1], language))


def _by_profile(language: Language, profile: Profile, options: EngineOptions) -> tuple[EngineInfo, Voice]:
    match profile:
        case "auto" | "natural":
            here: Iterable[EngineInfo] = engines.installed(options)
        case "fast":
            here = [engines.info("espeak-ng", options)]
        case "online":
            here = [engines.info("gtts", options)]
        case _:
            assert_never(profile)
    speaking = [
        (engine, voice)
        for engine in here
        if (voice := _best(engine, language)) and (voice.neural or profile != "natural")
    ]
    kind = "neural voice" if profile == "natural" else "voice"
    if not speaking:
        raise VoiceMissing(f"no {kind} for {language} is installed here", hint=_hint(language, options))
    engine, voice = min(speaking, key=lambda pair: _rank(pair[1], language))
    if band_of(voice, language) == "not usable":
        raise VoiceMissing(
            f'the best {kind} for {language} here, "{voice.name}" of {engine.name}, cannot be understood',
            hint=_hint(language, options),
        )
    return engine, voice


def _best(engine: EngineInfo, language: Language) -> Voice | None:
    """Return the engine's best voice of the nearest language, or its voice of any language."""
    for tag in _wider(language):
        near = [voice for voice in engine.voices if tag in voice.languages]
        if near:
            return min(near, key=lambda voice: _rank(voice, language))
    return next((voice for voice in engine.voices if not voice.languages), None)


def _named(engine: EngineInfo, name: str) -> Voice:
    voice = engine.voice(name)
    if voice is None:
        names = [known.name for known in engine.voices]
        raise VoiceMissing(
            f'no voice called "{name}" for engine {engine.name}{did_you_mean(name, names)}',
            hint=f"edition voices install {name.partition('#')[0]}"
            if engine.name == "piper"
            else f"see them all with: edition voices --engine {engine.name}",
        )
    return voice


def _rank(voice: Voice, language: Language) -> tuple[int, bool]:
    """Return a key by which better voices come first: the band, then neural before rules."""
    return _BANDS.index(band_of(voice, language)), not voice.neural


def _wider(language: Language) -> Iterator[Language]:
    """Yield `language` and what is left as its subtags are taken away: `zh-Hant-TW`, `zh-Hant`, `zh`."""
    tag: str = language
    while tag:
        yield Language(tag)
        tag = tag.rpartition("-")[0]


def _hint(language: Language, options: EngineOptions) -> str:
    """Return what gets a voice, or a better one, for `language`."""
    here = engines.installed(options, stored=False)
    speaking = {engine.name for engine in here if _best(engine, language)}
    for engine, languages, extra in _BETTER:
        if engine not in speaking and set(_wider(language)) & set(languages.split()):
            return f"pip install 'edition-builder[{extra}]'"
    if "espeak-ng" not in {engine.name for engine in here}:
        return "pip install 'edition-builder[espeak]'"
    return _ONLINE_HINT
