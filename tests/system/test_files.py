from pathlib import Path

import pytest

from builder.base.errors import OutputError
from builder.system.files import open_atomic, write_atomic


def test_a_file_appears_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file.txt"

    write_atomic(path, b"all of it")

    assert path.read_bytes() == b"all of it"
    assert [entry.name for entry in path.parent.iterdir()] == ["file.txt"]


def test_an_error_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(b"old")

    with pytest.raises(RuntimeError), open_atomic(path) as file:  # noqa: PT012 - the write is what is undone
        file.write(b"ne")
        raise RuntimeError

    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file.txt"]


def test_a_full_disk_is_told_with_the_path(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught, open_atomic(tmp_path / "file.txt"):
        raise OSError(28, "No space left on device")

    assert "file.txt" in str(caught.value)
    assert "No space left" in str(caught.value)
    assert list(tmp_path.iterdir()) == []
