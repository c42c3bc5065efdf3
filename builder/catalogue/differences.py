"""Differences: what changed for a translator, in the article or since an earlier file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from builder.article.inline import plain
from builder.base.language import Language
from builder.base.text import shorten
from builder.catalogue.changes import Change, changed_sentences, render_changes, revision, word_diff
from builder.catalogue.merge import merge
from builder.catalogue.notes import places, previous_texts
from builder.catalogue.review import is_reviewed
from builder.catalogue.rules.fit import place
from builder.catalogue.similar import pair_edited
from builder.model.catalogue import Catalogue, Message

Kind = Literal[
    "new", "edited", "confirm", "gone", "translated", "retranslated", "emptied", "confirmed", "doubted",
    "approved",
]  # fmt: skip
"""`new`, `edited` and `gone` are about the source. `confirm`: a fuzzy translation whose source is as it was.
The others tell what somebody did to a translation."""

_SAID: dict[Kind, str] = {
    "new": "new, to translate",
    "edited": "edited",
    "confirm": "to confirm: the translation is there, and marked fuzzy",
    "gone": "gone from the source",
    "translated": "translated",
    "retranslated": "translated anew",
    "emptied": "the translation was taken away",
    "confirmed": "confirmed",
    "doubted": "marked fuzzy",
    "approved": "approved",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that changed."""

    kind: Kind
    where: str
    """`path:line`: in the catalogue, or in the article for a text the catalogue does not have yet."""
    message: Message
    before: str = ""
    """The earlier text or translation, as markup; empty where there was none or nothing else."""
    changes: tuple[Change, ...] = ()
    """From `before` to what stands there now; of the source for `edited`, else of the translation."""
    sentences: str = ""
    """Which sentences to look at, such as `revise sentence 2 of 4`; empty where nobody can tell."""

    def __str__(self) -> str:
        """Return what changed on one line, and on a second one the text it is about."""
        told = ": ".join(filter(None, (_SAID[self.kind], render_changes(self.changes))))
        said = "; ".join(filter(None, (told, self.sentences)))
        return f"{self.where}: {said}\n  {shorten(plain(self.message.msgid), 100)}"


def count_kinds(differences: Sequence[Difference]) -> str:
    """Return how many differences there are of each kind, in the order of the kinds."""
    counts = Counter(difference.kind for difference in differences)
    names = {"confirm": "to confirm"}
    return ", ".join(f"{counts[kind]} {names.get(kind, kind)}" for kind in _SAID if counts[kind])


def to_do(catalogue: Catalogue, template: Catalogue, language: Language) -> tuple[Difference, ...]:
    """Return what a translator has to do so that `catalogue` is finished, as an update now would leave it.

    Args:
        catalogue: As it is; nothing is written.
        template: What has to be translated, with the places in the article.
        language: Of the translation.

    Returns:
        New, edited and unconfirmed texts in the order of the article, then those that are gone.
    """
    source_language = _source_language(template)
    merged, _ = merge(catalogue, template)
    there = {message.key: message for message in catalogue.live}
    found: list[Difference] = []
    for message in merged.live:
        where = _where(there.get(message.key, message), catalogue)
        if not any(message.msgstr):
            found.append(Difference(kind="new", where=where, message=message))
        elif message.fuzzy:
            found.append(_unconfirmed(message, where, source_language, language))
    wanted = {message.key for message in template.messages}
    inherited = {previous_texts(message).get("msgid") for message in merged.live if message.fuzzy}
    found.extend(
        Difference(kind="gone", where=place(catalogue, message), message=message)
        for message in catalogue.live
        if message.key not in wanted and message.msgid not in inherited
    )
    return tuple(found)


def since(old: Catalogue, new: Catalogue, language: Language) -> tuple[Difference, ...]:
    """Return what changed from one state of a catalogue to a later one.

    Args:
        old: The earlier state; its path is told for texts that are gone.
        new: The state now.
        language: Of the translations.

    Returns:
        Differences in the order of `new`, those of the source before those of the translation of each
        message, then the texts that are gone. An edited text that was translated again meanwhile is found
        by its likeness to one that is gone.
    """
    source_language = _source_language(new)
    before = {message.key: message for message in old.live}
    earlier = _earlier(old, new)
    found: list[Difference] = []
    for message in new.live:
        was = before.get(message.key) or earlier.get(message.key)
        where = place(new, message)
        if was is None:
            found.append(Difference(kind="new", where=where, message=message))
        elif was.msgid != message.msgid:
            found.append(_edited(message, was.msgid, where, source_language, language))
        found.extend(_translation(was, message, where, language))
    now = {message.key for message in new.live}
    paired = {message.key for message in earlier.values()}
    found.extend(
        Difference(kind="gone", where=place(old, message), message=message)
        for message in old.live
        if message.key not in now and message.key not in paired
    )
    return tuple(found)


