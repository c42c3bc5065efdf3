"""Check published files: that each is there and has the bytes its edition's record names.

| code | says |
|---|---|
| V001 | a file is missing or cannot be read |
| V002 | a file has other bytes than were published |

What is in them is told by `builder.check.published`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from builder.model.artefact import Artefact
from builder.model.finding import Finding
from builder.system.files import digest_file


def check_files(folder: Path, artefacts: Iterable[Artefact], *, where: str) -> Iterator[Finding]:
    """Find which of an edition's files are not what was published.

    Args:
        folder: Of the edition.
        artefacts: What its record names.
        where: The folder as people write it, ending in `/`.
    """
    for made in artefacts:
        try:
            digest = digest_file(folder / made.path)
            size_bytes = (folder / made.path).stat().st_size
        except OSError as error:
            yield Finding(
                code="V001",
                severity="error",
                message=f"cannot be read: {error.strerror or error}",
                where=f"{where}{made.path}",
                hint="make it again: edition build",
            )
            continue
        if digest != made.sha256:
            yield Finding(
                code="V002",
                severity="error",
                message=f"is not what was published: {size_bytes:,} bytes, {made.size_bytes:,} in its record",
                where=f"{where}{made.path}",
                hint="make it again: edition build",
            )
