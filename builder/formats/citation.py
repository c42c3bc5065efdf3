"""Citation: how to cite one edition, in its own language, as one line of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.article.inline import plain
from builder.base.language import Language
from builder.base.text import one_line
from builder.catalogue.texts import Texts
from builder.formats import base
from builder.formats.notes import reader_line
from builder.model.document import Text
from builder.model.edition import Edition
from builder.model.publication import Publication

_ENDS = ".!?…。！？।۔؟"
_WIDE_STOP = frozenset({"ja", "yue", "zh"})
"""Languages whose full stop is a wide one, with no space after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPart:
    """A part of a citation, and what parts it from the next."""

    text: str
    after: str = ""
    address: str | None = None
    """Where it leads to; the text is the same."""
    language: Language | None = None
    """Where it is not the edition's."""


def citation(publication: Publication, texts: Texts) -> tuple[CitedPart, ...]:
    """Return author, title, show, owner, dates, language, translator, voice and address, as far as known."""
    told = [(one_line(words), language) for words, language in _sentences(publication, texts)]
    parts = [
        CitedPart(text=words, after=_stop(words, texts.language), language=language)
        for words, language in told
    ]
    address = base.page_url(publication)
    if address is not None:
        parts.append(CitedPart(text=address, address=address))
    return tuple(parts)


def _sentences(publication: Publication, texts: Texts) -> Iterator[tuple[str, Language | None]]:
    """Yield each part without its final stop."""
    from builder.catalogue.cldr import format_date, language_name

    edition, show = publication.edition, publication.show
    metadata, language = edition.document.metadata, edition.language
    yield _work(edition.document.title, metadata.author, texts), None
    owner = "" if show.owner == metadata.author else f", {show.owner}"
    yield f"{show.title}{owner}", show.language if show.language != language else None
    if metadata.published:
        yield format_date(metadata.published, language), None
    if metadata.updated and metadata.updated != metadata.published:
        yield texts("page_updated", date=format_date(metadata.updated, language)), None
    yield texts("page_cited_language", language=language_name(language, texts.language)), None
    for line in _translation(edition, texts):
        yield line, None
    for voice in publication.voices:
        yield reader_line(voice, texts), None


def _work(title: Text, author: str | None, texts: Texts) -> str:
    words = plain(title.markup)
    if author is None:
        return texts("page_cited_title_alone", title=words)
    return texts("page_cited_title", author=author, title=words)


def _translation(edition: Edition, texts: Texts) -> Iterator[str]:
    from builder.catalogue.cldr import format_list

    if edition.translated and edition.method in ("machine", "machine+post-edited"):
        yield texts("page_cited_machine")
    if edition.translators:
        yield texts("notes_translators", translators=format_list(edition.translators, texts.language))


def _stop(words: str, language: Language) -> str:
    wide = language.partition("-")[0] in _WIDE_STOP
    if words.rstrip('”»’"').endswith(tuple(_ENDS)):
        return "" if wide else " "
    return "。" if wide else ". "
