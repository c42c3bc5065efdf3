"""Formats: the shape of a format's module, and where its files lie in the output folder.

    index.html · page.css · cover.<ext>
    feeds/<language>.xml
    <slug>/<language>/index.html · page.css · page.js · <slug>.<language>.{mp3,m4b,opus,chapters.zip,epub}
    <slug>/<language>/<slug>.<language>.{vtt,srt,txt} · transcript.json · words.json
    <slug>/<language>/chapters.json · figures/

Paths here are relative to the output folder, with `/` between their parts. An `Artefact.path` is relative to
its edition's folder.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import IO, Protocol, overload
from urllib.parse import quote

from builder.audio.codecs import CodecName, install_hint
from builder.base.errors import UsageError
from builder.base.language import Language
from builder.base.suggest import did_you_mean
from builder.catalogue.texts import Texts
from builder.formats.names import NAMES, SOUND_NAMES, SoundFormatName, TextFormatName, TimedFormatName
from builder.model.artefact import Artefact
from builder.model.publication import Picture, Publication
from builder.model.show import Show
from builder.model.sound import DEFAULT_SOUND, EncodedUnit, SoundSpec, UnitHead

INDEX_PATH = "index.html"


class Format(Protocol):
    """A module that makes one kind of file."""

    NAME: str
    """As in `--format`."""
    MEDIA_TYPE: str
    VERSION: int
    """Raised when the same publication gives other bytes."""


class TextFormat(Format, Protocol):
    """A format whose file is small and made at once."""

    def path(self, publication: Publication) -> str:
        """Return the file's path in the edition's folder."""

    def render(self, publication: Publication, texts: Texts) -> bytes:
        """Return the file's bytes; `texts` are in the edition's language."""


class TimedFormat(Format, Protocol):
    """A format that is written while the units are read, for it tells of their words."""

    def path(self, publication: Publication) -> str:
        """Return the file's path in the edition's folder."""

    def write(
        self, file: IO[bytes], publication: Publication, texts: Texts, heads: Iterable[UnitHead]
    ) -> None:
        """Write the file's bytes to `file`.

        Args:
            file: Open for writing.
            publication: Its timeline was laid out of the units.
            texts: In the edition's language.
            heads: Of the units, in the script's order; read once, never held together.
        """


class SoundFormat(Format, Protocol):
    """A format that is joined of encoded units."""

    CODEC: CodecName

    def path(self, publication: Publication) -> str:
        """Return the file's path in the edition's folder."""

    def render_tags(self, publication: Publication, texts: Texts, *, cover: Picture | None) -> bytes:
        """Return all that the file says beside its sound: where it is equal, the file's tags are."""

    def says(self, file: IO[bytes], words: str) -> bool:
        """Return True when the tags of a file of this format hold `words`.

        Raises:
            ValueError: It is no such file.
        """

    def write(
        self,
        target: Path,
        publication: Publication,
        units: Iterable[EncodedUnit],
        texts: Texts,
        *,
        spec: SoundSpec = DEFAULT_SOUND,
        cover: Picture | None = None,
    ) -> None:
        """Write the sound of `publication` to `target`, whole or not at all.

        Args:
            target: Where the file goes.
            publication: Its timeline was laid out of these units.
            units: In the script's order; read once, never held together.
            texts: In the edition's language.
            spec: What the recording is like.
            cover: The picture players show.

        Raises:
            ContentError: The cover is neither JPEG nor PNG.
            OutputError: The disk does not take the file.
            ValueError: The units are not those of the timeline.
        """


@overload
def load(name: SoundFormatName) -> SoundFormat: ...


@overload
def load(name: TextFormatName) -> TextFormat: ...


@overload
def load(name: TimedFormatName) -> TimedFormat: ...


@overload
def load(name: str) -> Format: ...


