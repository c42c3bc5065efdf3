"""Publication: one edition with its sound's timeline and all that a format may say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builder.base.language import Language
from builder.model.artefact import Artefact
from builder.model.edition import Edition
from builder.model.script import Script, VoiceRef
from builder.model.show import Show
from builder.model.timeline import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceCredit:
    """The voice people hear, and what its licence asks to be said."""

    engine: str
    voice: str
    band: str
    """`good`, `usable`, `weak` or `not usable`, as a recogniser understood it; or `not measured`."""
    licence: str
    attribution: str | None = None
    """Words the licence asks for; None when it asks for none."""
    digital_source_type: str = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
    """IPTC term: `trainedAlgorithmicMedia` for a neural voice, `algorithmicMedia` for rules, `digitalCapture`
    for a person's."""
    human: bool = False
    """True for a person who read, whose name `voice` is then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The picture players show."""

    data: bytes
    """A JPEG or a PNG."""
    description: str
    """What it shows, for those who do not see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """The same article in another language, built beside this one."""

    language: Language
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """All that the formats of one edition are made of."""

    show: Show
    edition: Edition
    script: Script
    timeline: Timeline
    voices: tuple[VoiceCredit, ...]
    """The narrator's first; each once."""
    siblings: tuple[Sibling, ...]
    """Every language of this article that is built, this one too, sorted by tag."""
    episode_guid: str
    readers: Mapping[VoiceRef, str] = field(default_factory=dict)
    """Name of the person that a voice is, of each whose recordings are heard."""
    music: tuple[str, ...] = ()
    """The words that credit the music that is heard, each once."""
    artefacts: tuple[Artefact, ...] = ()
    """Those already made, for the page's downloads and the feed's enclosure."""
    cover: Picture | None = None
    pictures: Mapping[str, Path] = field(default_factory=dict)
    """Where the author keeps each picture of the article, by its path in the edition's folder."""
    lexicons: tuple[tuple[Language, bytes], ...] = ()
    """The pronunciations the voices were given, as PLS, for each language that has some."""
