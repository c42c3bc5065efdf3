from pathlib import Path

import pytest

from builder.build.project import load_project
from builder.cli.main import main
from builder.testing.workspaces import make_workspace


def test_init_makes_a_workspace_of_a_folder_with_a_text(tmp_path: Path) -> None:
    (tmp_path / "my letter.txt").write_text("A title\nA text.\n")
    (tmp_path / "README.md").write_text("about the folder")

    status = main(["init", str(tmp_path), "--title", 'The "Coast" show'])

    assert status == 0
    project = load_project(tmp_path)
    assert project.show.title == 'The "Coast" show'
    assert [path.name for path in project.articles()] == ["my letter.txt"]
    assert (tmp_path / "README.md").exists()
    assert "/output/" in (tmp_path / ".gitignore").read_text()


def test_init_names_the_show_after_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "sea-letters"

    main(["init", str(folder)])

    assert load_project(folder).show.title == "sea letters"


def test_init_dry_run_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("A title\nA text.\n")

    status = main(["init", str(tmp_path), "--dry-run"])

    assert status == 0
    assert [path.name for path in tmp_path.iterdir()] == ["text.txt"]


def test_init_never_overwrites_a_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "edition.toml").write_text("# mine")

    status = main(["init", str(tmp_path)])

    assert status == 2
    assert (tmp_path / "edition.toml").read_text() == "# mine"
    assert "hint: run: edition build" in capsys.readouterr().err


def test_clean_removes_what_builds_made_and_nothing_else(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "show")
    main(["build", "--workspace", str(folder), "--plain"])
    mine = ("README.md", "CNAME", "mine/page.html", "tea/en/notes.txt")
    for name in mine:
        (folder / "output" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "output" / name).write_text("mine")

    main(["clean", "--workspace", str(folder), "--dry-run"])
    assert (folder / "output" / "index.html").exists()
    status = main(["clean", "--workspace", str(folder)])

    left = [path for path in (folder / "output").rglob("*") if path.is_file()]
    assert status == 0
    assert {path.relative_to(folder / "output").as_posix() for path in left} == set(mine)
    assert (folder / ".builder" / "store").exists()


def test_an_unknown_command_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["biuld"])

    assert status == 2
    assert 'did you mean "build"?' in capsys.readouterr().err


def test_a_folder_that_is_no_workspace_is_told_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["clean", "--workspace", str(tmp_path)])

    assert status == 2
    assert "edition init" in capsys.readouterr().err
