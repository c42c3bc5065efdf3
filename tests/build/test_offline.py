"""The page as one file, built from article to output."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.base.language import Language
from builder.catalogue.cldr import format_size
from builder.formats import offline

Build = Callable[..., int]

EVERY = [argument for name in ("mp3", "offline", "page") for argument in ("--format", name)]
FILE = Path("output/tea/en/tea.en.html")


def size_on_the_page(workspace: Path) -> str | None:
    page = (workspace / "output/tea/en/index.html").read_text("utf-8")
    found = re.search(r'href="tea\.en\.html\?v=[0-9a-f]{8}"[^>]*>(?:(?!</a>).)*<bdi>([^<]*)</bdi></a>', page)
    return found[1] if found else None


def test_it_holds_the_sound_and_the_page_offers_it(workspace: Path, build: Build) -> None:
    status = build("--language", "en", *EVERY)

    assert status == 0
    sound = (workspace / "output/tea/en/tea.en.mp3").stat().st_size
    assert (workspace / FILE).stat().st_size > sound * 4 / 3
    assert size_on_the_page(workspace) == format_size((workspace / FILE).stat().st_size, Language("en"))


def test_it_is_kept_as_it_is_until_something_in_it_changes(workspace: Path, build: Build) -> None:
    build("--language", "en", *EVERY)
    first = (workspace / FILE).read_bytes()
    build("--language", "en", "--thorough", "--format", "page")
    kept = (workspace / FILE).read_bytes()
    article = workspace / "articles/tea.md"
    article.write_text(article.read_text().replace("Use a pot.", "Use a big pot."))

    build("--language", "en", *EVERY)

    changed = (workspace / FILE).read_text("utf-8")
    assert kept == first
    assert "Use a big pot." in changed
    assert size_on_the_page(workspace)


def test_a_page_that_is_no_longer_true_is_not_offered(workspace: Path, build: Build) -> None:
    build("--language", "en", *EVERY)
    article = workspace / "articles/tea.md"
    article.write_text(article.read_text().replace("Use a pot.", "Use no pot."))

    build("--language", "en", "--format", "mp3", "--format", "page")

    assert not (workspace / FILE).exists()
    assert size_on_the_page(workspace) is None


def test_a_recording_that_is_too_large_is_told(
    workspace: Path, build: Build, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offline, "MOST_SOUND_BYTES", 1_000)

    status = build("--language", "en", *EVERY)

    told = capsys.readouterr()
    assert status == 0
    assert "N020 warning: tea.en.html is without sound" in told.out + told.err
    assert "https://tea.example/tea/en/tea.en.mp3?v=" in (workspace / FILE).read_text("utf-8")
