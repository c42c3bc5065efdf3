"""State of a proof: which texts it had, so that the next one can say what changed since.

Two sets of digests are kept: of the texts in the latest proof, and of those in the one before that had other
texts. A run whose texts differ from the latest moves the latest to the earlier place; a run with the same
texts changes nothing and gives the same page again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.article.segments import map_texts
from builder.base.digest import canonical, digest_bytes
from builder.base.language import Language
from builder.build.project import Project
from builder.model.document import Document, Text

SCHEMA = "edition-proof-state/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Digests of both texts of each segment, by its id."""

    latest: Mapping[str, str]
    earlier: Mapping[str, str] | None = None
    """None while there was but one proof."""

    @property
    def changed(self) -> frozenset[str]:
        """Ids of the segments of the latest proof that the earlier one had otherwise, or not at all."""
        if self.earlier is None:
            return frozenset()
        return frozenset(name for name, digest in self.latest.items() if self.earlier.get(name) != digest)


def state_path(project: Project, slug: str, language: Language) -> Path:
    """Return where the state of a proof is kept."""
    return project.work / "proof" / language / f"{slug}.json"


def advanced(before: Seen | None, digests: Mapping[str, str]) -> Seen:
    """Return the state after a proof of these texts."""
    if before is None:
        return Seen(latest=digests)
    return before if before.latest == digests else Seen(latest=digests, earlier=before.latest)


def text_digests(source: Document, target: Document) -> Mapping[str, str]:
    """Return a digest of both texts of each segment; an untranslated one is empty in `target`."""
    targets: dict[str, str] = {}

    def note(text: Text, *_: object) -> Text:
        targets[str(text.id)] = text.markup
        return text

    map_texts(target, note)
    found: dict[str, str] = {}

    def digest(text: Text, *_: object) -> Text:
        name = str(text.id)
        found[name] = digest_bytes(canonical([text.markup, targets.get(name, "")]))[:16]
        return text

    map_texts(source, digest)
    return found


def parse_seen(data: bytes) -> Seen | None:
    """Return a state that was kept; None for one that is damaged: the next proof is a first one then."""
    try:
        value = json.loads(data)
    except ValueError:
        return None
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        return None
    latest, earlier = _digests(value.get("latest")), _digests(value.get("earlier"))
    return None if latest is None else Seen(latest=latest, earlier=earlier)


def render_seen(seen: Seen) -> bytes:
    """Return the file of a state."""
    earlier = None if seen.earlier is None else dict(seen.earlier)
    return canonical({"schema": SCHEMA, "latest": dict(seen.latest), "earlier": earlier}) + b"\n"


def _digests(value: object) -> Mapping[str, str] | None:
    if not isinstance(value, dict):
        return None
    return {str(name): str(digest) for name, digest in value.items()}
