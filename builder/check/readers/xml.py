"""XML read without a document type, so that no entity is expanded and nothing outside of it is looked up.

Source: XML 1.0; the limits are the project's own.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET
from xml.parsers import expat

from builder.check.readers.read import Unreadable

MOST_BYTES = 50_000_000
"""Of one document; a feed of thousands of episodes has a tenth."""
MOST_DEPTH = 200


def parse_xml(data: bytes) -> ET.Element:
    """Return the root of an XML document; names stand as `{namespace}name`.

    A document type is refused where it declares anything; the bare one of HTML is let through.

    Raises:
        Unreadable: It is not well-formed, declares an entity, or is larger or deeper than it may be.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(f"it has {len(data):,} bytes, and at most {MOST_BYTES:,} are read")
    builder = ET.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = 0

    def name(text: str) -> str:
        return f"{{{text}" if "}" in text else text

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_DEPTH:
            raise Unreadable(f"its elements are nested deeper than {MOST_DEPTH}")
        builder.start(name(tag), {name(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name(tag))

    def refuse(*_: object) -> int:
        raise Unreadable("it has an entity of its own, and none is expanded")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.SkippedEntityHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Unreadable(f"it is not well-formed XML: {error}") from error
    return builder.close()


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file that is held whole.

    Raises:
        Unreadable: It is larger than `most`, or the disk does not give it.
    """
    try:
        size = path.stat().st_size
        if size > most:
            raise Unreadable(f"it has {size:,} bytes, and at most {most:,} are read")
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"it cannot be read: {error.strerror or error}") from error
