"""Zip of a proof: one file to be mailed, the same bytes for the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from builder.system.zip_entry import zip_entry


def render_zip(files: Mapping[str, bytes], *, top: str) -> bytes:
    """Return an archive of `files`, sorted by name, in one folder called `top`.

    Sound is stored as it is, all else is packed.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files):
            archive.writestr(zip_entry(f"{top}/{name}", packed=not name.endswith(".mp3")), files[name])
    return target.getvalue()
