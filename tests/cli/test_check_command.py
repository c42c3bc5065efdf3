"""`edition check` tells what is wrong in translations, in every form, and by its exit status."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.testing.spanish import write_spanish
from builder.testing.workspaces import make_workspace, translate

FRENCH = "locales/fr/LC_MESSAGES/tea.po"
CATALOGUE = "locales/es/LC_MESSAGES/tea.po"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_a_good_translation_has_no_errors_and_warnings(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_spanish(workspace)

    status = main(["check"])

    assert status == 0
    assert capsys.readouterr().out == "1 catalogue checked, 11 texts: nothing found\n"


def test_errors_end_in_status_3_and_stand_at_their_line(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_spanish(workspace, tea="El té es una bebida. No requiere más de 2,5 g de hojas.")

    status = main(["check", "tea", "--language", "es"])

    line = line_of(path, 'msgid "Tea is')
    lines = capsys.readouterr().out.splitlines()
    assert status == 3
    assert lines[0].startswith(f"{CATALOGUE}:{line}: T001 error: ")
    assert lines[-1] == "1 catalogue checked, 11 texts: 1 error, 0 warnings, 0 notes"


def test_warnings_end_in_status_0_unless_they_are_to_count(workspace: Path) -> None:
    write_spanish(workspace, use="Use use una tetera.")

    assert main(["check"]) == 0
    assert main(["check", "--warnings-as-errors"]) == 3


def test_a_broken_catalogue_is_told_with_its_line_and_the_others_are_checked(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_spanish(workspace, the="El El agua")
    broken = translate(workspace, "fr")
    broken.write_bytes(broken.read_bytes() + b'\nmsgid "x"\nmsgstr "y\n')

    status = main(["check"])

    out = capsys.readouterr().out
    assert status == 3
    assert "T017 warning" in out
    assert f"{FRENCH}:{len(broken.read_text(encoding='utf-8').splitlines())}: T028 error" in out
    assert "2 catalogues checked" in out


def test_a_broken_glossary_is_told_and_the_catalogue_is_checked(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_spanish(workspace, the="El El agua")
    (workspace / "locales" / "es" / "glossary.tsv").write_text("a\tb\tc\td\n")

    status = main(["check"])

    out = capsys.readouterr().out
    assert status == 3
    assert "locales/es/glossary.tsv:1: T028 error" in out
    assert "T017" in out


def test_any_catalogue_of_anybody_can_be_checked_outside_a_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (tmp_path / "es.po").write_text(
        header + 'msgid "The water is hot now."\nmsgstr "El agua está está caliente."\n', encoding="utf-8"
    )

    status = main(["check", "es.po"])

    lines = capsys.readouterr().out.splitlines()
    assert status == 0
    assert lines[0].startswith("es.po:4: T017 warning")


def test_a_catalogue_of_the_workspace_named_by_its_file_is_checked_against_its_article(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_spanish(workspace, hot="")

    status = main(["check", CATALOGUE])

    assert status == 3
    assert "T003 error: the disclaimer is not translated" in capsys.readouterr().out


def test_the_tools_own_texts_are_checked_when_they_are_named(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    translate(workspace, "es")

    main(["check", "builder", "--json"])

    (catalogue,) = json.loads(capsys.readouterr().out)["catalogues"]
    assert catalogue["path"] == "locales/es/LC_MESSAGES/builder.po"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nothing.po"], "nothing.po: error: there is no such file"),
        (["tea", "--language", "fr"], f'{FRENCH}: error: there is no translation of "tea" into fr'),
        (["--format", "xml"], "takes one of text, json, sarif, html, github"),
        (["coffee"], 'there is no article "coffee"'),
    ],
)
def test_what_is_not_there_is_told(
    workspace: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    write_spanish(workspace)

    status = main(["check", *words])

    assert status in {2, 3}
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--json"], ["--format", "json"]])
def test_json_has_a_schema(workspace: Path, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    write_spanish(workspace, use="Use use una tetera.")

    main(["check", *words])

    report = json.loads(capsys.readouterr().out)
    assert report["schema"] == "edition-check/1"
    assert report["counts"]["warning"] == 1
    assert report["catalogues"][0]["findings"][0]["msgid"] == "Use a pot."


def test_addresses_in_sarif_start_where_the_command_was_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_workspace(tmp_path / "my site")
    write_spanish(tmp_path / "my site", use="Use use una tetera.")
    monkeypatch.chdir(tmp_path)

    main(["check", "--workspace", "my site", "--format", "sarif"])

    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == f"my%20site/{CATALOGUE}"


def test_a_report_goes_into_a_file_and_the_summary_is_printed(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_spanish(workspace, use="Use use una tetera.")

    main(["check", "--format", "html", "-o", "findings.html"])

    assert capsys.readouterr().out.splitlines() == [
        "1 catalogue checked, 11 texts: 0 errors, 1 warning, 0 notes",
        "wrote findings.html",
    ]
    assert "<mark>use</mark>" in (workspace / "findings.html").read_text(encoding="utf-8").lower()


def test_a_page_can_be_printed_too(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_spanish(workspace)

    main(["check", "--format", "html"])

    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")


def test_github_gets_its_lines(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_spanish(workspace, use="Use use una tetera.")

    main(["check", "--format", "github"])

    assert capsys.readouterr().out.startswith(f"::warning file={CATALOGUE},line=")


def test_the_language_of_the_article_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_workspace(tmp_path / "show")

    statuses = [
        main([*words, "--language", "en", "--workspace", str(folder)])
        for words in (["check"], ["stats"], ["diff"])
    ]

    assert statuses == [2, 2, 2]
    assert capsys.readouterr().err.count("it is the language of the article") == 3


def test_a_page_into_a_full_disk_is_told(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "show")
    write_spanish(folder)
    command = [sys.executable, "-m", "builder", "check", "--format", "html", "--workspace", str(folder)]

    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert done.returncode == 6
    assert "Traceback" not in done.stderr
