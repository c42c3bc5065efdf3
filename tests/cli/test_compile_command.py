"""`edition compile`: each catalogue gets the file that programs read."""

import gettext
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.testing.workspaces import make_workspace

Output = pytest.CaptureFixture[str]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "show", languages=["es", "fr"])


def compile_(workspace: Path, *words: str) -> int:
    return main(["compile", "--workspace", str(workspace), *words])


def test_each_catalogue_is_compiled_beside_itself_once(workspace: Path, capsys: Output) -> None:
    first, second = compile_(workspace), compile_(workspace)

    lines = capsys.readouterr().out.splitlines()
    texts = gettext.translation("tea", workspace / "locales", ["es"])
    assert (first, second) == (0, 0)
    assert lines[1] == "wrote locales/es/LC_MESSAGES/tea.mo: 11 of 11 texts"
    assert len(lines) == 8
    assert all(line.startswith("unchanged ") for line in lines[4:])
    assert texts.pgettext("title", "How to Make Tea") == "es How to Make Tea"


def test_one_language_and_article_go_into_another_folder(
    workspace: Path, tmp_path: Path, capsys: Output
) -> None:
    status = compile_(workspace, "tea", "--language", "fr", "-o", str(tmp_path / "out"))

    assert status == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert [path.name for path in tmp_path.glob("out/*/LC_MESSAGES/*")] == ["tea.mo"]
    assert not list((workspace / "locales").glob("**/*.mo"))


def test_the_tools_own_texts_are_named_builder(workspace: Path, capsys: Output) -> None:
    compile_(workspace, "builder", "--dry-run")

    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        "would write locales/es/LC_MESSAGES/builder.mo",
        "would write locales/fr/LC_MESSAGES/builder.mo",
    ]


def test_fuzzy_texts_are_left_out_unless_asked_for(workspace: Path, capsys: Output) -> None:
    path = workspace / "locales" / "es" / "LC_MESSAGES" / "tea.po"
    path.write_text(path.read_text().replace('msgctxt "title"', '#, fuzzy\nmsgctxt "title"'))

    compile_(workspace, "tea", "--language", "es")
    compile_(workspace, "tea", "--language", "es", "--use-fuzzy")

    assert [line.split(": ")[1] for line in capsys.readouterr().out.splitlines()] == [
        "10 of 11 texts",
        "11 of 11 texts",
    ]


def test_a_broken_catalogue_does_not_stop_the_others(workspace: Path, capsys: Output) -> None:
    (workspace / "locales" / "es" / "LC_MESSAGES" / "builder.po").write_text('msgid "x\n')

    status = compile_(workspace)

    found = capsys.readouterr()
    assert status == 3
    assert len(found.out.splitlines()) == 3
    assert "locales/es/LC_MESSAGES/builder.po:1" in found.err


def test_where_there_is_nothing_to_compile_it_says_how_to_begin(workspace: Path, capsys: Output) -> None:
    status = compile_(workspace, "--language", "pt-BR")

    error = capsys.readouterr().err
    assert status == 3
    assert "there is no translation into pt-BR to compile here" in error
    assert error.endswith("edition add-language pt-BR\n")


def test_a_language_that_is_not_here_is_told_before_another_is_compiled(
    workspace: Path, capsys: Output
) -> None:
    status = compile_(workspace, "--language", "es", "--language", "pt-BR")

    assert status == 3
    assert not list((workspace / "locales").glob("**/*.mo"))


def test_a_folder_in_the_place_of_a_catalogue_is_passed_over(workspace: Path, capsys: Output) -> None:
    path = workspace / "locales" / "es" / "LC_MESSAGES" / "tea.po"
    path.unlink()
    path.mkdir()

    status = compile_(workspace)

    assert status == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_a_folder_of_catalogues_that_is_no_language_is_named(workspace: Path, capsys: Output) -> None:
    (workspace / "locales" / "es").rename(workspace / "locales" / "archive")

    status = compile_(workspace)

    assert status == 2
    assert capsys.readouterr().err.startswith("locales/archive: error: the name of this folder")
