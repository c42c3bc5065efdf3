"""Spoken samples: small scripts whose words do not matter, for tests of what becomes of their sound."""

from __future__ import annotations

from collections.abc import Sequence

from builder.base.language import Language
from builder.model.script import Passage, PassageKind, Script, ScriptChapter, Utterance, UtteranceId, VoiceRef
from builder.model.segment import SegmentId

ENGLISH = Language("en")
VOICE = VoiceRef(engine="tone", voice="tone")


def spoken_passage(
    name: str,
    *,
    pauses_ms: Sequence[int] = (600,),
    kind: PassageKind = "paragraph",
    voices: Sequence[VoiceRef] = (),
) -> Passage:
    """Return a passage with one utterance for each of `pauses_ms`, which is the pause behind it.

    Args:
        name: Its id, and its segment's.
        pauses_ms: At least one.
        kind: What is spoken.
        voices: One for each utterance; the same one for all where there are none.
    """
    texts = [f"Sentence {number} of {name}." for number in range(1, len(pauses_ms) + 1)]
    starts = [sum(len(text) + 1 for text in texts[:number]) for number in range(len(texts))]
    return Passage(
        id=name,
        kind=kind,
        segment_id=SegmentId(name),
        written=" ".join(texts),
        role="narrator",
        utterances=tuple(
            Utterance(
                id=UtteranceId(f"{name}.{number + 1}"),
                text=text,
                written=text,
                spans=(),
                written_start=starts[number],
                language=ENGLISH,
                voice=voices[number] if voices else VOICE,
                pause_after_ms=pauses_ms[number],
            )
            for number, text in enumerate(texts)
        ),
    )


def spoken_script(chapters: Sequence[Sequence[Passage]]) -> Script:
    """Return a script with a chapter for each sequence of passages, titled `Chapter 1` and so on."""
    return Script(
        language=ENGLISH,
        chapters=tuple(
            ScriptChapter(
                id=f"c{number}", title=f"Chapter {number}", anchor=f"s-{number}", passages=tuple(passages)
            )
            for number, passages in enumerate(chapters, start=1)
        ),
    )
