"""Books beside the page, built from article to output."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.base.errors import VerificationFailed
from builder.build.project import load_project
from builder.build.published import published_editions
from builder.testing.book_reading import book_faults, read_book
from builder.testing.books import book_entries

Build = Callable[..., int]

EVERY = [argument for name in ("mp3", "epub", "epub-text", "page") for argument in ("--format", name)]
FOLDER = Path("output/tea/en")
BOOK, TEXT = FOLDER / "tea.en.epub", FOLDER / "tea.en.text.epub"


def change(workspace: Path, old: str, new: str) -> None:
    path = workspace / "articles" / "tea.md"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_both_books_are_made_and_offered(workspace: Path, build: Build) -> None:
    status = build(*EVERY)

    assert status == 0
    page = (workspace / FOLDER / "index.html").read_text()
    for path in (BOOK, TEXT, Path("output/tea/es/tea.es.epub"), Path("output/tea/es/tea.es.text.epub")):
        assert book_faults(workspace / path) == ()
    assert f'href="{BOOK.name}?v=' in page
    assert f'href="{TEXT.name}?v=' in page


def test_pictures_cover_and_pronunciations_come_along(workspace: Path, build: Build) -> None:
    (workspace / "articles/cup.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>')
    change(workspace, "Boil 250 ml", "![A cup.](cup.svg)\n\nBoil 250 ml")
    folder = workspace / "locales/en"
    folder.mkdir(parents=True)
    (folder / "lexicon.pls").write_text(
        '<?xml version="1.0"?><lexicon version="1.0" alphabet="ipa" xml:lang="en" '
        'xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">'
        "<lexeme><grapheme>FDA</grapheme><alias>F D A</alias></lexeme></lexicon>"
    )

    status = build("--language", "en", *EVERY)

    assert status == 0
    for path in (BOOK, TEXT):
        entries = book_entries(workspace / path)
        assert [name for name in entries if name.endswith("-cup.svg")]
        assert b"<alias>F D A</alias>" in entries["EPUB/lexicon.en.pls"]
        assert book_faults(workspace / path) == ()


def test_a_second_build_gives_the_same_bytes(workspace: Path, build: Build, tmp_path: Path) -> None:
    build("--language", "en", *EVERY)
    before = {path: (workspace / path).read_bytes() for path in (BOOK, TEXT)}

    build("--language", "en", *EVERY, "--output", str(tmp_path / "elsewhere"))

    for path, data in before.items():
        assert (tmp_path / "elsewhere/tea/en" / path.name).read_bytes() == data
        assert str(workspace).encode() not in data
        with zipfile.ZipFile(workspace / path) as archive:
            assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_edited_paragraph_changes_the_files_of_its_chapter_alone(workspace: Path, build: Build) -> None:
    build("--language", "en", *EVERY)
    before = book_entries(workspace / BOOK)
    change(workspace, "Use a pot.", "Use a big pot.")

    build("--language", "en", *EVERY)

    after = book_entries(workspace / BOOK)
    changed = {name for name in before if before[name] != after.get(name)}
    water = next(name for name in before if b"<title>The Water" in before[name]).removesuffix(".xhtml")
    assert changed - {"EPUB/package.opf"} == {f"{water}.xhtml", f"{water}.smil", f"{water}.mp3"}


def test_a_changed_word_of_the_show_changes_the_book(workspace: Path, build: Build) -> None:
    build("--language", "en", "--format", "epub")
    settings = workspace / "edition.toml"
    settings.write_text(settings.read_text().replace("The Tea Society", "The Society of Tea"))

    build("--language", "en", "--format", "epub")

    assert read_book(workspace / BOOK).core("publisher") == ("The Society of Tea",)


def test_a_build_of_the_page_alone_keeps_a_book_that_is_up_to_date(workspace: Path, build: Build) -> None:
    build("--language", "en", *EVERY)
    before = (workspace / BOOK).read_bytes()

    build("--language", "en", "--format", "page")

    assert (workspace / BOOK).read_bytes() == before
    assert (workspace / TEXT).exists()


def test_a_recogniser_is_given_no_book_for_a_recording(workspace: Path, build: Build) -> None:
    build("--language", "en", "--format", "epub")

    (edition,) = published_editions(load_project(workspace), (), workspace / "output")

    with pytest.raises(VerificationFailed, match="mp3"):
        edition.sound()
