"""JSON files: chapters, transcripts with times, words with times, and the figures of the sound report.

Sources: Podcast Namespace, JSON chapters 1.2 and JSON transcripts 1.0; `docs/formats.md` for our own.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from builder.base.text import shorten
from builder.check.readers.read import (
    Fault,
    Read,
    ReadChapter,
    ReadCue,
    Unreadable,
    address_parts,
    finite,
)
from builder.check.readers.xml import read_bytes

_CHAPTERS_VERSION = "1.2.0"
_TRANSCRIPT_VERSION = "1.0.0"
_WORDS_SCHEMA = "edition-words/1"
_LEVELS_SCHEMA = "edition-sound/1"
_HALF = re.compile("[\ud800-\udfff]")
_FAR = 1e300
"""Near the largest number that a float holds; JSON's have no end."""


def read_chapters(path: Path) -> Read:
    """Return the chapters of a `chapters.json`.

    Raises:
        Unreadable: It is not as JSON chapters 1.2 are.
    """
    value = _object(path)
    _require(value, "version", _CHAPTERS_VERSION)
    chapters = tuple(
        ReadChapter(
            title=_text(each, "title"),
            start_ms=_ms(each, "startTime"),
            end_ms=_ms(each, "endTime"),
            anchor=address_parts(_text(each, "url")).fragment if "url" in each else None,
        )
        for each in _list(value, "chapters")
    )
    return Read(
        reader="json",
        title=_text(value, "title"),
        chapters=chapters,
        duration_ms=chapters[-1].end_ms if chapters else None,
    )


def read_transcript(path: Path) -> Read:
    """Return the segments of a podcast's JSON transcript as cues.

    Raises:
        Unreadable: It is not as JSON transcripts are.
    """
    value = _object(path)
    _require(value, "version", _TRANSCRIPT_VERSION)
    segments = _list(value, "segments")
    cues = tuple(
        ReadCue(text=_text(each, "body"), start_ms=_ms(each, "startTime"), end_ms=_ms(each, "endTime"))
        for each in segments
    )
    for each in segments:
        _optional(each, "speaker")
    body = "\n".join(cue.text for cue in cues)
    return Read(reader="json", cues=cues, shown=body, body=body)


def read_words(path: Path) -> Read:
    """Return the sentences of a `words.json`; each of its words has to lie inside of its sentence.

    Raises:
        Unreadable: It has another schema, or a field of it is missing or of another kind.
    """
    value = _object(path)
    _require(value, "schema", _WORDS_SCHEMA)
    sentences = _list(value, "sentences")
    cues = tuple(
        ReadCue(
            id=_text(each, "id"),
            text=_text(each, "text"),
            start_ms=_ms(each, "start"),
            end_ms=_ms(each, "end"),
        )
        for each in sentences
    )
    for each in sentences:
        _optional(each, "speaker")
        _optional(each, "language")
    faults = [fault for cue, each in zip(cues, sentences, strict=True) for fault in _words_outside(cue, each)]
    body = "\n".join(cue.text for cue in cues)
    return Read(
        reader="json",
        title=_text(value, "title"),
        language=_text(value, "language"),
        duration_ms=_ms(value, "duration"),
        cues=cues,
        shown=body,
        body=body,
        faults=tuple(faults),
    )


def read_levels(path: Path) -> Read:
    """Return the chapters of a `sound.json`.

    Raises:
        Unreadable: It has another schema, or none.
    """
    value = _object(path)
    _require(value, "schema", _LEVELS_SCHEMA)
    chapters = tuple(
        ReadChapter(
            title=_text(each, "title"),
            start_ms=_number(each, "start_ms"),
            end_ms=_number(each, "end_ms"),
        )
        for each in _list(value, "chapters")
    )
    return Read(
        reader="json",
        language=_text(value, "language"),
        duration_ms=_number(value, "duration_ms"),
        chapters=chapters,
    )


def _words_outside(cue: ReadCue, sentence: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield the words that go back in time or in the text, or lie outside of their sentence."""
    before_ms, place = cue.start_ms, 0
    for start_ms, end_ms, first, last in _words(cue, sentence):
        if not before_ms <= start_ms <= end_ms <= cue.end_ms or not place <= first < last <= len(cue.text):
            name = cue.text[max(0, first) : max(0, last)]
            yield Fault(
                code="V018",
                message=f'the word "{shorten(name, 40)}" at {start_ms:,.0f} ms is not after the one above '
                f"and inside of its sentence, {cue.start_ms:,.0f} to {cue.end_ms:,.0f} ms",
            )
        before_ms, place = end_ms, last


def _words(cue: ReadCue, sentence: Mapping[str, Any]) -> Iterator[tuple[float, float, int, int]]:
    """Yield start and end in milliseconds, first and last character of each word; none where none is told."""
    words = sentence.get("words", False)
    if words is None:
        return
    if not isinstance(words, list):
        raise Unreadable(f'the words of "{shorten(cue.id or "")}" are no list')
    for word in words:
        if not isinstance(word, list) or len(word) != 4 or not all(type(each) is int for each in word[2:]):
            raise Unreadable(f'a word of "{shorten(cue.id or "")}" is not two times and two places')
        start, end, first, last = word
        yield _as_number(start, "a word") * 1000, _as_number(end, "a word") * 1000, first, last


def _object(path: Path) -> Mapping[str, Any]:
    try:
        value = json.loads(read_bytes(path))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"it is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise Unreadable("it is no JSON object")
    return value


def _require(value: Mapping[str, Any], name: str, expected: str) -> None:
    found = value.get(name)
    if found != expected:
        raise Unreadable(f'its {name} is "{shorten(str(found), 40)}", and "{expected}" is read')


def _list(value: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    found = value.get(name)
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Unreadable(f'it has no list of objects called "{name}"')
    return found


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    if not isinstance(found, str):
        raise Unreadable(f'it lacks a text called "{name}"')
    # JSON can spell halves of a character, which no other file can hold.
    if _HALF.search(found):
        raise Unreadable(f'the text "{shorten(found, 40)}" has half of a character in it')
    return found


def _optional(value: Mapping[str, Any], name: str) -> str | None:
    return _text(value, name) if name in value else None


def _number(value: Mapping[str, Any], name: str) -> float:
    return _as_number(value.get(name), name)


def _as_number(found: object, name: str) -> float:
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise Unreadable(f'it lacks a number called "{name}"')
    return finite(float(found)) if abs(found) < _FAR else finite(math.inf)


def _ms(value: Mapping[str, Any], name: str) -> float:
    return _number(value, name) * 1000