def load(name: str) -> Format:  # noqa: C901, PLR0911, PLR0912 - a return for each format
    """Return the module of the format called `name`.

    Raises:
        UsageError: There is no such format.
    """
    match name:
        case "mp3":
            from builder.formats import mp3

            return mp3
        case "m4b":
            from builder.formats import m4b

            return m4b
        case "opus":
            from builder.formats import opus

            return opus
        case "zip":
            from builder.formats import chapter_folder

            return chapter_folder
        case "epub":
            from builder.formats import epub

            return epub
        case "epub-text":
            from builder.formats import epub_text

            return epub_text
        case "vtt":
            from builder.formats import vtt

            return vtt
        case "srt":
            from builder.formats import srt

            return srt
        case "transcript":
            from builder.formats import podcast_json

            return podcast_json
        case "text":
            from builder.formats import plain_text

            return plain_text
        case "words":
            from builder.formats import words

            return words
        case "chapters":
            from builder.formats import chapters

            return chapters
        case "report":
            from builder.formats import report

            return report
        case "offline":
            from builder.formats import offline

            return offline
        case "accessibility":
            from builder.formats import accessibility

            return accessibility
        case "page":
            from builder.formats import page

            return page
        case "feed":
            from builder.formats import feed

            return feed
        case _:
            raise UsageError(
                f'there is no format "{name}"{did_you_mean(name, NAMES)}', hint=f"formats: {', '.join(NAMES)}"
            )


def codecs(formats: Iterable[str]) -> tuple[CodecName, ...]:
    """Return the codecs that units have to be encoded in for `formats`, each once."""
    return tuple(dict.fromkeys(load(name).CODEC for name in SOUND_NAMES if name in formats))


def check_installed(formats: Iterable[str]) -> None:
    """See to it that all that `formats` need is installed.

    Raises:
        UsageError: Something is missing.
    """
    for name in SOUND_NAMES:
        hint = install_hint(load(name).CODEC) if name in formats else None
        if hint is not None:
            raise UsageError(f'the format "{name}" needs PyAV, which is not installed', hint=hint)


def edition_folder(slug: str, language: Language) -> str:
    """Return the folder of an edition, ending in `/`."""
    return f"{slug}/{language}/"


def folder_of(publication: Publication) -> str:
    """Return the folder of the publication's edition, ending in `/`."""
    return edition_folder(publication.edition.document.metadata.slug, publication.edition.language)


def file_name(publication: Publication, suffix: str) -> str:
    """Return `<slug>.<language>.<suffix>`: a name that still tells what it is in a folder of downloads."""
    return f"{publication.edition.document.metadata.slug}.{publication.edition.language}.{suffix}"


def feed_path(language: Language) -> str:
    """Return the path of the feed in `language`."""
    return f"feeds/{language}.xml"


def show_cover_path(show: Show) -> str | None:
    """Return where the show's picture lies in the output folder; None when the show has none."""
    return f"cover{posixpath.splitext(show.cover)[1].lower()}" if show.cover else None


def relative(target: str, *, start: str) -> str:
    """Return the way to `target` from a file in the folder `start`; both are paths in the output folder."""
    return quote(posixpath.relpath(target, start or "."))


def artefact(publication: Publication, name: str) -> Artefact | None:
    """Return the edition's file of the format called `name`, or None when it was not made."""
    return next((made for made in publication.artefacts if made.format == name), None)


def without(publication: Publication, name: str) -> Publication:
    """Return `publication` as if no file of the format called `name` had been made."""
    return replace(
        publication, artefacts=tuple(made for made in publication.artefacts if made.format != name)
    )


def versioned(made: Artefact) -> str:
    """Return the path of `made` with a query that changes when its bytes do, for caches and podcast apps.

    Apple, podcasters' guide to RSS: an address of an enclosure is never used again for other sound.
    """
    return f"{quote(made.path)}?v={made.sha256[:8]}"


def url(show: Show, path: str) -> str | None:
    """Return the address of a path in the output folder; None when the show has no `base_url`."""
    return None if show.base_url is None else f"{show.base_url}{quote(path)}"


def page_url(publication: Publication) -> str | None:
    """Return the address of the edition's page, ending in `/`; None when the show has no `base_url`."""
    return url(publication.show, folder_of(publication))


def feed_url(show: Show, language: Language) -> str | None:
    """Return the address of the feed in `language`; None when the show has no `base_url`."""
    return url(show, feed_path(language))


def has_feed(publication: Publication) -> bool:
    """Return True when the edition is an episode: it has an identity, an address, and is no draft."""
    return bool(publication.episode_guid and publication.show.base_url and not publication.edition.draft)


def artefact_url(publication: Publication, name: str) -> str | None:
    """Return the address of the edition's file of the format `name`, its version in the query.

    None when that file was not made or the show has no `base_url`.
    """
    made, folder = artefact(publication, name), page_url(publication)
    return None if made is None or folder is None else f"{folder}{versioned(made)}"
