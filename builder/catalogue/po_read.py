"""Read PO entries: lines become messages, and each field remembers the lines it was written in.

The grammar is that of GNU gettext ("The Format of PO Files"), without its `domain` lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from builder.base.errors import ContentError
from builder.base.text import shorten
from builder.model.catalogue import Message

OPEN, CLOSE = "\u2068", "\u2069"
"""What gettext puts around a file name with spaces in `#:` lines."""

BLANKS = " \t\r\n\v\f"

_FIELDS = {".": "extracted", ":": "references", ",": "flags", "|": "previous"}
_KEYWORD = re.compile(
    r"(?P<name>msgctxt|msgid_plural|msgid|msgstr)(?:\s*\[\s*(?P<form>[0-9]{1,3})\s*\])?\s*(?P<rest>(?:\".*)?)$",
    re.ASCII,
)
_STRINGS = re.compile(r'(?:"(?:[^"\\]|\\.)*"\s*)+', re.ASCII)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)")
_HEX, _OCTAL = re.compile(r"x[0-9A-Fa-f]{1,2}"), re.compile(r"[0-7]{1,3}")
_SIMPLE = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\\": "\\", '"': '"',
}  # fmt: skip
_REFERENCE = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}(\\S*)|(\\S+)")
_ORDER = {"msgctxt": 0, "msgid": 1, "msgid_plural": 2, "msgstr": 3}


@dataclass(slots=True)
class Entry:
    """One entry of a file: its lines, and which of them each field was written in."""

    start: int
    """1-based number of the first line."""
    raw: list[str] = field(default_factory=list)
    """Every line with its line end, blank ones in front of the entry too."""
    fields: dict[str, list[str]] = field(default_factory=dict)
    """Lines of each field without line end and without `#~`; `blank` has the blank lines in front."""
    texts: dict[str, list[str]] = field(default_factory=dict)
    """Texts by keyword; `msgstr` and `msgstr[1]` are keys of their own."""
    lines: dict[str, int] = field(default_factory=dict)
    """1-based line of each keyword."""
    obsolete: bool | None = None
    """True when its texts start with `#~`; None while there is none."""
    previous_obsolete: bool | None = None
    """True when its previous texts are in `#~|` lines, False when in `#|` lines."""

    @property
    def complete(self) -> bool:
        """True when a translation was seen, so that the next entry may start."""
        return any(name.startswith("msgstr") for name in self.texts)


def read_entries(lines: Sequence[str], *, path: str) -> tuple[list[Entry], tuple[str, ...]]:
    """Return the entries of a file, and the lines after the last one.

    Raises:
        ContentError: A line or an entry is not as gettext writes it.
    """
    entries: list[Entry] = []
    entry = Entry(start=1)
    for number, line in enumerate(lines, 1):
        content = line.strip(BLANKS)
        if entry.complete and _starts_entry(content):
            entries.append(entry)
            entry = Entry(start=number)
        _add_line(entry, content, number, path)
        entry.raw.append(line)
    if entry.complete:
        entries.append(entry)
        return entries, ()
    if entry.texts:
        raise ContentError(
            "this entry has no msgstr; expected one after its msgid",
            where=f"{path}:{max(entry.lines.values())}",
            hint="the file may have been cut off; restore it from your history",
        )
    if entry.previous_obsolete is not None:
        raise ContentError(
            "found previous texts and no entry after them",
            where=f"{path}:{entry.start + len(entry.fields.get('blank', ()))}",
            hint="the file may have been cut off; restore it from your history",
        )
    return entries, tuple(entry.raw)


def to_message(entry: Entry, *, path: str) -> Message:
    """Return the message an entry holds.

    Raises:
        ContentError: A keyword is missing, or the plural forms are not numbered from 0 upwards.
    """
    for name, parts in entry.texts.items():
        if not parts:
            raise ContentError(
                f"found {name} without a text",
                where=f"{path}:{entry.lines[name]}",
                hint='write "" after it where there is none; the file may have been cut off here',
            )
    texts = {name: "".join(parts) for name, parts in entry.texts.items()}
    msgid = texts.get("msgid")
    if msgid is None:
        raise ContentError(
            "this entry has no msgid; expected one before its msgstr",
            where=f"{path}:{min(entry.lines.values())}",
            hint="restore the entry from your history, or remove it",
        )
    return Message(
        msgid=msgid,
        msgstr=_forms(entry, texts, path),
        msgctxt=texts.get("msgctxt"),
        msgid_plural=texts.get("msgid_plural"),
        flags=_flags(entry.fields.get("flags", ())),
        previous=tuple(line[2:].strip(BLANKS) for line in entry.fields.get("previous", ())),
        references=_references(entry.fields.get("references", ())),
        extracted_comments=tuple(comment_text(line, 2) for line in entry.fields.get("extracted", ())),
        translator_comments=tuple(comment_text(line, 1) for line in entry.fields.get("comments", ())),
        obsolete=bool(entry.obsolete),
        line=entry.lines["msgid"],
        raw=tuple(entry.raw),
    )


def comment_text(line: str, mark: int) -> str:
    """Return a comment without its first `mark` characters and one space."""
    text = line[mark:]
    return text.removeprefix(" ")


def unquote(content: str, *, where: str) -> str:
    """Return the text of one or more strings in double quotes, escapes undone.

    Raises:
        ContentError: A quote is missing, or an escape is none that gettext knows.
    """
    if not _STRINGS.fullmatch(content):
        raise ContentError(
            f"the quotes do not fit; expected a text in double quotes, found {shorten(content, 50)}",
            where=where,
            hint='close the text with ", and write a quote inside it as \\"',
        )
    return "".join(_unescape(part, where) for part in _STRING.findall(content))


def previous_part(line: str, *, where: str) -> tuple[str | None, str]:
    """Return the keyword and the text of a `#|` line without its `#| `; no keyword for a continued text.

    Raises:
        ContentError: As `unquote` does.
    """
    found = _KEYWORD.match(line)
    if found and found["name"] == "msgstr":
        raise ContentError(
            f"found a translation among the previous texts: {shorten(line, 40)}",
            where=where,
            hint='"#|" keeps the earlier msgctxt, msgid and msgid_plural; remove this line',
        )
    text = found["rest"] if found else line
    return (found["name"] if found else None), (unquote(text, where=where) if text else "")


def _starts_entry(content: str) -> bool:
    """Tell whether a line after a complete entry belongs to the next one."""
    body = content[2:].strip(BLANKS) if content.startswith("#~") else content
    return not body.startswith(('"', "msgstr"))


def _add_line(entry: Entry, content: str, number: int, path: str) -> None:
    if not content:
        if not entry.fields and not entry.texts:
            entry.fields.setdefault("blank", []).append("")
        elif set(entry.fields) == {"blank"} and not entry.texts:
            entry.fields["blank"].append("")
        return
    where = f"{path}:{number}"
    obsolete = content.startswith("#~")
    if obsolete:
        content = content[2:].strip(BLANKS)
        if content.startswith("|"):
            content = f"#{content}"
        if content.startswith("#~"):
            raise ContentError(
                f'found "#~" twice: {shorten(content, 40)}',
                where=where,
                hint='keep one "#~" before each line',
            )
        if not content:
            return
    if content.startswith("#"):
        _add_comment(entry, content, where, obsolete=obsolete)
    else:
        _check_obsolete(entry, obsolete=obsolete, where=where)
        entry.obsolete = obsolete
        _add_text(entry, content, number, where)


def _add_comment(entry: Entry, content: str, where: str, *, obsolete: bool) -> None:
    if entry.texts:
        raise ContentError(
            f"found a comment inside an entry: {shorten(content, 40)}",
            where=where,
            hint="move it above the entry's msgid",
        )
    name = _FIELDS.get(content[1:2], "comments")
    entry.fields.setdefault(name, []).append(content)
    previous = content[2:].strip(BLANKS) if name == "previous" else ""
    if previous:
        _check_obsolete(entry, obsolete=obsolete, where=where)
        entry.previous_obsolete = obsolete
        previous_part(previous, where=where)


def _check_obsolete(entry: Entry, *, obsolete: bool, where: str) -> None:
    if not {entry.obsolete, entry.previous_obsolete} <= {None, obsolete}:
        raise ContentError(
            'only some lines of this entry start with "#~"; expected all or none',
            where=where,
            hint='write "#~ " before every line of the entry, or before none',
        )


def _add_text(entry: Entry, content: str, number: int, where: str) -> None:
    if content.startswith('"'):
        name, text = next(reversed(entry.texts), None), content
        if name is None:
            raise ContentError(
                f"found a text that follows no keyword: {shorten(content, 40)}",
                where=where,
                hint="expected msgid or msgstr before it, without a blank line between",
            )
    else:
        name, text = _keyword(content, where)
        _check_order(entry, name, where)
        entry.texts[name] = []
        entry.lines[name] = number
    if text:
        entry.texts[name].append(unquote(text, where=where))
    entry.fields.setdefault(name.partition("[")[0], []).append(content)


def _keyword(content: str, where: str) -> tuple[str, str]:
    """Return a line's keyword, `msgstr[1]` as such, and what follows it."""
    found = _KEYWORD.match(content)
    if found is None and re.match(r"domain\b", content):
        raise ContentError(
            f"found a line for another domain: {shorten(content, 40)}",
            where=where,
            hint="one file holds one domain: move what follows into a file of its own, and remove this line",
        )
    if found is None:
        raise ContentError(
            f"expected a comment, msgctxt, msgid or msgstr, found: {shorten(content, 40)}",
            where=where,
            hint='a comment starts with "#", and a text stands in double quotes',
        )
    return found["name"] + (f"[{int(found['form'])}]" if found["form"] else ""), found["rest"]


