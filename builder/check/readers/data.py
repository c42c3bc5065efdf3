"""JSON files: chapters, transcripts with times, words with times, and the figures of the sound report.

Sources: Podcast Namespace, JSON chapters 1.2 and JSON transcripts 1.0.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from builder.check.readers.read import Fault, Read, ReadChapter, ReadCue, Unreadable, finite
from builder.check.readers.xml import read_bytes

_WORDS_SCHEMA = "edition-words/1"


def read_chapters(path: Path) -> Read:
    """Return the chapters of a `chapters.json`.

    Raises:
        Unreadable: It is not as JSON chapters 1.2 are.
    """
    value = _object(path)
    if not str(value.get("version", "")).startswith("1."):
        raise Unreadable(f'it is of version "{value.get("version")}", and 1.2 is read')
    chapters = tuple(
        ReadChapter(
            title=_text(each, "title"),
            start_ms=_ms(each, "startTime"),
            end_ms=_ms(each, "endTime") if "endTime" in each else None,
            anchor=urlsplit(str(each["url"])).fragment or None if "url" in each else None,
        )
        for each in _list(value, "chapters")
    )
    title = value.get("title")
    return Read(
        reader="json",
        title=str(title) if title else None,
        chapters=chapters,
        duration_ms=chapters[-1].end_ms if chapters else None,
    )


def read_transcript(path: Path) -> Read:
    """Return the segments of a podcast's JSON transcript as cues.

    Raises:
        Unreadable: It is not as JSON transcripts are.
    """
    value = _object(path)
    if "version" not in value:
        raise Unreadable("it has no version")
    cues = tuple(
        ReadCue(text=_text(each, "body"), start_ms=_ms(each, "startTime"), end_ms=_ms(each, "endTime"))
        for each in _list(value, "segments")
    )
    body = "\n".join(cue.text for cue in cues)
    return Read(reader="json", language=_optional(value, "language"), cues=cues, shown=body, body=body)


def read_words(path: Path) -> Read:
    """Return the sentences of a `words.json`; each of its words has to lie inside of its sentence.

    Raises:
        Unreadable: It has another schema, or no sentences with text, times and words.
    """
    value = _object(path)
    if value.get("schema") != _WORDS_SCHEMA:
        raise Unreadable(f'its schema is "{value.get("schema")}", and {_WORDS_SCHEMA} is read')
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
    faults = [fault for cue, each in zip(cues, sentences, strict=True) for fault in _words_outside(cue, each)]
    body = "\n".join(cue.text for cue in cues)
    return Read(
        reader="json",
        language=_optional(value, "language"),
        cues=cues,
        shown=body,
        body=body,
        faults=tuple(faults),
    )


def read_levels(path: Path) -> Read:
    """Return the chapters of a `sound.json`.

    Raises:
        Unreadable: It has none.
    """
    value = _object(path)
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
        language=_optional(value, "language"),
        duration_ms=_number(value, "duration_ms"),
        chapters=chapters,
    )


def _words_outside(cue: ReadCue, sentence: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield the words that go back in time or in the text, or lie outside of their sentence."""
    before_ms, place = cue.start_ms, 0
    words = sentence.get("words")
    for word in [] if words is None else words if isinstance(words, list) else [words]:
        match word:
            case [int() | float() as start, int() | float() as end, int(first), int(last)]:
                start_ms, end_ms = finite(start * 1000), finite(end * 1000)
            case _:
                raise Unreadable(f'a word of "{cue.id}" is not two times and two places')
        if not before_ms <= start_ms <= end_ms <= cue.end_ms or not place <= first < last <= len(cue.text):
            name = cue.text[max(0, first) : max(0, last)]
            yield Fault(
                code="V018",
                message=f'the word "{name[:40]}" at {start_ms:,.0f} ms is not after the one above and inside '
                f"of its sentence, {cue.start_ms:,.0f} to {cue.end_ms:,.0f} ms",
            )
        before_ms, place = start_ms, last


def _object(path: Path) -> Mapping[str, Any]:
    try:
        value = json.loads(read_bytes(path))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"it is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise Unreadable("it is no JSON object")
    return value


def _list(value: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    found = value.get(name)
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Unreadable(f'it has no list of objects called "{name}"')
    return found


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    if not isinstance(found, str):
        raise Unreadable(f'an entry has no text called "{name}"')
    return found


def _optional(value: Mapping[str, Any], name: str) -> str | None:
    return _text(value, name) if name in value else None


def _number(value: Mapping[str, Any], name: str) -> float:
    found = value.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise Unreadable(f'an entry has no number called "{name}"')
    return finite(float(found)) if abs(found) < 1e300 else finite(math.inf)


def _ms(value: Mapping[str, Any], name: str) -> float:
    return _number(value, name) * 1000
