"""Compile: a catalogue becomes the `.mo` file that programs read.

Source: GNU gettext manual, "The Format of GNU MO Files". Babel writes it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from builder.catalogue.header import edit_fields
from builder.model.catalogue import Catalogue, Message

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog
    from babel.messages.catalog import Message as BabelMessage

_AFTER_CONTEXT = "\x04"


def compile_catalogue(catalogue: Catalogue, *, fuzzy: bool = False) -> bytes:
    """Return the `.mo` file of a catalogue: sorted by key, the same bytes for the same texts.

    The header goes in as it is written. Obsolete messages and those without a translation, in one plural form
    even, are left out, so that a program falls back to the source.

    Args:
        catalogue: Of any domain.
        fuzzy: Take unconfirmed translations too.
    """
    from babel.messages.mofile import write_mo

    file = io.BytesIO()
    write_mo(file, cast("Catalog", _Messages(catalogue=catalogue, fuzzy=fuzzy)))
    return file.getvalue()


def compiled_messages(catalogue: Catalogue, *, fuzzy: bool = False) -> tuple[Message, ...]:
    """Return the messages that go into the `.mo` file, in the order of the catalogue."""
    return tuple(
        message
        for message in catalogue.live
        if all(text.strip() for text in message.msgstr) and (fuzzy or not message.fuzzy)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Messages:
    """What Babel's writer asks of a catalogue: a charset, and its messages with the header first."""

    catalogue: Catalogue
    fuzzy: bool
    charset: str = "utf-8"

    def __iter__(self) -> Iterator[BabelMessage]:
        from babel.messages.catalog import Message as BabelMessage

        header = self.catalogue.header_message
        written = header.msgstr[0] if header else ""
        yield BabelMessage("", edit_fields(written, self.catalogue.header))
        for message in compiled_messages(self.catalogue, fuzzy=self.fuzzy):
            # Babel sorts by msgid and leaves the context out, but programs look a text up by halving the list
            # of keys: with the context in the id the order is that of the keys.
            before = "" if message.msgctxt is None else message.msgctxt + _AFTER_CONTEXT
            if message.msgid_plural is None:
                yield BabelMessage(before + message.msgid, message.msgstr[0])
            else:
                yield BabelMessage((before + message.msgid, message.msgid_plural), message.msgstr)
