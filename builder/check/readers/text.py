"""Plain text: the words as they stand."""

from __future__ import annotations

from pathlib import Path

from builder.check.readers.read import Read, Unreadable
from builder.check.readers.xml import read_bytes


def read_text(path: Path) -> Read:
    """Return the words of a text in UTF-8.

    Raises:
        Unreadable: It is in another encoding, or has bytes no text has.
    """
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"it is not UTF-8: {error}") from error
    if "\0" in text:
        raise Unreadable("it has a zero byte")
    shown = text.replace("\r\n", "\n")
    first = next((line.strip() for line in shown.split("\n") if line.strip()), None)
    return Read(reader="plain text", title=first, shown=shown, body=shown)
