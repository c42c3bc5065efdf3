"""The accessibility statement: what an edition has, what was judged and by whom, and what is not known."""

from __future__ import annotations

import html
import importlib.metadata
import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from builder.catalogue.texts import TEXTS, Texts
from builder.check.readers.page import read_page
from builder.check.readers.read import Read
from builder.formats import accessibility
from builder.formats.judges import JUDGES, Judge
from builder.model.artefact import Artefact
from builder.model.publication import Publication
from builder.testing.programs import not_installed
from builder.testing.samples import ARABIC, ENGLISH, sample_publication, with_artefacts

ROOT = Path(__file__).parents[2]


def made(name: str) -> Artefact:
    return Artefact(format=name, path=name, media_type="x/y", size_bytes=1, sha256="0" * 64)


def statement(publication: Publication, tmp_path: Path) -> Read:
    path = tmp_path / accessibility.path(publication)
    path.write_bytes(accessibility.render(publication, Texts(publication.edition.language)))
    return read_page(path)


def lines(publication: Publication, tmp_path: Path) -> list[str]:
    return (statement(publication, tmp_path).shown or "").split("\n")


def test_it_offers_what_was_made_and_nothing_else(tmp_path: Path) -> None:
    publication = replace(sample_publication(), artefacts=())

    bare = lines(publication, tmp_path)
    full = lines(with_artefacts(publication, *map(made, ("mp3", "opus", "vtt", "epub"))), tmp_path)

    new = [line for line in full if line not in bare]
    assert "Sound with named chapters: MP3, Opus." in new
    assert "Transcripts with the time of every sentence: WebVTT." in new
    assert "An EPUB book in which each sentence is marked while it is spoken." in new
    assert "The book aims at EPUB Accessibility 1.1 with WCAG 2.2, level AA." in new
    assert "The book was not tried in Apple Books, Thorium or on e-readers." in new
    assert not any("MP3" in line or "EPUB" in line for line in bare)


def test_it_says_what_is_not_met_and_that_nobody_examined_this_edition(tmp_path: Path) -> None:
    said = lines(sample_publication(ARABIC), tmp_path)

    for name in ("voice", "translation", "pictures", "code", "sign", "readers", "programs"):
        assert TEXTS[f"statement_gap_{name}"].text in said
    assert any(line.endswith("No person has examined this edition.") for line in said)


def test_an_original_has_no_translation_to_be_wrong(tmp_path: Path) -> None:
    said = lines(sample_publication(ENGLISH), tmp_path)

    assert TEXTS["statement_gap_translation"].text not in said


def test_each_judge_has_a_row(tmp_path: Path) -> None:
    said = lines(with_artefacts(sample_publication(), made("epub")), tmp_path)

    for judge in JUDGES:
        assert f"{judge.name} {judge.version or ''}".strip() in said
        assert TEXTS[judge.about].text in said


def test_judges_of_books_are_left_out_where_there_is_none(tmp_path: Path) -> None:
    said = lines(replace(sample_publication(), artefacts=()), tmp_path)

    assert not any(judge.name in line for judge in JUDGES if judge.books for line in said)


def test_it_has_the_editions_language_and_direction(tmp_path: Path) -> None:
    page = accessibility.render(sample_publication(ARABIC), Texts(ARABIC)).decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert statement(sample_publication(ARABIC), tmp_path).faults == ()


def test_it_loads_nothing_and_runs_nothing() -> None:
    page = accessibility.render(sample_publication(), Texts(ENGLISH)).decode()

    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="(?!index\.html")', page)
    assert "style-src 'sha256-" in html.unescape(page)


def test_complaints_go_where_the_show_wants_reports() -> None:
    publication = sample_publication()
    told = replace(publication, show=replace(publication.show, feedback="https://example.org/report"))

    pages = [accessibility.render(each, Texts(ENGLISH)).decode() for each in (told, publication)]

    assert [page.count('href="https://example.org/report?language=en') for page in pages] == [1, 0]


def test_what_a_publisher_writes_stays_text(tmp_path: Path) -> None:
    publication = sample_publication()
    hostile = replace(publication, show=replace(publication.show, owner="<script>alert(1)</script>"))

    page = accessibility.render(hostile, Texts(ENGLISH)).decode()

    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.name)
def test_a_judge_that_is_named_is_run_by_a_test(judge: Judge) -> None:
    tests = [path for path in ROOT.glob(judge.tests) if path != Path(__file__)]

    assert [path for path in tests if judge.sign in path.read_text(encoding="utf-8")]
    assert judge.about in TEXTS


@pytest.mark.external
@pytest.mark.parametrize("judge", [judge for judge in JUDGES if judge.package], ids=lambda judge: judge.name)
def test_a_judge_is_of_the_version_that_is_named(judge: Judge) -> None:
    version = installed(judge)

    assert f"{version}.".startswith(f"{judge.version}.")


def installed(judge: Judge) -> str:
    if judge.python:
        if not_installed(str(judge.package)):
            pytest.skip(f"{judge.package} is not installed")
        return importlib.metadata.version(str(judge.package))
    modules = os.environ.get("NODE_DIR")
    if modules is None and "CI" not in os.environ:
        pytest.skip("NODE_DIR names no folder of npm packages")
    package = Path(str(modules)) / "node_modules" / str(judge.package) / "package.json"
    return str(json.loads(package.read_bytes())["version"])
