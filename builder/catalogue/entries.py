"""Entries: which message of a catalogue a line of its file belongs to."""

from __future__ import annotations

from builder.base.errors import UsageError
from builder.base.text import shorten
from builder.model.catalogue import Catalogue, Message


def entry_at(catalogue: Catalogue, line: int) -> Message:
    """Return the message whose entry holds a line of the file the catalogue was read from.

    Args:
        catalogue: As it was read; blank lines belong to the entry after them.
        line: 1-based.

    Raises:
        UsageError: The file has no such line, or it is of the header, of an obsolete entry or of none.
    """
    where = f"{catalogue.path}:{line}"
    last = 0
    for message in (catalogue.header_message, *catalogue.messages):
        if message is None:
            continue
        last += len(message.raw or ())
        if not 1 <= line <= last:
            continue
        if message is catalogue.header_message:
            raise UsageError("this line is of the file's header", where=where, hint="name one of a text")
        if message.obsolete:
            raise UsageError(
                f'"{shorten(message.msgid)}" is obsolete: the article has it no longer',
                where=where,
                hint="name a line of a text without #~",
            )
        return message
    last += len(catalogue.trailing)
    found = "there is no entry in this line" if 1 <= line <= last else f"the file has {last} lines"
    raise UsageError(found, where=where, hint="name a line of the text you want to hear")
