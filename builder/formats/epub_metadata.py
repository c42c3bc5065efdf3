"""EPUB metadata: what a package says of its book, of its voice, and of who can read it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from builder.article.inline import plain
from builder.base.units import smil_clock
from builder.catalogue.texts import Texts
from builder.formats import base
from builder.formats.epub_documents import BookDocument
from builder.formats.epub_source import may_move, picture_entries, read_picture_file
from builder.formats.notes import disclosures, licence_line
from builder.model.document import Block, Code, Document, Figure, ItemList, Quote, Section
from builder.model.publication import Publication, VoiceCredit

ACTIVE_CLASS = "-epub-media-overlay-active"
PLAYING_CLASS = "-epub-media-overlay-playing"

_Kind = TypeVar("_Kind", Figure, Code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """An element of a package's metadata."""

    name: str
    """`dc:title` and so on; else the property of a `meta`."""
    value: str
    id: str | None = None
    refines: str | None = None
    scheme: str | None = None

    @property
    def element(self) -> bool:
        """True where it is an element of Dublin Core."""
        return self.name.startswith("dc:")


def package_metadata(
    publication: Publication, texts: Texts, documents: tuple[BookDocument, ...], *, name: str, heard: bool
) -> tuple[Meta, ...]:
    """Return what the package of a book says.

    Args:
        publication: A book's source.
        texts: In the edition's language.
        documents: Of the book.
        name: Of the format.
        heard: True for a book with sound.
    """
    return (
        *_bibliography(publication, texts, name=name, heard=heard),
        *_people(publication, texts),
        *(_overlays(publication, texts, documents) if heard else ()),
        *_accessibility(publication, texts, heard=heard),
    )


def identifier(publication: Publication, name: str) -> str:
    """Return the book's identity, the same whatever is edited in it.

    It is made of the episode's, which keeps when an article is renamed; without a feed of the article's name,
    its language and the show's address. A book with sound and one without are two publications.
    """
    slug, language = publication.edition.document.metadata.slug, publication.edition.language
    known = publication.episode_guid or f"{publication.show.base_url or ''}{slug}/{language}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{known}#{name}')}"


def modified(publication: Publication) -> str:
    """Return when the article was last changed, as its author dates it; never the time of the build.

    EPUB 3.3, "Last modified date": CCYY-MM-DDThh:mm:ssZ. An article without any date has that of its entries.
    """
    metadata = publication.edition.document.metadata
    day = metadata.updated or metadata.published
    return f"{day.isoformat() if day else '1980-01-01'}T06:00:00Z"


def _bibliography(publication: Publication, texts: Texts, *, name: str, heard: bool) -> Iterator[Meta]:
    document, show = publication.edition.document, publication.show
    about = document.deck or document.summary
    yield Meta(name="dc:identifier", value=identifier(publication, name), id="identifier")
    yield Meta(name="dc:title", value=plain(document.title.markup), id="title")
    yield Meta(name="title-type", value="main", refines="title")
    yield Meta(name="dc:language", value=publication.edition.language)
    yield Meta(name="dcterms:modified", value=modified(publication))
    if document.metadata.published:
        yield Meta(name="dc:date", value=document.metadata.published.isoformat())
    if about:
        yield Meta(name="dc:description", value=plain(about.markup))
    yield Meta(name="dc:publisher", value=show.owner)
    yield Meta(name="dc:rights", value=licence_line(publication, texts, heard=heard))
    source = base.url(show, base.edition_folder(document.metadata.slug, publication.edition.source.language))
    if source:
        yield Meta(name="dc:source", value=source)
    yield Meta(name="belongs-to-collection", value=show.title, id="show")
    yield Meta(name="collection-type", value="series", refines="show")


def _people(publication: Publication, texts: Texts) -> Iterator[Meta]:
    """Yield who wrote, translated and read it, each with a role of MARC's list of relators."""
    author = publication.edition.document.metadata.author
    people = [("creator", author, "aut")] if author else []
    people += [("contributor", name, "trl") for name in publication.edition.translators]
    people += [("contributor", narrator(voice, texts), "nrt") for voice in publication.voices]
    for number, (kind, name, role) in enumerate(people, start=1):
        yield Meta(name=f"dc:{kind}", value=name, id=f"person-{number}")
        yield Meta(name="role", value=role, refines=f"person-{number}", scheme="marc:relators")


