"""EPUB source: an edition as a book can hold it, with nothing that leads to files a book has not got."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urljoin, urlsplit

from builder.article.segments import map_texts
from builder.base.errors import ContentError
from builder.formats.base import page_url
from builder.model.document import Document, Text
from builder.model.publication import Publication
from builder.model.script import Script

# EPUB 3.3, core media types: what every reading system shows. AVIF is none of them.
PICTURE_TYPES: Mapping[str, str] = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
_SIGNATURES: Mapping[str, re.Pattern[bytes]] = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "image/svg+xml": re.compile(rb"(?:\xef\xbb\xbf)?\s*<"),
}
# A drawing that runs something or loads something is a reading system's to refuse, and a book's to leave out.
_NOT_IN_DRAWING = re.compile(
    rb"<script|<foreignObject|<!DOCTYPE|<!ENTITY|<\?xml-stylesheet|@import|\son\w+\s*="
    rb"|(?:href|src)\s*=\s*[\"']\s*(?!#|data:image/)|url\(\s*[\"']?\s*(?!#)",
    re.IGNORECASE,
)
# What a picture has that moves: control chunks of APNG and WebP, a GIF's second frame, animation in SVG.
_MOVES: Mapping[str, re.Pattern[bytes]] = {
    "image/png": re.compile(rb"acTL"),
    "image/gif": re.compile(rb"NETSCAPE2\.0|\x21\xf9\x04.*\x21\xf9\x04", re.DOTALL),
    "image/webp": re.compile(rb"ANIM"),
    "image/svg+xml": re.compile(rb"<animate|<set\b|animation|transition", re.IGNORECASE),
}
_SAFE_IN_ADDRESS = "!#$%&'()*+,/:;=?@[]~-._"


def book_source(publication: Publication, *, heard: bool) -> Publication:
    """Return `publication` with the links and pictures a book can have.

    Links that lead nowhere but on the page become links to the page, or, where it has no address, their text.
    A picture of a kind that not every reading system shows is left out, and its description stands alone.

    Args:
        publication: The edition.
        heard: False for a book without sound: nothing is timed or announced in it, and nobody is credited
            for a sound.
    """
    pictures = {
        path: source for path, source in publication.pictures.items() if picture_type(source) is not None
    }
    document = _with_whole_links(publication.edition.document, page_url(publication))
    publication = replace(
        publication,
        edition=replace(publication.edition, document=document),
        pictures=pictures,
        artefacts=tuple(made for made in publication.artefacts if made.path in pictures),
    )
    return publication if heard else _silent(publication)


def picture_type(path: Path) -> str | None:
    """Return the media type of a picture every reading system shows; None for any other file.

    Raises:
        ContentError: It cannot be read.
    """
    kind = PICTURE_TYPES.get(PurePosixPath(path).suffix.lower())
    if kind is None:
        return None
    data = read_picture_file(path, None if kind == "image/svg+xml" else 16)
    if not _SIGNATURES[kind].match(data) or (kind == "image/svg+xml" and _NOT_IN_DRAWING.search(data)):
        return None
    return kind


def may_move(media_type: str, data: bytes) -> bool:
    """Return True when something in a picture may move; False where nothing can."""
    moves = _MOVES.get(media_type)
    return moves is not None and moves.search(data) is not None


def read_picture_file(path: Path, most_bytes: int | None = None) -> bytes:
    """Return the bytes of a picture, all or the first `most_bytes`.

    Raises:
        ContentError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read() if most_bytes is None else file.read(most_bytes)
    except OSError as error:
        raise ContentError(
            f'the picture "{path.name}" cannot be read: {error.strerror or error}',
            where=path.name,
            hint="run the same command again",
        ) from error


def whole_address(address: str, base: str | None) -> str | None:
    """Return an address that leads to the same place from inside a book; None where there is none.

    Args:
        address: As an author wrote it.
        base: Where the page is; None where it has no address.
    """
    try:
        parts = urlsplit(address)
        if not parts.scheme:
            return None if base is None else quote(urljoin(base, address), safe=_SAFE_IN_ADDRESS)
        if parts.scheme in {"http", "https"} and not re.fullmatch(r"[\w.-]+", parts.hostname or ""):
            return None
        parts.port  # noqa: B018 -- raises where it is none
    except ValueError:
        return None
    # RFC 3986: other characters are percent-encoded, which older reading systems want to see.
    host = parts.netloc.encode("idna").decode() if _has_plain_idna(parts.netloc) else parts.netloc
    return quote(parts._replace(netloc=host).geturl(), safe=_SAFE_IN_ADDRESS)


def _has_plain_idna(host: str) -> bool:
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return not host.isascii()


def _with_whole_links(document: Document, base: str | None) -> Document:
    def mend(text: Text, *_: object) -> Text:
        if not text.links:
            return text
        return replace(text, links=tuple(whole_address(link, base) or "" for link in text.links))

    return map_texts(document, mend)


def _silent(publication: Publication) -> Publication:
    return replace(
        publication,
        script=_unannounced(publication.script),
        timeline=replace(publication.timeline, cues=()),
        voices=(),
        music=(),
    )


def _unannounced(script: Script) -> Script:
    chapters = (
        replace(chapter, passages=tuple(each for each in chapter.passages if each.segment_id is not None))
        for chapter in script.chapters
    )
    return replace(script, chapters=tuple(chapters))


def picture_entries(publication: Publication) -> Iterator[tuple[str, str, Path]]:
    """Yield path in the book, media type and file of each picture of a book's source, sorted by path."""
    for path, source in sorted(publication.pictures.items()):
        kind = picture_type(source)
        if kind is not None:
            yield path, kind, source
