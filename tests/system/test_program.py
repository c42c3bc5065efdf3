"""Program: its output, or what it said and how it ended; nothing it started lives on."""

import sys
import time
from pathlib import Path

import pytest

from builder.base.errors import EngineFault
from builder.system.program import run_program


def test_a_program_gets_its_input_and_gives_its_output() -> None:
    assert run_program(("cat",), "größe\n".encode(), deadline_s=10) == "größe\n".encode()


def test_what_it_said_last_is_told() -> None:
    code = "import sys; [print(n, file=sys.stderr) for n in range(30)]; sys.exit(3)"

    with pytest.raises(EngineFault, match="exit status 3") as found:
        run_program((sys.executable, "-c", code), deadline_s=10)

    assert str(found.value).splitlines()[-1].strip() == "29"
    assert len(str(found.value).splitlines()) == 22


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(EngineFault, match="cannot be started"):
        run_program(("no-such-program-here",), deadline_s=10)


def test_a_program_that_hangs_ends_with_what_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    started = time.monotonic()

    with pytest.raises(EngineFault, match=r"not done within 0\.2 s"):
        run_program(("sh", "-c", f"(sleep 0.6; touch '{mark}') & wait"), deadline_s=0.2)

    assert time.monotonic() - started < 0.5
    time.sleep(0.7)
    assert not mark.exists()


def test_keys_of_the_environment_are_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEEPL_AUTH_KEY", "secret")

    assert b"secret" not in run_program(("env",), deadline_s=10)
