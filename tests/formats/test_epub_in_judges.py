"""Books before EPUBCheck and Ace: no error and no warning, with sound or without, in any script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from builder.article.segments import map_texts
from builder.base.language import Language
from builder.catalogue.pseudo import pseudo_text
from builder.formats.epub_metadata import ACTIVE_CLASS
from builder.model.document import Text
from builder.model.publication import Publication
from builder.testing.books import book_entries, book_publication, write_book, write_text_book
from builder.testing.browsing import accessibility_findings, chromium
from builder.testing.epub_judges import ace, epubcheck
from builder.testing.programs import absent, not_installed
from builder.testing.samples import ARABIC, ENGLISH, segment_id
from builder.testing.serving import served

pytestmark = pytest.mark.external

WORDS = {
    Language("hi"): "समुद्र दिन में दो बार साँस लेता है।",
    Language("ja"): "海は一日に二度、息をする。",
    Language("ar-XB"): "",
}
"""In place of every text; of the pseudo-locale that runs to the left they are made of the English ones."""


def in_language(publication: Publication, language: Language) -> Publication:
    """Return `publication` with other words, of which none is where its cues have it."""

    def other(text: Text, *_: object) -> Text:
        return replace(text, markup=WORDS[language] or pseudo_text(text.markup, language))

    document = replace(map_texts(publication.edition.document, other), language=language)
    edition = replace(publication.edition, document=document, method="machine", reviewed=False)
    return replace(publication, edition=edition)


def of(language: Language) -> Callable[[Path], Publication]:
    if language in {ENGLISH, ARABIC}:
        return lambda folder: book_publication(folder, language)
    return lambda folder: in_language(book_publication(folder), language)


LANGUAGES = (ENGLISH, ARABIC, *WORDS)


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_a_book_with_sound_passes(tmp_path: Path, language: Language) -> None:
    book = write_book(tmp_path, of(language)(tmp_path))

    assert epubcheck(book) == []
    assert ace(book) == []


@pytest.mark.parametrize("language", [ENGLISH, ARABIC], ids=str)
def test_a_book_without_sound_passes(tmp_path: Path, language: Language) -> None:
    book = write_text_book(tmp_path, of(language)(tmp_path))

    assert epubcheck(book) == []
    assert ace(book) == []


# Of whole pages, which a chapter is not: the book's title is its only heading of the first level.
OF_PAGES = {"landmark-one-main", "page-has-heading-one", "region"}


@pytest.mark.skipif(absent("chromium"), reason="chromium is not installed")
@pytest.mark.skipif(not_installed("playwright"), reason="playwright is not installed")
def test_words_that_are_heard_can_be_read_in_the_light_and_in_the_dark(tmp_path: Path) -> None:
    entries = book_entries(write_book(tmp_path, book_publication(tmp_path)))
    names = ("EPUB/book.css", "EPUB/introduction.xhtml", f"EPUB/{segment_id('read')}.xhtml")
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(
            entries[name].replace(b'<span id="u-', f'<span class="{ACTIVE_CLASS}" id="u-'.encode())
        )

    with served(tmp_path) as address, chromium() as browser:
        found = [each for name in names[1:] for each in accessibility_findings(browser, address + name)]

    assert [each for each in found if each[2] not in OF_PAGES] == []
