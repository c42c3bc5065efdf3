"""Lock: a folder held while something works in it; the kernel frees it when the process dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from builder.base.errors import Busy


@contextlib.contextmanager
def locked(folder: Path, *, what: str, shared: bool = False) -> Iterator[None]:
    """Hold `folder` until the block ends: alone, or with others that share it too.

    Args:
        folder: Made where it is missing.
        what: It is, for the error's words.
        shared: Whether others may hold it at the same time, if they share it as well.

    Raises:
        Busy: Another run holds it.
        OutputError: The folder can be neither made nor opened.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        from builder.system.files import cannot_write  # late: most runs hold a folder, few write files

        raise cannot_write(folder, error) from error
    try:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy(
                f"another build is using this {what}", where=str(folder), hint="wait until it has ended"
            ) from error
        yield
    finally:
        os.close(handle)
