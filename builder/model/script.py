"""Script: what will be said, in order, by which voice, with which pauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NewType

from builder.base.language import Language
from builder.model.music import MusicName
from builder.model.pronunciation import NO_PRONUNCIATIONS, Pronunciations
from builder.model.segment import SegmentId, SegmentKind

UtteranceId = NewType("UtteranceId", str)

Role = Literal["narrator", "announcer", "quote"]

PassageKind = SegmentKind | Literal["announcement", "music"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceRef:
    """A named voice of an engine, and how fast it speaks."""

    engine: str
    voice: str
    rate_percent: int = 100
    """100 is the voice's own rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenSpan:
    """A stretch of spoken text and the written text it stands for; code points, ends excluded."""

    spoken_start: int
    spoken_end: int
    written_start: int
    written_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhonemeSpan:
    """A stretch of spoken text whose sounds the author gave; code points, end excluded."""

    start: int
    end: int
    ipa: str
    """The sounds in the International Phonetic Alphabet, without slashes or brackets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One request to an engine: a sentence, a piece of one, or a passage somebody recorded."""

    id: UtteranceId
    """`<passage id>.<number from 1>`."""
    text: str
    """As it is spoken, without markup."""
    written: str
    """As it is shown, without markup."""
    spans: tuple[SpokenSpan, ...]
    """Where spoken and written text differ, in order, without overlap."""
    written_start: int
    """Where `written` starts in the passage's plain text, in code points."""
    language: Language
    voice: VoiceRef
    pause_after_ms: int
    phonemes: tuple[PhonemeSpan, ...] = ()
    """Where an author said how a word sounds, in order, without overlap; an engine that cannot say so reads
    the text."""
    continues: bool = False
    """True when it goes on in the sentence of the utterance before, in another voice: both are one cue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is said of one segment, one announcer text, or music; it becomes one unit of sound."""

    id: str
    """The segment's id, or `a-` or `m-` and a name for an announcer text or music; unique in the script."""
    kind: PassageKind
    segment_id: SegmentId | None
    """None for an announcer text and for music."""
    written: str
    """The plain text, as it is shown; of music what a caption shows."""
    role: Role
    utterances: tuple[Utterance, ...]
    """At least one, the last one's pause ends the passage; none where it is music."""
    language: Language | None = None
    """Of the text; None where it is the script's."""
    music: MusicName | None = None
    """Which music is heard; None where something is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptChapter:
    """A titled stretch of the script."""

    id: str
    """`opening`, `introduction`, a heading's segment id, or `disclaimer`."""
    title: str
    anchor: str
    """The id of the element the chapter starts at on the page."""
    passages: tuple[Passage, ...]
    """At least one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """All that is said in an edition."""

    language: Language
    chapters: tuple[ScriptChapter, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage in speaking order."""
        return tuple(passage for chapter in self.chapters for passage in chapter.passages)

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """Every utterance in speaking order."""
        return tuple(utterance for passage in self.passages for utterance in passage.utterances)


@dataclass(frozen=True, slots=True, kw_only=True)
class NarratorPlan:
    """Which voice speaks each role in each language of an edition; fixed before the first utterance."""

    voices: Mapping[tuple[Language, Role], VoiceRef]
    """Every language that is spoken has at least a narrator."""
    pronunciations: Mapping[Language, Pronunciations] = field(default_factory=dict)
    """Of the languages that have some."""
    recordings: Mapping[tuple[Language, SegmentId], VoiceRef] = field(default_factory=dict)
    """Texts of the edition that a person recorded; the voice says nothing else."""

    def pronunciations_of(self, language: Language) -> Pronunciations:
        """Return how words of `language` are said that a voice may say wrong; none where there are none."""
        return self.pronunciations.get(language, NO_PRONUNCIATIONS)

    def voice(self, language: Language, role: Role) -> VoiceRef:
        """Return the voice of `role`, or the narrator's where the role has none of its own."""
        return self.voices.get((language, role)) or self.voices[language, "narrator"]

    def speaks(self, language: Language) -> bool:
        """Return True when there is a voice for `language`."""
        return (language, "narrator") in self.voices
