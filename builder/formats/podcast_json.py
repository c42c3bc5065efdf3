"""Podcast JSON: the transcript as podcast apps take it, a segment a sentence.

Source: Podcast Namespace, "Transcript File Format Details", JSON, version 1.0.0. Times are seconds.
"""

from __future__ import annotations

import json

from builder.catalogue.texts import Texts
from builder.formats.captions import Caption, captions_of, harmless
from builder.model.publication import Publication

NAME: str = "transcript"
MEDIA_TYPE: str = "application/json"
VERSION: int = 1


def path(publication: Publication) -> str:  # noqa: ARG001 -- every format is asked for its path this way
    """Return the file's name in the edition's folder."""
    return "transcript.json"


def render(publication: Publication, texts: Texts) -> bytes:
    """Return every sentence, and music, with its speaker, start and end."""
    segments = [_segment(caption) for caption in captions_of(publication, texts)]
    value = {"version": "1.0.0", "segments": segments}
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _segment(caption: Caption) -> dict[str, str | float]:
    speaker = {} if caption.speaker is None else {"speaker": harmless(caption.speaker)}
    return {
        **speaker,
        "startTime": caption.start_ms / 1000,
        "endTime": caption.end_ms / 1000,
        "body": caption.text,
    }
