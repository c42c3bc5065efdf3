"""M4B and Opus beside the MP3, built from article to output."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import mutagen
import pytest

from builder.audio import libav
from builder.testing.workspaces import ARTICLE, make_workspace

Build = Callable[..., int]

SOUNDS = ("mp3", "m4b", "opus")
EVERY = [argument for name in (*SOUNDS, "vtt", "chapters", "page", "feed") for argument in ("--format", name)]


def sounds(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in sorted((folder / "output" / "tea" / "en").glob("tea.en.*"))
    }


def test_an_edition_has_its_sound_in_every_format_of_one_length(workspace: Path, build: Build) -> None:
    assert build("--language", "en", *EVERY) == 0

    record = json.loads((workspace / "output/tea/en/build.json").read_text())
    lengths = [
        mutagen.File(workspace / f"output/tea/en/tea.en.{name}").info.length * 1_000 for name in SOUNDS
    ]
    # Of an M4B, mutagen counts what is skipped in front and behind too: two packets at most.
    assert lengths == pytest.approx([record["duration_ms"]] * 3, abs=2 * 43)
    assert [made["format"] for made in record["artefacts"]][:3] == list(SOUNDS)


def test_page_and_feed_offer_what_was_made(workspace: Path, build: Build) -> None:
    build("--language", "en", *EVERY)

    page = (workspace / "output/tea/en/index.html").read_text()
    feed = (workspace / "output/feeds/en.xml").read_text()
    assert all(f'href="tea.en.{name}?v=' in page for name in SOUNDS)
    assert feed.count("<podcast:alternateEnclosure ") == 2
    assert feed.count("<enclosure ") == 1


def test_without_being_named_they_are_not_made(workspace: Path, build: Build) -> None:
    build("--language", "en")

    assert set(sounds(workspace)) == {"tea.en.mp3", "tea.en.vtt"}


def test_a_format_added_later_changes_no_other_sound(workspace: Path, build: Build) -> None:
    build("--language", "en")
    before = sounds(workspace)

    build("--language", "en", "--format", "opus")

    assert {name: data for name, data in sounds(workspace).items() if name in before} == before
    assert "tea.en.opus" in sounds(workspace)


def test_an_edit_gives_the_bytes_of_a_clean_build_in_every_format(tmp_path: Path, build: Build) -> None:
    edited = ARTICLE.replace("Wait 3 minutes.", "Wait 4 minutes, no less.")
    warm, clean = (make_workspace(tmp_path / name, article=ARTICLE) for name in ("warm", "clean"))
    build("--language", "en", *EVERY, folder=warm)

    for folder, jobs in ((warm, "2"), (clean, "1")):
        (folder / "articles" / "tea.md").write_text(edited)
        build("--language", "en", "--jobs", jobs, *EVERY, folder=folder)

    assert sounds(warm) == sounds(clean)
    assert len(sounds(warm)) == 4


@pytest.mark.parametrize("name", ["m4b", "opus"])
def test_without_pyav_nothing_is_spoken_and_the_error_names_the_command(
    workspace: Path,
    build: Build,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    monkeypatch.setattr(libav, "is_installed", lambda: False)

    status = build("--format", name)

    said = capsys.readouterr().err
    assert status == 2
    assert f'error: the format "{name}" needs PyAV, which is not installed' in said
    assert "hint: pip install 'edition-builder[sound]'" in said
    assert not list((workspace / ".builder" / "store").glob("*/*/*"))


def test_without_pyav_the_formats_made_before_go_when_they_no_longer_fit(
    workspace: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build("--language", "en", *EVERY)
    monkeypatch.setattr(libav, "is_installed", lambda: False)

    status = build("--language", "en")

    assert status == 0
    assert set(sounds(workspace)) == {"tea.en.mp3", "tea.en.vtt"}
    assert "alternateEnclosure" not in (workspace / "output/feeds/en.xml").read_text()
