"""Hostile pages: every kind of document the product makes, with hostile texts in all its places."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from xml.etree import ElementTree as ET

from builder.article.inline import plain, render_html
from builder.article.segments import map_texts, segments
from builder.base.language import Language
from builder.catalogue.changes import word_diff
from builder.catalogue.extract import extract
from builder.catalogue.merge import start
from builder.catalogue.texts import Texts
from builder.check.report import Checked
from builder.check.report_page import render_page
from builder.formats import accessibility, epub_text, feed, index, offline, page, report
from builder.formats.proof_page import (
    Proof,
    ProofChapter,
    ProofFinding,
    ProofSegment,
    ProofSide,
    ProofWord,
    render_proof_page,
)
from builder.model.document import Document, Text
from builder.model.finding import Finding
from builder.model.levels import Column, Levels, SoundLevels
from builder.model.publication import Publication
from builder.model.segment import SegmentId
from builder.testing.hostile import SLUG, SOURCE, TARGET

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_PATH = f"locales/ar/LC_MESSAGES/{SLUG}.po"
_GUID = "9b024349-ccf0-5f69-a609-6b82873eab3c"


def feed_of(publication: Publication, texts: Texts) -> bytes:
    """Return the feed with this one episode."""
    episode = feed.episode_of(publication, texts)
    return feed.render_feed(publication.show, [episode], texts, guid=_GUID)


def notes_of(publication: Publication, texts: Texts) -> bytes:
    """Return the notes of the episode as an app shows them: without a policy, in a page of its own."""
    (notes,) = ET.fromstring(feed_of(publication, texts)).iter(_CONTENT)  # noqa: S314 -- our own feed
    head = '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"></head>'
    return f"{head}<body>{notes.text}</body></html>\n".encode()


def index_of(publication: Publication, texts: Texts) -> bytes:
    """Return the index of this one article."""
    return index.render_index(publication.show, [index.entry_of(publication)], texts)


def report_of(publication: Publication, texts: Texts) -> bytes:
    """Return the report on the sound, with made-up figures."""
    some = Levels(loudness_lufs=-16.1, range_lu=1.8, true_peak_dbtp=-2.0)
    levels = SoundLevels(
        whole=some,
        chapters=(some,) * len(publication.timeline.chapters),
        columns=(Column(mean=0.1, loudest=0.3, short_term_lufs=-16.0),) * 48,
    )
    return report.render(publication, texts, levels=levels, target_lufs=-16.0, ceiling_dbtp=-2.0)


def check_of(publication: Publication, texts: Texts) -> bytes:  # noqa: ARG001 -- asked for as the others are
    """Return the page of findings on a catalogue with the edition's texts for translations."""
    return render_page((_checked(publication),))


def proof_of(publication: Publication, texts: Texts) -> bytes:  # noqa: ARG001 -- asked for as the others are
    """Return the translator's proof."""
    edition = publication.edition
    told = tuple(
        ProofFinding(finding=each, title=each.message, meaning=each.message)
        for each in _checked(publication).findings
    )
    both = zip(_texts(edition.source), _texts(edition.document), strict=True)
    shown = tuple(
        _segment(before, after, number, told[number : number + 1])
        for number, (before, after) in enumerate(both)
    )
    title = plain(edition.document.title.markup)
    return render_proof_page(
        Proof(
            title=title,
            source_language=edition.source.language,
            language=TARGET,
            catalogue=title,
            chapters=(ProofChapter(title=title, language=TARGET, segments=shown),),
            findings=told[:1],
            notices=(title,),
            words=tuple(_word(text) for text in _texts(edition.document)),
            words_catalogue=title,
        )
    )


def offline_of(publication: Publication, texts: Texts) -> bytes:
    """Return the page as one file, with a few bytes for each file that goes into it."""
    parts = offline.compose(publication, texts)
    return "".join(part if isinstance(part, str) else "AAAA" for part in parts).encode()


def book_of(publication: Publication, texts: Texts) -> Mapping[str, bytes]:
    """Return the files of the book without sound, by name; its pictures would have to be files."""
    bare = tuple(made for made in publication.artefacts if made.format != "figure")
    data = epub_text.render(replace(publication, artefacts=bare), texts)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PAGES: Mapping[str, Callable[[Publication, Texts], bytes]] = {
    "page": page.render,
    "notes": notes_of,
    "index": index_of,
    "report": report_of,
    "check": check_of,
    "proof": proof_of,
    "accessibility": accessibility.render,
    "offline": offline_of,
}
"""What a browser opens, by name; a format of its own is one more line."""


def code_of(made: bytes) -> frozenset[str]:
    """Return the scripts that stand in a page."""
    return frozenset(each.decode() for each in re.findall(rb"<script>(.*?)</script>", made, re.DOTALL))


def files_of(made: bytes) -> frozenset[str]:
    """Return the files beside it that a page asks for, without their queries."""
    found = re.findall(rb'<(?:script|img|audio)\b[^>]* src="([^"?#]+)', made)
    found += re.findall(rb'<link rel="stylesheet" href="([^"?#]+)', made)
    return frozenset(each.decode() for each in found)


def _checked(publication: Publication) -> Checked:
    """Return a catalogue with the edition's texts for translations, as they stand, and a finding for each."""
    edition = publication.edition
    template = extract(edition.source, domain=SLUG)
    empty = start(template, TARGET, path=_PATH)
    both = zip(segments(edition.source), segments(edition.document), strict=True)
    translations: dict[tuple[str | None, str], str] = {
        (before.context, before.markup): after.markup for before, after in both
    }
    messages = tuple(
        replace(each, msgstr=(translations[each.msgctxt, each.msgid],), line=number, raw=None)
        for number, each in enumerate(empty.messages, start=1)
    )
    findings = tuple(
        Finding(
            code="T002",
            severity="note" if message.line == 1 else "error",
            message=message.msgstr[0],
            where=f"{_PATH}:{message.line}",
            hint=message.msgstr[0],
        )
        for message in messages
    )
    return Checked(
        path=_PATH,
        domain=plain(edition.document.title.markup),
        language=TARGET,
        source_language=edition.source.language,
        findings=findings,
        catalogue=replace(empty, messages=messages),
    )


def _texts(document: Document) -> tuple[Text, ...]:
    found: list[Text] = []

    def note(text: Text, *_: object) -> Text:
        found.append(text)
        return text

    map_texts(document, note)
    return tuple(found)


def _segment(before: Text, after: Text, number: int, findings: tuple[ProofFinding, ...]) -> ProofSegment:
    assert after.id
    said = plain(after.markup)
    return ProofSegment(
        id=after.id,
        number=number,
        kind="Paragraph",
        source=_side(before, SOURCE),
        target=_side(after, TARGET),
        state="reviewed",
        reviewed_by=said,
        changes=word_diff(before.markup[:60], after.markup[:60], SOURCE),
        findings=findings,
        notes=(said,),
        comments=(said,),
        place=said,
    )


def _side(text: Text, language: Language) -> ProofSide:
    shown = render_html(text.markup, text.links, text.languages)
    return ProofSide(html=shown, language=language, silent=plain(text.markup))


def _word(text: Text) -> ProofWord:
    assert text.id
    said = plain(text.markup)
    return ProofWord(
        id=SegmentId(f"{text.id}-word"),
        word=said,
        language=TARGET,
        said=said,
        ipa=said,
        spoken=said,
        silent=said,
        place=said,
    )
