"""Pages: HTML by Python's own parser, which ends no element by itself and takes nothing for granted.

Source: WHATWG, HTML, "parsing"; what our pages leave out of it is not missed.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import IO

from builder.check.readers.gathering import Gatherer
from builder.check.readers.read import Read, ReadFile, Unreadable
from builder.check.readers.xml import MOST_BYTES

_PIECE = 1 << 20
_DATA = b'="data:'
"""Before what an attribute holds of another file: a page may have all of its sound in one."""


def read_page(path: Path) -> Read:
    """Return the words, chapters, times and ids of a page, and what of it leads nowhere.

    Raises:
        Unreadable: It is not UTF-8, or has no root element.
    """
    gathered = Gatherer()
    parser = _Parser(gathered)
    decoder = codecs.getincrementaldecoder("utf-8")()
    size = 0
    try:
        with path.open("rb") as file:
            for piece in _without_data(file):
                size += len(piece)
                if size > MOST_BYTES:
                    raise Unreadable(f"it has more than {MOST_BYTES:,} bytes of text")
                parser.feed(decoder.decode(piece))
        parser.feed(decoder.decode(b"", final=True))
    except UnicodeDecodeError as error:
        raise Unreadable(f"it is not UTF-8: {error}") from error
    except OSError as error:
        raise Unreadable(f"it cannot be read: {error.strerror or error}") from error
    parser.close()
    gathered.finish()
    if not parser.rooted:
        raise Unreadable("it has no <html>")
    return Read(
        reader="html.parser",
        title=gathered.heading or gathered.title or None,
        language=gathered.language,
        chapters=tuple(gathered.chapters) or None,
        cues=tuple(gathered.cues) or None,
        shown=gathered.shown,
        named=gathered.named,
        body=gathered.body,
        files=tuple(ReadFile(address=address) for address in gathered.files),
        faults=tuple(gathered.faults()),
    )


def _without_data(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a file in pieces, without what its attributes hold of other files."""
    inside, rest = False, b""
    while piece := file.read(_PIECE):
        piece, rest = rest + piece, b""
        while piece:
            if inside:
                _, quote, piece = piece.partition(b'"')
                inside, piece = not quote, quote + piece
                continue
            kept, found, behind = piece.partition(_DATA)
            if found:
                yield kept + found
                inside, piece = True, behind
            else:
                # The beginning of one may stand at the end of a piece.
                yield piece[: -len(_DATA)]
                piece, rest = b"", piece[-len(_DATA) :]
    yield rest


class _Parser(HTMLParser):
    def __init__(self, gathered: Gatherer) -> None:
        super().__init__(convert_charrefs=True)
        self.gathered = gathered
        self.rooted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass it on; an attribute without a value has an empty one."""
        self.rooted |= tag == "html"
        self.gathered.start(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        """Pass it on."""
        self.gathered.end(tag)

    def handle_data(self, data: str) -> None:
        """Pass it on."""
        self.gathered.text(data)
