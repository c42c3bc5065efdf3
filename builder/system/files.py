"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from builder.base.errors import OutputError


@contextlib.contextmanager
def open_atomic(path: Path) -> Iterator[IO[bytes]]:
    """Open a file beside `path` for writing, and put it in place of `path` when the block ends well.

    Missing folders are made. On any error the half-written file is removed and `path` is untouched.

    Raises:
        OutputError: The disk or the folder does not take it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        name = path.parent / f".{path.name[:40]}.{os.urandom(8).hex()}.part"
        # The system takes off what the umask forbids: to ask for the umask is to change it, for all threads.
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.replace(name, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(name)
        if isinstance(error, OSError):
            raise cannot_write(path, error) from error
        raise


def write_atomic(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all.

    Raises:
        OutputError: The disk or the folder does not take it.
    """
    with open_atomic(path) as file:
        file.write(data)


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hex digits; it is read in pieces, however large it is.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cannot_write(path: Path, error: OSError) -> OutputError:
    """Return the error to raise when `path` cannot be written, with what the system said and what helps."""
    reason = error.strerror or str(error)
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            hint = "free space there, then run again"
        case errno.EACCES | errno.EROFS | errno.EPERM:
            hint = "get the right to write there, then run again"
        case errno.ENOTDIR | errno.EISDIR | errno.EEXIST:
            hint = "something else is in its place: remove or rename it, then run again"
        case _:
            hint = "see to it that files can be written there, then run again"
    return OutputError(f"cannot write here: {reason}", where=str(path), hint=hint)
