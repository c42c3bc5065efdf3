"""Feed: all articles in one language as a podcast.

Sources: RSS 2.0; Apple, "A Podcaster's Guide to RSS" (what is required, 4000 bytes a description); Podcast
Namespace 1.0; Podlove Simple Chapters 1.2; RFC 4287 for the link to itself. Nothing here asks the clock.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime

from builder.article.inline import plain
from builder.base.errors import ContentError, UsageError
from builder.base.units import itunes_duration, to_ms, vtt_time
from builder.catalogue.texts import Texts
from builder.formats import base
from builder.formats.categories import parse_category
from builder.formats.notes import ShowNotes, original_heading, render_text, show_notes
from builder.formats.rendering import fill_in
from builder.model.document import Metadata
from builder.model.finding import Finding
from builder.model.publication import Publication
from builder.model.show import Show

NAME: str = "feed"
MEDIA_TYPE: str = "application/rss+xml"
VERSION: int = 1

MOST_DESCRIPTION_BYTES = 4000
_ALTERNATES: Mapping[str, str] = {"m4b": "mp4a.40.2", "opus": "opus"}
"""Formats that apps may take in place of the MP3, and what RFC 6381 calls their codecs."""
_TRANSCRIPTS = ("vtt", "srt", "transcript", "text")
"""Those that apps read, the richest first: many take the first they know."""
_CAPTIONS = ("vtt", "srt")
_PUBLISHED_AT = time(6, 0, tzinfo=UTC)
# SPDX identifiers with a version, and the way people write Creative Commons licences.
_IDENTIFIER = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*-\d+(\.\d+)*(-[A-Za-z-]+)?|CC0? (BY\S* )?\d\.\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, or a synthetic voice, with a role of the Podcast Taxonomy."""

    name: str
    role: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same sound in another format."""

    path: str
    """As the enclosure's."""
    size_bytes: int
    media_type: str
    codec: str
    """RFC 6381."""
    bitrate: int
    """Bits a second, on the average."""
    title: str
    sha256: str
    """As subresource integrity has it, in base 64."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptFile:
    """What is said, in one format."""

    path: str
    """As the enclosure's."""
    media_type: str
    captions: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One item of the feed, plain values alone: it is kept in an edition's record for the next build.

    Paths are relative to the output folder, so that an episode can move to another `base_url`.
    """

    slug: str
    title: str
    author: str | None
    folder: str
    guid: str
    published: str
    """Day, as `2026-03-14`."""
    duration: str
    """Whole seconds."""
    description: str
    html: str
    """The notes whole, with their structure, for apps that show it."""
    enclosure: str
    """Path, with the version in the query."""
    enclosure_bytes: int
    enclosure_type: str
    cover: str | None
    chapters_file: str | None
    chapters: tuple[tuple[str, str], ...]
    """Start as `HH:MM:SS.mmm`, and title."""
    people: tuple[Person, ...]
    licence: str
    """SPDX identifier in lower case, or the licence's name."""
    alternates: tuple[Alternate, ...] = ()
    transcripts: tuple[TranscriptFile, ...] = ()


def episode_of(publication: Publication, texts: Texts) -> Episode:
    """Return the publication as an item of its language's feed.

    Args:
        publication: Finished, with its MP3 among its artefacts, and WebVTT and chapters if they were made.
        texts: The tool's texts in its language.

    Raises:
        ContentError: The article has no date.
        UsageError: There is no sound.
        ValueError: It is a draft, which is never an episode.
    """
    document, sound = publication.edition.document, base.artefact(publication, "mp3")
    if publication.edition.draft:
        raise ValueError(f"{base.folder_of(publication)} is a draft, and a draft is no episode")
    if sound is None:
        raise UsageError(
            f"a feed needs the sound of {base.folder_of(publication)}, and there is none",
            hint="build the format mp3 too",
        )
    notes, timeline = show_notes(publication, texts), publication.timeline
    return Episode(
        slug=document.metadata.slug,
        title=plain(document.title.markup),
        author=document.metadata.author,
        folder=base.folder_of(publication),
        guid=publication.episode_guid,
        published=day_of(publication.edition.document.metadata).isoformat(),
        duration=itunes_duration(to_ms(timeline.frames, timeline.sample_rate_hz)),
        description=render_text(notes, texts, most_bytes=MOST_DESCRIPTION_BYTES),
        html=_html(notes, texts),
        enclosure=f"{base.folder_of(publication)}{base.versioned(sound)}",
        enclosure_bytes=sound.size_bytes,
        enclosure_type=sound.media_type,
        cover=_path(publication, "cover"),
        chapters_file=_path(publication, "chapters"),
        chapters=tuple(
            (vtt_time(to_ms(chapter.start, timeline.sample_rate_hz)), chapter.title)
            for chapter in timeline.chapters
        ),
        people=tuple(_people(publication, texts)),
        licence=_licence(publication.show, texts),
        alternates=tuple(_alternates(publication, texts)),
        transcripts=tuple(_transcripts(publication)),
    )


