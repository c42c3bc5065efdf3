"""`edition voices` and `edition say`."""

import json
import re
import wave
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.speech import engines
from builder.testing.workspaces import make_workspace

Output = pytest.CaptureFixture[str]


def test_voices_names_the_licence_last(capsys: Output) -> None:
    status = main(["voices", "--engine", "tone"])

    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert status == 0
    assert rows
    assert {len(row) for row in rows} == {5}
    assert {row[4] for row in rows} == {voice.licence for voice in engines.info("tone").voices}


def test_test_tones_are_no_voices_unless_they_are_asked_for(capsys: Output) -> None:
    main(["voices", "--json"])

    found = json.loads(capsys.readouterr().out)["voices"]
    assert "tone" not in {voice["engine"] for voice in found}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "edition.toml").write_text(
        '[show]\ntitle = "T"\nowner = "O"\n[voices.en]\nengine = "tone"\n', encoding="utf-8"
    )
    return tmp_path


def say(workspace: Path, *words: str) -> int:
    return main(["say", "--workspace", str(workspace), *words])


def test_say_shows_and_speaks_a_text(workspace: Path, capsys: Output) -> None:
    path = workspace / "dose.wav"

    status = say(workspace, "Take 2.5 g.", "--output", str(path))

    assert status == 0
    assert "grams" in capsys.readouterr().out
    with wave.open(str(path)) as sound:
        assert sound.getnframes() > 0


def test_a_dry_run_says_where_it_would_write(workspace: Path, capsys: Output) -> None:
    path = workspace / "dose.wav"

    status = say(workspace, "Take 2.5 g.", "--output", str(path), "--dry-run")

    assert status == 0
    assert capsys.readouterr().out.endswith(f"would write {path}\n")
    assert not path.exists()


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_text_is_not_said(workspace: Path, capsys: Output, text: str) -> None:
    status = say(workspace, text)

    assert status == 2
    assert "there is nothing to say" in capsys.readouterr().err


def test_say_makes_no_folders(workspace: Path, capsys: Output) -> None:
    status = say(workspace, "A text.", "--output", str(workspace / "new" / "a.wav"))

    assert status == 2
    assert "there is no such folder" in capsys.readouterr().err
    assert not (workspace / "new").exists()


def test_a_script_lists_every_sentence_under_its_chapter(tmp_path: Path, capsys: Output) -> None:
    workspace = make_workspace(tmp_path / "tea-show", languages=["es"])

    status = main(["say", "--script", "tea", "--language", "es", "--workspace", str(workspace)])

    lines = capsys.readouterr().out.splitlines()
    assert status == 0
    assert lines[0].startswith("# ")
    assert sum(line.startswith("# ") for line in lines) >= 3
    assert all(re.fullmatch(r"# .+|[a-z]+-[^\t]+\.[0-9]+\t.+", line) for line in lines)


def test_changes_count_what_is_said_otherwise_than_it_is_written(tmp_path, capsys):
    workspace = make_workspace(tmp_path / "tea-show")
    article = workspace / "articles" / "tea.md"
    article.write_text(article.read_text().replace("Use a pot.", "Use a 2 l pot, or a 2 l cup, in 2023."))

    status = main(["say", "--script", "tea", "--changes", "--workspace", str(workspace)])

    lines = capsys.readouterr().out.splitlines()
    assert status == 0
    assert "2\t2 l\ttwo liters" in lines
    assert "1\t2023\ttwenty twenty-three" in lines


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["Hello.", "--script", "tea"], "--script lists an article alone"),
        (["Hello.", "--changes"], "--changes goes with --script"),
        (["--script", "toe"], 'there is no article "toe"'),
    ],
)
def test_a_listing_that_cannot_be_made_is_told(tmp_path, capsys, words, message):
    workspace = make_workspace(tmp_path / "tea-show")

    status = main(["say", *words, "--workspace", str(workspace)])

    assert status in {2, 3}
    assert message in capsys.readouterr().err
