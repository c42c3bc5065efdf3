"""Gate before the PO codec: bytes become lines, or are refused with the place and one thing to do."""

from __future__ import annotations

import re

from builder.base.errors import ContentError
from builder.base.text import shorten

MOST_BYTES = 5_000_000
"""A catalogue of a whole book stays well below; more is not a catalogue."""

_MARKS = {
    b"\xef\xbb\xbf": "UTF-8 with a byte order mark",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |$)|={7}$")
_CHARSET = re.compile(r"charset=([^\s;\"\\]*)", re.IGNORECASE)
_ACCEPTED_CHARSETS = frozenset({"UTF-8", "UTF8", "US-ASCII", "ASCII", "CHARSET"})


def open_lines(data: bytes, *, path: str) -> tuple[str, ...]:
    """Return the lines of a catalogue, each with its own line end (LF or CR LF).

    Joined they are the file, byte for byte.

    Raises:
        ContentError: More than 5 MB, not UTF-8, a byte order mark, a NUL, a carriage return inside a line, or
            the marks of an unfinished merge.
    """
    if len(data) > MOST_BYTES:
        raise ContentError(
            f"the file has {len(data)} bytes; expected at most {MOST_BYTES}",
            where=f"{path}:1",
            hint="split the catalogue, or look whether it is a catalogue at all",
        )
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            raise ContentError(
                f"found {name}; expected UTF-8 without a byte order mark",
                where=f"{path}:1",
                hint="save the file as UTF-8 (without BOM) in your editor",
            )
    lines = _split(_decode(data, path))
    for number, line in enumerate(lines, 1):
        _check_line(line.rstrip("\n").removesuffix("\r"), f"{path}:{number}")
    return lines


def check_charset(content_type: str, *, where: str) -> None:
    """Refuse a header that declares another charset than UTF-8.

    Args:
        content_type: Value of the header field `Content-Type`; an empty one declares nothing.
        where: `path:line` of the header.

    Raises:
        ContentError: Another charset is declared.
    """
    found = _CHARSET.search(content_type)
    if found is None or found[1].upper() in _ACCEPTED_CHARSETS:
        return
    path = where.rpartition(":")[0]
    raise ContentError(
        f'the header declares the charset "{shorten(found[1])}"; expected UTF-8',
        where=where,
        hint=f"run: edition po cat {path} --charset {shorten(found[1])} --output {path}",
    )


def _decode(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        declared = _CHARSET.search(data[:4000].decode("latin-1"))
        other = declared[1] if declared and declared[1].upper() not in _ACCEPTED_CHARSETS else None
        hint = (
            f"run: edition po cat {path} --charset {shorten(other)} --output {path}"
            if other
            else "save the file as UTF-8 in your editor"
        )
        raise ContentError(
            f"found the byte 0x{data[error.start]:02x}, which is not UTF-8", where=f"{path}:{line}", hint=hint
        ) from error


def _split(text: str) -> tuple[str, ...]:
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return (*lines, last) if last else tuple(lines)


def _check_line(line: str, where: str) -> None:
    if _CONFLICT.match(line):
        raise ContentError(
            f'found the mark of an unfinished merge: "{shorten(line)}"',
            where=where,
            hint="choose one of the two sides and remove the marks",
        )
    if "\0" in line:
        raise ContentError("found a NUL character", where=where, hint="remove it; the file may be damaged")
    if "\r" in line:
        raise ContentError(
            "found a carriage return inside a line; expected lines that end in a newline",
            where=where,
            hint="save the file with Unix line ends in your editor",
        )