def _unconfirmed(message: Message, where: str, source_language: Language, language: Language) -> Difference:
    before = previous_texts(message).get("msgid", "")
    if not before or before == message.msgid:
        return Difference(kind="confirm", where=where, message=message)
    return _edited(message, before, where, source_language, language)


def _edited(
    message: Message, before: str, where: str, source_language: Language, language: Language
) -> Difference:
    return Difference(
        kind="edited",
        where=where,
        message=message,
        before=before,
        changes=word_diff(before, message.msgid, source_language),
        sentences=_sentences(before, message, source_language, language) if message.fuzzy else "",
    )


def _sentences(before: str, message: Message, source_language: Language, language: Language) -> str:
    """Return which sentences of a translation to revise; where that is not known, those of the source."""
    found = revision(before, message.msgid, message.msgstr[0], source_language, language)
    if found is not None:
        parts = (
            ("revise", found.revise, f" of {found.total}"),
            ("remove", found.remove, f" of {found.total}"),
            ("add one after", found.add, ""),
        )
        return ", ".join(
            f"{verb} {_sentence(numbers)} {places(numbers)}{rest}" for verb, numbers, rest in parts if numbers
        )
    changed = changed_sentences(before, message.msgid, source_language)
    return f"changed in the source: {_sentence(changed)} {places(changed)}" if changed else ""


def _sentence(numbers: Sequence[int]) -> str:
    return "sentence" if len(set(numbers)) == 1 else "sentences"


def _translation(
    was: Message | None, message: Message, where: str, language: Language
) -> Iterator[Difference]:
    """Yield what was done to a translation."""
    before = was.msgstr if was else ("",)
    if before != message.msgstr and (any(before) or any(message.msgstr)):
        kind: Kind = "retranslated" if any(before) else "translated"
        old, new = " ".join(before), " ".join(message.msgstr)
        changed = any(before) and any(message.msgstr)
        yield Difference(
            kind=kind if any(message.msgstr) else "emptied",
            where=where,
            message=message,
            before=old,
            changes=word_diff(old, new, language) if changed else (),
        )
    if was is None or not any(message.msgstr):
        return
    if was.fuzzy != message.fuzzy and any(before):
        yield Difference(kind="doubted" if message.fuzzy else "confirmed", where=where, message=message)
    if is_reviewed(message) and not is_reviewed(was):
        yield Difference(kind="approved", where=where, message=message)


def _earlier(old: Catalogue, new: Catalogue) -> dict[tuple[str | None, str], Message]:
    """Return by key of a new message the one that was gone it comes from: by `#|`, else by likeness."""
    now, before = ({message.key for message in each.live} for each in (new, old))
    gone = {message.key: message for message in old.live if message.key not in now}
    fresh = [message for message in new.live if message.key not in before]
    found: dict[tuple[str | None, str], Message] = {}
    for message in fresh:
        previous = previous_texts(message)
        was = gone.pop((previous.get("msgctxt"), previous.get("msgid", "")), None)
        if was is not None:
            found[message.key] = was
    kinds: defaultdict[str | None, tuple[list[Message], list[Message]]] = defaultdict(lambda: ([], []))
    for message in gone.values():
        kinds[message.msgctxt][0].append(message)
    for message in fresh:
        if message.key not in found:
            kinds[message.msgctxt][1].append(message)
    for olds, news in kinds.values():
        pairs = pair_edited([message.msgid for message in olds], [message.msgid for message in news])
        found.update({news[at_new].key: olds[at_old] for at_new, at_old in pairs.items()})
    return found


def _where(message: Message, catalogue: Catalogue) -> str:
    if message.line or not message.references:
        return place(catalogue, message)
    return message.references[0]


def _source_language(catalogue: Catalogue) -> Language:
    return Language(catalogue.header.get("X-Source-Language") or "en")
