"""What cannot be published is told, and hurts nothing else."""

import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.base.errors import VoiceMissing
from builder.model.script import Utterance
from builder.model.sound import Clip
from builder.speech.tone import ToneEngine
from builder.testing.workspaces import ARTICLE, SETTINGS, make_workspace

Build = Callable[..., int]
Errors = pytest.CaptureFixture[str]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def spanish(workspace: Path) -> Path:
    return workspace / "locales" / "es" / "LC_MESSAGES" / "tea.po"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_fuzzy_disclaimer_stops_its_language_alone(workspace: Path, build: Build, capsys: Errors) -> None:
    change(spanish(workspace), 'msgctxt "disclaimer"\n', '#, fuzzy\nmsgctxt "disclaimer"\n')

    status = build()

    assert status == 4
    assert (workspace / "output" / "tea" / "en" / "index.html").exists()
    assert not (workspace / "output" / "tea" / "es").exists()
    error = capsys.readouterr().err
    assert "tea/es is not built" in error
    assert "T003 error" in error
    assert "locales/es/LC_MESSAGES/tea.po:" in error


def test_a_published_language_stays_when_it_can_no_longer_be_built(workspace: Path, build: Build) -> None:
    build()
    before = files(workspace / "output" / "tea" / "es")
    change(spanish(workspace), 'msgstr "es Not advice."', 'msgstr ""')

    status = build()

    assert status == 4
    assert files(workspace / "output" / "tea" / "es") == before
    assert "es Hot water can scald." in (workspace / "output" / "feeds" / "es.xml").read_text()


def test_an_untranslated_language_is_told_how_much_is_left(
    workspace: Path, build: Build, capsys: Errors
) -> None:
    change(spanish(workspace), 'msgstr "es Use a pot."', 'msgstr ""')

    status = build()

    assert status == 4
    error = capsys.readouterr().err
    assert "1 text of" in error
    assert "tea.po:" in error


def test_a_broken_catalogue_stops_its_language_alone(workspace: Path, build: Build, capsys: Errors) -> None:
    change(spanish(workspace), 'msgstr "es Use a pot."', 'msgstr "es Use a pot.')

    status = build()

    assert status == 4
    assert "locales/es/LC_MESSAGES/tea.po:" in capsys.readouterr().err


def test_an_unreviewed_translation_is_refused_unless_it_may_be_disclosed(
    tmp_path: Path, build: Build, capsys: Errors
) -> None:
    settings = SETTINGS.replace('"disclose"', '"refuse"')
    folder = make_workspace(tmp_path / "strict", languages=["es"], settings=settings)

    status = build(folder=folder)

    assert status == 4
    assert "texts wait for a person's approval; first: locales/es/" in capsys.readouterr().err


def test_an_article_without_a_disclaimer_is_refused_where_one_is_required(
    tmp_path: Path, build: Build, capsys: Errors
) -> None:
    settings = SETTINGS.replace("[policy]\n", '[policy]\ndisclaimer = "required"\n')
    article = ARTICLE.replace("disclaimer: Hot water can scald. This article is not advice.\n", "")
    folder = make_workspace(tmp_path / "strict", article=article, settings=settings)

    status = build(folder=folder)

    assert status == 3
    assert "articles/tea.md:1: error: the article has no disclaimer" in capsys.readouterr().err
    assert not (folder / "output" / "tea").exists()


def test_a_missing_engine_is_told_with_what_installs_it(
    workspace: Path, build: Build, capsys: Errors
) -> None:
    change(workspace / "edition.toml", '[voices.es]\nengine = "tone"', '[voices.es]\nengine = "tune"')

    status = build()

    assert status == 4
    assert 'did you mean "tone"?' in capsys.readouterr().err
    assert (workspace / "output" / "tea" / "en" / "tea.en.mp3").exists()


def test_a_build_of_which_no_voice_is_here_ends_with_the_status_of_voices(
    workspace: Path, build: Build
) -> None:
    change(workspace / "edition.toml", '[voices.en]\nengine = "tone"', '[voices.en]\nengine = "tune"')

    status = build("--language", "en")

    assert status == 5


