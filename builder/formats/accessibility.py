"""Accessibility: a statement on an edition: what it offers, what was judged and by whom, what is not known.

Its shape follows the W3C's "Developing an Accessibility Statement". It tells what was judged of this version
of the tool, never that somebody examined this edition: nobody did.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder import __version__
from builder.article.inline import plain
from builder.article.segments import segments
from builder.catalogue.texts import Texts
from builder.formats import base
from builder.formats.feedback import feedback_link
from builder.formats.judges import JUDGES
from builder.formats.notes import disclosures, weak_voice
from builder.formats.rendering import asset, fill_in, style_policy
from builder.model.publication import Publication

NAME: str = "accessibility"
MEDIA_TYPE: str = "text/html"
VERSION: int = 1

_PAGE = "index.html"
_SOUNDS = {"mp3": "MP3", "m4b": "M4B", "opus": "Opus"}
_TIMED = {"vtt": "WebVTT", "srt": "SRT", "transcript": "JSON"}
_SINGLE = ("zip", "text", "words", "epub", "epub-text")
"""Each has a sentence of its own."""
_BOOKS = ("epub", "epub-text")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownJudge:
    """A row of the table."""

    name: str
    about: str
    found: str


def path(publication: Publication) -> str:  # noqa: ARG001 -- every format is asked for its path this way
    """Return the file's name in the edition's folder."""
    return "accessibility.html"


def render(publication: Publication, texts: Texts) -> bytes:
    """Return the statement as HTML; everything is in this one file, it needs no network and has no script.

    Args:
        publication: `publication.artefacts` are the files it offers; its page is expected beside it.
        texts: In the edition's language.
    """
    from builder.catalogue.cldr import direction, format_date

    style = asset("report.css").decode() + asset("accessibility.css").decode()
    document, language = publication.edition.document, publication.edition.language
    day = document.metadata.updated or document.metadata.published
    feedback = feedback_link(publication, texts)
    return fill_in(
        "accessibility.html",
        t=texts,
        style=style,
        policy=style_policy(style),
        language=language,
        direction=direction(language),
        title=plain(document.title.markup),
        owner=publication.show.owner,
        page=_PAGE,
        date=None if day is None else format_date(day, language),
        offers=tuple(_offers(publication, texts)),
        aims=tuple(_aims(publication, texts)),
        version=__version__,
        judges=tuple(_judges(publication, texts)),
        gaps=tuple(_gaps(publication, texts)),
        disclosures=disclosures(publication, texts),
        contact=feedback.address if feedback else None,
    ).encode()


def _made(publication: Publication, name: str) -> bool:
    return base.artefact(publication, name) is not None


def _offers(publication: Publication, texts: Texts) -> Iterator[str]:
    """Yield what can be had, a sentence each."""
    sounds = [shown for name, shown in _SOUNDS.items() if _made(publication, name)]
    timed = [shown for name, shown in _TIMED.items() if _made(publication, name)]
    yield texts("statement_offer_page")
    if sounds:
        yield texts("statement_offer_sound", formats=", ".join(sounds))
    if _made(publication, "mp3"):
        yield texts("statement_offer_marked")
    if timed:
        yield texts("statement_offer_timed", formats=", ".join(timed))
    for name in _SINGLE:
        if _made(publication, name):
            yield texts(f"statement_offer_{name.replace('-', '_')}")


def _aims(publication: Publication, texts: Texts) -> Iterator[str]:
    yield texts("statement_aim_page", standard="WCAG 2.2", level="AA")
    if _has_book(publication):
        yield texts("statement_aim_book", standard="EPUB Accessibility 1.1", other="WCAG 2.2", level="AA")


def _judges(publication: Publication, texts: Texts) -> Iterator[ShownJudge]:
    for judge in JUDGES:
        if judge.books and not _has_book(publication):
            continue
        yield ShownJudge(
            name=f"{judge.name} {judge.version or ''}".strip(),
            about=texts(judge.about),
            found=texts("statement_found_nothing"),
        )


def _gaps(publication: Publication, texts: Texts) -> Iterator[str]:
    """Yield what is not met, or not known; nothing of it is left out because it sounds bad."""
    edition = publication.edition
    kinds = {segment.kind for segment in segments(edition.document)}
    weak = weak_voice(publication, texts)
    if any(not voice.human for voice in publication.voices):
        yield texts("statement_gap_voice")
    if weak:
        yield weak
    if edition.translated and not edition.reviewed:
        yield texts("statement_gap_translation")
    if edition.draft:
        yield texts("statement_gap_draft")
    if "alt" in kinds:
        yield texts("statement_gap_pictures")
    if any(passage.id.startswith("a-code") for passage in publication.script.passages):
        yield texts("statement_gap_code")
    yield texts("statement_gap_sign")
    yield texts("statement_gap_readers")
    if _has_book(publication):
        yield texts("statement_gap_books")
    yield texts("statement_gap_programs")


def _has_book(publication: Publication) -> bool:
    return any(_made(publication, name) for name in _BOOKS)
