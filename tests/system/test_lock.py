"""A folder is held by one run alone, or by those that share it."""

import subprocess
import sys
from pathlib import Path

import pytest

from builder.base.errors import Busy
from builder.system.lock import locked

PROGRAM = (
    "import sys; from pathlib import Path; from builder.system.lock import locked\n"
    "with locked(Path(sys.argv[1]), what='output folder', shared='shared' in sys.argv): pass"
)


def other_run(folder: Path, *words: str) -> str:
    """Return what another process says that holds `folder` for a moment."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, folder, *words], capture_output=True, text=True, check=False
    )
    return done.stderr


def test_a_second_run_in_the_same_folder_is_told_to_wait(tmp_path: Path) -> None:
    with locked(tmp_path, what="output folder"):
        during = other_run(tmp_path)
    after = other_run(tmp_path)

    assert "Busy" in during
    assert after == ""


def test_the_same_process_cannot_hold_a_folder_twice(tmp_path: Path) -> None:
    with locked(tmp_path, what="output folder"), pytest.raises(Busy), locked(tmp_path, what="output folder"):
        pass


@pytest.mark.parametrize(
    ("mine", "others", "busy"),
    [(True, ["shared"], False), (True, [], True), (False, ["shared"], True)],
    ids=["both share", "the other wants it alone", "this one wants it alone"],
)
def test_a_shared_folder_is_shared_with_those_who_share_it(
    tmp_path: Path, mine: bool, others: list[str], busy: bool
) -> None:
    with locked(tmp_path, what="store", shared=mine):
        told = other_run(tmp_path, *others)

    assert ("Busy" in told) == busy
