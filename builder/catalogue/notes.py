"""Notes: `#.` lines that tell a translator what is to be done with an unconfirmed translation.

They are worked out anew at each merge, from the `#|` lines, the text as it is now and the translation; where
a text came from cannot be worked out, so these lines are kept. All are gone once the message is confirmed.
In a catalogue that no template of ours belongs to, only what a merge of ours made unconfirmed gets notes:
where there is nothing to do, such a file comes back byte for byte.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from builder.base.language import Language
from builder.catalogue.changes import Revision, render_changes, revision, word_diff
from builder.catalogue.po_read import previous_part
from builder.model.catalogue import Message

ASSEMBLED = "Assembled: "
FROM_MEMORY = "From memory: "
_KEPT = (ASSEMBLED, FROM_MEMORY)
_CHANGED, _REVISE, _REMOVE, _ADD = "Changed: ", "Revise: ", "Remove: ", "Add: "
_WORKED_OUT = (_CHANGED, _REVISE, _REMOVE, _ADD)


def previous_texts(message: Message) -> dict[str, str]:
    """Return what the `#|` lines say, by keyword: `msgctxt`, `msgid`, `msgid_plural`; empty without them."""
    texts: defaultdict[str, str] = defaultdict(str)
    keyword = ""
    for line in message.previous:
        name, text = previous_part(line, where="")
        keyword = name or keyword
        texts[keyword] += text
    return dict(texts)


def with_notes(
    message: Message,
    template: Message,
    source_language: Language,
    language: Language,
    *,
    origin: Sequence[str] = (),
    wanted: bool = True,
) -> Message:
    """Return `message` with the notes of its template, and behind them ours while it is not confirmed.

    Args:
        message: As it is after a merge, with the notes of the merge before.
        template: Its entry in the template.
        source_language: Of its text.
        language: Of its translation.
        origin: Lines that say where its translation was just taken from; by default those it has.
        wanted: Whether a message that has no notes of ours yet gets some.
    """
    own: tuple[str, ...] = ()
    if message.fuzzy and any(message.msgstr):
        kept = origin or [line for line in message.extracted_comments if line.startswith(_KEPT)]
        own = tuple(kept)
        if wanted or any(line.startswith(_WORKED_OUT) for line in message.extracted_comments):
            own = (*own, *_worked_out(message, source_language, language))
    notes = (*template.extracted_comments, *(line for line in own if line not in template.extracted_comments))
    return message if notes == message.extracted_comments else replace(message, extracted_comments=notes)


def places(numbers: Sequence[int]) -> str:
    """Return places as people enumerate them: `2`, `2 and 4`, `2, 3 and 4`."""
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last


def _worked_out(message: Message, source_language: Language, language: Language) -> Iterator[str]:
    was = previous_texts(message).get("msgid")
    if was is None or was == message.msgid:
        return
    changes = word_diff(was, message.msgid, source_language)
    if changes:
        yield f"{_CHANGED}{render_changes(changes)}"
    found = revision(was, message.msgid, message.msgstr[0], source_language, language)
    if found is not None:
        yield from _to_do(found)


def _to_do(found: Revision) -> Iterator[str]:
    for name, numbers in ((_REVISE, found.revise), (_REMOVE, found.remove)):
        if numbers:
            word = "sentence" if len(numbers) == 1 else "sentences"
            yield f"{name}{word} {places(numbers)} of {found.total}"
    for after in dict.fromkeys(found.add):
        count = found.add.count(after)
        what = "a sentence" if count == 1 else f"{count} sentences"
        yield f"{_ADD}{what} {f'after sentence {after} of {found.total}' if after else 'at the start'}"
