"""Index: the list of all articles in all their languages, and the addresses of the feeds."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from builder.article.inline import plain
from builder.base.language import Language
from builder.base.units import to_ms
from builder.catalogue.texts import Texts
from builder.formats import base
from builder.formats.page import POLICY
from builder.formats.rendering import asset, asset_address, fill_in
from builder.model.publication import Publication
from builder.model.show import Show

NAME: str = "index"
MEDIA_TYPE: str = "text/html"
VERSION: int = 1

ASSETS: tuple[str, ...] = ("page.css",)
"""What has to lie beside the index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """What the list says of one edition, plain values alone: it is kept in the edition's record."""

    slug: str
    language: Language
    title: str
    deck: str | None
    published: str | None
    """Day, as `2026-03-14`."""
    duration_ms: int
    in_feed: bool
    draft: bool
    machine: bool
    """True when a machine translated it, whatever a person did to it since."""
    reviewed: bool
    author: str | None = None
    """None in a record of an older version, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edition:
    language: Language
    name: str
    """Of the language, in itself."""
    title: str
    address: str
    minutes: str
    remarks: tuple[str, ...]
    """What has to be known before it is opened, in the index's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    title: str
    slug: str
    language: Language
    """Of title and deck."""
    deck: str | None
    author: str | None
    published: tuple[str, str] | None
    """As a machine and as people read it."""
    editions: tuple[_Edition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feed:
    language: Language
    name: str
    path: str
    address: str


def assets() -> tuple[tuple[str, bytes], ...]:
    """Return name and bytes of each file that has to lie beside the index."""
    return tuple((name, asset(name)) for name in ASSETS)


def entry_of(publication: Publication) -> IndexEntry:
    """Return what the list says of an edition."""
    edition, timeline = publication.edition, publication.timeline
    document = edition.document
    published = document.metadata.published
    return IndexEntry(
        slug=document.metadata.slug,
        language=edition.language,
        title=plain(document.title.markup),
        deck=plain(document.deck.markup) if document.deck else None,
        published=published.isoformat() if published else None,
        duration_ms=to_ms(timeline.frames, timeline.sample_rate_hz),
        in_feed=base.has_feed(publication),
        draft=edition.draft,
        machine=edition.method in ("machine", "machine+post-edited"),
        reviewed=edition.reviewed,
        author=document.metadata.author,
    )


def render_index(show: Show, entries: Iterable[IndexEntry], texts: Texts) -> bytes:
    """Return the page that lists `entries`, newest article first, its languages sorted by tag.

    Args:
        show: What the publisher says.
        entries: Of every edition that lies in the output folder, in any order.
        texts: The tool's texts, in the show's language.
    """
    from builder.catalogue.cldr import direction

    entries = sorted(entries, key=lambda entry: (entry.slug, entry.language))
    return fill_in(
        "index.html",
        t=texts,
        policy=POLICY,
        css=asset_address("page.css"),
        direction=direction,
        show=show,
        canonical=show.base_url,
        language=texts.language,
        articles=tuple(_articles(show, entries, texts)),
        feeds=tuple(_feeds(show, entries)),
    ).encode()


def _articles(show: Show, entries: Iterable[IndexEntry], texts: Texts) -> Iterator[_Article]:
    groups = [tuple(group) for _, group in itertools.groupby(entries, key=lambda entry: entry.slug)]
    groups.sort(key=lambda group: group[0].published or "", reverse=True)
    for group in groups:
        yield _article(show, group, texts)


def _article(show: Show, group: Sequence[IndexEntry], texts: Texts) -> _Article:
    from builder.catalogue.cldr import format_date

    chosen = next((entry for entry in group if entry.language == show.language), group[0])
    day = date.fromisoformat(chosen.published) if chosen.published else None
    return _Article(
        title=chosen.title,
        slug=chosen.slug,
        language=chosen.language,
        deck=chosen.deck,
        author=chosen.author,
        published=(day.isoformat(), format_date(day, texts.language)) if day else None,
        editions=tuple(_edition(entry, texts) for entry in group),
    )


def _edition(entry: IndexEntry, texts: Texts) -> _Edition:
    from builder.catalogue.cldr import format_duration_minutes, language_name

    page = f"{base.edition_folder(entry.slug, entry.language)}index.html"
    return _Edition(
        language=entry.language,
        name=language_name(entry.language, entry.language),
        title=entry.title,
        address=base.relative(page, start=""),
        minutes=format_duration_minutes(entry.duration_ms, texts.language),
        remarks=tuple(_remarks(entry, texts)),
    )


def _remarks(entry: IndexEntry, texts: Texts) -> Iterator[str]:
    if entry.draft:
        yield texts("index_draft")
    if not entry.reviewed:
        yield texts("index_machine" if entry.machine else "index_unreviewed")


def _feeds(show: Show, entries: Iterable[IndexEntry]) -> Iterator[_Feed]:
    from builder.catalogue.cldr import language_name

    for language in sorted({entry.language for entry in entries if entry.in_feed}):
        address = base.feed_url(show, language)
        if address:
            path = base.relative(base.feed_path(language), start="")
            name = language_name(language, language)
            yield _Feed(language=language, name=name, path=path, address=address)
