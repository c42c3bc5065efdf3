"""`edition say --from`: an entry of a catalogue, by any of its lines."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.testing.workspaces import ARTICLE, make_workspace

Output = pytest.CaptureFixture[str]
NAME = "locales/es/LC_MESSAGES/tea.po"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "tea-show", languages=["es"])


def line_of(workspace: Path, text: str) -> int:
    lines = (workspace / NAME).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def say(workspace: Path, line: int | str, *words: str) -> int:
    return main(["say", "--workspace", str(workspace), "--from", f"{NAME}:{line}", *words])


@pytest.mark.parametrize("text", ['msgid "The Water"', 'msgstr "es The Water"'])
def test_any_line_of_an_entry_says_its_translation(workspace: Path, capsys: Output, text: str) -> None:
    status = say(workspace, line_of(workspace, text))

    assert status == 0
    assert capsys.readouterr().out == "es The Water.\n"


def test_foreign_words_are_said_by_a_voice_of_their_own(tmp_path: Path, capsys: Output) -> None:
    article = ARTICLE.replace("Use a pot.", "Use [une théière]{lang=fr} then.")
    workspace = make_workspace(tmp_path / "foreign", article=article, languages=["es"])
    output = workspace / "pot.wav"

    status = say(workspace, line_of(workspace, "es Use"), "-o", str(output))

    assert status == 0
    assert capsys.readouterr().out.splitlines()[:3] == ["es Use", "une théière", "then."]
    with wave.open(str(output)) as sound:
        assert sound.getnframes() > 24_000


def test_the_line_above_an_entry_belongs_to_it(workspace: Path, capsys: Output) -> None:
    assert say(workspace, line_of(workspace, 'msgid "The Water"') - 2) == 0
    assert "es The Water" in capsys.readouterr().out


def test_the_source_is_said_in_its_own_language(workspace: Path, capsys: Output) -> None:
    status = say(workspace, line_of(workspace, 'msgid "The Water"'), "--source")

    assert status == 0
    assert capsys.readouterr().out == "The Water.\n"


def test_an_unconfirmed_translation_is_spoken_into_a_file(workspace: Path) -> None:
    path = workspace / NAME
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgid "Use a pot."', '#, fuzzy\nmsgid "Use a pot."'), encoding="utf-8")
    output = workspace / "pot.wav"

    status = say(workspace, line_of(workspace, "es Use a pot."), "-o", str(output))

    assert status == 0
    with wave.open(str(output)) as sound:
        assert sound.getnframes() > 0


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("2", "of the file's header"),
        ("9999", "the file has"),
        ("0", "the file has"),
        ("pot", "--from takes a file and a line"),
    ],
)
def test_a_line_without_a_text_is_told(workspace: Path, capsys: Output, line: str, told: str) -> None:
    assert say(workspace, line) == 2
    assert told in capsys.readouterr().err


def test_an_untranslated_entry_is_told(workspace: Path, capsys: Output) -> None:
    path = workspace / NAME
    path.write_text(
        path.read_text(encoding="utf-8").replace('msgstr "es Use a pot."', 'msgstr ""'), encoding="utf-8"
    )

    assert say(workspace, line_of(workspace, 'msgid "Use a pot."')) == 2
    assert "is not translated yet" in capsys.readouterr().err


def test_an_obsolete_entry_is_told(workspace: Path, capsys: Output) -> None:
    path = workspace / NAME
    with path.open("a", encoding="utf-8") as file:
        file.write('\n#~ msgid "Old."\n#~ msgstr "Viejo."\n')

    assert say(workspace, line_of(workspace, "Viejo.")) == 2
    assert "is obsolete" in capsys.readouterr().err


def test_a_missing_file_is_told(workspace: Path, capsys: Output) -> None:
    assert main(["say", "--workspace", str(workspace), "--from", "no.po:3"]) == 2
    assert "no.po: error: there is no such file" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--source", "text"], ["--from", "a.po:1", "text"]])
def test_options_that_do_not_go_together_are_told(workspace: Path, words: list[str]) -> None:
    assert main(["say", "--workspace", str(workspace), *words]) == 2
