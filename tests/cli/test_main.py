"""The entry: odd streams, mistakes on the command line, and the status a command ends with."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.testing.workspaces import ARTICLE, make_workspace

Errors = pytest.CaptureFixture[str]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "thé.md"
    path.write_text(ARTICLE.replace("How to Make Tea", "Le thé à la menthe"), encoding="utf-8")
    return path


def shell(line: str, *values: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which `edition` is the command and "$1", "$2" are `values`."""
    return subprocess.run(
        [
            "bash",
            "-c",
            f'edition() {{ "{sys.executable}" -m builder "$@"; }}; {line}',
            "bash",
            *map(str, values),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **variables},
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", ['outline "$1"', "--help"])
def test_results_that_get_lost_are_told(article: Path, words: str) -> None:
    done = shell(f"edition {words} > /dev/full", article)

    assert done.returncode == 6
    assert done.stderr.startswith("standard output: error: the results cannot be written: No space left")


def test_a_reader_who_left_while_work_was_done_is_no_success(article: Path) -> None:
    done = shell('edition outline "$1" | true; exit ${PIPESTATUS[0]}', article, PYTHONUNBUFFERED="1")

    # The reader may leave before or after the one write.
    assert done.returncode in (0, 141)
    assert done.stderr == ""


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_hurt_nothing(tmp_path: Path, closed: str) -> None:
    workspace = make_workspace(tmp_path / "show")

    done = shell(f'edition build --workspace "$1" --format page {closed}', workspace)

    assert done.returncode == 0, done.stderr
    assert (workspace / "output" / "tea" / "en" / "index.html").read_bytes().startswith(b"<!DOCTYPE html>")


def test_a_build_goes_on_when_nobody_hears_its_progress(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "show")

    done = shell(
        'edition build --workspace "$1" --format page 2> >(true); exit $?', workspace, PYTHONUNBUFFERED="1"
    )

    assert done.returncode == 0
    assert "built 1 edition" in done.stdout


def test_letters_a_terminal_lacks_are_shown_by_number(article: Path) -> None:
    done = shell('edition outline "$1"', article, PYTHONIOENCODING="ascii")

    assert done.returncode == 0
    assert "Le th\\xe9 \\xe0 la menthe" in done.stdout


def test_debug_shows_the_place_in_the_code_and_keeps_the_status(tmp_path: Path, capsys: Errors) -> None:
    status = main(["--debug", "clean", "--workspace", str(tmp_path)])

    error = capsys.readouterr().err
    assert status == 2
    assert "Traceback" in error
    assert "hint: go to a workspace" in error


MISTAKES = {
    "an option of edition": (
        ["--verison"],
        'no option "--verison"; did you mean "--version"?',
        "edition --help",
    ),
    "an option of a command": (
        ["build", "--langauge=es"],
        'no option "--langauge"; did you mean "--language"?',
        "edition build --help",
    ),
    "no command": ([], "COMMAND", "edition --help"),
    "one argument too many": (["why", "a", "b"], '"b" is one argument too many', "edition why --help"),
    "no value": (["build", "--language"], "expected one argument", "edition build --help"),
    "an option that takes one value twice": (
        ["diff", "--language", "es", "--language", "fr"],
        "--language is given twice; expected it once",
        "edition diff --help",
    ),
    "no such format": (
        ["build", "--format", "mp4"],
        'found "mp4"; did you mean "mp3"?',
        "edition build --help",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_on_the_command_line_is_told_with_what_helps(name: str, capsys: Errors) -> None:
    words, told, hint = MISTAKES[name]

    status = main(words)

    error = capsys.readouterr().err
    assert status == 2
    assert told in error
    assert error.endswith(f"\n  hint: {hint}\n")


WRITERS = (
    "init",
    "extract",
    "update",
    "add-language",
    "prefill",
    "approve",
    "glossary",
    "memory-import",
    "memory-export",
    "pseudo",
    "compile",
    "po-cat",
    "po-merge",
    "proof",
    "build",
    "clean",
    "say",
)
REPORTS = ("outline", "update", "check", "stats", "diff", "prefill", "glossary", "proof", "why", "voices")


@pytest.mark.parametrize(
    ("command", "option"),
    [*((name, "--dry-run") for name in WRITERS), *((name, "--json") for name in REPORTS)],
)
def test_what_writes_can_be_tried_and_what_reports_speaks_json(
    command: str, option: str, capsys: Errors
) -> None:
    words = [command] if command == "add-language" else command.split("-")

    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])

    assert ended.value.code == 0
    assert option in capsys.readouterr().out


# A worker that takes its time to end, as a build's do, and is interrupted meanwhile.
INTERRUPTED = """
import os, signal, sys, types
from builder.cli import main
def run(args):
    try:
        os.kill(os.getpid(), signal.SIGINT)
    finally:
        for _ in range(3):
            os.kill(os.getpid(), signal.SIGINT)
        print("ended in order")
module = types.SimpleNamespace(add_parser=lambda commands: commands.add_parser("build").set_defaults(run=run))
main._module = lambda name: module
sys.exit(main.main(["build"]))
"""


def test_interrupts_in_a_row_end_a_command_once_and_in_order() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, check=False)

    assert done.returncode == 128 + signal.SIGINT
    assert done.stdout == "ended in order\n"
    assert done.stderr.startswith("interrupted; what was finished is kept")
    assert "Traceback" not in done.stderr