def test_a_model_that_changed_ends_its_language_and_offers_the_next_voice(
    workspace: Path, build: Build, capsys: Errors, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak = ToneEngine.synthesise

    def synthesise(engine: ToneEngine, utterance: Utterance) -> Clip:
        if utterance.language == "es":
            raise VoiceMissing("the model has other bytes", engine="tone", hint="install it again")
        return speak(engine, utterance)

    monkeypatch.setattr(ToneEngine, "synthesise", synthesise)

    status = build()

    assert status == 4
    told = capsys.readouterr().err
    assert "tea/es is not built" in told
    assert 'or take the next voice here, which is usable: [voices.es] engine = "espeak-ng"' in told
    assert (workspace / "output" / "tea" / "en" / "tea.en.mp3").exists()


@pytest.mark.voice
def test_voices_asked_for_on_the_command_line_win_over_the_profile_of_the_workspace(
    workspace: Path, build: Build, capsys: Errors
) -> None:
    change(workspace / "edition.toml", '[voices.es]\nengine = "tone"', "")

    status = build("--language", "es", "--voices", "natural", "--dry-run")

    assert status == 5
    assert "no neural voice for es" in capsys.readouterr().err


def test_a_network_voice_asks_before_it_sends_anything(workspace: Path, build: Build, capsys: Errors) -> None:
    change(workspace / "edition.toml", '[voices.es]\nengine = "tone"', '[voices.es]\nengine = "gtts"')

    status = build("--language", "es")

    assert status == 2
    assert "--allow-network" in capsys.readouterr().err


def test_two_articles_with_one_slug_are_refused(workspace: Path, build: Build, capsys: Errors) -> None:
    other = ARTICLE.replace("language: en\n", "language: en\nslug: tea\n")
    (workspace / "articles" / "coffee.md").write_text(other)

    status = build()

    assert status == 3
    assert 'two articles have the slug "tea"' in capsys.readouterr().err


def test_a_picture_outside_of_the_workspace_is_refused(
    workspace: Path, tmp_path: Path, build: Build, capsys: Errors
) -> None:
    (tmp_path / "secret.png").write_bytes(b"not yours")
    picture = "![A pot](../../secret.png)\n\nBoil 250 ml of water."
    change(workspace / "articles" / "tea.md", "Boil 250 ml of water.", picture)
    shutil.rmtree(workspace / "locales")

    status = build()

    assert status == 3
    assert "lies outside of the workspace" in capsys.readouterr().err


def run_limited(workspace: Path, file_size_bytes: int) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size_bytes, file_size_bytes))

    command = [sys.executable, "-m", "builder", "build", "--workspace", str(workspace)]
    return subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)


@pytest.mark.parametrize("file_size_bytes", [100, 20_000, 60_000])
def test_a_disk_that_takes_no_more_leaves_nothing_half_written(
    workspace: Path, build: Build, file_size_bytes: int
) -> None:
    limited = run_limited(workspace, file_size_bytes)
    made = files(workspace / "output")

    status = build()

    assert limited.returncode == 6
    assert "hint: " in limited.stderr
    assert made == {}
    assert status == 0


# Ends the process as a power cut would, at the n-th rename: of the store, of staged files and of the output.
KILLED = """
import os, sys
count, limit, replace = 0, int(sys.argv[1]), os.replace
def counted(*names):
    global count
    count += 1
    if count > limit:
        os._exit(137)
    replace(*names)
os.replace = counted
from builder.cli.main import main
sys.exit(main(["build", "--workspace", sys.argv[2], "--jobs", "1"]))
"""


def test_a_kill_at_any_rename_leaves_whole_files_and_a_rerun_ends_the_same(
    tmp_path: Path, build: Build
) -> None:
    whole = make_workspace(tmp_path / "whole")
    build(folder=whole)
    expected = files(whole / "output")
    old = dict.fromkeys(("tea/en/index.html", "feeds/en.xml"), b"old")
    limit = 0
    while True:
        folder = make_workspace(tmp_path / f"killed-{limit}")
        for name, data in old.items():
            (folder / "output" / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "output" / name).write_bytes(data)

        killed = subprocess.run(
            [sys.executable, "-c", KILLED, str(limit), folder], capture_output=True, check=False
        )
        left = files(folder / "output")
        status = build(folder=folder)

        for name, data in left.items():
            if not name.startswith(".staging/"):
                assert data in (expected[name], old.get(name)), name
        assert status == 0
        assert files(folder / "output") == expected
        if killed.returncode == 0:
            break
        limit += 3
    assert limit > 10


@pytest.mark.parametrize(
    ("where", "old", "new", "word"),
    [
        ("edition.toml", 'category = "Education"', 'category = "Foo"', "category"),
        ("edition.toml", 'category = "Education"', 'category = "Education"\ncover = "no.png"', "no.png"),
        ("articles/tea.md", "Boil 250 ml", "![A pot](no.png)\n\nBoil 250 ml", "no.png"),
        ("articles/tea.md", "Boil 250 ml", "![A pot](../edition.toml)\n\nBoil 250 ml", "is no picture"),
        ("articles/tea.md", "date: 2026-03-14\n", "", "has no date"),
        ("episodes.lock", "", "{", "episodes.lock"),
    ],
)
def test_what_stops_a_build_is_found_before_anything_is_spoken(
    workspace: Path, build: Build, capsys: Errors, where: str, old: str, new: str, word: str
) -> None:
    (workspace / where).touch()
    change(workspace / where, old, new)

    statuses = [build("--dry-run", "--language", "en"), build("--language", "en")]

    assert 0 not in statuses
    assert word in capsys.readouterr().err
    assert list((workspace / ".builder" / "store").iterdir()) == []
    assert not (workspace / "output" / "tea").exists()


def test_an_article_that_is_refused_does_not_stop_the_others(
    workspace: Path, build: Build, capsys: Errors
) -> None:
    build()
    (workspace / "articles" / "broken.md").write_text("# A title\n")

    status = build()

    assert status == 4
    assert "broken/en is not built" in capsys.readouterr().err
    assert (workspace / "output" / "tea" / "en" / "index.html").exists()


def test_a_damaged_journal_is_told_and_moves_nothing(workspace: Path, build: Build, capsys: Errors) -> None:
    build()
    staging = workspace / "output" / ".staging"
    staging.mkdir()
    for journal in ("{", '{"moves": ["../../x"], "removals": []}'):
        (staging / "journal.json").write_text(journal)

        assert build() == 6
        assert "journal" in capsys.readouterr().err
