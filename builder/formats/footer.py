"""Footer: what stands under the text of a page: how to cite it, its files, and where to subscribe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.catalogue.texts import Texts
from builder.formats import base
from builder.formats.citation import citation
from builder.formats.linked_data import render_linked_data
from builder.formats.qr_code import QrCode, qr_code
from builder.formats.rendering import asset_address
from builder.model.artefact import Artefact
from builder.model.publication import Publication

GROUPS: Mapping[str, tuple[str, ...]] = {
    "sound": ("mp3", "m4b", "opus", "zip"),
    "book": ("epub", "epub-text", "offline"),
    "transcript": ("vtt", "srt", "transcript", "text", "words", "chapters"),
}
"""Formats of the files people may want to keep, by the heading they stand under."""

STATEMENT = "accessibility"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Where an app finds the show in this language."""

    address: str
    code: QrCode | None
    """Of the address; None where that is too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """A link to a file of the edition."""

    label: str
    address: str
    media_type: str
    size: str
    """As people read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileGroup:
    """Files of one kind."""

    heading: str
    files: tuple[ShownFile, ...]


def footer(publication: Publication, texts: Texts, *, files: bool = True) -> Mapping[str, object]:
    """Return what the templates of the footer ask for.

    Args:
        publication: With the artefacts that are offered.
        texts: In the edition's language.
        files: False where no file can be reached from the page, so that none is offered.
    """
    statement = base.artefact(publication, STATEMENT) if files else None
    return {
        "cited": citation(publication, texts),
        "linked_data": render_linked_data(publication),
        "downloads": tuple(_groups(publication, texts)) if files else (),
        "statement": _shown(statement, texts) if statement else None,
        "subscribe": _subscription(publication),
        "copy_js": asset_address("page_copy.js"),
    }


def _groups(publication: Publication, texts: Texts) -> Iterator[FileGroup]:
    for group, names in GROUPS.items():
        made = (base.artefact(publication, name) for name in names)
        shown = tuple(_shown(each, texts) for each in made if each is not None)
        if shown:
            yield FileGroup(heading=texts(f"page_downloads_{group}"), files=shown)


def _shown(made: Artefact, texts: Texts) -> ShownFile:
    from builder.catalogue.cldr import format_size

    return ShownFile(
        label=texts(f"page_download_{made.format}"),
        address=base.versioned(made),
        media_type=made.media_type,
        size=format_size(made.size_bytes, texts.language),
    )


def _subscription(publication: Publication) -> Subscription | None:
    address = base.feed_url(publication.show, publication.edition.language)
    if address is None or not base.has_feed(publication):
        return None
    return Subscription(address=address, code=qr_code(address))
