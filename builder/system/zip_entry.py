"""Zip entries that are the same bytes wherever and whenever they are written."""

from __future__ import annotations

import shutil
import zipfile
from typing import IO

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest date the format has (APPNOTE.TXT, 4.4.6): nothing tells when it was made."""
_UNIX, _MODE = 3, 0o100644 << 16
_COPY_BYTES = 1 << 20


def zip_entry(name: str, *, packed: bool = False) -> zipfile.ZipInfo:
    """Return an entry called `name`, without a date, that everyone may read.

    Args:
        name: With `/` between its parts.
        packed: False to store it as it is, which is right for sound: it is packed already, and what packing
            gives depends on the library that does it.
    """
    entry = zipfile.ZipInfo(name, date_time=_FIRST_DAY)
    entry.create_system, entry.external_attr = _UNIX, _MODE
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    return entry


def store_spool(archive: zipfile.ZipFile, name: str, spool: IO[bytes]) -> None:
    """Add what `spool`, which stands at its end, holds as an entry called `name`, piece by piece."""
    entry = zip_entry(name)
    entry.file_size = spool.tell()
    spool.seek(0)
    with archive.open(entry, "w") as file:
        shutil.copyfileobj(spool, file, _COPY_BYTES)


def emptied(spool: IO[bytes]) -> IO[bytes]:
    """Return `spool` with nothing in it."""
    spool.seek(0)
    spool.truncate()
    return spool
