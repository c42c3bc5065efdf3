"""`edition pseudo`: made-up editions are written whole, built where they are named, and not otherwise."""

from pathlib import Path

import pytest

from builder.cli.main import main
from builder.testing.workspaces import SETTINGS, make_workspace

Output = pytest.CaptureFixture[str]
VOICES = '[voices.en-XA]\nengine = "tone"\n\n[voices.ar-XB]\nengine = "tone"\n\n[policy]'


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "show", settings=SETTINGS.replace("[policy]", VOICES))


def run(workspace: Path, *words: str) -> int:
    return main([*words, "--workspace", str(workspace)])


def test_both_are_written_once(workspace: Path, capsys: Output) -> None:
    first = run(workspace, "pseudo")
    second = run(workspace, "pseudo", "tea")

    lines = capsys.readouterr().out.splitlines()
    assert (first, second) == (0, 0)
    assert [line.split(":")[0] for line in lines[:4]] == [
        "wrote locales/en_XA/LC_MESSAGES/tea.po",
        "wrote locales/en_XA/LC_MESSAGES/builder.po",
        "wrote locales/ar_XB/LC_MESSAGES/tea.po",
        "wrote locales/ar_XB/LC_MESSAGES/builder.po",
    ]
    assert all(line.startswith("unchanged ") for line in lines[4:])


def test_a_dry_run_writes_nothing(workspace: Path, capsys: Output) -> None:
    run(workspace, "pseudo", "--language", "en-XA", "--dry-run")

    assert len(capsys.readouterr().out.splitlines()) == 2
    assert not (workspace / "locales" / "en_XA").exists()


def test_a_real_language_is_never_made_up(workspace: Path, capsys: Output) -> None:
    status = run(workspace, "pseudo", "--language", "es")

    assert status == 2
    assert '"es" is no pseudo-locale' in capsys.readouterr().err
    assert not (workspace / "locales").exists()


def test_a_made_up_edition_is_never_published(workspace: Path, capsys: Output) -> None:
    run(workspace, "pseudo")

    status = run(workspace, "build", "--language", "en-XA", "--language", "en")

    assert status == 4
    assert "en-XA is a pseudo-locale" in capsys.readouterr().err
    assert [path.name for path in (workspace / "output" / "tea").iterdir()] == ["en"]


def test_a_made_up_edition_is_built_only_where_it_is_named(workspace: Path) -> None:
    run(workspace, "pseudo")

    status = run(workspace, "build")

    assert status == 0
    assert [path.name for path in (workspace / "output" / "tea").iterdir()] == ["en"]


def test_made_up_editions_can_be_built_with_their_disclaimers(workspace: Path) -> None:
    run(workspace, "pseudo")

    status = run(workspace, "build", "--draft", "--language", "en-XA", "--language", "ar-XB")

    pages = [
        (workspace / "output" / "draft" / "tea" / tag / "index.html").read_text(encoding="utf-8")
        for tag in ("en-XA", "ar-XB")
    ]
    assert status == 0
    assert "[Hóót wáátéér cáán scááld." in pages[0]
    assert "هوت واتير كان سكالد." in pages[1]
    assert 'dir="rtl"' in pages[1]
    assert all("2.5 g" in page and "250 ml" in page and "FDA" in page for page in pages)
