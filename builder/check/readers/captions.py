"""Captions: WebVTT and SRT, by parsers that take nothing but what the rules allow.

Sources: W3C, WebVTT, "syntax"; for SRT, which has no standard, what the SubRip program writes: a number, a
line of times with commas, text, a blank line.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from builder.check.readers.read import Read, ReadCue, Unreadable, clock_ms
from builder.check.readers.xml import read_bytes

_VTT_TIME = r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
_VTT_TIMES = re.compile(rf"({_VTT_TIME})[ \t]+-->[ \t]+({_VTT_TIME})(?:[ \t]+\S+:\S+)*[ \t]*", re.ASCII)
_SRT_TIME = r"\d{2,}:[0-5]\d:[0-5]\d,\d{3}"
_SRT_TIMES = re.compile(rf"({_SRT_TIME}) --> ({_SRT_TIME})", re.ASCII)
_VTT_TAG = re.compile(r"</?(?:c|i|b|u|v|lang|ruby|rt)(?:[. \t][^>]*)?>|<\d[\d:.]*>")
_SRT_MARKUP = re.compile(r"<[A-Za-z/!]|\{\\|-->")
"""What players take for a tag of HTML or of SubStation Alpha, or for times."""
_APART = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t\n]|\Z)")


def read_vtt(path: Path) -> Read:
    """Return the cues of a WebVTT file in its order, and its notes.

    Raises:
        Unreadable: It breaks a rule of the syntax.
    """
    header, *blocks = _blocks(path, encoding="utf-8-sig")
    if not re.match(r"WEBVTT(?:[ \t\n]|\Z)", header):
        raise Unreadable("it does not begin with WEBVTT")
    notes, cues = [], []
    for block in blocks:
        if _APART.match(block):
            notes.append(block.partition("\n")[2] or block.partition(" ")[2])
        else:
            cues.append(_vtt_cue(block))
    language = re.search(r"\bLanguage:[ \t]*([A-Za-z0-9-]+)", header)
    return Read(
        reader="a parser of WebVTT",
        language=language[1] if language else None,
        cues=tuple(cues),
        shown="\n".join((*notes, *(cue.text for cue in cues))),
        body="\n".join(cue.text for cue in cues),
    )


def read_srt(path: Path) -> Read:
    """Return the cues of an SRT file in its order.

    Raises:
        Unreadable: It is written otherwise, its numbers do not count from 1, or players would take a part of
            its words for something else.
    """
    cues = []
    for number, block in enumerate(_blocks(path, encoding="utf-8"), start=1):
        counted, _, rest = block.partition("\n")
        times, _, text = rest.partition("\n")
        found = _SRT_TIMES.fullmatch(times)
        if counted != str(number):
            raise Unreadable(f'cue {number} is numbered "{counted[:20]}"')
        if found is None:
            raise Unreadable(f'cue {number} has the times "{times[:60]}"')
        if not text.strip():
            raise Unreadable(f"cue {number} has no words")
        if markup := _SRT_MARKUP.search(text):
            raise Unreadable(f'cue {number} has "{markup[0]}" in its words')
        cues.append(
            ReadCue(
                text=text.replace("\n", " ").strip(),
                start_ms=clock_ms(found[1]),
                end_ms=clock_ms(found[2]),
            )
        )
    body = "\n".join(cue.text for cue in cues)
    return Read(reader="a parser of SRT", cues=tuple(cues), shown=body, body=body)


def _blocks(path: Path, *, encoding: str) -> list[str]:
    try:
        text = read_bytes(path).decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"it is not UTF-8: {error}") from error
    if "\0" in text:
        raise Unreadable("it has a zero byte")
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return re.split(r"\n{2,}", text)


def _vtt_cue(block: str) -> ReadCue:
    name, rest = None, block
    if "-->" not in block.partition("\n")[0]:
        name, _, rest = block.partition("\n")
    times, _, text = rest.partition("\n")
    found = _VTT_TIMES.fullmatch(times)
    if found is None:
        raise Unreadable(f'a cue has the times "{times[:60]}"')
    if "-->" in text:
        raise Unreadable(f'the text of the cue at {found[1]} has "-->" in it')
    bare = _VTT_TAG.sub("", text)
    if "<" in bare or re.search(r"&(?!(?:amp|lt|gt|lrm|rlm|nbsp|#\d+|#x[0-9a-fA-F]+);)", bare):
        raise Unreadable(f'the text of the cue at {found[1]} has an unescaped "<" or "&" in it')
    return ReadCue(
        id=name,
        text=html.unescape(bare).replace("\n", " ").strip(),
        start_ms=clock_ms(found[1]),
        end_ms=clock_ms(found[2]),
    )
