"""`edition diff` tells a translator what changed, and writes nothing."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.testing.programs import absent
from builder.testing.spanish import write_spanish
from builder.testing.workspaces import ARTICLE, make_workspace, translate

CATALOGUE = "locales/es/LC_MESSAGES/tea.po"
EDITED = ARTICLE.replace("Wait 3 minutes.", "Wait 4 minutes.").replace("- Use a pot.\n", "- Stir it twice.\n")
in_git = pytest.mark.skipif(absent("git"), reason="git is not installed")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_workspace(tmp_path)
    write_spanish(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit(workspace: Path) -> None:
    (workspace / "articles" / "tea.md").write_text(EDITED, encoding="utf-8")


def git(*words: str) -> None:
    who = ("-c", "user.name=T", "-c", "user.email=t@tea.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], check=True, capture_output=True, timeout=60)


def commit() -> None:
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "one")


def test_an_article_that_was_edited_is_told_by_words_sentences_and_lines(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(workspace)
    before = (workspace / CATALOGUE).read_bytes()

    status = main(["diff", "--language", "es"])

    out = capsys.readouterr().out
    line = 1 + (workspace / CATALOGUE).read_text().splitlines().index(
        'msgid "Boil 250 ml of water. Wait 3 minutes."'
    )
    assert status == 0
    assert f"{CATALOGUE}:{line}: edited: “3 minutes” → “4 minutes”; revise sentence 2 of 2\n" in out
    assert "articles/tea.md:18: new, to translate\n  Stir it twice.\n" in out
    assert "gone from the source\n  Use a pot.\n" in out
    assert out.splitlines()[-1] == (
        f"{CATALOGUE}: 1 new, 1 edited, 1 gone; to bring it up to date: edition update tea"
    )
    assert (workspace / CATALOGUE).read_bytes() == before


def test_nothing_to_do_is_said(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["diff", "tea", "--language", "es"])

    assert capsys.readouterr().out == f"{CATALOGUE}: nothing to do\n"


def test_what_others_did_since_an_earlier_file_is_told(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(CATALOGUE, "old.po")
    write_spanish(workspace, use="Emplee una tetera.", fuzzy=frozenset({"The Water"}))

    main(["diff", "--language", "es", "--since", "old.po", "--json"])

    report = json.loads(capsys.readouterr().out)
    (catalogue,) = report["catalogues"]
    found = {each["kind"]: each for each in catalogue["differences"]}
    assert (report["schema"], report["since"]) == ("edition-diff/1", "old.po")
    assert set(found) == {"retranslated", "doubted"}
    assert found["retranslated"]["changes"] == [{"before": "Use", "after": "Emplee"}]
    assert found["doubted"]["msgid"] == "The Water"
    assert all(each["where"].startswith(f"{CATALOGUE}:") for each in catalogue["differences"])


@pytest.mark.external
@in_git
def test_what_changed_since_a_revision_is_told(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit()
    edit(workspace)
    main(["update", "tea", "--language", "es"])
    capsys.readouterr()

    main(["diff", "--language", "es", "--since", "HEAD"])

    out = capsys.readouterr().out
    assert "edited: “3 minutes” → “4 minutes”" in out
    assert f"HEAD:{CATALOGUE}:" in out
    assert "1 gone" in out
    assert out.endswith(" since HEAD\n")


@pytest.mark.external
@in_git
def test_a_catalogue_that_a_revision_does_not_have_is_told(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit()
    translate(workspace, "fr")

    status = main(["diff", "--language", "fr", "--since", "HEAD"])

    assert status == 3
    assert "was not there yet in the revision HEAD" in capsys.readouterr().err


def test_a_file_is_compared_with_the_article_of_its_name(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "articles" / "milk.md").write_text("---\ntitle: Milk\nlanguage: en\n---\n\nDrink.\n")
    main(["update", "milk", "--language", "es"])
    (workspace / "old").mkdir()
    shutil.copy(CATALOGUE, "old/tea.po")
    shutil.copy(CATALOGUE, "old/other.po")
    capsys.readouterr()

    status = main(["diff", "--language", "es", "--since", "old/tea.po"])
    told = capsys.readouterr()
    refused = main(["diff", "--language", "es", "--since", "old/other.po"])

    assert status == 0
    assert told.out == f"{CATALOGUE}: nothing changed since old/tea.po\n"
    assert refused == 2
    assert "a file is compared with one article" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--language", "de"], ["tea", "--language", "de"]])
def test_a_language_nobody_began_is_told(
    workspace: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(["diff", *words]) == 3
    assert "edition add-language de tea" in capsys.readouterr().err
