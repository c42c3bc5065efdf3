"""`edition proof` on the command line: what it asks for, what it tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.cli.main import main
from builder.testing.workspaces import make_workspace

Output = pytest.CaptureFixture[str]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "tea-show", languages=["es", "fr"])


def proof(workspace: Path, *arguments: str) -> int:
    return main(["proof", "--workspace", str(workspace), "--plain", *arguments])


def test_every_language_has_its_page(workspace: Path, capsys: Output) -> None:
    status = proof(workspace)

    lines = capsys.readouterr().out.splitlines()
    assert status == 0
    assert [line.partition(":")[0] for line in lines] == [
        "wrote output/proof/es/tea/index.html",
        "wrote output/proof/fr/tea/index.html",
        "next",
    ]


def test_one_language_alone(workspace: Path) -> None:
    assert proof(workspace, "fr", "--article", "tea") == 0
    assert [path.name for path in (workspace / "output/proof").iterdir()] == ["fr"]


def test_the_second_time_nothing_is_changed(workspace: Path, capsys: Output) -> None:
    proof(workspace, "es")
    capsys.readouterr()

    proof(workspace, "es")

    said = capsys.readouterr().out
    assert said.startswith("unchanged output/proof/es/tea/index.html")
    assert "next:" not in said


def test_a_language_without_a_catalogue_is_told(workspace: Path, capsys: Output) -> None:
    assert proof(workspace, "de") == 3
    said = capsys.readouterr().err
    assert "there is no translation into de" in said
    assert "edition add-language de tea" in said


def test_an_unknown_article_is_told(workspace: Path, capsys: Output) -> None:
    assert proof(workspace, "--article", "tee") == 3
    assert 'did you mean "tea"?' in capsys.readouterr().err


def test_a_workspace_without_translations_is_told_how_to_start_one(tmp_path: Path, capsys: Output) -> None:
    assert proof(make_workspace(tmp_path / "bare")) == 0
    assert "to start one:" in capsys.readouterr().out
