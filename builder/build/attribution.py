"""Attribution: the words a licence asks for are in every file of an edition that people take away.

They are looked for in the bytes that were made, not in what they were made of: an edition without them would
use the voice against its licence, so it is refused.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import partial

from builder.base.errors import VerificationFailed
from builder.base.text import clean_text, one_line, shorten
from builder.formats import base
from builder.formats.feed import Episode
from builder.model.publication import Publication

_TAGS = re.compile(r"<[^>]*>")


def check_attribution(
    publication: Publication, read: Callable[[str], bytes], episode: Episode | None
) -> None:
    """Check that each attribution, and each licence of music, is in the tags, on the page, and in the notes.

    Args:
        publication: With its artefacts.
        read: Returns the bytes of one of them by its path.
        episode: What the feed says; None where there is no feed.

    Raises:
        VerificationFailed: One is missing.
    """
    wanted = {
        voice.attribution: f"the voice {voice.voice}" for voice in publication.voices if voice.attribution
    }
    wanted |= dict.fromkeys(publication.music, "the music")
    if not wanted:
        return
    for where, says in _places(publication, read, episode):
        for words, whose in wanted.items():
            if not says(words):
                raise VerificationFailed(
                    f'"{shorten(words)}", which the licence of {whose} asks for, is not in it',
                    where=where,
                    hint=f"do without {whose} in edition.toml, and tell the maintainers",
                )


def _places(
    publication: Publication, read: Callable[[str], bytes], episode: Episode | None
) -> Iterator[tuple[str, Callable[[str], bool]]]:
    """Yield the name of each place that has to name the voice, and what tells whether it says some words."""
    folder = base.folder_of(publication)
    sound, page = base.artefact(publication, "mp3"), base.artefact(publication, "page")
    if sound is not None:
        yield f"{folder}{sound.path}", partial(_tag_says, _tag(read(sound.path)))
    if page is not None:
        yield f"{folder}{page.path}", partial(_shows, read(page.path).decode())
    if episode is not None:
        yield f"the notes of {folder}", partial(_shows, episode.html)
        yield f"the short notes of {folder}", partial(_says, episode.description)


def _tag(data: bytes) -> bytes:
    """Return the ID3 tag in front of an MP3; ID3v2.3, 3.1: its size is four times seven bits."""
    size = sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    return data[10 : 10 + size]


def _tag_says(tag: bytes, words: str) -> bool:
    return clean_text(words).encode("utf-16-le") in tag


def _shows(page: str, words: str) -> bool:
    return _says(html.unescape(_TAGS.sub(" ", page)), words)


def _says(text: str, words: str) -> bool:
    return one_line(words) in one_line(text)
