"""EPUB: an edition as a book to read and to hear, each sentence marked while it is spoken.

Source: EPUB 3.3 with media overlays. A chapter is one document, one overlay and one MP3, whose times start at
the chapter. Nothing is packed: sound is packed already, and what packing gives depends on who does it.
"""

from __future__ import annotations

import html
import re
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import IO

from builder.audio.codecs import CodecName
from builder.base.digest import digest_bytes
from builder.base.text import one_line
from builder.catalogue.texts import Texts
from builder.formats import epub_package
from builder.formats.base import file_name
from builder.formats.chapter_files import chapter_files, share_out, write_chapter
from builder.formats.epub_package import FOLDER, Book, entries, make_book
from builder.model.publication import Picture, Publication
from builder.model.sound import DEFAULT_SOUND, EncodedUnit, SoundSpec
from builder.system.files import open_atomic
from builder.system.zip_entry import emptied, store_spool, zip_entry

NAME: str = "epub"
MEDIA_TYPE: str = epub_package.MEDIA_TYPE
VERSION: int = 1
CODEC: CodecName = "mp3"

_TAGS = re.compile(r"<[^>]*>")


def path(publication: Publication) -> str:
    """Return the file's path in the edition's folder."""
    return file_name(publication, "epub")


def render_tags(publication: Publication, texts: Texts, *, cover: Picture | None) -> bytes:
    """Return all that is beside the sound, in short: digests of every other entry."""
    book = _book(publication, texts, cover)
    told = [f"{name} {digest_bytes(data())}" for name, data in entries(book)]
    sounds = [f"{each.sound_path} {each.file.frames}" for each in book.sounds if each.file]
    return "\n".join([*told, *sounds]).encode()


def says(file: IO[bytes], words: str) -> bool:
    """Return True when one of the book's documents shows `words`.

    Raises:
        ValueError: It is no book.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xhtml")]
            return any(one_line(words) in _shown(archive.read(name)) for name in names)
    except zipfile.BadZipFile as error:
        raise ValueError(f"no book: {error}") from error


def write(
    target: Path,
    publication: Publication,
    units: Iterable[EncodedUnit],
    texts: Texts,
    *,
    spec: SoundSpec = DEFAULT_SOUND,
    cover: Picture | None = None,
) -> None:
    """Write the book of `publication` to `target`, as `SoundFormat` says."""
    book = _book(publication, texts, cover)
    names = {each.file.number: each.sound_path for each in book.sounds if each.file}
    files = chapter_files(publication)
    with open_atomic(target) as raw, zipfile.ZipFile(raw, "w") as archive:
        for name, data in entries(book):
            archive.writestr(zip_entry(name), data())
        with tempfile.TemporaryFile(dir=target.parent) as spool:
            for file, its_units in share_out(files, units):
                write_chapter(emptied(spool), file, its_units, spec=spec)
                store_spool(archive, f"{FOLDER}{names[file.number]}", spool)


def _book(publication: Publication, texts: Texts, cover: Picture | None) -> Book:
    return make_book(replace(publication, cover=cover), texts, name=NAME, heard=True)


def _shown(document: bytes) -> str:
    return one_line(html.unescape(_TAGS.sub(" ", document.decode())))
