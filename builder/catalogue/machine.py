"""Machine: the mark of a draft that a machine made, which stays when a person confirms it.

It is a translator comment, because these survive every gettext tool:
`# machine: apertium eng-spa 2026-11-23`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from builder.base.text import shorten
from builder.catalogue.review import is_reviewed
from builder.model.catalogue import Catalogue, Message
from builder.model.edition import TranslationMethod

_MARK = re.compile(r"machine: \S.*")
_MOST_LABEL = 80


def is_machine_made(message: Message) -> bool:
    """Tell whether a machine made the first draft of a translation."""
    return any(map(is_mark, message.translator_comments))


def is_mark(comment: str) -> bool:
    """Tell whether a translator comment is the mark of a machine."""
    return _MARK.fullmatch(comment.strip()) is not None


def drafted(message: Message, texts: tuple[str, ...], *, label: str, on: date) -> Message:
    """Return `message` with a machine's draft: fuzzy, and marked with who made it on which day."""
    mark = f"machine: {shorten(label, _MOST_LABEL)} {on.isoformat()}"
    kept = (comment for comment in message.translator_comments if not is_mark(comment))
    flags = message.flags if message.fuzzy else ("fuzzy", *message.flags)
    return replace(message, msgstr=texts, flags=flags, translator_comments=(*kept, mark))


def method_with_drafts(catalogue: Catalogue) -> TranslationMethod:
    """Return what `X-Translation-Method` is to say of a catalogue that gets its first drafts.

    `machine` where nothing was translated by anybody. Where a person's words are there already it is
    `machine+post-edited`: it claims no more than that people worked on it, and keeps their names in the
    credits, which `machine` would drop.
    """
    said = catalogue.header.get("X-Translation-Method", "").strip().lower()
    if said in {"machine", "machine+post-edited"}:
        return "machine" if said == "machine" else "machine+post-edited"
    people = any(message.translated and not is_machine_made(message) for message in catalogue.live)
    return "machine+post-edited" if people else "machine"


def unclaimed(catalogue: Catalogue) -> TranslationMethod:
    """Return the method of a catalogue whose header says `human` or nothing.

    With a confirmed draft of a machine it is not `human`: `machine` as long as one of them has no review,
    `machine+post-edited` when a person approved each.
    """
    drafts = [message for message in catalogue.live if message.translated and is_machine_made(message)]
    if not drafts:
        return "human"
    return "machine+post-edited" if all(map(is_reviewed, drafts)) else "machine"
