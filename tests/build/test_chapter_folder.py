"""A zip with one MP3 a chapter beside the MP3, built from article to output."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.base.errors import VerificationFailed
from builder.build.project import load_project
from builder.build.published import published_editions
from builder.cli.main import main

Build = Callable[..., int]

EVERY = [argument for name in ("mp3", "zip", "page") for argument in ("--format", name)]
ZIP = Path("output/tea/en/tea.en.chapters.zip")
NAMES = ("01 Opening", "02 Introduction", "03 The Water", "04 The Leaves", "05 Disclaimer")


def chapters(workspace: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(workspace / ZIP) as archive:
        return {Path(name).stem: archive.read(name) for name in archive.namelist() if name.endswith(".mp3")}


def change(workspace: Path, old: str, new: str) -> None:
    path = workspace / "articles" / "tea.md"
    path.write_text(path.read_text().replace(old, new))


def kept_units(workspace: Path) -> int:
    return sum(path.is_file() for path in (workspace / ".builder/store/mp3").rglob("*"))


def test_a_file_for_each_chapter_is_made_and_offered(workspace: Path, build: Build) -> None:
    status = build("--language", "en", *EVERY)

    assert status == 0
    assert tuple(chapters(workspace)) == NAMES
    assert 'href="tea.en.chapters.zip?v=' in (workspace / "output/tea/en/index.html").read_text()


def test_it_is_not_made_unless_it_is_named(workspace: Path, build: Build) -> None:
    build("--language", "en")

    assert not (workspace / ZIP).exists()


def test_it_takes_the_units_of_the_mp3(workspace: Path, build: Build) -> None:
    build("--language", "en", "--format", "mp3")
    before = kept_units(workspace)

    build("--language", "en", "--format", "zip")

    assert kept_units(workspace) == before


def test_an_edited_paragraph_changes_the_file_of_its_chapter_alone(workspace: Path, build: Build) -> None:
    build("--language", "en", *EVERY)
    before = chapters(workspace)
    change(workspace, "Use a pot.", "Use a big pot.")

    build("--language", "en", *EVERY)

    after = chapters(workspace)
    assert {name for name in before if before[name] != after[name]} == {"03 The Water"}


def test_a_new_title_makes_one_unit_and_one_file_anew(workspace: Path, build: Build) -> None:
    build("--language", "en", *EVERY)
    before, units = chapters(workspace), kept_units(workspace)
    change(workspace, "## The Water", "## Of Water")

    build("--language", "en", *EVERY)

    after = chapters(workspace)
    assert kept_units(workspace) == units + 1
    assert set(after) - set(before) == {"03 Of Water"}
    assert [name for name in NAMES if name in after and before[name] != after[name]] == []


def test_why_tells_what_of_it_changed(
    workspace: Path, build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    build("--language", "en", *EVERY)
    change(workspace, "Leaves from", "All leaves from")
    capsys.readouterr()

    main(["why", str(workspace / ZIP), "--workspace", str(workspace)])

    assert "All leaves from" in capsys.readouterr().out


def test_a_recogniser_is_given_no_zip_for_a_recording(workspace: Path, build: Build) -> None:
    build("--language", "en", "--format", "zip")

    (edition,) = published_editions(load_project(workspace), (), workspace / "output")

    with pytest.raises(VerificationFailed, match="mp3"):
        edition.sound()
