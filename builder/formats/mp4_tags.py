"""MP4 tags: the box `meta` as iTunes began it, texts in UTF-8.

Source: QuickTime File Format, "metadata"; the names are those that players know.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from builder.base.text import clean_text, one_line
from builder.formats.mp4_boxes import Box, box, full_box
from builder.formats.sound_tags import SoundTags, picture_type
from builder.model.publication import Picture

_UTF_8, _JPEG, _PNG, _NUMBER = 1, 13, 14, 21
_AUDIOBOOK = b"\2"
_MEAN = b"com.apple.iTunes"
"""Names of our own stand under it: readers look for no other."""


def tags_box(tags: SoundTags) -> Box:
    """Return the box `meta` of a movie's user data.

    Line ends in texts of one line become spaces, characters that cannot be shown become U+FFFD.

    Raises:
        ContentError: The picture is neither JPEG nor PNG.
    """
    handler = full_box("hdlr", b"\0\0\0\0mdirappl" + bytes(9))
    return full_box("meta", handler, box("ilst", *_entries(tags)))


def _entries(tags: SoundTags) -> Iterator[Box]:
    """Give every entry that has something to say."""
    lines = (
        ("©nam", tags.title),
        ("©alb", tags.album),
        ("©ART", tags.artist),
        ("aART", tags.artist),
        ("©gen", tags.genre),
        ("©day", tags.published.isoformat() if tags.published else None),
        ("cprt", tags.copyright_line),
    )
    yield from (box(name, _data(_UTF_8, one_line(text).encode())) for name, text in lines if text)
    texts = (("©cmt", tags.comment), ("©lyr", tags.transcript))
    yield from (box(name, _data(_UTF_8, clean_text(text).encode())) for name, text in texts if text)
    yield box("stik", _data(_NUMBER, _AUDIOBOOK))
    # "©aut" would be the author's place, but FFmpeg's readers put it over the artist.
    named = {"Author": tags.writer, "Language": tags.language, "Website": tags.link, **tags.named_texts}
    yield from (_named(name, clean_text(text)) for name, text in named.items() if text)
    if tags.picture:
        yield box("covr", _picture(tags.picture))
        if tags.picture.description:
            yield _named("CoverDescription", one_line(tags.picture.description))


def _data(kind: int, value: bytes) -> Box:
    return box("data", struct.pack(">II", kind, 0), value)


def _named(name: str, text: str) -> Box:
    return box("----", full_box("mean", _MEAN), full_box("name", name.encode()), _data(_UTF_8, text.encode()))


def _picture(picture: Picture) -> Box:
    return _data(_JPEG if picture_type(picture) == "image/jpeg" else _PNG, picture.data)
