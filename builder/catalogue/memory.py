"""Memory: texts that were translated before, in other articles or elsewhere, offered to new ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder.catalogue.notes import previous_texts
from builder.catalogue.review import is_reviewed
from builder.catalogue.similar import most_alike
from builder.model.catalogue import Catalogue, Message
from builder.model.memory import MemoryUnit

CLEARLY_ALIKE = 0.8
"""How alike a text of the memory has to be; more than for an edit, because it is in use where it stands."""
ONLY_EXACT = frozenset({"title", "heading"})
"""Contexts whose texts are too short for likeness to mean anything."""

Key = tuple[str | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What the memory has for a text."""

    unit: MemoryUnit
    exact: bool


def memory_of(catalogues: Iterable[Catalogue]) -> tuple[MemoryUnit, ...]:
    """Return what catalogues of one language have translated, in their order; obsolete messages too.

    Messages with plural forms are left out. A fuzzy one counts for the text its translation was made of.
    """
    return tuple(
        MemoryUnit(
            source=_source(message),
            target=message.msgstr[0],
            msgctxt=message.msgctxt,
            origin=catalogue.domain,
            confirmed=not message.fuzzy,
            translator_comments=message.translator_comments,
        )
        for catalogue in catalogues
        for message in catalogue.messages
        if message.msgid_plural is None and message.msgstr[0].strip()
    )


def recall(wanted: Sequence[Message], memory: Sequence[MemoryUnit]) -> dict[Key, Recalled]:
    """Return by key of a message the unit that serves it best.

    Args:
        wanted: Messages without a translation; those with plural forms are passed over.
        memory: An equal text in the same context goes before a similar one, one a person approved before
            others, a confirmed one before a fuzzy one, an earlier one before a later one.
    """
    if not memory:
        return {}
    singular = [message for message in wanted if message.msgid_plural is None]
    equal = recall_equal(singular, memory)
    found = {key: Recalled(unit=unit, exact=True) for key, unit in equal.items()}
    left: defaultdict[str | None, list[Message]] = defaultdict(list)
    for message in singular:
        if message.key not in found and message.msgctxt not in ONLY_EXACT:
            left[message.msgctxt].append(message)
    for context, messages in left.items():
        units = [unit for unit in memory if unit.msgctxt == context]
        pairs = most_alike([unit.source for unit in units], [m.msgid for m in messages], CLEARLY_ALIKE)
        found.update(
            (messages[at].key, Recalled(unit=units[place], exact=False)) for at, place in pairs.items()
        )
    return found


def recall_equal(wanted: Iterable[Message], memory: Sequence[MemoryUnit]) -> Mapping[Key, MemoryUnit]:
    """Return by key of a message the best unit of exactly its context and text."""
    keys = {message.key for message in wanted}
    best: dict[Key, MemoryUnit] = {}
    for unit in memory:
        key = (unit.msgctxt, unit.source)
        if key in keys and (key not in best or _rank(unit) > _rank(best[key])):
            best[key] = unit
    return best


def is_approved(unit: MemoryUnit) -> bool:
    """Tell whether a person approved exactly these two texts."""
    return unit.confirmed and is_reviewed(_message(unit))


def _rank(unit: MemoryUnit) -> tuple[bool, bool]:
    return is_approved(unit), unit.confirmed


def _message(unit: MemoryUnit) -> Message:
    return Message(
        msgid=unit.source,
        msgstr=(unit.target,),
        msgctxt=unit.msgctxt,
        translator_comments=unit.translator_comments,
    )


def _source(message: Message) -> str:
    return (previous_texts(message).get("msgid") if message.fuzzy else None) or message.msgid
