import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from builder.base.errors import OutputError
from builder.system.files import cannot_write, open_atomic, write_atomic


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


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.ENOSPC, "free space"),
        (errno.EDQUOT, "free space"),
        (errno.EACCES, "the right to write"),
        (errno.EROFS, "the right to write"),
        (errno.ENOTDIR, "remove or rename"),
        (errno.EIO, "can be written"),
    ],
)
def test_the_hint_fits_what_the_system_said(number: int, word: str) -> None:
    error = cannot_write(Path("output"), OSError(number, os.strerror(number)))

    assert word in str(error.hint)


def test_a_file_where_a_folder_should_be_is_to_be_removed(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file")

    with pytest.raises(OutputError) as caught:
        write_atomic(tmp_path / "output" / "page.html", b"page")

    assert "remove or rename" in str(caught.value.hint)


def test_files_that_threads_write_at_once_have_the_rights_of_the_umask(tmp_path: Path) -> None:
    paths = [tmp_path / str(number % 7) / str(number) for number in range(400)]
    before = os.umask(0o027)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda path: write_atomic(path, b"whole"), paths))

    left = os.umask(before)
    assert left == 0o027
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o640}
    assert {path.parent.stat().st_mode & 0o777 for path in paths} == {0o750}
