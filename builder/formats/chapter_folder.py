"""Zip: a folder with one MP3 a chapter, a playlist and a text, for players of talking books.

Such players take a book as a folder and play its files by name, or as a playlist has them. All names are
ASCII and at most as long as CDs have them (Joliet, 64 characters), in a folder of their own; titles in any
script stand in the tags, in the playlist and in the text. Nothing is packed: the sound already is.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from builder.article.inline import plain
from builder.article.slug import file_words
from builder.audio.codecs import CodecName
from builder.base.digest import digest_bytes
from builder.base.text import one_line
from builder.base.units import clock, itunes_duration, to_ms
from builder.catalogue.texts import Texts
from builder.formats import mp3
from builder.formats.base import file_name, page_url
from builder.formats.chapter_files import ChapterFile, chapter_files, share_out, write_chapter
from builder.formats.id3 import render_id3
from builder.formats.notes import render_text, show_notes
from builder.formats.sound_tags import COMMENT_BYTES, SoundTags, sound_tags
from builder.model.publication import Picture, Publication
from builder.model.sound import DEFAULT_SOUND, EncodedUnit, SoundSpec
from builder.system.files import open_atomic
from builder.system.zip_entry import emptied, store_spool, zip_entry

NAME: str = "zip"
MEDIA_TYPE: str = "application/zip"
VERSION: int = 1
CODEC: CodecName = "mp3"

TEXT_NAME = "README.txt"

_SUFFIX = ".chapters.zip"
_MOST_NAME_CHARACTERS = 64
_ALL_BYTES = 1 << 30
"""Of a text that is not to be shortened."""


def path(publication: Publication) -> str:
    """Return the file's path in the edition's folder."""
    return file_name(publication, _SUFFIX.lstrip("."))


def render_tags(publication: Publication, texts: Texts, *, cover: Picture | None) -> bytes:
    """Return all that is beside the sound, in short: digests of the tags, the playlist and the text."""
    files = chapter_files(publication)
    own = _common_tags(publication, texts, cover=None)
    told = [
        f"{name} {file.frames} {digest_bytes(render_id3(_tags(publication, file, own, len(files))))}"
        for name, file in _named(files)
    ]
    picture = b"" if cover is None else cover.data + cover.description.encode()
    extras = (picture, render_playlist(publication), render_readme(publication, texts))
    return "\n".join([*told, *map(digest_bytes, extras)]).encode()


def says(file: IO[bytes], words: str) -> bool:
    """Return True when the text and the tags of every chapter hold `words`.

    Raises:
        ValueError: It is no archive with chapters.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return all(_part_says(archive, name, words) for name in archive.namelist())
    except zipfile.BadZipFile as error:
        raise ValueError(f"no archive of chapters: {error}") from error


def write(
    target: Path,
    publication: Publication,
    units: Iterable[EncodedUnit],
    texts: Texts,
    *,
    spec: SoundSpec = DEFAULT_SOUND,
    cover: Picture | None = None,
) -> None:
    """Write the chapters of `publication` to `target`, as `SoundFormat` says."""
    files = chapter_files(publication)
    own = _common_tags(publication, texts, cover=cover)
    top = path(publication).removesuffix(_SUFFIX)
    with open_atomic(target) as raw, zipfile.ZipFile(raw, "w") as archive:
        # The text first: who looks into the archive's beginning finds what has to be said of it.
        archive.writestr(zip_entry(f"{top}/{TEXT_NAME}"), render_readme(publication, texts))
        archive.writestr(zip_entry(f"{top}/{top}.m3u8"), render_playlist(publication))
        with tempfile.TemporaryFile(dir=target.parent) as spool:
            for (name, _), (file, its_units) in zip(_named(files), share_out(files, units), strict=True):
                tag = render_id3(_tags(publication, file, own, len(files)))
                write_chapter(emptied(spool), file, its_units, tag=tag, spec=spec)
                store_spool(archive, f"{top}/{name}", spool)


def render_playlist(publication: Publication) -> bytes:
    """Return the files in their order, with title and length, as extended M3U in UTF-8."""
    lines = ["#EXTM3U", f"#PLAYLIST:{one_line(_title(publication))}"]
    for name, file in _named(chapter_files(publication)):
        duration_ms = to_ms(file.frames, publication.timeline.sample_rate_hz)
        lines += [f"#EXTINF:{itunes_duration(duration_ms)},{one_line(file.chapter.title)}", name]
    return "".join(f"{line}\n" for line in lines).encode()


def render_readme(publication: Publication, texts: Texts) -> bytes:
    """Return title, disclosure, files, disclaimer, credits and licences as a text that any editor opens."""
    files = tuple(
        f"{file.number}. {one_line(file.chapter.title)} "
        f"({clock(to_ms(file.frames, publication.timeline.sample_rate_hz))}): {name}"
        for name, file in _named(chapter_files(publication))
    )
    notes = replace(show_notes(publication, texts), chapters=files)
    paragraphs = (
        one_line(_title(publication)),
        render_text(notes, texts, most_bytes=_ALL_BYTES),
        page_url(publication) or "",
    )
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"
    # Old editors of Windows, and players that read texts aloud, know UTF-8 by its mark alone.
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _part_says(archive: zipfile.ZipFile, name: str, words: str) -> bool:
    with archive.open(name) as part:
        if name.endswith(".mp3"):
            return mp3.says(part, words)
        # The playlist holds titles alone.
        return not name.endswith(TEXT_NAME) or one_line(words) in one_line(part.read().decode("utf-8-sig"))


def _title(publication: Publication) -> str:
    return plain(publication.edition.document.title.markup)


def _named(files: tuple[ChapterFile, ...]) -> Iterator[tuple[str, ChapterFile]]:
    """Give each file with its name: a number that sorts, and the title where it can be had in ASCII."""
    digits = max(2, len(str(len(files))))
    for file in files:
        number = f"{file.number:0{digits}}"
        words = file_words(file.chapter.title, most=_MOST_NAME_CHARACTERS - len(f"{number} .mp3"))
        yield f"{number} {words}".rstrip() + ".mp3", file


def _common_tags(publication: Publication, texts: Texts, *, cover: Picture | None) -> SoundTags:
    """Return what the tags of every chapter say: nothing that changes when another chapter does."""
    notes = replace(show_notes(publication, texts), chapters=())
    return replace(
        sound_tags(publication, texts, cover=cover),
        album=_title(publication),
        comment=render_text(notes, texts, most_bytes=COMMENT_BYTES),
        chapters=(),
    )


def _tags(publication: Publication, file: ChapterFile, common: SoundTags, count: int) -> SoundTags:
    page = page_url(publication)
    return replace(
        common,
        title=file.chapter.title,
        track=(file.number, count),
        link=None if page is None else f"{page}#{file.chapter.anchor}",
        transcript="\n".join(passage.written for passage in file.passages),
    )
