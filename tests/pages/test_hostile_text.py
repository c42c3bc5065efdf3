"""Hostile text: what stands in an article, a translation, a title or a credit is text wherever it appears."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from builder.catalogue.texts import Texts
from builder.formats import page, proof_page
from builder.model.publication import Publication
from builder.testing.hostile import (
    SOURCE,
    TARGET,
    batches,
    hostile_edition,
    hostile_publication,
    hostile_texts,
    payloads,
    read_edition,
)
from builder.testing.hostile_pages import PAGES, book_of, code_of, feed_of, files_of
from builder.testing.programs import absent, not_installed
from builder.testing.reading import read_html
from builder.testing.watching import happenings, schemes, shape

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.skipif(not_installed("brs_kb"), reason="brs-kb is not installed")
in_chromium = [
    pytest.mark.external,
    pytest.mark.skipif(absent("chromium"), reason="chromium is not installed"),
    pytest.mark.skipif(not_installed("playwright"), reason="playwright is not installed"),
]

# No harm, and all that changes a page: translations that differ, a hidden character, an amount.
HARMLESS = (*(f"word-{number}&" for number in range(26)), "word\u202e", "4.2 mg")
A_PAGE = 1_500
OWN = {**dict(page.assets()), **dict(proof_page.assets()), "page.css": b"", "proof.css": b""}
"""Scripts as they are, since they read what stands in a page; styles only take their time over megabytes."""
BOTH = pytest.mark.parametrize("language", [SOURCE, TARGET])


def published(texts: Sequence[str], language: str) -> tuple[Publication, Texts]:
    chosen = TARGET if language == TARGET else SOURCE
    return hostile_publication(hostile_edition(texts, chosen), texts), hostile_texts(chosen, texts)


def opened(browser: Browser, folder: Path, made: bytes, *, code: Collection[str] = ()) -> list[str]:
    """Write a page with the files it asks for beside it, open it, and return what happened.

    `code` may stand in it.
    """
    names = files_of(made)
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(OWN.get(name, b"\0" * 64))
    (folder / "made.html").write_bytes(made)
    own = {(folder / name).as_uri() for name in names}
    return happenings(browser, (folder / "made.html").as_uri(), own=own, code=code)


def shape_of_book(files: Mapping[str, bytes]) -> frozenset[tuple[str, str]]:
    """Return the elements and attributes in all files that are XML."""
    return frozenset(
        (each.tag, name)
        for path, data in files.items()
        if path.endswith((".xhtml", ".opf", ".xml"))
        for each in ET.fromstring(data).iter()
        for name in ("", *each.attrib)
    )


def test_the_list_is_whole() -> None:
    found = payloads()

    assert len(found) > 4_000
    assert "<script>alert('XSS')</script>" in found


@BOTH
@pytest.mark.parametrize("kind", PAGES)
def test_hostile_text_adds_no_element_no_attribute_and_no_scheme(kind: str, language: str) -> None:
    harmless = shape(read_html(PAGES[kind](*published(HARMLESS, language)).decode()))

    root = read_html(PAGES[kind](*published(payloads()[::60], language)).decode())

    assert shape(root) <= harmless
    # What stands in one file is its pictures and its sound; Chromium is asked below what else it could be.
    assert schemes(root) <= {"", "https", "http", "mailto", *(("data",) if kind == "offline" else ())}


@BOTH
def test_a_book_of_hostile_text_is_xml_with_the_elements_of_any_other(language: str) -> None:
    harmless = shape_of_book(book_of(*published(HARMLESS, language)))

    book = book_of(*published(payloads()[::60], language))

    assert len(book) > 9
    assert shape_of_book(book) <= harmless


@BOTH
def test_a_feed_of_hostile_text_is_xml_with_the_elements_of_any_other(language: str) -> None:
    harmless = {each.tag for each in ET.fromstring(feed_of(*published(HARMLESS, language))).iter()}

    root = ET.fromstring(feed_of(*published(payloads()[::20], language)))

    assert {each.tag for each in root.iter()} <= harmless


@pytest.mark.parametrize(("suffix", "least"), [(".md", 0.25), (".txt", 0.9)])
def test_what_is_read_of_hostile_files_is_text(suffix: str, least: float) -> None:
    tried = payloads()[::5]
    harmless = shape(read_html(PAGES["page"](*published(HARMLESS, SOURCE)).decode()))

    edition, read = read_edition(tried, suffix)
    root = read_html(PAGES["page"](hostile_publication(edition, ("Title",)), Texts(SOURCE)).decode())

    assert read > least * len(tried)
    assert shape(root) <= harmless
    assert schemes(root) <= {"", "https", "http", "mailto"}


class TestInChromium:
    pytestmark = in_chromium

    # Blocks are written one by one, so a page holds every payload; the others are shorter lists of the same.
    @pytest.mark.parametrize(
        ("kind", "language", "every"),
        [
            ("page", TARGET, 1),
            ("page", SOURCE, 9),
            ("notes", TARGET, 6),
            ("index", TARGET, 3),
            ("report", TARGET, 3),
            ("check", TARGET, 18),
            ("proof", TARGET, 18),
            ("accessibility", TARGET, 6),
            ("offline", TARGET, 6),
        ],
    )
    def test_nothing_runs_nothing_is_asked_for_and_no_policy_is_broken(
        self, browser: Browser, tmp_path: Path, kind: str, language: str, every: int
    ) -> None:
        code = code_of(PAGES[kind](*published(HARMLESS, language)))

        happened = [
            each
            for texts in batches(payloads()[::every], size=A_PAGE)
            for each in opened(browser, tmp_path, PAGES[kind](*published(texts, language)), code=code)
        ]

        assert happened == []

    def test_nothing_of_a_hostile_book_runs(self, browser: Browser, tmp_path: Path) -> None:
        book = book_of(*published(payloads()[::60], TARGET))
        for name, data in book.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(data)
        own = [(tmp_path / name).as_uri() for name in book]

        happened = [
            each for uri in own if uri.endswith(".xhtml") for each in happenings(browser, uri, own=own)
        ]

        assert happened == []

    @pytest.mark.parametrize("suffix", [".md", ".txt"])
    def test_nothing_of_a_hostile_file_runs(self, browser: Browser, tmp_path: Path, suffix: str) -> None:
        edition, _ = read_edition(payloads()[::3], suffix)
        made = PAGES["page"](hostile_publication(edition, ("Title",)), Texts(SOURCE))

        assert opened(browser, tmp_path, made) == []

    @pytest.mark.parametrize(
        ("planted", "told"),
        [
            ("<script>alert(1)</script>", "policy: script-src-elem inline"),
            ("<img src='x' onerror='alert(1)'>", "policy: script-src-attr inline"),
            (
                "<img src='https://elsewhere.example/x.png'>",
                "policy: img-src https://elsewhere.example/x.png",
            ),
            ("<p onclick='alert(1)'>Play</p>", "<p onclick=alert(1)>"),
            ("<a href='javascript:alert(1)'>Play</a>", "<a href=javascript:alert(1)>"),
            ("<a href='&#1; JavaScript:alert(1)'>Play</a>", "<a href=\x01 JavaScript:alert(1)>"),
            ("<p style='color:red'>Play</p>", "policy: style-src-attr inline"),
            ("<img src='other.png'>", "asked for file://"),
            ("<iframe src='https://elsewhere.example/'></iframe>", "<iframe>"),
            ("<meta http-equiv=refresh content='0;url=other.html'>", "asked for file://"),
            ("<form action='x'><button>Play</button></form>", "<form>"),
        ],
    )
    def test_what_would_run_is_told(self, browser: Browser, tmp_path: Path, planted: str, told: str) -> None:
        made = PAGES["page"](*published(HARMLESS, SOURCE)).replace(b"<main>", b"<main>" + planted.encode(), 1)

        happened = opened(browser, tmp_path, made)

        assert [each for each in happened if each.startswith(told)], happened

    def test_what_runs_without_a_policy_is_told(self, browser: Browser, tmp_path: Path) -> None:
        path = tmp_path / "made.html"
        path.write_text("<!DOCTYPE html><title>x</title><script>alert('it ran')</script>", encoding="utf-8")

        assert "alert(it ran)" in happenings(browser, path.as_uri(), own=())
