"""Write PO entries: lines that were read come back as they were, what changed is written as gettext would.

Nobody has to say that a message changed: its raw lines are read again and compared with its fields. A field
that is as it was keeps its lines, so a new reference does not wrap a translator's text anew.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from builder.catalogue.line_breaks import is_wide, split_at_breaks
from builder.catalogue.po_read import CLOSE, OPEN, comment_text, read_entries, to_message, unquote
from builder.model.catalogue import Message

WIDTH = 79
"""Widest line in columns, quotes and keyword included, as gettext's `--width` is by default."""

_ESCAPES = str.maketrans({
    "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r",
    "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v",
})  # fmt: skip
_LOGICAL = re.compile(r"[^\n]*\n|[^\n]+")


def render_message(message: Message, *, newline: str, first: bool = False) -> str:
    """Return an entry with the blank line in front of it: as it was read where it is unchanged.

    Args:
        message: With or without raw lines.
        newline: For new lines: LF or CR LF.
        first: True for the entry a file starts with: no blank line is put before it.
    """
    fields: Mapping[str, Sequence[str]] = {}
    if message.raw is not None:
        (entry, *_), _ = read_entries(message.raw, path="")
        was = to_message(entry, path="")
        if replace(was, line=message.line) == message:
            return "".join(message.raw)
        fields = {name: lines for name, lines in entry.fields.items() if _same(name, was, message)}
        fields = {**fields, "was": entry.fields.get("comments", ()), "was_msgstr": entry.fields["msgstr"]}
    blank = fields.get("blank", () if first else ("",))
    lines = [*blank, *_comment_lines(message, fields), *_text_lines(message, fields)]
    return "".join(line + newline for line in lines)


def previous_lines(message: Message) -> tuple[str, ...]:
    """Return context and msgid of `message` as `#|` lines, without their `#| `."""
    lines: list[str] = []
    for keyword, text in (
        ("msgctxt", message.msgctxt),
        ("msgid", message.msgid),
        ("msgid_plural", message.msgid_plural),
    ):
        if text is not None:
            lines.extend(_wrapped(keyword, text, width=WIDTH - 3))
    return tuple(lines)


def _same(name: str, was: Message, now: Message) -> bool:
    """Tell whether the field that is written in the lines called `name` is as it was."""
    match name:
        case "comments":
            return was.translator_comments == now.translator_comments
        case "extracted":
            return was.extracted_comments == now.extracted_comments
        case "msgid" | "msgctxt" | "msgid_plural" | "references" | "flags" | "previous":
            return bool(getattr(was, name) == getattr(now, name))
        case "msgstr":
            return was.msgstr == now.msgstr and (was.msgid_plural is None) == (now.msgid_plural is None)
        case _:
            return True


def _comment_lines(message: Message, fields: Mapping[str, Sequence[str]]) -> Iterator[str]:
    was = {comment_text(line, 1): line for line in fields.get("was", ())}
    for text in message.translator_comments:
        yield was.get(text) or f"# {text}".rstrip(" ")
    mark = "#~|" if message.obsolete else "#|"
    yield from fields.get("extracted") or (f"#. {text}".rstrip(" ") for text in message.extracted_comments)
    yield from fields.get("references") or _reference_lines(message.references)
    if message.flags:
        yield from fields.get("flags") or (f"#, {', '.join(message.flags)}",)
    for line in message.previous:
        yield f"{mark} {line}"


def _text_lines(message: Message, fields: Mapping[str, Sequence[str]]) -> Iterator[str]:
    prefix = "#~ " if message.obsolete else ""
    width = 1_000_000 if "no-wrap" in message.flags else WIDTH - len(prefix)
    for keyword, text in (
        ("msgctxt", message.msgctxt),
        ("msgid", message.msgid),
        ("msgid_plural", message.msgid_plural),
    ):
        if text is not None:
            lines = fields.get(keyword) or _wrapped(keyword, text, width=width)
            yield from (prefix + line for line in lines)
    yield from (prefix + line for line in fields.get("msgstr") or _msgstr_lines(message, fields, width))


def _msgstr_lines(message: Message, fields: Mapping[str, Sequence[str]], width: int) -> Iterator[str]:
    if message.msgid_plural is None:
        known = _logical_lines(fields.get("was_msgstr", ())) if not message.msgid else {}
        yield from _wrapped("msgstr", message.msgstr[0], width=width, known=known)
        return
    for number, text in enumerate(message.msgstr):
        yield from _wrapped(f"msgstr[{number}]", text, width=width)


def _wrapped(
    keyword: str, text: str, *, width: int, known: Mapping[str, Sequence[str]] | None = None
) -> Iterator[str]:
    """Yield a keyword and its text as lines of at most `width` columns where the text has places to break.

    `known` has lines to be used again for a stretch of text up to and with its newline.
    """
    single = f'{keyword} "{text.translate(_ESCAPES)}"'
    stretches = _LOGICAL.findall(text)
    if len(stretches) <= 1 and columns(single) <= width:
        yield single
        return
    yield f'{keyword} ""'
    for stretch in stretches:
        lines = (known or {}).get(stretch)
        yield from lines or (f'"{line}"' for line in _broken(stretch, width - 2))


def _broken(stretch: str, width: int) -> Iterator[str]:
    """Yield a stretch of text, escaped, in parts of at most `width` columns where it has places to break."""
    line, line_columns = "", 0
    for piece in _pieces(stretch):
        piece_columns = columns(piece)
        if line and line_columns + piece_columns > width:
            yield line
            line, line_columns = "", 0
        line += piece
        line_columns += piece_columns
    yield line


def _pieces(stretch: str) -> Iterator[str]:
    """Yield the smallest parts, escaped, that a text may be broken into."""
    written = stretch.translate(_ESCAPES)
    end = "\\n" if stretch.endswith("\n") else ""
    pieces = _joined_escapes(split_at_breaks(written.removesuffix(end)))
    yield from pieces[:-1]
    yield (pieces[-1] if pieces else "") + end


def _joined_escapes(pieces: Sequence[str]) -> list[str]:
    """Return the pieces with those put together again that an escape was cut into."""
    joined: list[str] = []
    open_escape = False
    for piece in pieces:
        if open_escape:
            joined[-1] += piece
        else:
            joined.append(piece)
        open_escape = _ends_in_escape(joined[-1])
    return joined


def _ends_in_escape(text: str) -> bool:
    """Tell whether the last character is a backslash that belongs to the character after it."""
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: none for marks, two for wide characters."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(character) in {"Mn", "Me", "Cf"} else 2 if is_wide(character) else 1
        for character in text
    )


def _logical_lines(lines: Sequence[str]) -> dict[str, list[str]]:
    """Return the quoted lines of a header by the stretch of text they hold, if each ends with it."""
    known: dict[str, list[str]] = {}
    gathered: list[str] = []
    for line in lines:
        if not line.startswith('"'):
            continue
        gathered.append(line)
        if line.endswith('\\n"'):
            known["".join(unquote(part, where="") for part in gathered)] = gathered
            gathered = []
    return known


def _reference_lines(references: Iterable[str]) -> Iterator[str]:
    line = "#:"
    for reference in references:
        written = _quoted(reference)
        if line != "#:" and columns(line) + 1 + columns(written) > WIDTH:
            yield line
            line = "#:"
        line = f"{line} {written}"
    if line != "#:":
        yield line


def _quoted(reference: str) -> str:
    if not re.search(r"\s", reference):
        return reference
    path, colon, line = reference.rpartition(":")
    return f"{OPEN}{path}{CLOSE}:{line}" if colon and line.isdigit() else f"{OPEN}{reference}{CLOSE}"
