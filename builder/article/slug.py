"""Slugs: names of articles that are safe in file names, addresses and gettext domains."""

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


def is_slug(text: str) -> bool:
    """Return True for lower-case ASCII letters and digits in words joined by single hyphens, not reserved."""
    return len(text) <= MOST_CHARACTERS and bool(_SLUG.fullmatch(text)) and text not in RESERVED


def title_of_file(stem: str) -> str:
    """Return a title made of a file's name without suffix: `my-day` is `My day`."""
    words = " ".join(re.split(r"[\s_\-]+", stem)).strip()
    return words[:1].upper() + words[1:]
