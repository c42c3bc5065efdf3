"""Merge: a catalogue takes up its new template and loses no word of its translators.

A message that is still in the template keeps its translation. One whose text was edited takes over, as fuzzy,
the translation of the vanished text it resembles most; a message in use never serves for another. What has no
successor becomes obsolete, and comes back as it was when its text does. A text that was edited and then
restored stays fuzzy, because nobody can tell whether its translation was changed in between; where a person
had approved exactly these two texts, it is confirmed again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from builder.base.language import Language
from builder.catalogue.header import catalogue_fields, check_plural_forms
from builder.catalogue.po_read import previous_part
from builder.catalogue.po_write import previous_lines
from builder.catalogue.review import is_reviewed, without_marks
from builder.catalogue.similar import pair_edited
from builder.model.catalogue import Catalogue, Message

Key = tuple[str | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What a merge did, by msgid in the order of the template or the catalogue."""

    kept: int
    """Messages that were there before and still are."""
    new: tuple[str, ...]
    """Messages without a translation that were not there before."""
    edited: tuple[str, ...]
    """Messages that took over the translation of an earlier text; translators have to look at them."""
    restored: tuple[str, ...]
    """Messages with their earlier wording again that are confirmed, because a person approved just that."""
    back: tuple[str, ...]
    """Fuzzy messages that have the wording their translation was made of; now or since an earlier merge."""
    revived: tuple[str, ...]
    """Messages that were obsolete and are in use again."""
    obsolete: tuple[str, ...]
    """Messages that are no longer in use; their translations are kept."""
    dropped: tuple[str, ...]
    """Messages that are no longer in use and that nobody had translated or commented."""

    def __str__(self) -> str:
        """Return the counts as one line."""
        counts = {
            "kept": self.kept,
            "new": len(self.new),
            "edited": len(self.edited),
            "restored": len(self.restored),
            "revived": len(self.revived),
            "obsolete": len(self.obsolete),
            "dropped": len(self.dropped),
        }
        return ", ".join(f"{count} {name}" for name, count in counts.items() if count or name == "kept")


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


def merge(catalogue: Catalogue, template: Catalogue) -> tuple[Catalogue, MergeReport]:
    """Return `catalogue` with the messages of `template` in its order, and what was done.

    Merging a second time changes nothing. The obsolete messages follow the message they stood after.
    """
    before = {message.key: message for message in catalogue.messages}
    fresh = tuple(message for message in template.messages if message.key not in before)
    wanted = {message.key for message in template.messages}
    gone = tuple(
        message for message in catalogue.messages if message.key not in wanted and _has_words(message)
    )
    forms = _form_count(catalogue)
    successors = _successors(gone, fresh, forms)
    taken = tuple(
        _taken_up(before[message.key], message, forms)
        if message.key in before
        else _edited(successors[message.key], message)
        if message.key in successors
        else _untranslated(message, forms)
        for message in template.messages
    )
    live = tuple(_restored(message) for message in taken)
    used = {message.key for message in successors.values()}
    left = {message.key: _obsolete(message) for message in gone if message.key not in used}
    merged = replace(
        catalogue,
        header=_header(catalogue, template, live),
        messages=_placed(catalogue.messages, live, left),
    )
    report = _report(catalogue, template, successors, left)
    return merged, _with_restored(report, taken, live)


def _taken_up(message: Message, template: Message, forms: int) -> Message:
    """Return a message that was there before, with the template's references and notes."""
    flags = message.flags + tuple(
        flag for flag in template.flags if flag not in message.flags and flag != "fuzzy"
    )
    taken = replace(
        message,
        flags=flags,
        references=template.references,
        extracted_comments=template.extracted_comments,
        obsolete=False,
    )
    if message.msgid_plural != template.msgid_plural:
        taken = _with_plural(taken, template, forms)
    if taken.msgid_plural is not None and len(taken.msgstr) != forms:
        taken = _with_forms(taken, forms)
    return taken


def _with_plural(message: Message, template: Message, forms: int) -> Message:
    """Return a message whose text got, lost or changed its plural: to be confirmed if it was translated."""
    changed = replace(message, msgid_plural=template.msgid_plural)
    changed = _with_forms(changed, 1 if template.msgid_plural is None else forms)
    if not any(message.msgstr):
        return changed
    return replace(changed, flags=_fuzzy(changed.flags), previous=_oldest(message))