def _check_order(entry: Entry, name: str, where: str) -> None:
    rank = _ORDER[name.partition("[")[0]]
    last = next(reversed(entry.texts), None)
    ranks_down = last is not None and rank < _ORDER[last.partition("[")[0]]
    if name in entry.texts or ranks_down or ("[" in name and rank != 3):
        raise ContentError(
            f"found {name} a second time or out of order",
            where=where,
            hint="expected msgctxt, msgid, msgid_plural, msgstr; an entry may lack its msgstr",
        )


def _forms(entry: Entry, texts: dict[str, str], path: str) -> tuple[str, ...]:
    names = [name for name in texts if name.startswith("msgstr")]
    plural = "msgid_plural" in texts
    expected = [f"msgstr[{number}]" for number in range(len(names))] if plural else ["msgstr"]
    if names != expected:
        raise ContentError(
            f"found {', '.join(names)}; expected {', '.join(expected)}",
            where=f"{path}:{entry.lines[names[0]]}",
            hint="number the forms from 0 where there is a msgid_plural; msgstr stands alone without one",
        )
    return tuple(texts[name] for name in names)


def _flags(lines: Sequence[str]) -> tuple[str, ...]:
    flags = (flag.strip() for line in lines for flag in line[2:].split(","))
    return tuple(flag for flag in flags if flag)


def _references(lines: Sequence[str]) -> tuple[str, ...]:
    found = (match for line in lines for match in _REFERENCE.finditer(line[2:]))
    return tuple(match[3] or f"{match[1]}{match[2]}" for match in found)


def _unescape(text: str, where: str) -> str:
    if "\\" not in text:
        return text

    def character(found: re.Match[str]) -> str:
        code = found[1]
        if code in _SIMPLE:
            return _SIMPLE[code]
        number = int(code[1:], 16) if _HEX.fullmatch(code) else int(code, 8) if _OCTAL.fullmatch(code) else 0
        if not 0 < number < 0x80:
            raise ContentError(
                f'found the escape "\\{code}", which is not known here',
                where=where,
                hint="write the character itself, or \\\\ for a backslash",
            )
        return chr(number)

    return _ESCAPE.sub(character, text)