def narrator(voice: VoiceCredit, texts: Texts) -> str:
    """Return a narrator's name, which tells that a voice is synthetic."""
    return voice.voice if voice.human else texts("feed_narrator", voice=voice.voice, engine=voice.engine)


def _overlays(publication: Publication, texts: Texts, documents: tuple[BookDocument, ...]) -> Iterator[Meta]:
    heard = tuple(document for document in documents if document.heard)
    for document in heard:
        time = smil_clock(document.duration_ms)
        yield Meta(name="media:duration", value=time, refines=f"overlay-{document.name}")
    # EPUB 3.3, "media:duration": the sum of the overlays' own, as they are written.
    yield Meta(name="media:duration", value=smil_clock(sum(document.duration_ms for document in heard)))
    for voice in publication.voices:
        yield Meta(name="media:narrator", value=narrator(voice, texts))
    yield Meta(name="media:active-class", value=ACTIVE_CLASS)
    yield Meta(name="media:playback-active-class", value=PLAYING_CLASS)


def _accessibility(publication: Publication, texts: Texts, *, heard: bool) -> Iterator[Meta]:
    document = publication.edition.document
    pictures = bool(publication.pictures)
    described = all(plain(figure.alt.markup).strip() for figure in _all(document, Figure))
    modes = ("textual", *(("auditory",) if heard else ()), *(("visual",) if pictures else ()))
    yield from (Meta(name="schema:accessMode", value=mode) for mode in modes)
    yield Meta(name="schema:accessModeSufficient", value="textual" if described else "textual,visual")
    # A listing is shown and not read aloud: ears alone miss it.
    if heard and described and not any(_all(document, Code)):
        yield Meta(name="schema:accessModeSufficient", value="auditory")
    features = [
        "tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "unlocked",
        *(("synchronizedAudioText",) if heard else ()),
        *(("alternativeText",) if described and any(_all(document, Figure)) else ()),
        *(("ttsMarkup",) if publication.lexicons else ()),
    ]  # fmt: skip
    yield from (Meta(name="schema:accessibilityFeature", value=feature) for feature in features)
    yield Meta(name="schema:accessibilityHazard", value=_hazard(publication))
    summary = accessibility_summary(publication, texts, heard=heard)
    yield Meta(name="schema:accessibilitySummary", value=summary)


def _hazard(publication: Publication) -> str:
    # schema.org, accessibilityHazard: what moves and nobody looked at is unknown, not harmless.
    moving = any(may_move(kind, read_picture_file(file)) for _, kind, file in picture_entries(publication))
    return "unknown" if moving else "none"


def accessibility_summary(publication: Publication, texts: Texts, *, heard: bool) -> str:
    """Return in words, in the edition's language, how the book can be read and what is not known of that."""
    sentences = (
        *((texts("epub_summary_heard"),) if heard else ()),
        texts("epub_summary_text"),
        *(
            (texts("epub_summary_listings"),)
            if heard and any(_all(publication.edition.document, Code))
            else ()
        ),
        *disclosures(publication, texts, heard=heard),
        texts("epub_summary_unexamined"),
    )
    return " ".join(sentences)


def _all(document: Document, kind: type[_Kind]) -> Iterator[_Kind]:
    """Yield every block of one kind."""
    yield from _in_blocks(document.introduction, kind)
    for section in document.sections:
        yield from _in_section(section, kind)


def _in_section(section: Section, kind: type[_Kind]) -> Iterator[_Kind]:
    yield from _in_blocks(section.blocks, kind)
    for inner in section.sections:
        yield from _in_section(inner, kind)


def _in_blocks(blocks: Iterable[Block], kind: type[_Kind]) -> Iterator[_Kind]:
    for block in blocks:
        if isinstance(block, kind):
            yield block
        match block:
            case Quote(blocks=inner):
                yield from _in_blocks(inner, kind)
            case ItemList(items=items):
                for item in items:
                    yield from _in_blocks(item, kind)
            case _:
                pass
