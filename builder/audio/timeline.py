"""Timeline: where every utterance and chapter of a script lies, counted in samples from the start."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate, pairwise

from builder.base.language import Language
from builder.model.script import Passage, Script, UtteranceId
from builder.model.sound import DEFAULT_SOUND, UnitHead
from builder.model.timeline import Chapter, Cue, Timeline


def lay_out(
    script: Script, heads: Iterable[UnitHead], sample_rate_hz: int = DEFAULT_SOUND.sample_rate_hz
) -> Timeline:
    """Return the timeline of `script` when its units follow each other without a gap.

    Args:
        script: What is said; each passage is one unit.
        heads: Of the units, in the script's order; read once.
        sample_rate_hz: Of every unit.

    Returns:
        Cues in order, without overlap, from the first sample of each sentence, or of music, to its last;
        chapters that cover the recording from 0 to its end, each from the start of its first unit.

    Raises:
        ValueError: There are more or fewer heads than passages, a unit has another number of utterances than
            its passage, or it is at another sample rate.
    """
    cues: list[Cue] = []
    starts = [0]
    for passage, head in zip(script.passages, heads, strict=True):
        if head.sample_rate_hz != sample_rate_hz:
            raise ValueError(
                f"passage {passage.id} is at {head.sample_rate_hz} Hz, expected {sample_rate_hz}"
            )
        cues += _cues(passage, head, starts[-1], script.language)
        starts.append(starts[-1] + head.frames)
    return Timeline(
        sample_rate_hz=sample_rate_hz,
        frames=starts[-1],
        cues=tuple(cues),
        chapters=_chapters(script, starts),
        unit_starts=tuple(starts[:-1]),
    )


def _cues(passage: Passage, head: UnitHead, unit_start: int, language: Language) -> list[Cue]:
    """Return a cue for each sentence, or the one of music; `language` is the script's."""
    if passage.music is not None:
        return [_music_cue(passage, head, unit_start, language)]
    if len(head.places) != len(passage.utterances):
        raise ValueError(
            f"passage {passage.id} has {len(passage.utterances)} utterances, its unit {len(head.places)}"
        )
    cues: list[Cue] = []
    for utterance, place in zip(passage.utterances, head.places, strict=True):
        cue = Cue(
            utterance_id=utterance.id,
            passage_id=passage.id,
            segment_id=passage.segment_id,
            kind=passage.kind,
            text=utterance.written,
            written_start=utterance.written_start,
            language=utterance.language,
            start=unit_start + place.start,
            end=unit_start + place.end,
        )
        if utterance.continues and cues:
            cue = _joined(cues.pop(), cue, passage, language)
        cues.append(cue)
    return cues


def _music_cue(passage: Passage, head: UnitHead, unit_start: int, language: Language) -> Cue:
    if len(head.places) != 1:
        raise ValueError(f"passage {passage.id} is music, its unit has {len(head.places)} utterances")
    (place,) = head.places
    return Cue(
        utterance_id=UtteranceId(f"{passage.id}.1"),
        passage_id=passage.id,
        segment_id=None,
        kind=passage.kind,
        text=passage.written,
        written_start=0,
        language=language,
        start=unit_start + place.start,
        end=unit_start + place.end,
    )


def _joined(first: Cue, cue: Cue, passage: Passage, language: Language) -> Cue:
    """Return the cue of a sentence that two voices say, `cue` after `first`, with the words as they stand."""
    end = cue.written_start + len(cue.text)
    return replace(
        first,
        text=passage.written[first.written_start : end],
        language=first.language if first.language == cue.language else passage.language or language,
        end=cue.end,
    )


def _chapters(script: Script, starts: list[int]) -> tuple[Chapter, ...]:
    """Return the chapters; `starts` holds where each passage starts, and the end of the last one."""
    firsts = accumulate((len(chapter.passages) for chapter in script.chapters), initial=0)
    return tuple(
        Chapter(
            id=chapter.id,
            title=chapter.title,
            start=starts[first],
            end=starts[following],
            anchor=chapter.anchor,
        )
        for chapter, (first, following) in zip(script.chapters, pairwise(firsts), strict=True)
    )
