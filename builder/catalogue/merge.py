"""Merge: a catalogue takes up its new template and loses no word of its translators.

A message that is still in the template keeps its translation. One whose text was edited takes over, as fuzzy,
the translation of the vanished text it resembles most; a message in use never serves for another. Where
sentences moved from text to text, their translations move with them, and the earlier texts stay as obsolete
messages. What has no successor becomes obsolete, and comes back as it was when its text does. A text without
a translation takes over what the memory has for it.

A text that was edited and then restored stays fuzzy, because nobody can tell whether its translation was
changed in between; where a person had approved exactly these two texts, it is confirmed again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from builder.base.language import Language
from builder.base.text import one_line
from builder.catalogue.assemble import Assembly, Earlier, assemble
from builder.catalogue.header import GENERATOR, catalogue_fields, check_plural_forms
from builder.catalogue.memory import ONLY_EXACT, Recalled, is_approved, recall, recall_equal
from builder.catalogue.merge_report import MergeEvent, MergeReport, What
from builder.catalogue.minor import why_not_minor
from builder.catalogue.notes import ASSEMBLED, FROM_MEMORY, places, previous_texts, with_notes
from builder.catalogue.po_write import previous_lines
from builder.catalogue.review import is_reviewed, resigned, without_marks
from builder.catalogue.rules.fit import place
from builder.catalogue.similar import pair_edited
from builder.model.catalogue import Catalogue, Message
from builder.model.memory import MemoryUnit

__all__ = ["MergeEvent", "MergeReport", "merge", "start"]

Key = tuple[str | None, str]


def start(template: Catalogue, language: Language, *, path: str) -> Catalogue:
    """Return a catalogue of `template` in `language` that nobody has translated yet."""
    from builder.catalogue.cldr import plural_forms

    comments = template.header_message.translator_comments if template.header_message else ()
    empty = Catalogue(
        domain=template.domain,
        language=language,
        header=catalogue_fields(template.header, language, plural_forms(language)),
        messages=(),
        path=path,
        header_message=Message(msgid="", translator_comments=comments),
    )
    return merge(empty, template)[0]


def merge(
    catalogue: Catalogue, template: Catalogue, *, memory: Sequence[MemoryUnit] = (), minor: bool = False
) -> tuple[Catalogue, MergeReport]:
    """Return `catalogue` with the messages of `template` in its order, and what was done.

    Merging a second time changes nothing. The obsolete messages follow the message they stood after.

    Args:
        catalogue: In one language.
        template: Its texts as they are now.
        memory: Of other catalogues of that language, for texts that have no translation.
        minor: The edits are corrections of typos: a confirmed translation stays confirmed and approved. An
            edit that is more than that is refused: its translation is fuzzy as ever, and the report says why.
    """
    work = _Work(catalogue=catalogue, template=template, memory=memory, minor=minor)
    taken = work.taken()
    live = tuple(_restored(message) for message in taken)
    ours = template.header.get("X-Generator") == GENERATOR
    noted = tuple(
        with_notes(
            message,
            wanted,
            work.source_language,
            work.language,
            origin=work.origins.get(message.key, ()),
            wanted=ours or message.key not in work.before,
        )
        for message, wanted in zip(live, template.messages, strict=True)
    )
    left = {message.key: _obsolete(message) for message in work.gone if message.key not in work.used}
    merged = replace(
        catalogue,
        header=_header(catalogue, template, noted),
        messages=_placed(catalogue.messages, noted, left),
    )
    return merged, work.report(taken, noted, left)


class _Work:
    """One merge: which message serves for which, and what is told of it."""

    def __init__(
        self, *, catalogue: Catalogue, template: Catalogue, memory: Sequence[MemoryUnit], minor: bool
    ) -> None:
        self.catalogue, self.template, self.memory, self.minor = catalogue, template, memory, minor
        self.source_language = Language(template.header.get("X-Source-Language") or "en")
        self.language = catalogue.language or self.source_language
        self.forms = _form_count(catalogue)
        self.before = {message.key: message for message in catalogue.messages}
        wanted = {message.key for message in template.messages}
        self.gone = tuple(m for m in catalogue.messages if m.key not in wanted and _has_words(m))
        fresh = tuple(message for message in template.messages if message.key not in self.before)
        approved = {key for key, unit in recall_equal(fresh, memory).items() if is_approved(unit)}
        fresh = tuple(message for message in fresh if message.key not in approved)
        self.successors = _successors(self.gone, fresh, self.forms)
        self.assembled = _assembled(self.gone, fresh, self.successors, self.source_language, self.language)
        for key in self.assembled:
            self.successors.pop(key, None)
        self.used = {message.key for message in self.successors.values()}
        self.events: dict[Key, MergeEvent] = {}
        self.origins: dict[Key, tuple[str, ...]] = {}

    def taken(self) -> tuple[Message, ...]:
        """Return the template's messages with the translations they have or are given."""
        taken = [self._taken(message) for message in self.template.messages]
        empty = [message for message in taken if not any(message.msgstr)]
        recalled = recall(empty, self.memory)
        return tuple(
            self._remembered(message, recalled[message.key]) if message.key in recalled else message
            for message in taken
        )

    def report(
        self, taken: Sequence[Message], live: Sequence[Message], left: Mapping[Key, Message]
    ) -> MergeReport:
        """Return what was done to each text."""
        for was, now in zip(taken, live, strict=True):
            if was.fuzzy and not now.fuzzy:
                self._tell("restored", now, confirmed=True)
        now_keys = {message.key for message in live}
        vanished = [
            MergeEvent(
                what="obsolete" if message.key in left else "dropped",
                msgid=message.msgid,
                msgctxt=message.msgctxt,
                where=place(self.catalogue, message),
            )
            for message in self.catalogue.live
            if message.key not in now_keys and message.key not in self.used
        ]
        in_order = (self.events[message.key] for message in live if message.key in self.events)
        kept = (self.before[message.key] for message in live if message.key in self.before)
        return MergeReport(
            kept=sum(not message.obsolete for message in kept),
            events=(*in_order, *vanished),
            back=tuple(message.msgid for message in live if _is_back(message)),
        )

    def _taken(self, message: Message) -> Message:
        """Return a message of the template as the catalogue alone can fill it."""
        key = message.key
        if key in self.before:
            was = self.before[key]
            taken = _taken_up(was, message, self.forms)
            if was.obsolete:
                self._tell("revived", message, confirmed=taken.translated)
            return self._minor_later(taken) if self.minor else taken
        if key in self.successors:
            return self._edited(self.successors[key], message)
        if key in self.assembled:
            return self._put_together(self.assembled[key], message)
        self._tell("new", message)
        return _untranslated(message, self.forms)

    def _edited(self, was: Message, message: Message) -> Message:
        source = previous_texts(was).get("msgid", was.msgid) if was.fuzzy else was.msgid
        refused = self._refused(was, message.msgid) if self.minor else ""
        if refused is None:
            self._tell("minor", message, confirmed=True, earlier=source)
            return _corrected(was, message)
        self._tell("edited", message, earlier=source, refused=refused)
        return _edited(was, message)

    def _refused(self, was: Message, msgid: str) -> str | None:
        """Return why an edit is no minor one; None where it is one."""
        if not was.translated:
            return "its translation was not confirmed before"
        if was.msgid_plural is not None:
            return "it has plural forms"
        return why_not_minor(was.msgid, msgid, self.source_language)

    def _minor_later(self, message: Message) -> Message:
        """Return a message that an earlier merge made fuzzy as confirmed: its edit is said to be minor now.

        Only where a person approved the translation before the edit; else nobody can tell what was confirmed.
        """
        source = previous_texts(message).get("msgid") if message.fuzzy else None
        if source is None or source == message.msgid or message.msgid_plural is not None:
            return message
        flags = tuple(flag for flag in message.flags if flag != "fuzzy")
        was = replace(message, msgid=source, flags=flags, previous=())
        refused = why_not_minor(source, message.msgid, self.source_language)
        if refused is None and not is_reviewed(was):
            refused = "nobody had approved its translation before"
        if refused is not None:
            self._tell("edited", message, earlier=source, refused=refused)
            return message
        self._tell("minor", message, confirmed=True, earlier=source)
        return resigned(was, replace(was, msgid=message.msgid))

    def _put_together(self, assembly: Assembly, message: Message) -> Message:
        self._tell(
            "assembled",
            message,
            earlier=assembly.previous,
            missing=assembly.missing,
            sentences=assembly.total,
        )
        new = ""
        if assembly.missing:
            word = "sentence" if len(assembly.missing) == 1 else "sentences"
            new = f"; new: {word} {places(assembly.missing)} of {assembly.total}"
        self.origins[message.key] = (f"{ASSEMBLED}from sentences of earlier texts{new}",)
        whole = assembly.previous == message.msgid
        return replace(
            message,
            msgstr=(assembly.translation,),
            flags=_fuzzy(message.flags),
            previous=() if whole else previous_lines(replace(message, msgid=assembly.previous)),
            translator_comments=(),
            line=0,
            raw=None,
        )

    def _remembered(self, message: Message, recalled: Recalled) -> Message:
        unit = recalled.unit
        own = message.translator_comments
        comments = tuple(comment for comment in unit.translator_comments if comment not in own)
        filled = replace(message, msgstr=(unit.target,), translator_comments=(*own, *comments))
        approved = recalled.exact and is_approved(unit)
        self._tell("remembered", message, confirmed=approved, origin=unit.origin, earlier=unit.source)
        if approved:
            return filled
        self.origins[message.key] = (f"{FROM_MEMORY}{one_line(unit.origin) or 'imported'}",)
        previous = () if recalled.exact else previous_lines(replace(message, msgid=unit.source))
        return replace(without_marks(filled), flags=_fuzzy(message.flags), previous=previous)

    def _tell(self, what: What, message: Message, **known: Any) -> None:
        where = message.references[0] if message.references else ""
        self.events[message.key] = MergeEvent(
            what=what,
            msgid=message.msgid,
            msgctxt=message.msgctxt,
            where=where,
            language=self.source_language,
            **known,
        )


