"""Texts made harmless: no control characters, no lone surrogates, one kind of line end."""

from __future__ import annotations

import re

_REFUSED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_BLANKS = re.compile(r"[ \t\n]+")  # not "\s": a no-break space is part of the text


def clean_text(text: str) -> str:
    """Return `text` with line ends as a newline and characters that XML or ID3 refuse as U+FFFD."""
    return _REFUSED.sub("\ufffd", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """Return `text` cleaned, every run of blanks a single space, none at the ends.

    No-break spaces stay: French and Swiss figures need them.
    """
    return _BLANKS.sub(" ", clean_text(text)).strip(" ")


def shorten(text: str, most: int = 60) -> str:
    """Return at most `most` characters of `text` on one line, the cut shown by an ellipsis."""
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def around(text: str, start: int, end: int, most: int = 60) -> str:
    """Return the words around a stretch of `text`, at most about `most` characters, cuts shown by ellipses.

    Args:
        text: On one line.
        start: Of the stretch, in code points.
        end: One past its last character.
        most: The stretch is shown whole even if it is longer.
    """
    side = max(0, most - (end - start)) // 2
    first, last = max(0, start - side), min(len(text), end + side)
    if first:
        first = min(start, text.find(" ", first, start) + 1 or start)
    if last < len(text):
        last = max(end, text.rfind(" ", end, last))
    return f"{'…' if first else ''}{text[first:last].strip()}{'…' if last < len(text) else ''}"
