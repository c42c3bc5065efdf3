"""EPUB package: every entry of a book but its sound: package document, navigation, texts, overlays, pictures.

Source: EPUB 3.3, 4 "Open Container Format", 5 "Package document" and 7 "EPUB navigation document".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from builder.article.inline import plain
from builder.base.language import Language
from builder.catalogue.texts import Texts
from builder.formats.epub_documents import LEXICON, BookDocument, book_documents
from builder.formats.epub_metadata import package_metadata
from builder.formats.epub_overlay import MEDIA_TYPE as OVERLAY_TYPE
from builder.formats.epub_source import book_source, picture_entries, read_picture_file
from builder.formats.rendering import asset, fill_in
from builder.formats.sound_tags import picture_type
from builder.model.publication import Picture, Publication

MEDIA_TYPE: str = "application/epub+zip"
FOLDER = "EPUB/"
PACKAGE_PATH = f"{FOLDER}package.opf"

_XHTML_TYPE = "application/xhtml+xml"
_CONTAINER = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="{PACKAGE_PATH}" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A file of the book, as the manifest names it."""

    id: str
    path: str
    """In the book's folder."""
    media_type: str
    properties: str | None = None
    overlay: str | None = None
    """Id of its overlay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A book before it is written."""

    publication: Publication
    """Its source."""
    texts: Texts
    documents: tuple[BookDocument, ...]
    name: str
    """Of its format."""
    heard: bool

    @property
    def cover(self) -> Picture | None:
        """The picture of the book; None where it has none."""
        return self.publication.cover

    @property
    def sounds(self) -> tuple[BookDocument, ...]:
        """The documents that have a sound of their own, in order."""
        return tuple(document for document in self.documents if document.file)


def make_book(publication: Publication, texts: Texts, *, name: str, heard: bool) -> Book:
    """Return the book of an edition.

    Raises:
        ContentError: A picture cannot be read.
    """
    source = book_source(publication, heard=heard)
    documents = book_documents(source, texts, heard=heard)
    return Book(publication=source, texts=texts, documents=documents, name=name, heard=heard)


def entries(book: Book) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the name of each entry in its order, and what gives its bytes; the sound is to follow them."""
    # EPUB 3.3, 4.3 "OCF ZIP container": first, by itself, and not packed.
    yield "mimetype", MEDIA_TYPE.encode
    yield "META-INF/container.xml", _CONTAINER.encode
    yield PACKAGE_PATH, lambda: _package(book)
    yield f"{FOLDER}nav.xhtml", lambda: _navigation(book)
    yield f"{FOLDER}book.css", lambda: _style(book)
    if book.cover:
        cover = book.cover
        yield f"{FOLDER}cover.xhtml", lambda: _cover_page(book)
        yield f"{FOLDER}{_cover_path(cover)}", lambda: cover.data
    for document in book.documents:
        yield f"{FOLDER}{document.text_path}", lambda document=document: document.xhtml  # type: ignore[misc]
        if document.heard:
            yield f"{FOLDER}{document.overlay_path}", document.overlay
    for language, lexicon in book.publication.lexicons:
        name = f"{FOLDER}{LEXICON.format(language=language)}"
        yield name, lambda lexicon=lexicon: lexicon  # type: ignore[misc]
    for path, _, file in picture_entries(book.publication):
        yield f"{FOLDER}{path}", lambda file=file: read_picture_file(file)  # type: ignore[misc]


def _style(book: Book) -> bytes:
    heard = b"\n" + asset("epub_heard.css") if book.heard else b""
    return asset("epub.css") + heard


def _items(book: Book) -> Iterator[Item]:
    yield Item(id="nav", path="nav.xhtml", media_type=_XHTML_TYPE, properties="nav")
    yield Item(id="style", path="book.css", media_type="text/css")
    if book.cover:
        yield Item(id="cover", path="cover.xhtml", media_type=_XHTML_TYPE)
        yield Item(
            id="cover-picture",
            path=_cover_path(book.cover),
            media_type=picture_type(book.cover),
            properties="cover-image",
        )
    for document in book.documents:
        name = document.name
        overlay = f"overlay-{name}" if document.heard else None
        yield Item(id=f"text-{name}", path=document.text_path, media_type=_XHTML_TYPE, overlay=overlay)
        if overlay:
            yield Item(id=overlay, path=document.overlay_path, media_type=OVERLAY_TYPE)
        if document.file:
            yield Item(id=f"sound-{name}", path=document.sound_path, media_type="audio/mpeg")
    for language, _ in book.publication.lexicons:
        path = LEXICON.format(language=language)
        yield Item(id=f"lexicon-{language}", path=path, media_type="application/pls+xml")
    for number, (path, kind, _) in enumerate(picture_entries(book.publication), start=1):
        yield Item(id=f"picture-{number}", path=path, media_type=kind)


def _package(book: Book) -> bytes:
    from builder.catalogue.cldr import direction

    opening, *rest = book.documents
    spine = (
        *(("cover",) if book.cover else ()),
        f"text-{opening.name}",
        "nav",
        *(f"text-{document.name}" for document in rest),
    )
    language = book.publication.edition.language
    return fill_in(
        "epub_package.xml",
        language=language,
        direction=direction(language),
        metadata=package_metadata(
            book.publication, book.texts, book.documents, name=book.name, heard=book.heard
        ),
        items=tuple(_items(book)),
        spine=spine,
    ).encode()


def _navigation(book: Book) -> bytes:
    from builder.catalogue.cldr import direction

    language = book.publication.edition.language
    return fill_in(
        "epub_nav.xhtml",
        t=book.texts,
        language=language,
        direction=direction(language),
        title=_title(book),
        documents=book.documents,
        cover=book.cover is not None,
    ).encode()


def _cover_page(book: Book) -> bytes:
    from builder.catalogue.cldr import direction

    assert book.cover is not None
    language = book.publication.edition.language
    alt, tongue = _cover_words(book, book.cover)
    return fill_in(
        "epub_cover.xhtml",
        t=book.texts,
        language=language,
        direction=direction,
        path=_cover_path(book.cover),
        alt=alt,
        tongue=None if tongue == language else tongue,
    ).encode()


def _cover_words(book: Book, cover: Picture) -> tuple[str, Language]:
    """Return what the cover shows, in the publisher's words or ours, and the language they are in."""
    show = book.publication.show
    if show.cover_alt and cover.description == show.cover_alt:
        return show.cover_alt, show.language
    return book.texts("epub_cover_of", title=_title(book)), book.texts.language


def _cover_path(cover: Picture) -> str:
    return "cover.jpg" if picture_type(cover) == "image/jpeg" else "cover.png"


def _title(book: Book) -> str:
    return plain(book.publication.edition.document.title.markup)