def render_feed(show: Show, episodes: Iterable[Episode], texts: Texts, *, guid: str) -> bytes:
    """Return the feed of one language, newest episode first.

    Args:
        show: What the publisher says; it has a `base_url`.
        episodes: All in the language of `texts`, in any order.
        texts: The tool's texts in that language.
        guid: The feed's `podcast:guid`, which never changes once it was made.

    Raises:
        UsageError: The show has no `base_url`, or its category is none of Apple's.
    """
    if show.base_url is None:
        raise UsageError(
            "a feed needs the address the output will have", hint="set show.base_url, or give --base-url"
        )
    newest_first = sorted(sorted(episodes, key=_slug), key=_published, reverse=True)
    return fill_in(
        "feed.xml",
        show=show,
        title=feed_title(show, texts),
        about=texts("feed_about", owner=show.owner),
        language=texts.language,
        root=show.base_url,
        address=base.feed_url(show, texts.language),
        cover=base.show_cover_path(show),
        category=parse_category(show.category),
        guid=guid,
        rights=show.rights.audio or texts("notes_all_rights"),
        episodes=newest_first,
        rfc_2822=_rfc_2822,
    ).encode()


def feed_title(show: Show, texts: Texts) -> str:
    """Return the name of the feed: the show's, and the language where it is not the show's own."""
    from builder.catalogue.cldr import language_name

    if texts.language == show.language:
        return show.title
    return texts("feed_title", show=show.title, language=language_name(texts.language, texts.language))


def check_show(show: Show) -> tuple[Finding, ...]:
    """Return what keeps podcast directories from taking a feed of `show`."""
    return tuple(_problems(show))


def _problems(show: Show) -> Iterator[Finding]:
    try:
        parse_category(show.category)
    except UsageError as error:
        yield Finding(
            code="F001", severity="error", message=error.message, where="show.category", hint=error.hint
        )
    if show.cover is None:
        yield Finding(
            code="F002",
            severity="warning",
            message="the show has no picture, and podcast directories take none without",
            where="show.cover",
            hint="name a square picture of 1400 to 3000 pixels, JPEG or PNG",
        )
    elif not show.cover.lower().endswith((".jpg", ".jpeg", ".png")):
        yield Finding(
            code="F003",
            severity="error",
            message=f'the show\'s picture has to be JPEG or PNG, found "{show.cover}"',
            where="show.cover",
            hint="name a file that ends in .jpg or .png",
        )


def _html(notes: ShowNotes, texts: Texts) -> str:
    from builder.catalogue.cldr import direction

    originals = tuple(original_heading(text, texts) if text.original else "" for text in notes.disclaimers)
    return fill_in(
        "notes.html", notes=notes, originals=originals, language=texts.language, direction=direction
    ).strip()


def _alternates(publication: Publication, texts: Texts) -> Iterator[Alternate]:
    timeline = publication.timeline
    for name, codec in _ALTERNATES.items():
        made = base.artefact(publication, name)
        if made is not None:
            yield Alternate(
                path=f"{base.folder_of(publication)}{base.versioned(made)}",
                size_bytes=made.size_bytes,
                media_type=made.media_type,
                codec=codec,
                bitrate=made.size_bytes * 8 * timeline.sample_rate_hz // max(1, timeline.frames),
                title=texts(f"page_download_{name}"),
                sha256=base64.b64encode(bytes.fromhex(made.sha256)).decode("ascii"),
            )


def _transcripts(publication: Publication) -> Iterator[TranscriptFile]:
    for name in _TRANSCRIPTS:
        made = base.artefact(publication, name)
        if made is not None:
            yield TranscriptFile(
                path=f"{base.folder_of(publication)}{base.versioned(made)}",
                media_type=made.media_type,
                captions=name in _CAPTIONS,
            )


def _people(publication: Publication, texts: Texts) -> Iterator[Person]:
    for voice in publication.voices:
        synthetic = texts("feed_narrator", voice=voice.voice, engine=voice.engine)
        yield Person(name=voice.voice if voice.human else synthetic, role="narrator", group="cast")
    if publication.edition.document.metadata.author:
        yield Person(name=publication.edition.document.metadata.author, role="author", group="writing")
    for name in publication.edition.translators:
        yield Person(name=name, role="translator", group="writing")


def _licence(show: Show, texts: Texts) -> str:
    # Podcast Namespace, podcast:license: an identifier in lower case, or any name and where its words are.
    audio = show.rights.audio or texts("notes_all_rights")
    return audio.lower().replace(" ", "-") if _IDENTIFIER.fullmatch(audio) else audio[:128]


def _path(publication: Publication, name: str) -> str | None:
    made = base.artefact(publication, name)
    return None if made is None else f"{base.folder_of(publication)}{base.versioned(made)}"


def day_of(metadata: Metadata) -> date:
    """Return the day an article was published.

    Raises:
        ContentError: It has no date.
    """
    if metadata.published is None:
        raise ContentError(
            "this article has no date, and an episode of a feed needs one",
            where=f"{metadata.path}:1",
            hint="write the date of publication at its top, as date: 2026-03-14, or give --date 2026-03-14",
        )
    return metadata.published


def _rfc_2822(day: str) -> str:
    return format_datetime(datetime.combine(date.fromisoformat(day), _PUBLISHED_AT))


def _slug(episode: Episode) -> str:
    return episode.slug


def _published(episode: Episode) -> str:
    return episode.published
