"""Caption faults: what is wrong with the lines of a published WebVTT file, by its text alone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import pairwise

from builder.base.language import Language
from builder.check.listen.transcript import parse_transcript
from builder.formats.held_together import held_spans, is_held

_TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")


def transcript_faults(data: bytes, language: Language) -> tuple[str, ...]:
    """Return what is wrong with a WebVTT file, each as a sentence without its final stop.

    Cues out of order, overlapping or ending before they start; tags that are not closed, but for a voice span
    that is all of its cue; a figure parted from its unit by a line end.

    Args:
        data: The file.
        language: Of every cue that names none.
    """
    try:
        parse_transcript(data, language)
    except ValueError as error:
        return (str(error),)
    blocks = re.split(r"\n{2,}", data.decode("utf-8-sig").replace("\r\n", "\n").strip("\n"))
    return tuple(fault for block in blocks if "-->" in block for fault in _in_cue(block))


def _in_cue(block: str) -> Iterator[str]:
    name, _, *lines = block.split("\n")
    if not _is_closed("\n".join(lines)):
        yield f'the cue "{name}" has a tag that is not closed'
    shown = [html.unescape(_TAG.sub("", line)) for line in lines]
    for above, below in pairwise(shown):
        if is_parted(above, below):
            yield f'the cue "{name}" parts what belongs together: "{above[-20:]}" above "{below[:20]}"'


def is_parted(above: str, below: str) -> bool:
    """Return True when the end of a line lies between a figure and its unit, or the like."""
    place = len(above)
    inside = any(start < place < end for start, end in held_spans(above + below))
    wide = not (above[-1:] + below[:1]).isascii() and inside
    return is_held(above, below) or wide


def _is_closed(text: str) -> bool:
    """Return True when tags are closed; WebVTT, "cue voice span": one that is all of the cue need not be."""
    still_open: list[str] = []
    for tag in _TAG.finditer(text):
        if not tag[1]:
            still_open.append(tag[2])
        elif not still_open or still_open.pop() != tag[2]:
            return False
    return not still_open or (still_open == ["v"] and text.startswith("<v "))
