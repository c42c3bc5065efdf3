"""Source of an article: its bytes made into clean text, or refused with the line and one thing to do."""

from __future__ import annotations

import codecs
import re
import shlex
import unicodedata

from builder.base.errors import ContentError
from builder.base.text import shorten

MOST_BYTES = 5_000_000
"""Size from which on an article is refused before it is read."""

_LINE_ENDS = re.compile("\r\n?")
# Unicode's own line ends: editors count lines without them, so they part words and not lines here.
_OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
# C0 and C1 controls, bidirectional embeddings and overrides, a byte order mark inside the text, surrogates,
# non-characters.
_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_NAMES = {
    "\x0c": "form feed",
    "\x1b": "escape",
    "\x7f": "delete",
    "\ufeff": "byte order mark",
}
_BYTE_ORDER_MARKS = (
    # UTF-32 first: its mark starts with that of UTF-16.
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_OTHER_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a Rich Text file"),
    (b"PK\x03\x04", "a ZIP archive, as word processors and EPUB make them"),
    (b"\xd0\xcf\x11\xe0", "an old word processor's file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"ID3", "an audio file"),
)


def decode_source(data: bytes, *, path: str) -> str:
    r"""Return the text of an article's bytes, each line end a `\n`, without a byte order mark.

    Lines are counted as editors count them: U+0085, U+2028 and U+2029 become spaces.

    Raises:
        ContentError: It is over 5 MB, empty, binary or not UTF-8, or holds a character that no reader shows.
    """
    if len(data) > MOST_BYTES:
        raise ContentError(
            f"the file is larger than {MOST_BYTES // 1_000_000} MB",
            where=f"{path}:1",
            hint="split it into several articles",
        )
    _refuse_other_formats(data, path)
    text = _LINE_ENDS.sub("\n", _decode(data.removeprefix(codecs.BOM_UTF8), path))
    text = _OTHER_LINE_ENDS.sub(" ", text)
    refuse_characters(text, path=path)
    if not text.strip():
        raise ContentError("the file holds no text", where=f"{path}:1", hint="write a title and a paragraph")
    return text


def refuse_characters(text: str, *, path: str, first_line: int = 1) -> None:
    """Refuse control characters, bidirectional overrides and their like in `text`, whose first line is given.

    Raises:
        ContentError: At the first of them.
    """
    found = _REFUSED.search(text)
    if found is None:
        return
    line = first_line + text.count("\n", 0, found.start())
    code_point = ord(found[0])
    name = _NAMES.get(found[0]) or unicodedata.name(found[0], "a control character").lower()
    hint = "delete that character"
    if 0x202A <= code_point <= 0x202E:
        hint += "; to turn the direction of a few words use U+2066 to U+2069"
    before = shorten(text[: found.start()].rpartition("\n")[2][-30:])
    raise ContentError(
        f'U+{code_point:04X} ({name}) after "{before}", which is not shown and cannot be spoken',
        where=f"{path}:{line}",
        hint=hint,
    )


def _refuse_other_formats(data: bytes, path: str) -> None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            raise _other_encoding(encoding, path, 1, what=f"the file is {encoding}, expected UTF-8")
    for start, name in _OTHER_FORMATS:
        if data.startswith(start):
            raise ContentError(
                f"the file is {name}, expected Markdown or bare text in UTF-8",
                where=f"{path}:1",
                hint="save it as plain text or Markdown",
            )
    if b"\x00" in data:
        raise _binary(data, path)


def _binary(data: bytes, path: str) -> ContentError:
    """Return the error for bytes with a NUL: UTF-16 without its mark where every second byte is one."""
    sample = data[:2000]
    for first, encoding in ((1, "UTF-16LE"), (0, "UTF-16BE")):
        half = sample[first::2]
        if half.count(0) * 2 > len(half) and sample[1 - first :: 2].count(0) == 0:
            return _other_encoding(encoding, path, 1, what=f"the file looks like {encoding}, expected UTF-8")
    line = data.count(b"\n", 0, data.index(b"\x00")) + 1
    return ContentError(
        "a NUL character, which no text has; the file seems to be binary",
        where=f"{path}:{line}",
        hint="save the article as plain text or Markdown in UTF-8",
    )


def _decode(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = _LINE_ENDS.sub("\n", data[: error.start].decode("latin-1")).count("\n") + 1
        # Windows-1252 puts quotation marks and dashes where ISO 8859-1 has controls nobody uses.
        western = "WINDOWS-1252" if re.search(rb"[\x80-\x9f]", data) else "ISO-8859-1"
        what = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        raise _other_encoding(western, path, line, what=what) from error


def _other_encoding(encoding: str, path: str, line: int, *, what: str) -> ContentError:
    source, target = shlex.quote(path), shlex.quote(f"{path}.utf8")
    command = f"iconv -f {encoding} -t UTF-8 {source} > {target}"
    hint = f"if it was saved as {encoding}, run: {command}"
    return ContentError(what, where=f"{path}:{line}", hint=hint)
