"""Pages: HTML by Python's own parser, which ends no element by itself and takes nothing for granted.

Source: WHATWG, HTML, "parsing"; what our pages leave out of it is not missed.
"""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from builder.check.readers.gathering import Gatherer
from builder.check.readers.read import Read, ReadFile, Unreadable
from builder.check.readers.xml import read_bytes

_MOST_BYTES = 2_000_000_000
"""Of a page that holds its sound."""
_PIECE = 1 << 20


def read_page(path: Path) -> Read:
    """Return the words, chapters, times and ids of a page, and what of it leads nowhere.

    Raises:
        Unreadable: It is not UTF-8, or has no root element.
    """
    gathered = Gatherer()
    parser = _Parser(gathered)
    try:
        text = read_bytes(path, _MOST_BYTES).decode()
    except UnicodeDecodeError as error:
        raise Unreadable(f"it is not UTF-8: {error}") from error
    for start in range(0, len(text), _PIECE):
        parser.feed(text[start : start + _PIECE])
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
