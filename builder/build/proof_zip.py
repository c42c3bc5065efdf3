"""Zip of a proof: one file to be mailed, the same bytes for the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest date the format has (APPNOTE.TXT, 4.4.6): nothing tells when it was made."""
_UNIX, _MODE = 3, 0o100644 << 16


def render_zip(files: Mapping[str, bytes], *, top: str) -> bytes:
    """Return an archive of `files`, sorted by name, in one folder called `top`.

    Sound is stored as it is, all else is packed.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{top}/{name}", date_time=_FIRST_DAY)
            entry.create_system, entry.external_attr = _UNIX, _MODE
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".mp3") else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return target.getvalue()
