"""Whatever happened to the store, a build ends in the same bytes or says what is wrong."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Self

import pytest

from builder.cli.main import main
from builder.system.store import Store
from builder.testing.workspaces import make_workspace

Output = pytest.CaptureFixture[str]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def cut_to_its_recipe(path: Path) -> None:
    path.write_bytes(b"\n".join(path.read_bytes().split(b"\n")[:2]) + b"\n")


def flip_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def put_a_folder_there(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "file").write_text("something else")


def put_a_dead_link_there(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def exchange_with_another(path: Path) -> None:
    path.write_bytes(path.read_bytes()[::-1])


@pytest.mark.parametrize("step", ["speech", "unit", "mp3"])
@pytest.mark.parametrize(
    "damage",
    [
        empty, cut, cut_to_its_recipe, flip_a_bit, put_a_folder_there, put_a_dead_link_there,
        exchange_with_another,
    ],
    ids=lambda damage: damage.__name__,
)  # fmt: skip
def test_a_build_mends_what_is_damaged(workspace: Path, step: str, damage: Callable[[Path], None]) -> None:
    main(["build", "--workspace", str(workspace), "--plain"])
    whole = files(workspace / "output")
    store = Store(workspace / ".builder" / "store")
    for each in store.objects():
        if each.step == step:
            damage(each.path)
        elif step == "speech":
            each.path.unlink()  # or nobody would read the speech
    shutil.rmtree(workspace / "output")

    status = main(["build", "--workspace", str(workspace), "--plain"])

    assert status == 0
    assert files(workspace / "output") == whole
    assert main(["store", "verify", "--workspace", str(workspace)]) == 0


def test_a_build_says_what_it_mended(workspace: Path, capsys: Output) -> None:
    main(["build", "--workspace", str(workspace), "--plain"])
    empty(
        next(each.path for each in Store(workspace / ".builder" / "store").objects() if each.step == "unit")
    )
    shutil.rmtree(workspace / "output")
    capsys.readouterr()

    main(["build", "--workspace", str(workspace), "--plain"])

    assert "1 object in" in capsys.readouterr().err


class Full:
    """A file on a disk that is full."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> int:
        self._file.write(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("step", ["speech", "unit", "mp3"])
def test_a_disk_that_fills_up_is_told_and_leaves_nothing_half_written(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output, step: str
) -> None:
    opened, begun, folder = os.fdopen, os.open, workspace / ".builder" / "store"
    names: dict[int, str] = {}

    def begin(name: Path, *how: int) -> int:
        handle = begun(name, *how)
        names[handle] = str(name)
        return handle

    def fdopen(handle: int, *mode: str) -> object:
        file = opened(handle, *mode)
        return Full(file) if names.get(handle, "").startswith(str(folder / step)) else file

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", begin)
        patch.setattr(os, "fdopen", fdopen)
        status = main(["build", "--workspace", str(workspace), "--plain"])

    error = capsys.readouterr().err
    store = Store(folder)
    assert status == 6
    assert "No space left on device" in error
    assert "hint: the store needs" in error
    assert store.half_written() == ()
    assert step not in {each.step for each in store.objects()}
    assert main(["build", "--workspace", str(workspace), "--plain"]) == 0


def test_two_builds_at_once_share_a_store(workspace: Path, tmp_path: Path) -> None:
    outputs = [tmp_path / name for name in ("one", "two")]
    lock = workspace / "episodes.lock"
    main(["build", "--workspace", str(make_workspace(tmp_path / "other", languages=["es"])), "--plain"])
    shutil.copy(tmp_path / "other" / "episodes.lock", lock)
    command = [sys.executable, "-m", "builder", "build", "--workspace", str(workspace), "--plain", "--output"]

    runs = [
        subprocess.Popen([*command, str(output)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for output in outputs
    ]
    told = [run.communicate()[0].decode() for run in runs]

    assert [run.returncode for run in runs] == [0, 0], told
    assert files(outputs[0]) == files(outputs[1]) == files(tmp_path / "other" / "output")
    assert main(["store", "verify", "--workspace", str(workspace)]) == 0
