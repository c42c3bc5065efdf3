"""`edition init`: what it says, and what it writes when titles are odd."""

import tomllib
from pathlib import Path

import pytest

from builder.build.project import load_project
from builder.cli.main import main

Output = pytest.CaptureFixture[str]


def test_a_dry_run_says_what_would_be_done(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "text.txt").write_text("A title\nA text.\n")

    main(["init", str(tmp_path), "--dry-run"])

    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "would move text.txt to articles/text.txt",
        f"would write {tmp_path / 'edition.toml'}",
        f"would write {tmp_path / '.gitignore'}",
    ]


def test_every_file_that_was_written_is_told(tmp_path: Path, capsys: Output) -> None:
    main(["init", str(tmp_path)])

    assert f"wrote {tmp_path / '.gitignore'}\n" in capsys.readouterr().out


def test_the_last_line_leads_into_the_folder(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("sea letters")
    folder.mkdir()
    (folder / "text.txt").write_text("A title\nA text.\n")

    main(["init", str(folder)])

    assert capsys.readouterr().out.splitlines()[-1] == "next: cd 'sea letters' && edition build"


def test_a_folder_without_texts_is_told_to_get_one(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    main(["init"])

    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "next: put a text into articles/, then: edition build"


@pytest.mark.parametrize("option", ["--title", "--owner"])
def test_an_empty_name_is_refused(tmp_path: Path, capsys: Output, option: str) -> None:
    status = main(["init", str(tmp_path), option, " "])

    assert status == 2
    assert f"{option} takes a text, found an empty one" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_odd_characters_in_a_title_leave_the_settings_readable(tmp_path: Path) -> None:
    title = 'A\x7fB "C" \\ \udcff\n\x01 é'

    status = main(["init", str(tmp_path), "--title", title])

    assert status == 0
    tomllib.loads((tmp_path / "edition.toml").read_text(encoding="utf-8"))
    assert load_project(tmp_path).show.title.endswith("é")


def test_a_place_that_is_taken_is_told_with_what_helps(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "articles").write_text("a file")

    status = main(["init", str(tmp_path)])

    assert status == 6
    assert "hint: something else is in its place" in capsys.readouterr().err


def test_a_folder_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)

    status = main(["init", str(tmp_path)])

    assert status == 6
    assert "cannot be read: Permission denied" in capsys.readouterr().err
