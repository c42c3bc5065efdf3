"""EPUB text: an edition as a book to read, a small file without sound that says nothing of any voice."""

from __future__ import annotations

import io
import zipfile

from builder.catalogue.texts import Texts
from builder.formats import epub_package
from builder.formats.base import file_name
from builder.formats.epub_package import entries, make_book
from builder.model.publication import Publication
from builder.system.zip_entry import zip_entry

NAME: str = "epub-text"
MEDIA_TYPE: str = epub_package.MEDIA_TYPE
VERSION: int = 1


def path(publication: Publication) -> str:
    """Return the file's path in the edition's folder."""
    return file_name(publication, "text.epub")


def render(publication: Publication, texts: Texts) -> bytes:
    """Return the book; its pictures are read from where `publication` has them.

    Raises:
        ContentError: A picture cannot be read.
    """
    book = make_book(publication, texts, name=NAME, heard=False)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in entries(book):
            archive.writestr(zip_entry(name), data())
    return target.getvalue()
