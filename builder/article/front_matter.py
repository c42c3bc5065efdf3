"""Front matter: what an author says about an article in YAML above its text.

It stands between two lines `---` at the top of the file. Every value is one text, date or word; YAML's lists,
mappings, tags and anchors have no meaning here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import yaml

from builder.article.slug import is_slug, slugify
from builder.article.source import refuse_characters
from builder.base.errors import ContentError, UsageError
from builder.base.language import Language, parse_language
from builder.base.suggest import did_you_mean
from builder.base.text import shorten

TEXT_KEYS: Final = ("title", "deck", "summary", "disclaimer", "disclaimer_short", "notice")
"""Keys whose values are translated; they hold inline Markdown."""
KEYS: Final = (*TEXT_KEYS, "date", "updated", "author", "language", "slug", "cover")
"""All keys there are."""

_MOST_CHARACTERS = 65_536
_FENCE = re.compile(r"---[ \t]*")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*")
# Ends of lines, Unicode's own among them, and the blanks around them; a no-break space stays.
_BLANKS = re.compile("[ \\t\\r\\n\\x85\\u2028\\u2029]+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_STRING = "tag:yaml.org,2002:str"
_TYPES = {
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:bool": "a yes or no",
    "tag:yaml.org,2002:timestamp": "a date",
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:seq": "a list",
    "tag:yaml.org,2002:map": "a mapping",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A value of the front matter, and the line of its key."""

    value: str
    """One line, never empty."""
    line: int
    """1-based, in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What stands above the text, checked; a key that is not there has no entry or is None."""

    texts: Mapping[str, Entry] = field(default_factory=dict)
    """By key, of `TEXT_KEYS`; inline Markdown."""
    published: date | None = None
    updated: date | None = None
    author: str | None = None
    language: Language | None = None
    slug: str | None = None
    cover: str | None = None


def split_front_matter(text: str, *, path: str) -> tuple[FrontMatter, str]:
    r"""Return the front matter of `text`, and `text` with its lines blank, so that lines keep their numbers.

    Args:
        text: With `\n` as line end.
        path: For locators.

    Raises:
        ContentError: It is not closed, is no YAML, or has a key or a value that is not known here.
    """
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        return FrontMatter(), text
    end = next((number for number, line in enumerate(lines[1:], 1) if _END.fullmatch(line)), None)
    if end is None:
        raise ContentError(
            "the front matter that starts here has no end",
            where=f"{path}:1",
            hint="put a line --- after its last key",
        )
    entries = _read_entries("\n".join(lines[1:end]), path)
    return _check(entries, path), "\n" * (end + 1) + "\n".join(lines[end + 1 :])


def _read_entries(source: str, path: str) -> dict[str, tuple[yaml.Node, int]]:
    """Return each key's YAML node and line; nothing is constructed, so no tag can do anything."""
    if len(source) > _MOST_CHARACTERS:
        raise ContentError("the front matter is longer than 64 kB", where=f"{path}:1", hint="shorten it")
    try:
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "it cannot be read"
        raise _not_yaml(problem, path, mark.line + 2 if mark else 1) from error
    except RecursionError as error:
        raise _not_yaml("lists or mappings one in another without end", path, 1) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise _not_yaml(shorten(str(error)), path, 1) from error
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise _not_yaml("expected lines like key: value", path, 2)
    entries: dict[str, tuple[yaml.Node, int]] = {}
    for key, value in root.value:
        line = key.start_mark.line + 2
        name = _key_name(key, path, line)
        if name in entries:
            raise ContentError(
                f'the key "{name}" stands twice, first in line {entries[name][1]}',
                where=f"{path}:{line}",
                hint="remove one of them",
            )
        entries[name] = (value, line)
    return entries


def _not_yaml(problem: str, path: str, line: int) -> ContentError:
    return ContentError(
        f"the front matter is not YAML: {problem}",
        where=f"{path}:{line}",
        hint='write key: "text"; quotes are needed where a text holds a colon and a space',
    )


def _key_name(key: yaml.Node, path: str, line: int) -> str:
    name = key.value if isinstance(key, yaml.ScalarNode) else ""
    if name in KEYS:
        return name
    raise ContentError(
        f'"{shorten(name)}" is not a key of the front matter{did_you_mean(name, KEYS)}',
        where=f"{path}:{line}",
        hint=f"the keys are {', '.join(KEYS)}",
    )


def _check(entries: Mapping[str, tuple[yaml.Node, int]], path: str) -> FrontMatter:
    def entry(key: str) -> Entry | None:
        return _entry(key, *entries[key], path) if key in entries else None

    def value(key: str) -> str | None:
        found = entry(key)
        return found.value if found else None

    texts = {key: found for key in TEXT_KEYS if (found := entry(key))}
    language, slug = entry("language"), entry("slug")
    return FrontMatter(
        texts=texts,
        published=_date("date", entry("date"), path),
        updated=_date("updated", entry("updated"), path),
        author=value("author"),
        language=_language(language, path) if language else None,
        slug=_slug(slug, path) if slug else None,
        cover=value("cover"),
    )


# Values that YAML takes for something else than a text: a date, `no` for Norwegian, 1984.
_BARE_KEYS = frozenset({"date", "updated", "language", "slug"})


def _entry(key: str, node: yaml.Node, line: int, path: str) -> Entry:
    if isinstance(node, yaml.ScalarNode):
        value = _BLANKS.sub(" ", node.value).strip()
        bare = key in _BARE_KEYS and node.tag in _TYPES
        if (node.tag == _STRING or bare) and value:
            refuse_characters(value, path=path, first_line=line)
            return Entry(value=value, line=line)
        if not value:
            raise ContentError(
                f"{key}: expected a text, found nothing",
                where=f"{path}:{line}",
                hint=f"write the text, or remove the line {key}:",
            )
    found, example = _TYPES.get(node.tag, "something else"), "…"
    if isinstance(node, yaml.ScalarNode):
        example = shorten(node.value).replace('"', "'")
        found += f": {example}"
    raise ContentError(
        f"{key}: expected a text, found {found}",
        where=f"{path}:{line}",
        hint=f'write it as one text in quotes: {key}: "{example}"',
    )


def _date(key: str, entry: Entry | None, path: str) -> date | None:
    if entry is None:
        return None
    try:
        return date.fromisoformat(entry.value if _DATE.fullmatch(entry.value) else "")
    except ValueError as error:
        raise ContentError(
            f'{key}: expected a date as YYYY-MM-DD, found "{shorten(entry.value)}"',
            where=f"{path}:{entry.line}",
            hint=f"write it like {key}: 2026-11-23",
        ) from error


def _language(entry: Entry, path: str) -> Language:
    try:
        return parse_language(entry.value)
    except UsageError as error:
        raise ContentError(
            f"language: {error.message}", where=f"{path}:{entry.line}", hint=error.hint
        ) from error


def _slug(entry: Entry, path: str) -> str:
    if is_slug(entry.value):
        return entry.value
    raise ContentError(
        f'slug: expected letters a to z, digits and single hyphens, found "{shorten(entry.value)}"',
        where=f"{path}:{entry.line}",
        hint=f"write slug: {slugify(entry.value)}",
    )
