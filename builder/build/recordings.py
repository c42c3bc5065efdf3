"""Recordings of an edition: which of its texts a person read, as long as they are the texts that were read.

A stale disclaimer must never be heard: a recording of other words than the edition shows is an error, and
that edition is not built until it was recorded again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.article.inline import plain
from builder.article.segments import UNSPOKEN, segments
from builder.base.errors import ContentError
from builder.base.language import Language
from builder.base.text import one_line
from builder.build.settings import Settings
from builder.model.edition import Edition
from builder.model.finding import Finding
from builder.model.script import VoiceRef
from builder.model.segment import SegmentId
from builder.speech import recorded
from builder.speech.recordings import Recording, line_to_write, read_recordings, recorded_languages, shown

_SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Recordings:
    """What a person read of one edition."""

    current: Mapping[tuple[Language, SegmentId], VoiceRef]
    """Texts that are heard as they were read."""
    stale: tuple[ContentError, ...] = ()
    """Why others are not, in the order of the list."""

    def refuse_stale(self) -> None:
        """Raise the first reason why a recording cannot be heard, and tell how many more there are.

        Raises:
            ContentError: There is one.
        """
        if not self.stale:
            return
        error, others = self.stale[0], len(self.stale) - 1
        more = f"; so do {others} more recordings" if others > 1 else "; so does 1 more recording"
        raise ContentError(f"{error.message}{more if others else ''}", where=error.where, hint=error.hint)


NO_RECORDINGS = Recordings(current={})


def recordings_of(edition: Edition, settings: Settings) -> Recordings:
    """Return the recordings of the texts of `edition`; recordings of other articles' texts do not count.

    Raises:
        ContentError: The list of recordings in its language cannot be read, or clips and texts do not fit.
        UsageError: There is no such folder.
    """
    options = settings.engines.get(recorded.NAME, {})
    if "folder" not in options:
        return NO_RECORDINGS
    recorded_languages(Path(options["folder"]))
    found = read_recordings(Path(options["folder"]), edition.language)
    texts = _spoken_texts(edition)
    current, stale = {}, []
    for recording in found:
        expected = texts.get(recording.segment_id)
        if expected is None:
            continue
        if recording.text == one_line(expected):
            current[edition.language, SegmentId(recording.segment_id)] = voice_of(recording)
        else:
            stale.append(_stale(recording, one_line(expected)))
    return Recordings(current=current, stale=tuple(stale))


def voice_of(recording: Recording) -> VoiceRef:
    """Return the voice that a clip is."""
    return VoiceRef(engine=recorded.NAME, voice=recorded.voice_name(recording))


def stray_recordings(settings: Settings, known: Iterable[SegmentId]) -> Iterator[Finding]:
    """Find recordings of no text of any article (N006): they are heard nowhere.

    Args:
        settings: Which folder they are in.
        known: The segments of all articles of the workspace.
    """
    options = settings.engines.get(recorded.NAME, {})
    if "folder" not in options or not Path(options["folder"]).is_dir():
        return
    names = frozenset(known)
    for language in recorded_languages(Path(options["folder"])):
        try:
            found = read_recordings(Path(options["folder"]), language)
        except ContentError:  # The edition in that language tells what is wrong.
            continue
        for recording in found:
            if recording.segment_id not in names:
                yield Finding(
                    code="N006",
                    severity="warning",
                    message=f"{shown(recording.path)} is a recording of no text: no article has "
                    f"{recording.segment_id}",
                    where=recording.where,
                    hint="name it by the id of its text, or remove it and this line",
                )


def _spoken_texts(edition: Edition) -> Mapping[str, str]:
    """Return the spoken texts that are in the edition's language, by segment id."""
    return {
        segment.id: plain(segment.markup)
        for segment in segments(edition.document)
        if segment.id is not None and segment.kind not in UNSPOKEN and segment.id not in edition.untranslated
    }


def _stale(recording: Recording, expected: str) -> ContentError:
    found, wanted = _from_difference(recording.text, expected)
    return ContentError(
        f'the recording of {recording.segment_id} says other words than the edition: found "{found}", '
        f'expected "{wanted}"',
        where=recording.where,
        hint=f"record {shown(recording.path)} again, then write: "
        f"{line_to_write(recording.segment_id, expected)}",
    )


def _from_difference(found: str, expected: str) -> tuple[str, str]:
    """Return both texts from the first word in which they differ, cut."""
    ours, theirs = found.split(), expected.split()
    pairs = zip(ours, theirs, strict=False)
    same = next((number for number, (one, other) in enumerate(pairs) if one != other), None)
    first = min(len(ours), len(theirs)) if same is None else same
    return _cut(ours, max(0, first - 1)), _cut(theirs, max(0, first - 1))


def _cut(words: list[str], first: int) -> str:
    text = ("…" if first else "") + " ".join(words[first:])
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[: _SHOWN_CHARACTERS - 1]}…"
