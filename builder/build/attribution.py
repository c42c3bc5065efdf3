"""Attribution: the words a licence asks for are in every file of an edition that people take away.

They are looked for in the bytes that were made, not in what they were made of: an edition without them would
use the voice against its licence, so it is refused.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO

from builder.base.errors import VerificationFailed
from builder.base.text import one_line, shorten
from builder.formats import base
from builder.formats.feed import Episode
from builder.formats.names import SOUND_NAMES
from builder.model.publication import Publication

_TAGS = re.compile(r"<[^>]*>")
_EMBEDDED = re.compile(rb";base64,[0-9A-Za-z+/=]*")
"""Sound and pictures inside a page, which say nothing here and may be large."""


Open = Callable[[str], IO[bytes]]
"""Opens a file of an edition by its path."""


def check_attribution(publication: Publication, open_file: Open, episode: Episode | None) -> None:
    """Check that each attribution, and each licence of music, is in the tags, on the page, and in the notes.

    Args:
        publication: With its artefacts.
        open_file: Opens one of them.
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
    for where, says in _places(publication, open_file, episode):
        for words, whose in wanted.items():
            if not says(words):
                raise VerificationFailed(
                    f'"{shorten(words)}", which the licence of {whose} asks for, is not in it',
                    where=where,
                    hint=f"do without {whose} in edition.toml, and tell the maintainers",
                )


def _places(
    publication: Publication, open_file: Open, episode: Episode | None
) -> Iterator[tuple[str, Callable[[str], bool]]]:
    """Yield the name of each place that has to name the voice, and what tells whether it says some words."""
    folder = base.folder_of(publication)
    for name in SOUND_NAMES:
        sound = base.artefact(publication, name)
        if sound is not None:
            with open_file(sound.path) as file:
                yield f"{folder}{sound.path}", partial(base.load(name).says, file)
    for shown in ("page", "offline"):
        page = base.artefact(publication, shown)
        if page is not None:
            with open_file(page.path) as file:
                yield f"{folder}{page.path}", partial(_shows, _EMBEDDED.sub(b"", file.read()).decode())
    if episode is not None:
        yield f"the notes of {folder}", partial(_shows, episode.html)
        yield f"the short notes of {folder}", partial(_says, episode.description)


def _shows(page: str, words: str) -> bool:
    return _says(html.unescape(_TAGS.sub(" ", page)), words)


def _says(text: str, words: str) -> bool:
    return one_line(words) in one_line(text)
