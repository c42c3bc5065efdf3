"""Feeds: one episode of an RSS 2.0 feed, by Python's expat.

Sources: RSS 2.0; Podcast Namespace 1.0; Podlove Simple Chapters 1.2; W3C, Subresource Integrity.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

from builder.check.readers.gathering import Gatherer
from builder.check.readers.read import Fault, Read, ReadChapter, ReadFile, Unreadable, address_parts, clock_ms
from builder.check.readers.xml import parse_xml, read_bytes

_PODCAST = "{https://podcastindex.org/namespace/1.0}"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_PSC = "{http://podlove.org/simple-chapters}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}"


def read_feed(path: Path, guid: str) -> Read:
    """Return what a feed says of the episode called `guid`.

    Raises:
        Unreadable: It is no feed, or the episode is not in it once.
    """
    channel = parse_xml(read_bytes(path)).find("channel")
    if channel is None:
        raise Unreadable("it has no channel")
    items = [item for item in channel.findall("item") if (item.findtext("guid") or "").strip() == guid]
    if len(items) != 1:
        raise Unreadable(f"the episode {guid} is in it {len(items)} times, expected once")
    (item,) = items
    notes = _plain(item.findtext(f"{_CONTENT}encoded") or "")
    duration = item.findtext(f"{_ITUNES}duration")
    people = "\n".join(person.text or "" for person in item.iter(f"{_PODCAST}person"))
    return Read(
        reader="expat",
        title=item.findtext("title"),
        language=channel.findtext("language"),
        duration_ms=clock_ms(duration) if duration else None,
        chapters=tuple(_chapters(item)) or None,
        shown=f"{notes}\n{people}",
        body=item.findtext("description") or "",
        files=tuple(_files(item)),
        faults=tuple(_faults(channel, item)),
    )


def _chapters(item: ET.Element) -> Iterator[ReadChapter]:
    for each in item.iter(f"{_PSC}chapter"):
        yield ReadChapter(title=each.get("title", ""), start_ms=clock_ms(each.get("start", "")))


def _files(item: ET.Element) -> Iterator[ReadFile]:
    for enclosure in item.iter("enclosure"):
        yield _file(enclosure.get("url", ""), enclosure)
    for other in item.iter(f"{_PODCAST}alternateEnclosure"):
        source, integrity = other.find(f"{_PODCAST}source"), other.find(f"{_PODCAST}integrity")
        address = "" if source is None else source.get("uri", "")
        yield _file(address, other, "" if integrity is None else integrity.get("value", ""))
    for name in ("transcript", "chapters"):
        for each in item.iter(f"{_PODCAST}{name}"):
            yield _file(each.get("url", ""), each)


def _file(address: str, said: ET.Element, integrity: str = "") -> ReadFile:
    length = said.get("length", "")
    if not re.fullmatch("[0-9]{0,18}", length):
        raise Unreadable(f'"{length[:40]}" is no number of bytes')
    version = parse_qs(address_parts(address).query).get("v", [None])[0]
    return ReadFile(
        address=address,
        size_bytes=int(length) if length else None,
        media_type=said.get("type"),
        sha256=_digest(integrity) if integrity else version,
    )


def _digest(integrity: str) -> str:
    found = re.fullmatch(r"sha256-([A-Za-z0-9+/=]+)", integrity.strip())
    try:
        return base64.b64decode(found[1], validate=True).hex() if found else integrity
    except binascii.Error:
        return integrity


def _faults(channel: ET.Element, item: ET.Element) -> Iterator[Fault]:
    if len(item.findall("enclosure")) != 1:
        yield Fault(code="V027", message="an episode has one enclosure, and this one has not")
    for where, element in (("the episode", item), ("the feed", channel)):
        said = [
            each.text for each in element.findall(f"{_PODCAST}txt") if each.get("purpose") == "ai-content"
        ]
        if said != ["true"]:
            yield Fault(
                code="V021", message=f"{where} does not say by podcast:txt that its voice is synthetic"
            )


def _plain(markup: str) -> str:
    gathered = Gatherer()

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            gathered.start(tag, {name: value or "" for name, value in attrs})

        def handle_endtag(self, tag: str) -> None:
            gathered.end(tag)

        def handle_data(self, data: str) -> None:
            gathered.text(data)

    parser = Parser(convert_charrefs=True)
    parser.feed(markup)
    parser.close()
    gathered.finish()
    return gathered.shown
