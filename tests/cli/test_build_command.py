"""`edition build`: what its arguments may be, and what is said while it works."""

import errno
import sys
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.cli.progress import PlainProgress
from builder.testing.workspaces import make_workspace

Errors = pytest.CaptureFixture[str]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "show")


def build(workspace: Path, *words: str) -> int:
    return main(["build", "--workspace", str(workspace), *words])


def test_an_article_of_a_very_long_name_is_not_there(workspace: Path, capsys: Errors) -> None:
    status = build(workspace, "x" * 5000)

    assert status == 3
    assert "there is no article" in capsys.readouterr().err


def test_an_article_named_twice_is_built_once(workspace: Path, capsys: Errors) -> None:
    path = workspace / "articles" / "tea.md"

    status = build(workspace, "tea", str(path), "tea.md", "--dry-run")

    assert status == 0
    assert capsys.readouterr().out.count("tea/en") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--output", ""), "--output takes a folder, found an empty text"),
        (("--base-url", ""), "base_url must be an address"),
        (("--date", "today"), "a date is written like 2026-11-23"),
        (("--jobs", "many"), "a whole number from 1 to 256"),
    ],
)
def test_an_option_that_says_nothing_is_refused(
    workspace: Path, capsys: Errors, words: tuple[str, ...], told: str
) -> None:
    status = build(workspace, *words)

    error = capsys.readouterr().err
    assert status == 2
    assert told in error
    assert "hint: " in error
    assert not (workspace / "output").exists()


def test_an_output_that_is_a_file_is_refused(workspace: Path, capsys: Errors) -> None:
    path = workspace / "book"
    path.write_text("mine")

    status = build(workspace, "--output", str(path))

    assert status == 2
    assert "this is a file" in capsys.readouterr().err
    assert path.read_text() == "mine"


def test_a_plain_build_says_when_the_sound_of_an_edition_is_finished(workspace: Path, capsys: Errors) -> None:
    build(workspace, "--plain")
    first = capsys.readouterr().err

    build(workspace, "--plain")

    assert [line for line in first.splitlines() if line.startswith("tea/en: ") and "passages spoken" in line]
    assert "spoken" not in capsys.readouterr().err


def test_an_edition_that_was_not_finished_says_how_much_of_it_was(capsys: Errors) -> None:
    progress = PlainProgress()
    progress.begin("tea/en", 3)
    progress.begin("tea/es", 1)
    progress.step("tea/en")

    progress.end("tea/en")
    progress.end("tea/es")

    assert capsys.readouterr().err == "tea/en: 1 of 3 passages spoken\n"


def test_plain_progress_bears_that_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def write(self, text: str) -> int:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(sys, "stderr", Gone())

    PlainProgress().line("a line")
