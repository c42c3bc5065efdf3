"""Drafts: messages nobody has translated get a machine's text, judged, marked and fuzzy.

Only messages without any text are filled, so no translator's word is ever touched. A draft that loses a tag,
a figure, a unit or a name is asked for once more with these parts hidden from the machine; if it is still
wrong it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from builder.article.inline import plain
from builder.base.language import Language
from builder.catalogue.builder_domain import DOMAIN
from builder.catalogue.figures import acronyms, decimal_mark, figures
from builder.catalogue.machine import drafted, is_mark, method_with_drafts
from builder.catalogue.rules.check import check_translation
from builder.catalogue.rules.fit import place
from builder.model.catalogue import Catalogue, Message
from builder.model.finding import Finding
from builder.model.glossary import GlossaryTerm
from builder.prefill.markup import Hidden, hide, put_back
from builder.prefill.provider import Passage, Provider, WrongAnswer

Key = tuple[str | None, str]

NEVER = frozenset({"T001", "T002", "T005", "T006", "T009", "T010", "T011", "T013", "T016"})
"""Findings no draft may have, whatever their severity: tags, figures, units, ranges, names, hidden marks."""
_OF_THE_FILE = frozenset({"T003", "T004", "T026", "T027"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A message without a draft that may be kept."""

    where: str
    """`path:line` of the message."""
    msgid: str
    reason: str
    """A sentence without a final stop."""
    code: str | None = None
    """Of the finding that tells why, if one does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one request, or two, gave."""

    drafts: tuple[Message, ...]
    """Fuzzy and marked."""
    left_out: tuple[LeftOut, ...]
    doubtful: int
    """How many of the drafts have findings that a translator will want to look at."""
    characters: int
    """How many were sent, markup included."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A message under way, with what of each of its texts is hidden."""

    message: Message
    hidden: tuple[Hidden, ...]

    @property
    def characters(self) -> int:
        return sum(len(part.text) for part in self.hidden)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be drafted, by whom, and for which day."""

    catalogue: Catalogue
    template: Catalogue
    source: Language
    target: Language
    on: date
    glossary: tuple[GlossaryTerm, ...] = ()


def wanted(catalogue: Catalogue, template: Catalogue, *, limit: int | None = None) -> tuple[Message, ...]:
    """Return the messages of both that have no text in any form, in file order, `limit` at most."""
    known = {message.key for message in template.messages}
    empty = tuple(
        message
        for message in catalogue.live
        if message.key in known and not any(text.strip() for text in message.msgstr)
    )
    return empty[:limit]


def characters(messages: Sequence[Message], domain: str) -> int:
    """Return how many characters a first request of each message has, markup included."""
    return sum(_item(message, domain).characters for message in messages)


def draft(task: Task, messages: Sequence[Message], provider: Provider) -> Iterator[Batch]:
    """Yield drafts of `messages`, request by request; what was yielded holds whatever comes after it.

    Raises:
        BuilderError: The provider does not deliver.
    """
    label = provider.label(task.source, task.target)
    items = [_item(message, task.catalogue.domain) for message in messages]
    for asked in _batches(items, provider):
        done, bad = _judged(task, asked, _answers(task, asked, provider), label)
        yield replace(done, left_out=tuple(left for left in bad.values() if left.code is None))
        again = [
            _item(item.message, task.catalogue.domain, terms=_terms(item.message, task))
            for item in asked
            if item.message.key in bad and bad[item.message.key].code is not None
        ]
        for fewer in _batches(again, provider):
            done, bad = _judged(task, fewer, _answers(task, fewer, provider), label)
            yield replace(done, left_out=tuple(bad.values()))


def with_drafts(catalogue: Catalogue, drafts: Sequence[Message]) -> Catalogue:
    """Return `catalogue` with `drafts` in place of their empty messages, and a header that says so.

    A message that has a text is left as it is, and so is what else was written to one since it was drafted.
    """
    if not drafts:
        return catalogue
    new: Mapping[Key, Message] = {message.key: message for message in drafts}
    return replace(
        catalogue,
        header={**catalogue.header, "X-Translation-Method": method_with_drafts(catalogue)},
        messages=tuple(
            _filled(message, new[message.key])
            if message.key in new and not message.obsolete and not any(map(str.strip, message.msgstr))
            else message
            for message in catalogue.messages
        ),
    )


def _filled(message: Message, draft: Message) -> Message:
    """Return an empty message with the texts of its draft, and the comments of both."""
    if len(message.msgstr) != len(draft.msgstr):
        return message
    own = (comment for comment in message.translator_comments if not is_mark(comment))
    marks = filter(is_mark, draft.translator_comments)
    flags = message.flags if message.fuzzy else ("fuzzy", *message.flags)
    return replace(message, msgstr=draft.msgstr, flags=flags, previous=(), translator_comments=(*own, *marks))


def _item(message: Message, domain: str, *, terms: tuple[str, ...] = ()) -> _Item:
    texts = (message.msgid,) if message.msgid_plural is None else (message.msgid, message.msgid_plural)
    return _Item(message, tuple(hide(text, markup=domain != DOMAIN, terms=terms) for text in texts))


def _terms(message: Message, task: Task) -> tuple[str, ...]:
    """Return what a second request hides: figures with their units, acronyms, and words that stay."""
    text = plain(message.msgid)
    written = (figure.written for figure in figures(text, decimal_mark(task.source)))
    staying = (term.source for term in task.glossary if term.source in term.targets)
    return (*written, *acronyms(text), *staying)


def _batches(items: Sequence[_Item], provider: Provider) -> Iterator[tuple[_Item, ...]]:
    batch: list[_Item] = []
    texts = length = 0
    for item in items:
        over = length + item.characters > provider.most_characters
        if batch and (over or texts + len(item.hidden) > provider.most_texts):
            yield tuple(batch)
            batch, texts, length = [], 0, 0
        batch.append(item)
        texts += len(item.hidden)
        length += item.characters
    if batch:
        yield tuple(batch)


_Answers = tuple[Mapping[Key, tuple[str, ...]], int]


def _answers(task: Task, items: Sequence[_Item], provider: Provider) -> _Answers:
    """Return the texts of each message that came back, and how many characters were sent.

    A request whose answer does not fit is cut in half and asked again; a message alone is given up.
    """
    passages = [
        Passage(text=part.text, notes=item.message.extracted_comments)
        for item in items
        for part in item.hidden
    ]
    sent = sum(len(passage.text) for passage in passages)
    try:
        answers = provider.translate(passages, source=task.source, target=task.target, glossary=task.glossary)
    except WrongAnswer:
        if len(items) == 1:
            return {}, sent
        middle = len(items) // 2
        first, first_sent = _answers(task, items[:middle], provider)
        second, second_sent = _answers(task, items[middle:], provider)
        return {**first, **second}, sent + first_sent + second_sent
    texts = iter(answers)
    return {
        item.message.key: tuple(put_back(next(texts), part) for part in item.hidden) for item in items
    }, sent


def _judged(
    task: Task, items: Sequence[_Item], answers: _Answers, label: str
) -> tuple[Batch, Mapping[Key, LeftOut]]:
    """Return the drafts that may be kept, and by key of the others why they may not."""
    texts, sent = answers
    candidates = [
        replace(item.message, msgstr=_forms(texts[item.message.key], len(item.message.msgstr)))
        for item in items
        if all(texts.get(item.message.key, ("",)))
    ]
    found = _findings(task, candidates)
    drafts: list[Message] = []
    bad: dict[Key, LeftOut] = {}
    for item in items:
        bad[item.message.key] = _left(task, item.message, "the machine sent no text of its own for it")
    for candidate, findings in zip(candidates, found, strict=True):
        grave = [finding for finding in findings if finding.severity == "error" or finding.code in NEVER]
        lost = _lost_figure(task, candidate)
        if grave:
            bad[candidate.key] = _left(task, candidate, grave[0].message, code=grave[0].code)
        elif lost is not None:
            said = f'the figure "{lost}" is not there as a number of its own'
            bad[candidate.key] = _left(task, candidate, said, code="T002")
        else:
            del bad[candidate.key]
            empty = replace(candidate, msgstr=("",))
            drafts.append(drafted(empty, candidate.msgstr, label=label, on=task.on))
    kept = [
        findings for candidate, findings in zip(candidates, found, strict=True) if candidate.key not in bad
    ]
    doubtful = sum(any(finding.severity == "warning" for finding in findings) for findings in kept)
    return Batch(drafts=tuple(drafts), left_out=(), doubtful=doubtful, characters=sent), bad


def _forms(texts: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return a text for each plural form: the singular for the first of several, the plural for the rest."""
    if len(texts) == 1:
        return texts
    singular, plural = texts
    return (plural,) if count == 1 else (singular, *(plural,) * (count - 1))


