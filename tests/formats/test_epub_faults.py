"""Faults planted in a book: our own reading finds each, and EPUBCheck and Ace those they look for."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.testing.book_reading import book_faults
from builder.testing.books import (
    MadeBook,
    book_publication,
    changed_book,
    make_book,
)
from builder.testing.epub_judges import ace, epubcheck


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> MadeBook:
    folder = tmp_path_factory.mktemp("book")
    return make_book(folder, book_publication(folder))


Change = Callable[[dict[str, bytes]], None]
OPENING = "EPUB/opening.smil"


def swap(name: str, old: str, new: str) -> Change:
    def change(entries: dict[str, bytes]) -> None:
        data = entries[name]
        entries[name] = re.sub(old.encode(), new.encode(), data, count=1)
        assert entries[name] != data

    return change


def lose(name: str) -> Change:
    def change(entries: dict[str, bytes]) -> None:
        del entries[name]

    return change


def move_mimetype(entries: dict[str, bytes]) -> None:
    entries["mimetype"] = entries.pop("mimetype")


PACKAGE = "EPUB/package.opf"
MUTANTS: tuple[tuple[str, Change, str], ...] = (
    ("bad textref", swap(OPENING, "xhtml#chapter", "xhtml#nowhere"), "names nowhere"),
    ("bad text", swap(OPENING, r"#u-a-voice-1", "#u-a-voice-9"), "names u-a-voice-9"),
    (
        "textref to a missing file",
        swap(OPENING, r'src="opening\.xhtml', 'src="gone.xhtml'),
        "gone.xhtml, which is not there",
    ),
    (
        "no total",
        swap(PACKAGE, r'<meta property="media:duration">.*?</meta>', ""),
        "no duration of the whole",
    ),
    (
        "wrong total",
        swap(PACKAGE, r'"media:duration">0:', '"media:duration">1:'),
        "the whole is said to last",
    ),
    ("wrong part", swap(PACKAGE, r'overlay-opening">0:', 'overlay-opening">1:'), "says otherwise"),
    ("duplicate id", swap("EPUB/opening.xhtml", 'id="u-a-voice-1"', 'id="chapter"'), "has chapter twice"),
    (
        "navigation not reachable",
        swap(PACKAGE, r'<itemref idref="nav"/>', ""),
        "EPUB/nav.xhtml is not in the spine",
    ),
    ("no navigation", swap(PACKAGE, ' properties="nav"', ""), "there are 0 navigation documents"),
    (
        "chapter not in the spine",
        swap(PACKAGE, '<itemref idref="text-s-54d8d4ff"/>', ""),
        "EPUB/s-54d8d4ff.xhtml is not in the spine",
    ),
    (
        "chapter not in the navigation",
        swap("EPUB/nav.xhtml", r'<li><a href="s-54d8d4ff.*?</li>', ""),
        "no link of the navigation leads to EPUB/s-54d8d4ff",
    ),
    (
        "no metadata of access",
        swap(PACKAGE, r'<meta property="schema:accessibilityHazard".*?</meta>', ""),
        "no schema:accessibilityHazard",
    ),
    ("picture without alt", swap("EPUB/s-0d5ff5e8.xhtml", ' alt="[^"]*"', ""), "without alt"),
    ("overlay of nothing", swap(PACKAGE, ' media-overlay="overlay-opening"', ""), "belongs to nothing"),
    ("a gap", swap(OPENING, r'clipEnd="0:00:01.530"', 'clipEnd="0:00:01.230"'), "leave something out"),
    ("sound not there", lose("EPUB/opening.mp3"), "EPUB/opening.mp3 is not there"),
    ("mimetype last", move_mimetype, "mimetype is not first"),
    ("no language", swap("EPUB/opening.xhtml", ' xml:lang="en"', ""), "does not tell its language"),
)


@pytest.mark.parametrize(
    ("change", "fault"), [each[1:] for each in MUTANTS], ids=[each[0] for each in MUTANTS]
)
def test_a_planted_fault_is_found(english: MadeBook, tmp_path: Path, change: Change, fault: str) -> None:
    mutant = changed_book(english.path, tmp_path / "mutant.epub", change)

    found = book_faults(mutant)

    assert any(fault in each for each in found), found


@pytest.mark.external
def test_epubcheck_finds_planted_faults(english: MadeBook, tmp_path: Path) -> None:
    names = (
        "bad text",
        "textref to a missing file",
        "wrong total",
        "duplicate id",
    )
    changes = {name: change for name, change, _ in MUTANTS}

    def every(entries: dict[str, bytes]) -> None:
        for name in names:
            changes[name](entries)

    found = {each.split()[0] for each in epubcheck(changed_book(english.path, tmp_path / "x.epub", every))}

    assert found >= {"RSC-012", "RSC-007", "MED-016", "RSC-005"}


@pytest.mark.external
def test_ace_finds_planted_faults(english: MadeBook, tmp_path: Path) -> None:
    changes = {name: change for name, change, _ in MUTANTS}

    def every(entries: dict[str, bytes]) -> None:
        changes["no metadata of access"](entries)
        changes["picture without alt"](entries)

    found = " ".join(ace(changed_book(english.path, tmp_path / "x.epub", every)))

    assert "metadata-accessibilityhazard" in found
    assert "image-alt" in found
