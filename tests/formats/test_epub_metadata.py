"""What a book says of itself: who made it, who can read it, and only what is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from builder.formats import epub_metadata
from builder.model.publication import VoiceCredit
from builder.testing.books import (
    MadeBook,
    book_publication,
    make_book,
)
from builder.testing.samples import SHOW


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> MadeBook:
    folder = tmp_path_factory.mktemp("book")
    return make_book(folder, book_publication(folder))


def test_what_the_package_says_of_its_access_is_true(english: MadeBook) -> None:
    book = english.book

    assert book.meta("schema:accessMode") == ("textual", "auditory", "visual")
    # A listing is not read aloud, so ears alone are not enough for this one.
    assert book.meta("schema:accessModeSufficient") == ("textual",)
    assert set(book.meta("schema:accessibilityFeature")) == {
        "tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "unlocked",
        "synchronizedAudioText", "alternativeText", "ttsMarkup",
    }  # fmt: skip
    assert book.meta("schema:accessibilityHazard") == ("none",)
    (summary,) = book.meta("schema:accessibilitySummary")
    assert "The voice in this edition is synthetic." in summary
    assert book.meta("dcterms:conformsTo") == ()


def test_ears_are_enough_where_all_is_read_aloud(tmp_path: Path) -> None:
    publication = book_publication(tmp_path)
    document = publication.edition.document
    read = replace(document.sections[1], blocks=document.sections[1].blocks[:-1])
    document = replace(document, sections=(document.sections[0], read))
    spoken = replace(publication, edition=replace(publication.edition, document=document))

    book = make_book(tmp_path, spoken).book

    assert book.meta("schema:accessModeSufficient") == ("textual", "auditory")


def test_a_picture_that_may_move_is_no_known_harm_and_no_known_good(tmp_path: Path) -> None:
    publication = book_publication(tmp_path)
    (source,) = publication.pictures.values()
    source.write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg"><animate attributeName="x"/></svg>')

    book = make_book(tmp_path, publication).book

    assert book.meta("schema:accessibilityHazard") == ("unknown",)


def test_the_narrator_is_named_as_a_synthetic_voice_and_a_person_as_a_person(tmp_path: Path) -> None:
    publication = book_publication(tmp_path)
    person = VoiceCredit(engine="recording", voice="Mary Mole", band="good", licence="CC0", human=True)
    publication = replace(publication, voices=(*publication.voices, person))

    book = make_book(tmp_path, publication).book

    assert book.meta("media:narrator") == ("Synthetic voice (tone, tone)", "Mary Mole")
    assert book.core("contributor") == ("Synthetic voice (tone, tone)", "Mary Mole")


def test_identity_outlasts_words_and_a_book_is_not_its_text(tmp_path: Path) -> None:
    publication = book_publication(tmp_path)
    renamed = replace(publication, show=replace(SHOW, title="Other"))

    assert epub_metadata.identifier(publication, "epub") == epub_metadata.identifier(renamed, "epub")
    assert epub_metadata.identifier(publication, "epub") != epub_metadata.identifier(publication, "epub-text")
    unfed = replace(publication, episode_guid="")
    assert epub_metadata.identifier(unfed, "epub") != epub_metadata.identifier(
        replace(unfed, show=replace(SHOW, base_url="https://other.example/")), "epub"
    )


def test_the_date_of_change_is_the_authors(tmp_path: Path) -> None:
    publication = book_publication(tmp_path)

    def dated(published: date | None, updated: date | None) -> str:
        document = publication.edition.document
        metadata = replace(document.metadata, published=published, updated=updated)
        edition = replace(publication.edition, document=replace(document, metadata=metadata))
        return epub_metadata.modified(replace(publication, edition=edition))

    assert dated(date(2026, 3, 14), date(2026, 4, 2)) == "2026-04-02T06:00:00Z"
    assert dated(date(2026, 3, 14), None) == "2026-03-14T06:00:00Z"
    assert dated(None, None) == "1980-01-01T06:00:00Z"
