"""Words: when each word is heard, for programs that follow the text word by word.

The shape is our own, `edition-words/1`: see `docs/formats.md`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO, Any

from builder.article.inline import plain
from builder.base.text import clean_text
from builder.base.units import to_ms
from builder.catalogue.texts import Texts
from builder.formats.captions import harmless
from builder.formats.speakers import Speakers
from builder.formats.timed_words import TimedWord, timed_sentences
from builder.model.publication import Publication
from builder.model.sound import UnitHead
from builder.model.timeline import Cue

NAME: str = "words"
MEDIA_TYPE: str = "application/json"
VERSION: int = 1
SCHEMA = "edition-words/1"


def path(publication: Publication) -> str:  # noqa: ARG001 -- every format is asked for its path this way
    """Return the file's name in the edition's folder."""
    return "words.json"


def write(file: IO[bytes], publication: Publication, texts: Texts, heads: Iterable[UnitHead]) -> None:
    """Write every sentence on a line of its own as it is read from `heads`; none is held.

    Args:
        file: Open for writing.
        publication: Its timeline was laid out of the units.
        texts: In the edition's language.
        heads: Of the units, in the script's order; read once.
    """
    timeline, speakers = publication.timeline, Speakers(publication, texts)
    document = publication.edition.document
    head = {
        "schema": SCHEMA,
        "slug": document.metadata.slug,
        "language": publication.edition.language,
        "title": harmless(plain(document.title.markup)),
        "duration": _seconds(timeline.frames, timeline.sample_rate_hz),
    }
    file.write(f'{_json(head)[:-1]},"sentences":['.encode())
    for number, (cue, words) in enumerate(timed_sentences(publication, heads)):
        value = _sentence(cue, words, publication, speakers.of(cue.passage_id))
        file.write(f"{',' if number else ''}\n{_json(value)}".encode())
    file.write(b"\n]}\n")


def _sentence(
    cue: Cue, words: tuple[TimedWord, ...] | None, publication: Publication, speaker: str | None
) -> dict[str, Any]:
    rate = publication.timeline.sample_rate_hz
    return {
        "id": cue.utterance_id,
        "start": _seconds(cue.start, rate),
        "end": _seconds(cue.end, rate),
        # Character by character, for places in it are counted.
        "text": clean_text(cue.text).replace("\n", " "),
        **({"speaker": harmless(speaker)} if speaker else {}),
        **({"language": cue.language} if cue.language != publication.edition.language else {}),
        "words": None
        if words is None
        else [
            [_seconds(word.start, rate), _seconds(word.end, rate), word.text_start, word.text_end]
            for word in words
        ],
    }


def _seconds(frames: int, sample_rate_hz: int) -> float:
    return to_ms(frames, sample_rate_hz) / 1000


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
