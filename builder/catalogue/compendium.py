"""Compendium: a catalogue of texts that were translated elsewhere, kept as memory for new ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from builder.base.language import Language
from builder.base.text import one_line, shorten
from builder.catalogue.cldr import plural_forms
from builder.catalogue.header import catalogue_fields, template_fields
from builder.catalogue.review import without_marks
from builder.model.catalogue import Catalogue, Message
from builder.model.memory import MemoryUnit

DOMAIN = "memory"
FROM = "From: "
"""Before the name of the file or domain a text was taken from, in a `#.` line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of the units that were to be added to a compendium."""

    new: int
    """Texts that were not there."""
    known: int
    """Texts that were there with the same translation."""
    replaced: int
    """Texts whose translation is another one now."""
    kept: int
    """Texts that were there with another translation, which stays."""

    def __str__(self) -> str:
        """Return the counts as part of a line."""
        counts = (
            (self.new, "new"),
            (self.known, "known"),
            (self.replaced, "replaced"),
            (self.kept, "kept with another translation"),
        )
        return ", ".join(f"{count} {name}" for count, name in counts if count) or "nothing to add"


def empty_compendium(language: Language, *, source_language: Language, path: str) -> Catalogue:
    """Return a compendium without messages.

    Args:
        language: Of the translations.
        source_language: Of the texts.
        path: Where it is kept, for messages about it.
    """
    fields = template_fields(title=DOMAIN, date=None, source_language=source_language)
    return Catalogue(
        domain=DOMAIN,
        language=language,
        header=catalogue_fields(fields, language, plural_forms(language)),
        messages=(),
        path=path,
        header_message=Message(
            msgid="", translator_comments=("Translations made elsewhere, offered for texts like them.",)
        ),
    )


def with_units(
    compendium: Catalogue, units: Iterable[MemoryUnit], *, replacing: bool = False
) -> tuple[Catalogue, Taken]:
    """Return `compendium` with `units` after its own messages; doing it twice is doing it once.

    Args:
        compendium: As `empty_compendium` or `parse_po` gives it.
        units: Those that are not confirmed are passed over; of two for one text the first is taken.
        replacing: Take the translation of a unit where there is another one; else the one there stays, unless
            it is fuzzy or missing.
    """
    messages = {message.key: message for message in compendium.messages}
    counts = {"new": 0, "known": 0, "replaced": 0, "kept": 0}
    seen: set[tuple[str | None, str]] = set()
    for unit in units:
        key = (unit.msgctxt, unit.source)
        if not unit.confirmed or not unit.source or key in seen:
            continue
        seen.add(key)
        was = messages.get(key)
        if was is None:
            counts["new"] += 1
            messages[key] = _message(unit)
        elif was.msgid_plural is not None or (was.translated and was.msgstr == (unit.target,)):
            counts["known"] += 1
        elif was.translated and not replacing:
            counts["kept"] += 1
        else:
            counts["replaced"] += 1
            messages[key] = _replaced(was, _message(unit))
    return replace(compendium, messages=tuple(messages.values())), Taken(**counts)


def _replaced(was: Message, new: Message) -> Message:
    """Return `new` in the place of `was`, with what people wrote to it; approvals of it are gone."""
    own = without_marks(was).translator_comments
    more = (comment for comment in new.translator_comments if comment not in own)
    return replace(new, translator_comments=(*own, *more), obsolete=was.obsolete, line=was.line)


def _message(unit: MemoryUnit) -> Message:
    """Return a message of the compendium; an approval that came with a file tells nothing of who gave it."""
    origin = one_line(unit.origin)
    message = Message(
        msgid=unit.source,
        msgstr=(unit.target,),
        msgctxt=unit.msgctxt,
        extracted_comments=(f"{FROM}{shorten(origin)}",) if origin and origin != DOMAIN else (),
        translator_comments=tuple(map(one_line, unit.translator_comments)),
    )
    return without_marks(message)
