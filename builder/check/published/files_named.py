"""Files named by a feed or a page: each is there, and is what it is said to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from builder.check.published.reading import Reading
from builder.check.readers.read import ReadFile, Unreadable, address_parts
from builder.model.artefact import Artefact
from builder.model.finding import Finding


def check_files_named(reading: Reading, artefacts: Iterable[Artefact], folder: str) -> Iterator[Finding]:
    """Find what a feed says otherwise of an edition's files than they are.

    Args:
        reading: Of the feed.
        artefacts: The edition's files, whose length and digest were compared with the disk.
        folder: Of the edition, ending in `/`.
    """
    known = {f"{folder}{made.path}": made for made in artefacts}
    for named in reading.read.files if reading.read is not None else ():
        path = unquote(address_parts(named.address).path)
        made = next((made for name, made in known.items() if path.endswith(f"/{name}")), None)
        if made is None:
            yield reading.finding("V024", f"it names {named.address[:80]}, which is no file of this edition")
        else:
            yield from _differences(reading, named, made)


def check_links(reading: Reading, folder: Path) -> Iterator[Finding]:
    """Find files beside a page that it names and that are not there, or are there in another version.

    Args:
        reading: Of the page.
        folder: Where it lies.
    """
    for named in reading.read.files if reading.read is not None else ():
        if not _leads_somewhere(named.address, folder):
            yield reading.finding("V024", f"it names {named.address[:80]}, which is not there")


def _leads_somewhere(address: str, folder: Path) -> bool:
    """Tell whether an address names a file that is there, or none of this machine."""
    try:
        parts = address_parts(address)
        if parts.scheme or parts.netloc or not parts.path:
            return True
        file = folder / unquote(parts.path)
        return (file / "index.html" if parts.path.endswith("/") else file).is_file()
    except (Unreadable, OSError):
        return False


def _differences(reading: Reading, named: ReadFile, made: Artefact) -> Iterator[Finding]:
    if named.size_bytes is not None and named.size_bytes != made.size_bytes:
        yield reading.finding(
            "V027", f"it says {made.path} has {named.size_bytes:,} bytes, and it has {made.size_bytes:,}"
        )
    if named.sha256 is not None and not (named.sha256 and made.sha256.startswith(named.sha256)):
        yield reading.finding("V027", f"it tells another digest of {made.path} than the file has")
    if named.media_type is not None and named.media_type != made.media_type:
        yield reading.finding(
            "V027", f"it says {made.path} is {named.media_type}, and it is {made.media_type}"
        )
