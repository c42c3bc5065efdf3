"""The book with sound: all that has to be in it, the same bytes for the same edition."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from builder.article.inline import plain
from builder.base.language import Language
from builder.catalogue.texts import Texts
from builder.formats import base, epub
from builder.formats.names import DEFAULT
from builder.testing.book_reading import book_faults
from builder.testing.books import (
    LEXICON,
    MadeBook,
    book_publication,
    make_book,
    toned_units,
    write_book,
)
from builder.testing.samples import ARABIC, ENGLISH, SHOW


@pytest.fixture(scope="module", params=[ENGLISH, ARABIC], ids=str)
def each(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> MadeBook:
    folder = tmp_path_factory.mktemp("book")
    return make_book(folder, book_publication(folder, request.param))


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> MadeBook:
    folder = tmp_path_factory.mktemp("book")
    return make_book(folder, book_publication(folder))


def test_a_book_has_no_faults(each: MadeBook) -> None:
    assert book_faults(each.path) == ()


def test_the_first_document_discloses_and_the_last_one_disclaims(each: MadeBook) -> None:
    texts, document = Texts(each.publication.edition.language), each.publication.edition.document
    assert document.disclaimer is not None
    assert document.disclaimer_short is not None
    first, last = (path for path in (each.book.spine[1], each.book.spine[-1]))

    opening, ending = each.book.text(first), each.book.text(last)

    assert opening.startswith(plain(document.title.markup))
    assert plain(document.disclaimer_short.markup) in opening
    assert texts("disclosure_synthetic") in opening
    assert plain(document.disclaimer.markup) in ending
    assert "Synthetic voice: tone, from tone" in ending


def test_an_unreviewed_translation_has_the_original_disclaimer_too(tmp_path: Path) -> None:
    arabic = make_book(tmp_path, book_publication(tmp_path, ARABIC))
    source = arabic.publication.edition.source.disclaimer
    assert source is not None

    last = arabic.book.document(arabic.book.spine[-1])

    originals = [each for each in last.iter() if each.get("lang") == "en"]
    assert ["".join(each.itertext()) for each in originals] == [plain(source.markup)]
    assert originals[0].get("dir") == "ltr"


def test_a_language_that_runs_to_the_left_does_so_everywhere(tmp_path: Path) -> None:
    arabic = make_book(tmp_path, book_publication(tmp_path, ARABIC)).book

    assert arabic.package.get("dir") == "rtl"
    spine = next(each for each in arabic.package if each.tag.endswith("}spine"))
    assert spine.get("page-progression-direction") == "rtl"
    assert {arabic.document(path).get("dir") for path in arabic.spine} == {"rtl"}


def test_lexicons_are_there_and_every_document_points_to_them(english: MadeBook) -> None:
    book = english.book

    assert book.entries["EPUB/lexicon.en.pls"] == LEXICON
    for path in english.chapters:
        assert b'<link rel="pronunciation" type="application/pls+xml" hreflang="en"' in book.entries[path]


def test_the_cover_is_told_in_the_publishers_words(tmp_path: Path) -> None:
    arabic = make_book(tmp_path, book_publication(tmp_path, ARABIC)).book

    picture = next(each for each in arabic.document("EPUB/cover.xhtml").iter() if each.get("alt"))

    assert (picture.get("alt"), picture.get("lang"), picture.get("dir")) == ("A wave", "en", "ltr")


def test_without_a_cover_a_book_is_as_good(tmp_path: Path) -> None:
    bare = make_book(tmp_path, replace(book_publication(tmp_path), cover=None, lexicons=()))

    assert book_faults(bare.path) == ()
    assert "EPUB/cover.xhtml" not in bare.book.entries


def test_the_same_edition_gives_the_same_bytes(english: MadeBook, tmp_path: Path) -> None:
    again = write_book(tmp_path, english.publication)

    assert again.read_bytes() == english.path.read_bytes()


def test_tags_change_with_every_word_and_with_no_sound(english: MadeBook) -> None:
    publication, texts = english.publication, Texts(ENGLISH)
    before = epub.render_tags(publication, texts, cover=publication.cover)
    renamed = replace(publication, show=replace(SHOW, title="Other"))

    assert epub.render_tags(publication, texts, cover=publication.cover) == before
    assert epub.render_tags(renamed, texts, cover=publication.cover) != before
    assert epub.render_tags(publication, texts, cover=None) != before


def test_it_says_what_a_licence_asks_for(english: MadeBook) -> None:
    with english.path.open("rb") as file:
        assert epub.says(file, "Synthetic voice: tone, from tone")
        assert not epub.says(file, "Tones by T. One")
    with pytest.raises(ValueError, match="no book"):
        epub.says(io.BytesIO(b"none"), "words")


def test_units_that_are_not_those_of_the_edition_are_refused(tmp_path: Path) -> None:
    publication = book_publication(tmp_path)
    units = list(toned_units(publication))

    for wrong in (units[:-1], [*units, units[0]]):
        with pytest.raises(ValueError, match=r"packets|units"):
            epub.write(tmp_path / "x.epub", publication, wrong, Texts(ENGLISH))
    assert not (tmp_path / "x.epub").exists()


def test_languages_without_text_of_ours_are_books_too(tmp_path: Path) -> None:
    publication = book_publication(tmp_path)
    document = replace(publication.edition.document, language=Language("ja"))
    japanese = replace(publication, edition=replace(publication.edition, document=document))

    found = make_book(tmp_path, japanese)

    assert found.book.core("language") == ("ja",)
    assert book_faults(found.path) == ()


def test_a_book_is_made_unasked_and_one_without_sound_is_not() -> None:
    assert {"epub", "epub-text"} & set(DEFAULT) == {"epub"}
    assert base.codecs(["epub"]) == ("mp3",)
    assert base.codecs(["epub-text"]) == ()
