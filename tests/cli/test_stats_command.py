"""`edition stats` tells what is done and what is left, in words that add up."""

import json
import re
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.testing.spanish import write_spanish
from builder.testing.workspaces import make_workspace, translate


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_line_tells_each_state_and_each_chapter(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_spanish(workspace, fuzzy=frozenset({"Use a pot."}), boil="")

    status = main(["stats", "tea"])

    lines = capsys.readouterr().out.splitlines()
    assert status == 0
    assert lines[0] == "locales/es/LC_MESSAGES/tea.po: Spanish (es)"
    assert [re.split(r"\s{2,}|(?<=\d) ", line.strip())[:3] for line in lines[1:6]] == [
        ["translated", "9", "texts"],
        ["of these not reviewed", "9", "texts"],
        ["fuzzy, to be confirmed", "1", "text"],
        ["not translated", "1", "text"],
        ["in all", "11", "texts"],
    ]
    assert "     2 of   4 texts translated, 11 words and 0.1 minutes to do: The Water" in lines
    assert "     2 of   2 texts translated, finished: Opening" in lines
    assert lines[-1].startswith("Spanish (es): 81 % of the words translated, ")
    assert lines[-1].endswith("2 texts, 11 words, 0.1 spoken minutes to do")


def test_languages_are_added_up_with_the_tools_own_texts(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    translate(workspace, "es")
    translate(workspace, "fr")

    main(["stats", "--json"])

    report = json.loads(capsys.readouterr().out)
    assert report["schema"] == "edition-stats/1"
    assert [(each["domain"], each["language"]) for each in report["catalogues"]] == [
        ("tea", "es"),
        ("tea", "fr"),
        ("builder", "es"),
        ("builder", "fr"),
    ]
    for language in report["languages"]:
        parts = [each for each in report["catalogues"] if each["language"] == language["language"]]
        assert language["all"]["texts"] == sum(each["all"]["texts"] for each in parts)
        assert language["all"]["words"] == sum(each["all"]["words"] for each in parts)


def test_one_language_alone_is_counted_when_it_is_asked_for(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    translate(workspace, "es")
    translate(workspace, "fr")

    main(["stats", "--language", "fr", "--json"])

    languages = {each["language"] for each in json.loads(capsys.readouterr().out)["catalogues"]}
    assert languages == {"fr"}


def test_a_broken_catalogue_is_told_and_the_others_are_counted(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_spanish(workspace)
    translate(workspace, "fr").write_bytes(b"nothing")

    status = main(["stats", "tea"])

    told = capsys.readouterr()
    assert status == 3
    assert "locales/fr/LC_MESSAGES/tea.po:1: error" in told.err
    assert "Spanish (es): 100 % of the words translated, finished" in told.out


def test_a_language_nobody_began_is_told(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["stats", "tea", "--language", "de"])

    assert status == 3
    assert 'there is no translation of "tea" into de' in capsys.readouterr().err


def test_a_workspace_without_translations_says_how_to_begin(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stats"]) == 0
    assert "no translations here" in capsys.readouterr().out