def _taken_up(message: Message, template: Message, forms: int) -> Message:
    """Return a message that was there before, with the template's references and notes."""
    taken = replace(
        message,
        flags=_flags(message, template),
        references=template.references,
        obsolete=False,
    )
    if message.msgid_plural != template.msgid_plural:
        taken = _with_plural(taken, template, forms)
    # Live ones with other forms are unfinished, or no reader had let them pass; their editor adds the forms.
    if message.obsolete and taken.msgid_plural is not None and len(taken.msgstr) != forms:
        taken = _with_forms(taken, forms)
    return taken


def _with_plural(message: Message, template: Message, forms: int) -> Message:
    """Return a message whose text got, lost or changed its plural: to be confirmed if it was translated."""
    changed = replace(message, msgid_plural=template.msgid_plural)
    changed = _with_forms(changed, 1 if template.msgid_plural is None else forms)
    if not any(message.msgstr):
        return changed
    changed = replace(changed, flags=_fuzzy(changed.flags), previous=_oldest(message))
    return _without_doubted_marks(changed, message)


def _with_forms(message: Message, forms: int) -> Message:
    """Return a message with so many forms; one too many becomes a comment, so that it is not lost.

    Then the others were written for another rule, and somebody has to look at them.
    """
    surplus = tuple(
        f"form {place}: {text}" for place, text in enumerate(message.msgstr[forms:], forms) if text
    )
    comments = tuple(line for text in surplus for line in re.split(r"[\n\r\v\f]+", text))
    return replace(
        message,
        flags=_fuzzy(message.flags) if surplus else message.flags,
        msgstr=(*message.msgstr[:forms], *("",) * (forms - len(message.msgstr))),
        translator_comments=message.translator_comments + comments,
    )


