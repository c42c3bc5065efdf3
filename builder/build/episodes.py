"""Episodes: the identity of every show and episode, kept in `episodes.lock` for ever.

A podcast app knows an episode by its GUID alone. It is made once and then only read: a new title, text,
address or file name never changes it. An article whose file was renamed is known again by its segment ids.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from builder.base.errors import ContentError
from builder.base.language import Language
from builder.model.segment import SegmentId

# Podcasting 2.0, podcast:guid: UUIDv5 in this namespace of the feed's address without scheme and final "/".
PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_SCHEMA = "edition-episodes/1"
_FINGERPRINT_SIZE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One article's identity in each of its languages."""

    guids: Mapping[Language, str]
    first_published: date
    fingerprint: tuple[SegmentId, ...]
    """The lowest ids of the article's own texts: enough to know it again under another name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episodes:
    """All that `episodes.lock` holds."""

    feeds: Mapping[Language, str] = field(default_factory=dict)
    """The `podcast:guid` of each language's feed."""
    episodes: Mapping[str, Episode] = field(default_factory=dict)
    """By slug."""


def parse_episodes(data: bytes, *, path: str) -> Episodes:
    """Read an `episodes.lock`.

    Raises:
        ContentError: It was changed by hand into something else; nothing is guessed.
    """
    try:
        found = json.loads(data)
        _expect_schema(found)
        return Episodes(
            feeds={Language(tag): str(uuid.UUID(guid)) for tag, guid in found["feeds"].items()},
            episodes={
                slug: Episode(
                    guids={Language(tag): str(uuid.UUID(guid)) for tag, guid in entry["guids"].items()},
                    first_published=date.fromisoformat(entry["first_published"]),
                    fingerprint=tuple(SegmentId(name) for name in entry["fingerprint"]),
                )
                for slug, entry in found["episodes"].items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ContentError(
            f"this file of episode identities cannot be read: {error}",
            where=f"{path}:{getattr(error, 'lineno', 1)}",
            hint="take it back from version control; without it every subscriber gets all episodes again",
        ) from error


def render_episodes(episodes: Episodes) -> bytes:
    """Return the file's bytes: JSON, sorted, one value a line, so that it merges well."""
    value: dict[str, object] = {
        "schema": _SCHEMA,
        "feeds": {str(tag): guid for tag, guid in episodes.feeds.items()},
        "episodes": {
            slug: {
                "first_published": episode.first_published.isoformat(),
                "guids": {str(tag): guid for tag, guid in episode.guids.items()},
                "fingerprint": list(episode.fingerprint),
            }
            for slug, episode in episodes.episodes.items()
        },
    }
    return (json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def with_feed(episodes: Episodes, language: Language, *, feed_url: str) -> Episodes:
    """Return `episodes` with an identity for the feed in `language`; one already there stays."""
    if language in episodes.feeds:
        return episodes
    address = feed_url.partition("://")[2].rstrip("/")
    guid = str(uuid.uuid5(PODCAST_NAMESPACE, address))
    return replace(episodes, feeds={**episodes.feeds, language: guid})


def with_episode(
    episodes: Episodes,
    slug: str,
    language: Language,
    *,
    segment_ids: Iterable[SegmentId],
    published: date,
    others: Iterable[str],
) -> Episodes:
    """Return `episodes` with an identity for the article `slug` in `language`; one already there stays.

    Args:
        episodes: What is known so far.
        slug: The article's name today.
        language: Of the edition.
        segment_ids: Of the article's own texts, in any order; not of disclaimers, which articles share.
        published: Its date.
        others: The slugs of all articles of the workspace today; an entry under any other name may be
            this article under an old one.
    """
    fingerprint = tuple(sorted(set(segment_ids))[:_FINGERPRINT_SIZE])
    old_slug = _known_as(episodes, slug, fingerprint, set(others))
    known = episodes.episodes.get(old_slug)
    if known is None:
        known = Episode(guids={}, first_published=published, fingerprint=fingerprint)
    guids = {**known.guids}
    if language not in guids:
        name = "/".join(["edition-builder", slug, language, *fingerprint])
        guids[language] = str(uuid.uuid5(PODCAST_NAMESPACE, name))
    entries = {name: entry for name, entry in episodes.episodes.items() if name != old_slug}
    entries[slug] = replace(known, guids=guids, fingerprint=fingerprint)
    return replace(episodes, episodes=entries)


def _expect_schema(found: Mapping[str, object]) -> None:
    if found["schema"] != _SCHEMA:
        raise ValueError(f"schema is {found['schema']!r}, expected {_SCHEMA!r}")


def _known_as(episodes: Episodes, slug: str, fingerprint: tuple[SegmentId, ...], others: set[str]) -> str:
    """Return the name an article is known by: its own, or that of a vanished one it shares most ids with."""
    if slug in episodes.episodes:
        return slug
    vanished = {name: entry for name, entry in sorted(episodes.episodes.items()) if name not in others}
    shared = {name: len(set(entry.fingerprint) & set(fingerprint)) for name, entry in vanished.items()}
    best = max(shared, key=lambda name: shared[name], default=slug)
    return best if 2 * shared.get(best, 0) >= max(len(fingerprint), 1) else slug
