"""Passages: what is said of one text, sentence by sentence, each with its spoken form and its pause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from builder.article.foreign import ForeignWords
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
    VoiceRef,
)
from builder.model.segment import SegmentId
from builder.narration.pieces import Piece, pieces
from builder.narration.rules import load_rules
from builder.narration.spoken import SpokenForm, spoken_form

SENTENCE_PAUSE_MS = 350
PIECE_PAUSE_MS = 60
"""Between two voices in one sentence: about what lies between two words."""
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
    foreign: tuple[ForeignWords, ...] = ()
    """Words in other languages, in order; those the plan has no voice for are read with the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What one utterance says."""

    piece: Piece
    form: SpokenForm
    voice: VoiceRef
    continues: bool = False
    recorded: bool = False
    """True for a person's recording, whose words are as they are."""


def speak(line: Line, plan: NarratorPlan) -> Passage | None:
    """Return what is said of `line`, sentence by sentence; None when no letter or figure would be said.

    A sentence with foreign words is an utterance for each voice in it; a text that a person recorded is one.

    Raises:
        KeyError: The plan has no voice for the line's language.
    """
    parts = _recorded(line, plan) or _sentences(line, plan)
    if not any(_speaks(part.form.text) for part in parts):
        return None
    parts = _with_before(parts, line, plan)
    parts = _with_after(parts, line, plan)
    said = Passage(
        id=line.id,
        kind=line.kind,
        segment_id=None if line.kind == "announcement" else SegmentId(line.id),
        written=line.written,
        role=line.role,
        utterances=tuple(_utterance(part, number, line) for number, part in enumerate(parts, start=1)),
        language=line.language,
    )
    return with_pause(_with_short_pauses(said), _PAUSES_MS[line.kind])


def _recorded(line: Line, plan: NarratorPlan) -> tuple[_Part, ...]:
    """Return the whole of a text that a person recorded; nothing of another."""
    recording = plan.recordings.get((line.language, SegmentId(line.id)))
    if recording is None:
        return ()
    piece = Piece(start=0, end=len(line.written), language=line.language)
    form = SpokenForm(text=line.written, spans=())
    return (_Part(piece=piece, form=form, voice=recording, recorded=True),)


def _sentences(line: Line, plan: NarratorPlan) -> tuple[_Part, ...]:
    foreign = tuple(words for words in line.foreign if plan.speaks(words.language))
    return tuple(
        _Part(
            piece=piece,
            form=spoken_form(
                line.written[piece.start : piece.end],
                piece.language,
                plan.pronunciations_of(piece.language),
            ),
            voice=plan.voice(piece.language, line.role),
            continues=number > 0,
        )
        for place in sentences(line.written, line.language)
        for number, piece in enumerate(pieces(line.written, place, language=line.language, foreign=foreign))
    )


def _utterance(part: _Part, number: int, line: Line) -> Utterance:
    return Utterance(
        id=UtteranceId(f"{line.id}.{number}"),
        text=part.form.text,
        written=line.written[part.piece.start : part.piece.end],
        spans=part.form.spans,
        phonemes=part.form.phonemes,
        written_start=part.piece.start,
        language=part.piece.language,
        voice=part.voice,
        pause_after_ms=SENTENCE_PAUSE_MS,
        continues=part.continues,
    )


def _with_short_pauses(said: Passage) -> Passage:
    """Return `said` with no more than the pause between two words where a sentence goes on."""
    following = (*said.utterances[1:], None)
    return replace(
        said,
        utterances=tuple(
            replace(each, pause_after_ms=PIECE_PAUSE_MS) if after and after.continues else each
            for each, after in zip(said.utterances, following, strict=True)
        ),
    )


def with_pause(said: Passage, pause_ms: int) -> Passage:
    """Return `said` with another pause at its end."""
    *others, last = said.utterances
    return replace(said, utterances=(*others, replace(last, pause_after_ms=pause_ms)))


def pause_ms(kind: PassageKind) -> int:
    """Return the milliseconds of silence after a text of a kind."""
    return _PAUSES_MS[kind]


def _with_before(parts: tuple[_Part, ...], line: Line, plan: NarratorPlan) -> tuple[_Part, ...]:
    """Return `parts` with the announcer's words before them, said by the line's own voice."""
    before = spoken_form(line.before, line.language, plan.pronunciations_of(line.language))
    first, *others = parts
    if not before.text:
        return parts
    if _is_own(first, line):
        return (replace(first, form=_after_announcer(first.form, before)), *others)
    if not _speaks(before.text):
        return parts
    alone = _announcer_alone(before, line, plan, first.piece.start)
    return (alone, replace(first, continues=True), *others)


def _with_after(parts: tuple[_Part, ...], line: Line, plan: NarratorPlan) -> tuple[_Part, ...]:
    """Return `parts` with the announcer's words after them, and a full stop where there is no other end."""
    *others, last = parts
    said_as = plan.pronunciations_of(line.language)
    if not _is_own(last, line):
        after = spoken_form(line.after.lstrip(), line.language, said_as)
        if _speaks(after.text):
            alone = _announcer_alone(after, line, plan, last.piece.end)
            return (*parts, replace(alone, continues=True))
        if last.recorded:
            return parts
    form = _completed(last.form, line, last.piece.end - last.piece.start, said_as)
    return (*others, replace(last, form=form))


def _is_own(part: _Part, line: Line) -> bool:
    """Tell whether a part may take the announcer's words: it is in the line's language, and no recording."""
    return part.piece.language == line.language and not part.recorded


def _announcer_alone(form: SpokenForm, line: Line, plan: NarratorPlan, place: int) -> _Part:
    """Return words of the announcer as an utterance of their own, which stands for nothing written."""
    said = form.text.rstrip()
    inserted = SpokenSpan(spoken_start=0, spoken_end=len(said), written_start=0, written_end=0)
    return _Part(
        piece=Piece(start=place, end=place, language=line.language),
        form=SpokenForm(text=said, spans=(inserted,), phonemes=form.phonemes),
        voice=plan.voice(line.language, line.role),
    )


def _speaks(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _after_announcer(form: SpokenForm, before: SpokenForm) -> SpokenForm:
    """Return `form` with the announcer's words before it, as a span that stands for nothing written."""
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
