"""SRT: captions of two short lines each, for players and podcast apps that read nothing else.

Sources: the Podcast Namespace's advice (two lines of 32 characters); what ffmpeg, mpv and PyPI `srt` read:
UTF-8 without a mark, numbers from 1, times with a comma, lines that end in CR and LF as SubRip wrote them.
A sentence is parted into as many captions as it takes; the times between them are those of its words where
the engine told them, else they follow the number of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from builder.base.units import to_ms, vtt_time
from builder.catalogue.texts import Texts
from builder.formats.base import file_name
from builder.formats.caption_lines import SRT_COLUMNS, captions, columns, line_columns, wrap
from builder.formats.captions import harmless
from builder.formats.timed_words import TimedWord, timed_sentences
from builder.model.publication import Publication
from builder.model.sound import UnitHead
from builder.model.timeline import Cue

NAME: str = "srt"
MEDIA_TYPE: str = "application/x-subrip"
VERSION: int = 1

_TAG = re.compile("<(?=[A-Za-z/!])")
_LINE_END = "\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What is shown at once."""

    text: str
    start_ms: int
    end_ms: int


def path(publication: Publication) -> str:
    """Return the file's name in the edition's folder."""
    return file_name(publication, "srt")


def write(file: IO[bytes], publication: Publication, texts: Texts, heads: Iterable[UnitHead]) -> None:  # noqa: ARG001 -- as every such format
    """Write the captions as their words are read from `heads`, as `words.write` does."""
    most = min(line_columns(publication.edition.language), SRT_COLUMNS)
    rate, number = publication.timeline.sample_rate_hz, 0
    for cue, words in timed_sentences(publication, heads):
        for shown in _captions(cue, words, most, rate):
            number += 1
            times = f"{_time(shown.start_ms)} --> {_time(shown.end_ms)}"
            lines = (f"{number}", times, *map(_line, wrap(shown.text, most)), "", "")
            file.write(_LINE_END.join(lines).encode())


def _captions(cue: Cue, words: tuple[TimedWord, ...] | None, most: int, rate: int) -> Iterator[_Shown]:
    """Yield the captions of one sentence, which follow each other without a gap."""
    text = harmless(cue.text)
    places = captions(text, most)
    # Places of words are counted in the cue's own text; where that is not what is shown, they say nothing.
    known = words if text == cue.text else None
    starts = [cue.start, *(_time_of(cue, text, place, known) for place, _ in places[1:]), cue.end]
    before_ms = to_ms(cue.start, rate)
    for (first, last), end in zip(places, starts[1:], strict=True):
        end_ms = max(to_ms(end, rate), before_ms + 1)
        yield _Shown(text=text[first:last], start_ms=before_ms, end_ms=end_ms)
        before_ms = end_ms


def _time_of(cue: Cue, text: str, place: int, words: tuple[TimedWord, ...] | None) -> int:
    """Return the frame at which the text from `place` on is heard."""
    word = next((word for word in words or () if word.text_end > place), None)
    if word is not None:
        return min(max(word.start, cue.start), cue.end)
    return cue.start + (cue.end - cue.start) * columns(text[:place]) // max(1, columns(text))


def _line(line: str) -> str:
    # Players take tags of HTML and of SubStation Alpha for markup, and an arrow for times.
    return _TAG.sub("＜", line.replace("-->", "→")).replace("{\\", "{ \\")


def _time(position_ms: int) -> str:
    return vtt_time(position_ms).replace(".", ",")
