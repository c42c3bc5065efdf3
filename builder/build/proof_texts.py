"""Texts of a proof: every segment with its translation, its state, and what was found about it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from builder.article.inline import plain, render_html
from builder.article.segments import segments
from builder.base.errors import BuilderError
from builder.base.language import Language
from builder.base.text import one_line
from builder.build.project import Project
from builder.build.pronunciations import Lexicons
from builder.build.proof_sound import Sound
from builder.build.proof_state import Seen
from builder.build.sources import Source, read_glossary
from builder.catalogue.changes import Change, word_diff
from builder.catalogue.extract import extract
from builder.catalogue.listen import LISTEN
from builder.catalogue.po_read import previous_part
from builder.catalogue.pronunciation_domain import DOMAIN
from builder.catalogue.review import review_of, without_marks
from builder.catalogue.rules.fit import place
from builder.formats.proof_page import (
    Proof,
    ProofChapter,
    ProofFinding,
    ProofSegment,
    ProofSide,
    ProofWord,
    State,
)
from builder.model.catalogue import Catalogue, Message
from builder.model.finding import Finding
from builder.model.glossary import GlossaryTerm
from builder.model.segment import Segment, SegmentKind

if TYPE_CHECKING:
    from builder.check.explanations import Explanation

_KINDS: Mapping[SegmentKind, str] = {
    "title": "Title",
    "deck": "Deck",
    "summary": "Summary",
    "heading": "Heading",
    "paragraph": "Paragraph",
    "item": "Item of a list",
    "quote": "Quotation",
    "alt": "Description of a picture",
    "caption": "Caption",
    "cell": "Cell of a table",
    "notice": "Notice",
    "disclaimer": "Disclaimer",
    "disclaimer-short": "Short disclaimer",
}
_ENGLISH = Language("en")
_UNSPOKEN = ("summary", "notice")
_DISCLAIMERS = ("disclaimer", "disclaimer-short")
_NEIGHBOURS = ("Before: ", "Next: ")
"""Notes that a page does not need: the neighbours stand above and below."""
_ADDRESS = re.compile(r"<?\S+[@＠]\S+>?")


def proof_of(
    project: Project,
    source: Source,
    catalogue: Catalogue,
    language: Language,
    *,
    seen: Seen,
    sounds: Sequence[Sound],
    words: Sequence[ProofWord],
    lexicons: Lexicons,
) -> Proof:
    """Return what the proof of a catalogue shows.

    Args:
        project: The workspace.
        source: The article, identified.
        catalogue: Of the article, in any state.
        language: Of the translation.
        seen: The state with this proof in it.
        sounds: Of the source and of the translation.
        words: That have pronunciations.
        lexicons: Of the workspace.
    """
    findings = _findings(project, source, catalogue, language, lexicons)
    messages = {message.key: message for message in catalogue.live}
    places = {place(catalogue, message) for message in messages.values()}
    shown = []
    for number, segment in enumerate(segments(source.document), start=1):
        message = messages.get((segment.context, segment.markup))
        where = place(catalogue, message) if message else None
        own = findings.get(where, ()) if where else ()
        shown.append(
            (
                segment,
                _segment(
                    segment,
                    number=number,
                    message=message,
                    where=where,
                    source=source,
                    language=language,
                    findings=own,
                    seen=seen,
                    sounds=sounds,
                ),
            )
        )
    return Proof(
        title=plain(source.document.title.markup),
        source_language=source.document.language,
        language=language,
        catalogue=catalogue.path,
        chapters=tuple(_chapters(shown, source.document.language)),
        findings=tuple(each for where, some in findings.items() if where not in places for each in some),
        notices=tuple(_notices(sounds, (source.document.language, language))),
        first=seen.earlier is None,
        words=tuple(words),
        words_catalogue=project.relative(project.catalogue_path(language, DOMAIN)),
    )


def _findings(
    project: Project, source: Source, catalogue: Catalogue, language: Language, lexicons: Lexicons
) -> Mapping[str, Sequence[ProofFinding]]:
    """Return the findings on a catalogue by their place, each with what it means."""
    from builder.check.catalogue import check_catalogue

    template = extract(source.document, domain=source.slug)
    found: defaultdict[str, list[ProofFinding]] = defaultdict(list)
    terms = _glossary(project, language)
    said_as = lexicons.usable(language)
    for each in check_catalogue(
        catalogue, template, language=language, glossary=terms, pronunciations=said_as
    ):
        found[each.where].append(_explained(each))
    return found


def _glossary(project: Project, language: Language) -> tuple[GlossaryTerm, ...]:
    """Return the terms of a language; none where its glossary cannot be read: `check` tells that."""
    try:
        return read_glossary(project, language)
    except BuilderError:
        return ()


def _explained(finding: Finding) -> ProofFinding:
    """Return a finding with what its code means; invisible characters in it are shown."""
    from builder.check.explanations import EXPLANATIONS
    from builder.check.marking import sentence

    found = EXPLANATIONS.get(finding.code)
    return ProofFinding(
        finding=replace(
            finding,
            message=sentence(finding.message),
            hint=sentence(finding.hint) if finding.hint else None,
        ),
        title=found.title if found else None,
        meaning=_meaning(found) if found else None,
    )


def _meaning(found: Explanation) -> str:
    """Return what a code means, with an example of wrong and right."""
    wrong = f"“{found.wrong}”" if found.wrong else "nothing"
    example = f"An example: for “{found.source}” not {wrong}, but “{found.right}”"
    return " ".join(filter(None, (found.meaning, found.what_to_do, example, found.note)))


def _segment(
    segment: Segment,
    *,
    number: int,
    message: Message | None,
    where: str | None,
    source: Source,
    language: Language,
    findings: Sequence[ProofFinding],
    seen: Seen,
    sounds: Sequence[Sound],
) -> ProofSegment:
    assert segment.id is not None
    target = one_line(message.msgstr[0]) if message else ""
    review = review_of(message) if message else None
    fuzzy = message is not None and message.fuzzy and bool(target)
    source_language = source.document.language
    return ProofSegment(
        id=segment.id,
        number=number,
        kind=_KINDS[segment.kind],
        source=_side(segment, segment.markup, source_language, sounds[0]),
        target=_side(segment, target, language, sounds[1]),
        state=_state(message, target),
        reviewed_by=None if review is None else _without_addresses(f"{review.name}, {review.on}"),
        changes=_changes(message, source_language) if message and fuzzy else (),
        findings=tuple(findings),
        notes=tuple(_notes(message)) if message else (),
        comments=tuple(_comments(message)) if message else (),
        place=where,
        changed=segment.id in seen.changed,
        disclaimer=segment.kind in _DISCLAIMERS,
    )


def _state(message: Message | None, target: str) -> State:
    if message is None:
        return "new"
    if not target:
        return "missing"
    if message.fuzzy:
        return "fuzzy"
    return "translated" if review_of(message) is None else "reviewed"


def _side(segment: Segment, markup: str, language: Language, sound: Sound) -> ProofSide:
    from builder.check.marking import visible

    assert segment.id is not None
    clip = sound.clips.get(segment.id)
    silent = None if clip else _why_silent(segment, markup, sound)
    shown = render_html(visible(markup), (), segment.languages)
    return ProofSide(html=shown, language=language, clip=clip, silent=silent)


def _why_silent(segment: Segment, markup: str, sound: Sound) -> str | None:
    if not markup:
        return "Not translated yet."
    if segment.kind in _UNSPOKEN:
        return "Shown to readers, not spoken."
    if sound.missing is not None:
        return "There is no voice for this language here."
    assert segment.id is not None
    fault = sound.faults.get(segment.id)
    return "There is nothing to say in it." if fault is None else f"The voice could not speak it: {fault}."


def _changes(message: Message, language: Language) -> tuple[Change, ...]:
    """Return what became of the source since a fuzzy translation was made, as far as its `#|` lines tell."""
    parts: dict[str, str] = {}
    name = "msgid"
    for line in message.previous:
        found, text = previous_part(line, where="")
        name = found or name
        parts[name] = parts.get(name, "") + text
    before = parts.get("msgid")
    return word_diff(before, message.msgid, language) if before else ()


def _notes(message: Message) -> Iterator[str]:
    for comment in message.extracted_comments:
        if comment and not comment.startswith((*_NEIGHBOURS, LISTEN)):
            yield comment


def _comments(message: Message) -> Iterator[str]:
    """Yield the translators' comments, without marks of reviews, and without addresses of people."""
    for comment in without_marks(message).translator_comments:
        if comment.strip():
            yield _without_addresses(comment.strip())


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub("(address left out)", text)


def _chapters(shown: Sequence[tuple[Segment, ProofSegment]], language: Language) -> Iterator[ProofChapter]:
    """Yield the segments under their headings; the opening and the disclaimers have our own."""
    title, own, under = "Opening", True, list[ProofSegment]()
    for segment, each in shown:
        ending = segment.kind in _DISCLAIMERS and title != "Disclaimer"
        if segment.kind == "heading" or ending:
            if under:
                yield ProofChapter(title=title, language=None if own else language, segments=tuple(under))
            title, own, under = "Disclaimer" if ending else plain(segment.markup), ending, []
        under.append(each)
    if under:
        yield ProofChapter(title=title, language=None if own else language, segments=tuple(under))


def _notices(sounds: Sequence[Sound], languages: Sequence[Language]) -> Iterator[str]:
    from builder.catalogue.cldr import language_name

    for sound, language in zip(sounds, languages, strict=True):
        if sound.missing is not None:
            hint = f" What helps: {sound.missing.hint}" if sound.missing.hint else ""
            name = language_name(language, _ENGLISH)
            yield f"Texts in {name} have no player: {sound.missing.message}.{hint}"
