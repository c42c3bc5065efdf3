"""Units are made by workers: one that ends is begun anew once, and the program itself stays small."""

import functools
import subprocess
import sys
from pathlib import Path

import pytest

from builder.audio.unit_process import UnitProcess
from builder.build import units
from builder.cli.main import main

ENDS = "import os; os.kill(os.getpid(), 9)"
ENDS_ONCE = f"""
import os, sys
if not os.path.exists(sys.argv[1]):
    open(sys.argv[1], "w").close()
    {ENDS}
os.execv(sys.executable, [sys.executable, "-P", "-m", "builder.audio.unit_worker"])
"""
FORMATS = ("--format", "mp3", "--format", "m4b", "--format", "opus")


def work_by(monkeypatch: pytest.MonkeyPatch, *command: str) -> None:
    monkeypatch.setattr(units, "UnitProcess", functools.partial(UnitProcess, (sys.executable, *command)))


def test_a_worker_that_ends_is_begun_anew(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = tmp_path / "ended"
    work_by(monkeypatch, "-P", "-c", ENDS_ONCE, str(ended))

    status = main(["build", "--workspace", str(workspace), "--plain", "--jobs", "1"])

    assert ended.exists()
    assert status == 0


def test_a_worker_that_ends_again_is_told_and_what_was_spoken_is_kept(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    work_by(monkeypatch, "-P", "-c", ENDS)

    status = main(["build", "--workspace", str(workspace), "--plain"])

    told = capsys.readouterr().err
    assert status == 5
    assert "the worker that makes units was ended by signal 9" in told
    assert list((workspace / ".builder" / "store" / "speech").rglob("*/*"))
    assert not (workspace / ".builder" / "store" / "unit").exists()


def test_a_worker_that_cannot_be_started_is_told(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(units, "UnitProcess", functools.partial(UnitProcess, (str(workspace / "none"),)))

    status = main(["build", "--workspace", str(workspace), "--plain"])

    assert status == 5
    assert "the worker that makes units cannot be started" in capsys.readouterr().err


def test_the_program_itself_loads_nothing_that_makes_or_encodes_sound(workspace: Path) -> None:
    code = (
        "import sys; from builder.cli.main import main; status = main(sys.argv[1:]); "
        "print(status, sorted({'av', 'lameenc', 'pydub', 'soxr'} & sys.modules.keys()))"
    )
    command = [sys.executable, "-c", code, "build", "--workspace", str(workspace), "--plain", *FORMATS]

    run = subprocess.run(command, capture_output=True, text=True, check=True)

    assert run.stdout.splitlines()[-1] == "0 []"
