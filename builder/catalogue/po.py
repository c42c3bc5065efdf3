"""PO codec: a catalogue is read from bytes and written back without loss.

What a file holds that nobody changed comes back byte for byte: comments, unknown flags, `#~`, `#|`, `X-*`
header fields, odd blank lines, Windows line ends, whatever the wrapping.
"""

from __future__ import annotations

from dataclasses import replace

from builder.base.errors import ContentError, UsageError
from builder.base.text import shorten
from builder.catalogue.header import (
    MOST_FORMS,
    check_plural_forms,
    edit_fields,
    header_language,
    parse_fields,
)
from builder.catalogue.po_gate import check_charset, open_lines
from builder.catalogue.po_read import read_entries, to_message
from builder.catalogue.po_write import render_message
from builder.model.catalogue import Catalogue, Message


def parse_po(data: bytes, *, path: str, domain: str) -> Catalogue:
    """Return the catalogue in `data`; `render_po` makes the same bytes of it.

    Args:
        data: A `.po` or `.pot` file: UTF-8, at most 5 MB.
        path: As it is shown in messages, and kept in the result.
        domain: Name of the gettext domain.

    Raises:
        ContentError: The file is not a catalogue that every gettext tool reads alike; says where and why.
    """
    entries, trailing = read_entries(open_lines(data, path=path), path=path)
    messages = tuple(to_message(entry, path=path) for entry in entries)
    header = _header(messages, path)
    fields = parse_fields(header.msgstr[0])
    where = f"{path}:{header.line}"
    check_charset(fields.get("Content-Type", ""), where=where)
    rule = next((value for name, value in fields.items() if name.lower() == "plural-forms"), "")
    forms = check_plural_forms(rule, where=where)
    _check_messages(messages[1:], forms, path)
    try:
        language = header_language(fields)
    except UsageError as error:
        raise ContentError(
            f"the header's Language field: {error.message}", where=where, hint=error.hint
        ) from error
    return Catalogue(
        domain=domain,
        language=language,
        header=fields,
        messages=messages[1:],
        path=path,
        header_message=header,
        trailing=trailing,
    )


def render_po(catalogue: Catalogue) -> bytes:
    """Return the file of a catalogue: unchanged entries as they were read, others as gettext writes them."""
    header = catalogue.header_message or Message(msgid="")
    header = replace(header, msgstr=(edit_fields(header.msgstr[0], catalogue.header),))
    newline = _newline(header)
    parts = [render_message(header, newline=newline, first=True)]
    parts.extend(render_message(message, newline=newline) for message in catalogue.messages)
    parts.extend(catalogue.trailing)
    for number, part in enumerate(parts[:-1]):
        if not part.endswith("\n"):
            parts[number] = part + newline
    return "".join(parts).encode()


def _newline(header: Message) -> str:
    return "\r\n" if header.raw and header.raw[-1].endswith("\r\n") else "\n"


def _header(messages: tuple[Message, ...], path: str) -> Message:
    first = messages[0] if messages else None
    if first is not None and first.key == (None, "") and not first.obsolete:
        return first
    later = next((message.line for message in messages if message.key == (None, "")), None)
    raise ContentError(
        'the first entry is not the header; expected msgid "" with the fields of the file',
        where=f"{path}:{first.line if first else 1}",
        hint=f"move the header, which stands in line {later}, to the top"
        if later
        else 'restore the header, with at least "Content-Type: text/plain; charset=UTF-8\\n"',
    )


def _check_messages(messages: tuple[Message, ...], forms: int | None, path: str) -> None:
    lines: dict[tuple[str | None, str], int] = {(None, ""): 0}
    for message in messages:
        where = f"{path}:{message.line}"
        before = lines.setdefault(message.key, message.line)
        if message.key == (None, ""):
            raise ContentError(
                "found a second header; expected one, at the top of the file",
                where=where,
                hint="keep the fields that are right in the first one, and remove this entry",
            )
        if before != message.line:
            raise ContentError(
                f'"{shorten(message.msgid)}" stands here again; it is in line {before} already',
                where=where,
                hint="keep the better translation and remove the other entry",
            )
        if message.msgid_plural is not None and not message.obsolete:
            _check_forms(message, forms, where)


def _check_forms(message: Message, forms: int | None, where: str) -> None:
    """Refuse a translation in use that has not the forms its language has.

    What is fuzzy or lacks a text is not in use, and gettext's tools leave it with the forms of another rule.
    """
    count = len(message.msgstr)
    if count > MOST_FORMS:
        raise ContentError(
            f"this entry has {count} plural forms; no language has more than {MOST_FORMS}",
            where=where,
            hint="remove the forms that are too many",
        )
    if not message.translated:
        return
    if forms is None:
        raise ContentError(
            "this entry has plural forms, but the header has no Plural-Forms with nplurals= and plural=",
            where=where,
            hint='add a line such as "Plural-Forms: nplurals=2; plural=(n != 1);\\n" to the header',
        )
    if count != forms:
        raise ContentError(
            f"this entry has {count} plural form{'s' * (count != 1)}; the header announces {forms}",
            where=where,
            hint=f"write msgstr[0] to msgstr[{forms - 1}], or correct nplurals in the header",
        )
