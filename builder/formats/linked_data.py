"""Linked data: what an edition is, in schema.org's words, for search engines and libraries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from builder.article.inline import plain
from builder.base.text import clean_text
from builder.base.units import to_ms
from builder.formats import base
from builder.formats.figures import figures
from builder.model.artefact import Artefact
from builder.model.publication import Publication

# schema.org, digitalSourceType: its members are named after IPTC's terms.
_SOURCE = "https://schema.org/{}DigitalSource"

# schema.org, accessibilityFeature, in the words of the W3C's vocabulary of accessibility properties.
_FEATURES = ("displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents")
_FEATURES_OF_SOUND = ("synchronizedAudioText", "transcript")


def render_linked_data(publication: Publication) -> str:
    """Return the edition as JSON-LD that may stand in a script element, whatever is in its texts."""
    told = {name: value for name, value in _article(publication) if value}
    # U+2028 in a text becomes a line end when it is cleaned, and in a string of JSON none may stand bare.
    text = clean_text(json.dumps(told, ensure_ascii=False, separators=(",", ":"))).replace("\n", "\\n")
    # HTML, "restrictions for contents of script elements": no "<" is left that could end or open one.
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _article(publication: Publication) -> Iterator[tuple[str, Any]]:
    edition, show, language = publication.edition, publication.show, publication.edition.language
    document, metadata = edition.document, edition.document.metadata
    about = document.deck or document.summary
    yield "@context", "https://schema.org"
    yield "@type", "Article"
    yield "@id", base.page_url(publication)
    yield "url", base.page_url(publication)
    yield "headline", plain(document.title.markup)
    yield "description", plain(about.markup) if about else None
    yield "inLanguage", language
    yield "author", {"@type": "Person", "name": metadata.author} if metadata.author else None
    yield "publisher", {"@type": "Organization", "name": show.owner}
    yield "translator", [{"@type": "Person", "name": name} for name in edition.translators]
    yield "datePublished", metadata.published.isoformat() if metadata.published else None
    yield "dateModified", metadata.updated.isoformat() if metadata.updated else None
    rights = show.rights
    yield "license", _licence((edition.translated and rights.translations) or rights.article)
    yield "translationOfWork", _source(publication) if edition.translated else None
    yield "isPartOf", _series(publication)
    yield from _access(publication)
    sound = base.artefact(publication, "mp3")
    yield "audio", _sound(publication, sound) if sound else None


def _access(publication: Publication) -> Iterator[tuple[str, Any]]:
    heard = base.artefact(publication, "mp3") is not None
    seen = bool(figures(publication.edition.document))
    yield "accessMode", ["textual", *(["auditory"] if heard else []), *(["visual"] if seen else [])]
    yield "accessModeSufficient", [_sufficient("textual"), *([_sufficient("auditory")] if heard else [])]
    features = (*_FEATURES, *(_FEATURES_OF_SOUND if heard else ()), *(("alternativeText",) if seen else ()))
    yield "accessibilityFeature", sorted(features)
    yield "accessibilityHazard", "none"


def _sufficient(mode: str) -> Mapping[str, Any]:
    return {"@type": "ItemList", "itemListElement": [mode]}


def _source(publication: Publication) -> Mapping[str, Any]:
    source = publication.edition.source
    address = base.url(publication.show, base.edition_folder(source.metadata.slug, source.language))
    told = {"@type": "Article", "headline": plain(source.title.markup), "inLanguage": source.language}
    return told | ({"@id": address} if address else {})


def _series(publication: Publication) -> Mapping[str, Any]:
    show = publication.show
    told = {"@type": "PodcastSeries", "name": show.title}
    feed = base.feed_url(show, publication.edition.language) if base.has_feed(publication) else None
    return told | ({"webFeed": feed} if feed else {})


def _sound(publication: Publication, sound: Artefact) -> Mapping[str, Any]:
    duration_ms = to_ms(publication.timeline.frames, publication.timeline.sample_rate_hz)
    told = {
        "@type": "AudioObject",
        "contentUrl": base.artefact_url(publication, "mp3"),
        "encodingFormat": sound.media_type,
        "contentSize": str(sound.size_bytes),
        "duration": f"PT{duration_ms // 1000}S",
        "inLanguage": publication.edition.language,
        "digitalSourceType": _source_types(publication),
        "license": _licence(publication.show.rights.audio),
    }
    return {name: value for name, value in told.items() if value}


def _source_types(publication: Publication) -> list[str]:
    terms = (voice.digital_source_type.rpartition("/")[2] for voice in publication.voices)
    return list(dict.fromkeys(_SOURCE.format(term[:1].upper() + term[1:]) for term in terms))


def _licence(words: str | None) -> str | Mapping[str, str] | None:
    """Return an address as it is, and a name as a work of that name: schema.org takes nothing else."""
    if words is None or words.startswith(("https://", "http://")):
        return words
    return {"@type": "CreativeWork", "name": words}