def _edited(was: Message, template: Message) -> Message:
    """Return a new message with the translation of the text it was edited from."""
    translated = any(was.msgstr)
    flags = _flags(was, template)
    edited = replace(
        template,
        msgstr=was.msgstr,
        flags=_fuzzy(flags) if translated else tuple(flag for flag in flags if flag != "fuzzy"),
        previous=_oldest(was) if translated else (),
        translator_comments=was.translator_comments,
        line=was.line,
        raw=None,
    )
    return _without_doubted_marks(edited, was)


def _without_doubted_marks(message: Message, was: Message) -> Message:
    """Return `message` without the approvals of `was` where somebody doubts the translation itself.

    Else, with an earlier text beside it, an approval would confirm it as soon as that text is back.
    """
    return without_marks(message) if was.fuzzy and not was.previous else message


def _corrected(was: Message, template: Message) -> Message:
    """Return a new message with the confirmed translation of the text whose typos it corrects."""
    return resigned(
        was,
        replace(
            template,
            msgstr=was.msgstr,
            flags=_flags(was, template),
            translator_comments=was.translator_comments,
            line=was.line,
            raw=None,
        ),
    )


def _restored(message: Message) -> Message:
    """Return a message with its earlier wording as confirmed where a person approved just these texts."""
    if not _is_back(message):
        return message
    flags = tuple(flag for flag in message.flags if flag != "fuzzy")
    confirmed = replace(message, flags=flags, previous=())
    return confirmed if is_reviewed(confirmed) else message


def _is_back(message: Message) -> bool:
    """Tell whether a fuzzy message has the very text its translation was made of."""
    if not message.fuzzy or not message.previous or not any(message.msgstr):
        return False
    now = {"msgctxt": message.msgctxt, "msgid": message.msgid, "msgid_plural": message.msgid_plural}
    return previous_texts(message) == {name: text for name, text in now.items() if text is not None}


def _untranslated(template: Message, forms: int) -> Message:
    count = 1 if template.msgid_plural is None else forms
    flags = tuple(flag for flag in template.flags if flag != "fuzzy")
    return replace(template, msgstr=("",) * count, flags=flags, translator_comments=(), line=0, raw=None)


def _obsolete(message: Message) -> Message:
    return replace(message, obsolete=True, references=(), extracted_comments=())


def _flags(message: Message, template: Message) -> tuple[str, ...]:
    """Return the flags of a message, and behind them those its template has besides."""
    more = (flag for flag in template.flags if flag not in message.flags and flag != "fuzzy")
    return (*message.flags, *more)


