"""Slugs: names that are safe in file names, addresses and gettext domains, and words for names of files."""

from __future__ import annotations

import re
import unicodedata

from builder.base.digest import digest_text

MOST_CHARACTERS = 80
"""Longest slug; a file's name adds a language and a suffix to it."""

RESERVED = frozenset({
    # Our own folders and gettext domains.
    "builder", "draft", "feeds", "pronunciation", "proof",
    # Windows keeps these names for devices, with any suffix.
    "aux", "con", "nul", "prn", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
})  # fmt: skip
"""Slugs no article can have."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OTHERS = re.compile(r"[^a-z0-9]+")
# Letters that Unicode does not decompose into a base letter and marks; an apostrophe joins what it stands in.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i"}
    | dict.fromkeys("'’ʼ", "")
)

_IN_ASCII = (
    {
        ord(letter): plain
        for small, plain in _LETTERS.items()
        if plain
        for letter, plain in ((chr(small), plain), (chr(small).upper(), plain.capitalize()))
        if len(letter) == 1
    }
    | str.maketrans(dict.fromkeys("‐‑‒–—", "-"))
    | str.maketrans(dict.fromkeys("’ʼ", "'"))
)
_KEPT = re.compile(r"[A-Za-z0-9 .,'()&+-]")
_COLON = re.compile(r":(?=\s|$)")
_MARKS = frozenset('?!;"“”„«»‹›…¿¡·\u00a0\u202f')
"""Marks of a sentence; without them it says the same."""


def slugify(text: str) -> str:
    """Return a slug made of `text`; of a text without Latin letters or digits it is `article-` and a digest.

    The same text gives the same slug. It is never empty, never reserved, at most 80 characters.
    """
    folded = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    slug = _OTHERS.sub("-", bare.lower()).strip("-")
    if len(slug) > MOST_CHARACTERS:
        whole_words = slug[: MOST_CHARACTERS + 1].rpartition("-")[0]
        slug = whole_words or slug[:MOST_CHARACTERS]
    if not slug:
        return f"article-{digest_text(text)[:8]}"
    return f"{slug}-article" if slug in RESERVED else slug


def file_words(text: str, *, most: int) -> str:
    """Return `text` in ASCII, for a name of a file that any disk and any player takes; empty if it cannot be.

    It cannot be where a letter or a digit has none in ASCII, or where a sign beside digits would be lost: no
    name is better than one that says "12 g" of "1/2 g".

    Args:
        text: A title.
        most: Characters to return at most; where words are left out behind, `...` stands for them.
    """
    marked = unicodedata.normalize("NFD", _COLON.sub(" ", text).translate(_IN_ASCII))
    bare = "".join(character for character in marked if not unicodedata.combining(character))
    lost = {character for character in bare if not _KEPT.match(character)}
    if any(character.isalnum() for character in lost):
        return ""
    if not lost <= _MARKS and any(character.isdigit() for character in bare):
        return ""
    words = " ".join("".join(" " if character in lost else character for character in bare).split())
    words = words.rstrip(" .,")
    if len(words) <= most:
        return words
    kept = words[: most - 2].rpartition(" ")[0] or words[: most - 3]
    return kept.rstrip(" .,") + "..."


def is_slug(text: str) -> bool:
    """Return True for lower-case ASCII letters and digits in words joined by single hyphens, not reserved."""
    return len(text) <= MOST_CHARACTERS and bool(_SLUG.fullmatch(text)) and text not in RESERVED


def title_of_file(stem: str) -> str:
    """Return a title made of a file's name without suffix: `my-day` is `My day`."""
    words = " ".join(re.split(r"[\s_\-]+", stem)).strip()
    return words[:1].upper() + words[1:]
