"""Passages: what is said of one text, sentence by sentence, each with its spoken form and its pause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from builder.article.sentences import sentences
from builder.base.language import Language
from builder.model.pronunciation import Pronunciations
from builder.model.script import (
    NarratorPlan,
    Passage,
    PassageKind,
    Role,
    SpokenSpan,
    Utterance,
    UtteranceId,
)
from builder.model.segment import SegmentId
from builder.narration.rules import load_rules
from builder.narration.spoken import SpokenForm, spoken_form

SENTENCE_PAUSE_MS = 350
# After the last sentence of a passage. The opening is short because its seconds are counted.
_PAUSES_MS: Mapping[PassageKind, int] = {
    "title": 500,
    "disclaimer-short": 350,
    "announcement": 350,
    "deck": 650,
    "heading": 900,
    "paragraph": 650,
    "quote": 650,
    "item": 450,
    "alt": 450,
    "caption": 650,
    "cell": 250,
    "disclaimer": 900,
    "summary": 650,
    "notice": 650,
}
OPENING_END_MS = 700
CHAPTER_END_MS = 1400
SCRIPT_END_MS = 1000
ROW_END_MS = 500

# What ends a sentence in some script, and the colon and semicolon, after which a voice pauses by itself.
_STOPS = frozenset(".!?…:;։؟؛۔।॥።፧។။。！？：；｡")
_CLOSING = "\"'”’»›)]}」』） \u00a0\u202f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A text to be said, and what the announcer says before and after it."""

    id: str
    kind: PassageKind
    written: str
    language: Language
    role: Role
    before: str = ""
    """Said and not shown with the text, such as `Picture: `."""
    after: str = ""


def speak(line: Line, plan: NarratorPlan) -> Passage | None:
    """Return what is said of `line`, sentence by sentence; None when no letter or figure would be said.

    Raises:
        KeyError: The plan has no voice for the line's language.
    """
    places = sentences(line.written, line.language)
    said_as = plan.pronunciations_of(line.language)
    forms = [spoken_form(line.written[start:end], line.language, said_as) for start, end in places]
    if not any(character.isalnum() for form in forms for character in form.text):
        return None
    forms[0] = _after_announcer(forms[0], line, said_as)
    forms[-1] = _completed(forms[-1], line, places[-1][1] - places[-1][0], said_as)
    voice = plan.voice(line.language, line.role)
    said = Passage(
        id=line.id,
        kind=line.kind,
        segment_id=None if line.kind == "announcement" else SegmentId(line.id),
        written=line.written,
        role=line.role,
        utterances=tuple(
            Utterance(
                id=UtteranceId(f"{line.id}.{number}"),
                text=form.text,
                written=line.written[start:end],
                spans=form.spans,
                phonemes=form.phonemes,
                written_start=start,
                language=line.language,
                voice=voice,
                pause_after_ms=SENTENCE_PAUSE_MS,
            )
            for number, ((start, end), form) in enumerate(zip(places, forms, strict=True), start=1)
        ),
    )
    return with_pause(said, _PAUSES_MS[line.kind])


def with_pause(said: Passage, pause_ms: int) -> Passage:
    """Return `said` with another pause at its end."""
    *others, last = said.utterances
    return replace(said, utterances=(*others, replace(last, pause_after_ms=pause_ms)))


def pause_ms(kind: PassageKind) -> int:
    """Return the milliseconds of silence after a text of a kind."""
    return _PAUSES_MS[kind]


def _after_announcer(form: SpokenForm, line: Line, said_as: Pronunciations) -> SpokenForm:
    """Return `form` with the announcer's words before it, as a span that stands for nothing written."""
    before = spoken_form(line.before, line.language, said_as)
    if not before.text:
        return form
    length = len(before.text)
    moved = form.moved(length)
    inserted = SpokenSpan(spoken_start=0, spoken_end=length, written_start=0, written_end=0)
    return SpokenForm(
        text=before.text + form.text,
        spans=(inserted, *moved.spans),
        phonemes=(*before.phonemes, *moved.phonemes),
    )


def _completed(form: SpokenForm, line: Line, written_end: int, said_as: Pronunciations) -> SpokenForm:
    """Return `form` with the announcer's words after it, and a full stop where it has no end of its own.

    Voices let their pitch fall at a full stop; without one a heading or a cell sounds broken off.
    """
    announced = spoken_form(line.after, line.language, said_as)
    after = announced.text
    if _is_stopped(form.text) and not any(character.isalnum() for character in after):
        return form
    if not _is_stopped(form.text + after):
        rules = load_rules(line.language)
        after += rules.full_stop if rules else "."
    end = len(form.text)
    added = SpokenSpan(
        spoken_start=end, spoken_end=end + len(after), written_start=written_end, written_end=written_end
    )
    return SpokenForm(
        text=form.text + after,
        spans=(*form.spans, added),
        phonemes=(*form.phonemes, *announced.moved(end).phonemes),
    )


def _is_stopped(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in _STOPS