def _fuzzy(flags: tuple[str, ...]) -> tuple[str, ...]:
    return flags if "fuzzy" in flags else ("fuzzy", *flags)


def _oldest(message: Message) -> tuple[str, ...]:
    """Return the `#|` lines of the text a translation was made of."""
    return message.previous if message.fuzzy and message.previous else previous_lines(message)


def _has_words(message: Message) -> bool:
    return any(message.msgstr) or bool(message.translator_comments)


def _form_count(catalogue: Catalogue) -> int:
    """Return how many plural forms the catalogue has, by its header, else by its language."""
    value = catalogue.header.get("Plural-Forms", "")
    return check_plural_forms(value or _usual_forms(catalogue), where=f"{catalogue.path}:1") or 2


def _usual_forms(catalogue: Catalogue) -> str:
    """Return the `Plural-Forms` of the catalogue's language, by CLDR; empty for an unknown language."""
    from builder.catalogue.cldr import plural_forms

    return plural_forms(catalogue.language) if catalogue.language is not None else ""


def _successors(gone: Sequence[Message], fresh: Sequence[Message], forms: int) -> dict[Key, Message]:
    """Return by key of a new message the vanished one it was edited from."""
    kinds: defaultdict[tuple[str | None, bool], tuple[list[Message], list[Message]]]
    kinds = defaultdict(lambda: ([], []))
    for message in gone:
        plural = message.msgid_plural is not None
        if not plural or len(message.msgstr) == forms:
            kinds[message.msgctxt, plural][0].append(message)
    for message in fresh:
        kinds[message.msgctxt, message.msgid_plural is not None][1].append(message)
    return {
        new[at_new].key: old[at_old]
        for old, new in kinds.values()
        for at_new, at_old in pair_edited([m.msgid for m in old], [m.msgid for m in new]).items()
    }


def _assembled(
    gone: Sequence[Message],
    fresh: Sequence[Message],
    successors: Mapping[Key, Message],
    source_language: Language,
    language: Language,
) -> dict[Key, Assembly]:
    """Return by key of a new message its translation from sentences of vanished ones."""
    kinds: defaultdict[str | None, tuple[list[Message], list[Message]]] = defaultdict(lambda: ([], []))
    for at, messages in enumerate((gone, fresh)):
        for message in messages:
            whole = message.msgctxt in ONLY_EXACT or message.msgid_plural is not None
            if not whole and (at or any(message.msgstr)):
                kinds[message.msgctxt][at].append(message)
    assembled: dict[Key, Assembly] = {}
    for olds, news in kinds.values():
        where = {message.key: at for at, message in enumerate(olds)}
        pairs = {
            at: where[successors[message.key].key]
            for at, message in enumerate(news)
            if message.key in successors and successors[message.key].key in where
        }
        texts = [Earlier(source=_translated_text(message), target=message.msgstr[0]) for message in olds]
        made = assemble(texts, [message.msgid for message in news], pairs, source_language, language)
        assembled.update((news[at].key, assembly) for at, assembly in made.items())
    return assembled


def _translated_text(message: Message) -> str:
    """Return the text a translation was made of."""
    return (previous_texts(message).get("msgid") if message.fuzzy else None) or message.msgid


def _placed(
    before: Sequence[Message], live: Sequence[Message], left: Mapping[Key, Message]
) -> tuple[Message, ...]:
    """Return the live messages, each followed by the obsolete ones that stood after it before.

    Those that became obsolete just now, and those whose neighbour is gone, come last.
    """
    now = {message.key for message in live}
    following: defaultdict[Key | None, list[Message]] = defaultdict(list)
    neighbour: Key | None = None
    for message in before:
        if message.key in now and not message.obsolete:
            neighbour = message.key
        elif message.key in left:
            following[neighbour if message.obsolete else None].append(left[message.key])
    placed: list[Message] = []
    for message in live:
        placed.extend((message, *following.pop(message.key, ())))
    return (*placed, *following.pop(None, ()))


def _header(catalogue: Catalogue, template: Catalogue, live: Sequence[Message]) -> dict[str, str]:
    """Return the header; the template's date is taken over when the texts are others than before."""
    header = dict(catalogue.header)
    date = template.header.get("POT-Creation-Date")
    before = {(message.key, message.msgid_plural) for message in catalogue.live}
    if date and before != {(message.key, message.msgid_plural) for message in template.messages}:
        header["POT-Creation-Date"] = date
    plural = {message.key for message in catalogue.messages if message.msgid_plural is not None}
    new = any(message.msgid_plural is not None and message.key not in plural for message in live)
    if new and "Plural-Forms" not in header and catalogue.language is not None:
        header["Plural-Forms"] = _usual_forms(catalogue)
    return header
