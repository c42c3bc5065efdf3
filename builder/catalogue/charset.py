"""Charset: a catalogue in another charset becomes UTF-8, its header too."""

from __future__ import annotations

import codecs
import re

from builder.base.errors import ContentError, UsageError
from builder.base.text import shorten

_DECLARED = re.compile(r"(charset=)[^\s;\"\\]+", re.IGNORECASE)


def to_utf8(data: bytes, charset: str, *, path: str) -> bytes:
    """Return the file of a catalogue in UTF-8, the charset of its header with it; all else as it was.

    Args:
        data: A `.po` or `.pot` file.
        charset: Name of the charset it is written in, as Python knows it: `ISO-8859-1`, `KOI8-R`, `EUC-JP`.
        path: As it is shown in messages.

    Raises:
        UsageError: There is no charset of that name.
        ContentError: The file has a byte that the charset does not have.
    """
    try:
        codec = codecs.lookup(charset)
        text, _ = codec.decode(data)
    except LookupError as error:
        raise UsageError(
            f'there is no charset "{shorten(charset)}"', hint="for example ISO-8859-1, KOI8-R or EUC-JP"
        ) from error
    except UnicodeDecodeError as error:
        raise ContentError(
            f"found the byte 0x{data[error.start]:02x}, which is not {codecs.lookup(charset).name}",
            where=f"{path}:{data.count(10, 0, error.start) + 1}",
            hint="name the charset the file is really written in",
        ) from error
    if not isinstance(text, str):
        raise UsageError(f'"{shorten(charset)}" is no charset of texts', hint="for example ISO-8859-1")
    return _DECLARED.sub(r"\g<1>UTF-8", text.removeprefix("\ufeff"), count=1).encode()
