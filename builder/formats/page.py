"""Page: an edition to hear and read in a browser, with scripting or without, from a server or a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.article.inline import plain, render_html
from builder.base.language import Language
from builder.base.units import clock, to_ms
from builder.catalogue.texts import Texts
from builder.formats import base
from builder.formats.feedback import feedback_link
from builder.formats.footer import footer
from builder.formats.notes import credit_lines, disclosures, licence_lines, shows_original, weak_voice
from builder.formats.rendering import asset, asset_address, fill_in
from builder.formats.transcript import Line, Transcript
from builder.formats.untranslated import Marked
from builder.model.document import Metadata, Text
from builder.model.publication import Publication

NAME: str = "page"
MEDIA_TYPE: str = "text/html"
VERSION: int = 3

ASSETS: tuple[str, ...] = ("page.css", "page.js", "page_controls.js", "page_copy.js")
"""What has to lie beside the page."""

# No outside request, no inline code. 'self' covers a page opened from a folder too, in Chromium and Firefox.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)

_SPEEDS = ("0.75", "1", "1.25", "1.5", "1.75", "2")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """What a page may load, and what there is beside it."""

    policy: str = POLICY
    sound: bool = True
    """False where the sound, though it was made, cannot be played from the page."""
    files: bool = True
    """False where no file and no other page can be reached from it."""
    cover: bool = True
    """False where the picture that phones show cannot be reached from it."""
    remarks: tuple[str, ...] = ()
    """Sentences about this page, told with the disclosures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChapter:
    """A chapter in the list of chapters."""

    title: str
    anchor: str
    start_ms: int
    end_ms: int
    position: str
    """As people read it."""
    address: str | None
    """Of the sound from here on (Media Fragments URI 1.0), for browsers without scripting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLanguage:
    """A link to the same article in a language."""

    language: Language
    name: str
    """In that language."""
    title: str
    address: str
    here: bool


def path(publication: Publication) -> str:  # noqa: ARG001 -- every format is asked for its path this way
    """Return the file's name in the edition's folder."""
    return "index.html"


def assets() -> tuple[tuple[str, bytes], ...]:
    """Return name and bytes of each file that has to lie beside the page, the same for every page."""
    return tuple((name, asset(name)) for name in ASSETS)


def render(publication: Publication, texts: Texts, *, kind: PageKind = PageKind()) -> bytes:
    """Return the page as HTML; `publication.artefacts` are the files it plays, shows and offers."""
    from builder.catalogue.cldr import direction

    played = publication if kind.sound else base.without(publication, "mp3")
    values = {
        **_head(publication),
        **_opening(publication, texts, kind.remarks),
        **_player(played),
        **_body(publication),
        **_ending(publication, texts),
        **footer(publication, texts, files=kind.files),
        "feedback": feedback_link(publication, texts),
    }
    return fill_in(
        "page.html",
        t=texts,
        marked=Marked(texts=texts),
        policy=kind.policy,
        css=asset_address("page.css"),
        js=asset_address("page.js"),
        controls_js=asset_address("page_controls.js"),
        cover=_cover(publication) if kind.cover else None,
        direction=direction,
        seconds=_seconds,
        **values,
    ).encode()


def _seconds(position_ms: int) -> str:
    return f"{position_ms / 1000:.3f}"


def _head(publication: Publication) -> Mapping[str, object]:
    document, language = publication.edition.document, publication.edition.language
    about = document.deck or document.summary
    folder = base.folder_of(publication)
    to_feed = base.relative(base.feed_path(language), start=folder)
    return {
        "show": publication.show.title,
        "draft": publication.edition.draft,
        "language": language,
        "slug": document.metadata.slug,
        "title": plain(document.title.markup),
        "description": plain(about.markup) if about else None,
        "languages": tuple(_languages(publication)),
        "canonical": base.page_url(publication),
        "alternates": tuple(_alternates(publication)),
        "feed": to_feed if base.has_feed(publication) else None,
        "index": base.relative(base.INDEX_PATH, start=folder),
    }


def _languages(publication: Publication) -> Iterator[ShownLanguage]:
    from builder.catalogue.cldr import language_name

    slug, here = publication.edition.document.metadata.slug, publication.edition.language
    for sibling in publication.siblings:
        target = f"{base.edition_folder(slug, sibling.language)}index.html"
        yield ShownLanguage(
            language=sibling.language,
            name=language_name(sibling.language, sibling.language),
            title=sibling.title,
            address=base.relative(target, start=base.folder_of(publication)),
            here=sibling.language == here,
        )


def _alternates(publication: Publication) -> Iterator[tuple[Language, str]]:
    slug = publication.edition.document.metadata.slug
    for sibling in publication.siblings:
        address = base.url(publication.show, base.edition_folder(slug, sibling.language))
        if address and len(publication.siblings) > 1:
            yield sibling.language, address


def _opening(publication: Publication, texts: Texts, remarks: tuple[str, ...]) -> Mapping[str, object]:
    from builder.catalogue.cldr import format_duration_minutes

    document, transcript = publication.edition.document, Transcript(publication)
    opening = publication.script.chapters[0]
    spoken = (passage for passage in opening.passages if passage.kind == "announcement")
    weak = weak_voice(publication, texts)
    return {
        "heading": transcript.line(document.title),
        "deck": transcript.line(document.deck) if document.deck else None,
        "announcements": tuple(map(transcript.announcement, spoken)),
        "disclosures": (*disclosures(publication, texts), *((weak,) if weak else ()), *remarks),
        "notice": transcript.line(document.notice) if document.notice else None,
        "short": transcript.line(document.disclaimer_short) if document.disclaimer_short else None,
        "minutes": format_duration_minutes(_duration_ms(publication), texts.language),
        **_byline(document.metadata, texts),
    }


def _byline(metadata: Metadata, texts: Texts) -> Mapping[str, object]:
    from builder.catalogue.cldr import format_date

    published, updated = metadata.published, metadata.updated
    return {
        "author": metadata.author,
        "published": (published.isoformat(), format_date(published, texts.language)) if published else None,
        "updated": (updated.isoformat(), format_date(updated, texts.language))
        if updated and updated != published
        else None,
    }


def _player(publication: Publication) -> Mapping[str, object]:
    sound, duration_ms = base.artefact(publication, "mp3"), _duration_ms(publication)
    return {
        "sound": base.versioned(sound) if sound else None,
        "duration": clock(duration_ms),
        "duration_ms": duration_ms,
        "speeds": _SPEEDS,
        "chapters": tuple(_chapters(publication)),
    }


def _duration_ms(publication: Publication) -> int:
    return to_ms(publication.timeline.frames, publication.timeline.sample_rate_hz)


def _cover(publication: Publication) -> str | None:
    """Return the picture that phones show on the lock screen: the article's own, or the show's."""
    own, shown = base.artefact(publication, "cover"), base.show_cover_path(publication.show)
    if own:
        return base.versioned(own)
    return base.relative(shown, start=base.folder_of(publication)) if shown else None


def _chapters(publication: Publication) -> Iterator[ShownChapter]:
    rate, sound = publication.timeline.sample_rate_hz, base.artefact(publication, "mp3")
    for chapter in publication.timeline.chapters:
        start_ms = to_ms(chapter.start, rate)
        yield ShownChapter(
            title=chapter.title,
            anchor=chapter.anchor,
            start_ms=start_ms,
            end_ms=to_ms(chapter.end, rate),
            position=clock(start_ms),
            address=f"{base.versioned(sound)}#t={_seconds(start_ms)}" if sound else None,
        )


def _body(publication: Publication) -> Mapping[str, object]:
    document, transcript = publication.edition.document, Transcript(publication)
    return {
        "introduction": transcript.introduction(document.introduction),
        "sections": transcript.sections(document.sections),
        "rest": transcript.rest(),
    }


def _ending(publication: Publication, texts: Texts) -> Mapping[str, object]:
    edition, transcript = publication.edition, Transcript(publication)
    last = publication.script.chapters[-1]
    spoken = tuple(passage for passage in last.passages if passage.kind == "announcement")
    original = edition.source.disclaimer if shows_original(edition) else None
    return {
        "last_title": last.title,
        "last_anchor": last.anchor,
        "disclaimer": transcript.line(edition.document.disclaimer) if edition.document.disclaimer else None,
        "original": _unheard(original, edition.source.language) if original else None,
        "original_heading": _original_heading(edition.source.language, texts),
        "spoken_credits": tuple(map(transcript.announcement, spoken)),
        "credits": credit_lines(publication, texts),
        "licences": licence_lines(publication, texts),
    }


def _unheard(text: Text, language: Language) -> Line:
    shown = render_html(text.markup, text.links, text.languages)
    return Line(html=shown, plain=plain(text.markup), language=language)


def _original_heading(language: Language, texts: Texts) -> str:
    from builder.catalogue.cldr import language_name

    return texts("page_original_disclaimer", language=language_name(language, texts.language))