def _with_forms(message: Message, forms: int) -> Message:
    """Return a message with so many forms; one too many becomes a comment, so that it is not lost."""
    surplus = tuple(
        f"form {place}: {text}" for place, text in enumerate(message.msgstr[forms:], forms) if text
    )
    comments = tuple(line for text in surplus for line in text.split("\n"))
    return replace(
        message,
        msgstr=(*message.msgstr[:forms], *("",) * (forms - len(message.msgstr))),
        translator_comments=message.translator_comments + comments,
    )


def _edited(was: Message, template: Message) -> Message:
    """Return a new message with the translation of the text it was edited from."""
    translated = any(was.msgstr)
    if was.fuzzy and not was.previous:
        # Somebody doubts the translation itself, so that an approval must not confirm it later.
        was = without_marks(was)
    return replace(
        template,
        msgstr=was.msgstr,
        flags=_fuzzy(was.flags) if translated else tuple(flag for flag in was.flags if flag != "fuzzy"),
        previous=_oldest(was) if translated else (),
        translator_comments=was.translator_comments,
        line=was.line,
        raw=None,
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
    texts: defaultdict[str | None, str] = defaultdict(str)
    keyword: str | None = None
    for line in message.previous:
        name, text = previous_part(line, where="")
        keyword = name or keyword
        texts[keyword] += text
    now = {"msgctxt": message.msgctxt, "msgid": message.msgid, "msgid_plural": message.msgid_plural}
    return texts == {name: text for name, text in now.items() if text is not None}


def _untranslated(template: Message, forms: int) -> Message:
    count = 1 if template.msgid_plural is None else forms
    flags = tuple(flag for flag in template.flags if flag != "fuzzy")
    return replace(template, msgstr=("",) * count, flags=flags, translator_comments=(), line=0, raw=None)


def _obsolete(message: Message) -> Message:
    return replace(message, obsolete=True, references=(), extracted_comments=())


def _fuzzy(flags: tuple[str, ...]) -> tuple[str, ...]:
    return flags if "fuzzy" in flags else ("fuzzy", *flags)


def _oldest(message: Message) -> tuple[str, ...]:
    """Return the `#|` lines of the text a translation was made of."""
    return message.previous if message.fuzzy and message.previous else previous_lines(message)


def _has_words(message: Message) -> bool:
    return any(message.msgstr) or bool(message.translator_comments)


def _form_count(catalogue: Catalogue) -> int:
    """Return how many plural forms the catalogue's language has; two where nothing says so."""
    value = catalogue.header.get("Plural-Forms", "")
    return check_plural_forms(value, where=f"{catalogue.path}:1") or 2


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
    plural = any(message.msgid_plural is not None for message in live)
    if plural and "Plural-Forms" not in header and catalogue.language is not None:
        from builder.catalogue.cldr import plural_forms

        header["Plural-Forms"] = plural_forms(catalogue.language)
    return header


def _report(
    catalogue: Catalogue, template: Catalogue, successors: Mapping[Key, Message], left: Mapping[Key, Message]
) -> MergeReport:
    before = {message.key: message for message in catalogue.messages}
    used = {message.key for message in successors.values()}
    now = {message.key for message in template.messages}
    vanished = [message for message in catalogue.live if message.key not in now]
    kept = [message for message in template.messages if message.key in before]
    return MergeReport(
        kept=sum(not before[message.key].obsolete for message in kept),
        new=tuple(
            message.msgid
            for message in template.messages
            if message.key not in before and message.key not in successors
        ),
        edited=tuple(message.msgid for message in template.messages if message.key in successors),
        restored=(),
        back=(),
        revived=tuple(message.msgid for message in kept if before[message.key].obsolete),
        obsolete=tuple(message.msgid for message in vanished if message.key in left),
        dropped=tuple(
            message.msgid for message in vanished if message.key not in left and message.key not in used
        ),
    )


def _with_restored(report: MergeReport, taken: Sequence[Message], live: Sequence[Message]) -> MergeReport:
    restored = tuple(now.msgid for was, now in zip(taken, live, strict=True) if was.fuzzy and not now.fuzzy)
    return replace(
        report,
        edited=tuple(msgid for msgid in report.edited if msgid not in restored),
        restored=restored,
        back=tuple(message.msgid for message in live if _is_back(message)),
    )
