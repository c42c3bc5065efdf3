"""The book without sound: the same text, and not a word of a voice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from builder.article.inline import plain
from builder.catalogue.texts import Texts
from builder.formats import epub_text
from builder.model.publication import Publication, VoiceCredit
from builder.testing.book_reading import ReadBook, book_faults, read_book
from builder.testing.books import book_publication, write_text_book
from builder.testing.samples import ARABIC, ENGLISH


def text_of(book: ReadBook) -> str:
    return " ".join(map(book.text, book.spine))


@pytest.fixture(scope="module", params=[ENGLISH, ARABIC], ids=str)
def each(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Publication]:
    folder = tmp_path_factory.mktemp("book")
    publication = book_publication(folder, request.param)
    return write_text_book(folder, publication), publication


def test_it_has_no_faults(each: tuple[Path, Publication]) -> None:
    path, publication = each

    assert path.name == f"tides.{publication.edition.language}.text.epub"
    assert book_faults(path) == ()


def test_it_holds_no_sound_and_nothing_that_plays_it(each: tuple[Path, Publication]) -> None:
    book = read_book(each[0])

    assert not [name for name in book.entries if name.endswith((".mp3", ".smil"))]
    assert not book.meta("media:duration")
    assert not book.meta("media:narrator")
    assert b"media-overlay" not in book.entries["EPUB/book.css"]


def test_it_says_nothing_of_a_voice(each: tuple[Path, Publication]) -> None:
    path, publication = each
    voice = VoiceCredit(engine="tone", voice="tone", band="weak", licence="X", attribution="By T. One")
    texts = Texts(publication.edition.language)
    publication = replace(publication, voices=(voice,), music=("Music by M. Two",))
    path.write_bytes(epub_text.render(publication, texts))

    book = read_book(path)

    said = text_of(book) + " ".join(str(each.text) for each in book.package.iter())
    for words in ("voice", "tone", "By T. One", "M. Two", "Sound:", "Listening time"):
        assert words not in said.replace(texts("disclosure_unreviewed"), "")


def test_it_tells_how_the_text_came_about(tmp_path: Path) -> None:
    book = read_book(write_text_book(tmp_path, book_publication(tmp_path, ARABIC)))

    assert "This translation was made by a machine." in book.text(book.spine[1])
    (summary,) = book.meta("schema:accessibilitySummary")
    assert "This translation was made by a machine." in summary


def test_it_has_every_text_of_the_article(each: tuple[Path, Publication]) -> None:
    path, publication = each
    document = publication.edition.document

    shown = text_of(read_book(path))

    for text in (
        document.title,
        document.deck,
        document.notice,
        document.disclaimer,
        document.disclaimer_short,
    ):
        assert text is not None
        assert " ".join(plain(text.markup).split()) in shown
    assert "TWELFTHS[hours] # < 6" in shown


def test_its_access_is_that_of_a_text(tmp_path: Path) -> None:
    publication = replace(book_publication(tmp_path), pictures={}, artefacts=())

    book = read_book(write_text_book(tmp_path, publication))

    assert book.meta("schema:accessMode") == ("textual",)
    assert book.meta("schema:accessModeSufficient") == ("textual",)
    assert "synchronizedAudioText" not in book.meta("schema:accessibilityFeature")


def test_the_same_edition_gives_the_same_bytes(each: tuple[Path, Publication]) -> None:
    publication, texts = each[1], Texts(each[1].edition.language)

    assert epub_text.render(publication, texts) == epub_text.render(publication, texts)
