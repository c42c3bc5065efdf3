"""Segment ids: the file that lets each text of an article keep its id through every edit."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

from builder.article.segments import KnownSegment, SegmentKey, mint_ids, segments
from builder.base.errors import ContentError
from builder.base.text import shorten
from builder.catalogue.similar import pair_edited
from builder.model.document import Document
from builder.model.segment import Context, SegmentId

SCHEMA = "edition-segments/1"

_ID = re.compile(r"s-[0-9a-f]{8}(?:-[0-9]+)?")
_CONTEXTS: tuple[str, ...] = get_args(Context)


def parse_segment_ids(data: bytes, *, path: str) -> tuple[KnownSegment, ...]:
    """Return the segments of a `<slug>.segments.json`, in its order.

    Raises:
        ContentError: It is no such file; says where in it and what was expected.
    """
    try:
        value = json.loads(data)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise _refusal(f"this is not JSON: {error}", f"{path}:{line}") from error
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        found = value.get("schema") if isinstance(value, dict) else value
        raise _refusal(f'schema: expected "{SCHEMA}", found {shorten(str(found))}', f"{path}:1")
    entries = value.get("segments")
    if not isinstance(entries, list):
        raise _refusal("segments: expected a list", f"{path}:1")
    known = tuple(_segment(entry, f"segments[{place}]", path) for place, entry in enumerate(entries))
    twice = [name for name, count in Counter(segment.id for segment in known).items() if count > 1]
    if twice:
        raise _refusal(f"segments: the id {twice[0]} stands there twice", f"{path}:1")
    return known


def render_segment_ids(known: Sequence[KnownSegment]) -> bytes:
    """Return the file of segment ids, one segment a line."""
    lines = (
        json.dumps({"id": segment.id, "context": segment.context, "text": segment.text}, ensure_ascii=False)
        for segment in known
    )
    body = ",\n".join(f"  {line}" for line in lines)
    return f'{{\n "schema": "{SCHEMA}",\n "segments": [\n{body}\n ]\n}}\n'.encode()


def update_segment_ids(known: Sequence[KnownSegment], document: Document) -> tuple[KnownSegment, ...]:
    """Return the segments of `document` with their ids, in document order.

    A text that is as it was keeps its id, and so does one that was edited: among the texts of one context it
    is the one most like a text that vanished. Others get an id of their own.
    """
    keys = tuple((segment.context, segment.markup) for segment in segments(document))
    ids = mint_ids(keys, _follow_edits(known, keys))
    return tuple(
        KnownSegment(id=name, context=context, text=text)
        for name, (context, text) in zip(ids, keys, strict=True)
    )


def _follow_edits(known: Sequence[KnownSegment], keys: Sequence[SegmentKey]) -> tuple[KnownSegment, ...]:
    """Return the known segments, those that were edited with the text they have now."""
    wanted = Counter(keys)
    vanished: list[int] = []
    for place, segment in enumerate(known):
        key = (segment.context, segment.text)
        wanted[key] -= 1
        if wanted[key] < 0:
            vanished.append(place)
    left = Counter({key: count for key, count in wanted.items() if count > 0})
    new: list[SegmentKey] = []
    for key in reversed(keys):
        # Of equal texts the last ones are new: the first take the ids that are known.
        if left[key] > 0:
            left[key] -= 1
            new.insert(0, key)
    followed = list(known)
    for context in (None, *_CONTEXTS):
        old_places = [place for place in vanished if known[place].context == context]
        new_texts = [text for other, text in new if other == context]
        pairs = pair_edited([known[place].text for place in old_places], new_texts)
        for at_new, at_old in pairs.items():
            place = old_places[at_old]
            followed[place] = replace(known[place], text=new_texts[at_new])
    return tuple(followed)


def _segment(entry: Any, where: str, path: str) -> KnownSegment:
    if not isinstance(entry, dict):
        raise _refusal(f"{where}: expected an object with id, context and text", f"{path}:1")
    name, context, text = entry.get("id"), entry.get("context"), entry.get("text")
    if not (isinstance(name, str) and _ID.fullmatch(name)):
        raise _refusal(f"{where}.id: expected s- and 8 hex digits, found {shorten(str(name))}", f"{path}:1")
    if context is not None and context not in _CONTEXTS:
        raise _refusal(f"{where}.context: expected null or one of {', '.join(_CONTEXTS)}", f"{path}:1")
    if not (isinstance(text, str) and text):
        raise _refusal(f"{where}.text: expected a text", f"{path}:1")
    return KnownSegment(id=SegmentId(name), context=context, text=text)


def _refusal(message: str, where: str) -> ContentError:
    return ContentError(
        message, where=where, hint="restore the file from your history; ids cannot be made a second time"
    )