def _findings(task: Task, candidates: Sequence[Message]) -> list[list[Finding]]:
    """Return what the rules find on each candidate, as if a person had confirmed it."""
    lines = {f"{task.catalogue.path}:{line}": line - 1 for line in range(1, len(candidates) + 1)}
    confirmed = tuple(
        replace(
            message, line=line, flags=tuple(flag for flag in message.flags if flag != "fuzzy"), previous=()
        )
        for line, message in enumerate(candidates, start=1)
    )
    found: list[list[Finding]] = [[] for _ in candidates]
    catalogue = replace(task.catalogue, messages=confirmed)
    for finding in check_translation(catalogue, task.template, language=task.target, glossary=task.glossary):
        if finding.code not in _OF_THE_FILE and finding.where in lines:
            found[lines[finding.where]].append(finding)
    return found


def _lost_figure(task: Task, candidate: Message) -> str | None:
    """Return a figure of the source that the draft does not have as a number of the same value, or None.

    The rules are patient with people, who write numbers as words or glue them to others; a machine that does
    so has lost a space or more.
    """
    there = [figure.value for figure in figures(plain(candidate.msgstr[-1]), decimal_mark(task.target))]
    for figure in figures(plain(candidate.msgid), decimal_mark(task.source)):
        if figure.value not in there:
            return figure.written
        there.remove(figure.value)
    return None


def _left(task: Task, message: Message, reason: str, *, code: str | None = None) -> LeftOut:
    return LeftOut(where=place(task.catalogue, message), msgid=message.msgid, reason=reason, code=code)
