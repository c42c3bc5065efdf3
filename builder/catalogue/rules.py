"""Rules: what is wrong with a translation that a program can see, as findings with stable codes.

| code | says |
|---|---|
| T001 | the inline tags of a translation do not fit the source |
| T002 | a figure of the source is missing in the translation |
| T003 | a disclaimer is missing, empty or fuzzy |
| T004 | a header field has a value nobody can follow |
| T005 | a dose has another unit than in the source |
| T006 | the `{places}` of a tool text do not fit the source |
| T007 | a disclaimer has the words of the source |
| T008 | a figure is written with the marks of another language |
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from builder.article.inline import plain, problems
from builder.base.language import Language
from builder.base.suggest import did_you_mean
from builder.base.text import one_line, shorten
from builder.catalogue.builder_domain import DOMAIN
from builder.catalogue.figures import DecimalMark, Figure, decimal_mark, figures, foreign_marks
from builder.catalogue.texts import misplaced
from builder.model.catalogue import Catalogue, Message
from builder.model.edition import TranslationMethod
from builder.model.finding import Finding

METHODS: tuple[str, ...] = tuple(name for name in get_args(TranslationMethod) if name != "original")
"""What `X-Translation-Method` may say."""
_DISCLAIMERS = ("disclaimer", "disclaimer-short")


def faults(message: Message, domain: str) -> tuple[str, ...]:
    """Return why a translation cannot be used as it stands, each as a sentence without a final stop.

    Inline tags in an article's texts, `{places}` in the tool's own. An untranslated message has none.
    """
    if not message.translated:
        return ()
    if domain == DOMAIN:
        return misplaced(message)
    return tuple(dict.fromkeys(fault for text in message.msgstr for fault in problems(text, message.msgid)))


def is_usable(message: Message, domain: str) -> bool:
    """Tell whether a translation is there, confirmed and without faults."""
    return message.translated and not faults(message, domain)


def place(catalogue: Catalogue, message: Message) -> str:
    """Return `path:line` of a message, the path alone where it was never written."""
    return f"{catalogue.path}:{message.line}" if message.line else catalogue.path


def check_translation(
    catalogue: Catalogue, template: Catalogue, *, language: Language | None = None
) -> tuple[Finding, ...]:
    """Return the findings on a catalogue, in the order of its messages, those on the header first.

    Args:
        catalogue: Of an article, or of the domain `builder`.
        template: What `extract` or `builder_domain.template` gives now.
        language: Of the translation; by default the one the header names.
    """
    language = language or catalogue.language
    source_language = Language(template.header.get("X-Source-Language") or "en")
    wanted = {message.key for message in template.messages}
    checked = [message for message in catalogue.live if message.key in wanted and message.translated]
    found: list[Finding] = [*_check_header(catalogue, language), *_check_disclaimers(catalogue, template)]
    marks = (decimal_mark(source_language), decimal_mark(language or source_language))
    for message in checked:
        found.extend(_check_faults(message, catalogue))
        if catalogue.domain != DOMAIN:
            found.extend(_check_figures(message, catalogue, marks))
            found.extend(_check_copy(message, catalogue, source_language, language or source_language))
            found.extend(_check_marks(message, catalogue, language or source_language))
    return tuple(found)


def _check_header(catalogue: Catalogue, language: Language | None) -> Iterator[Finding]:
    line = catalogue.header_message.line if catalogue.header_message else 1
    where = f"{catalogue.path}:{line}"
    method = catalogue.header.get("X-Translation-Method", "")
    if method and method not in METHODS:
        yield Finding(
            code="T004",
            severity="error",
            message=f'X-Translation-Method is "{shorten(method)}"{did_you_mean(method, METHODS)}',
            where=where,
            hint=f"expected {', '.join(METHODS)}; until then it counts as machine",
        )
    named = catalogue.language
    if named and language and named.partition("-")[0] != language.partition("-")[0]:
        yield Finding(
            code="T004",
            severity="error",
            message=f'the header says Language "{named}"; its folder says "{language}"',
            where=where,
            hint="correct the header, or move the file to the folder of its language",
        )


def _check_disclaimers(catalogue: Catalogue, template: Catalogue) -> Iterator[Finding]:
    messages = {message.key: message for message in catalogue.live}
    for wanted in template.messages:
        if wanted.msgctxt not in _DISCLAIMERS:
            continue
        message = messages.get(wanted.key)
        if message is not None and message.translated:
            continue
        state = "fuzzy" if message is not None and any(message.msgstr) else "not translated"
        yield Finding(
            code="T003",
            severity="error",
            message=f'the {wanted.msgctxt} is {state}: "{shorten(plain(wanted.msgid), 40)}"',
            where=place(catalogue, message) if message else catalogue.path,
            hint="translate it and take the mark fuzzy away; without it this language is not built"
            if message
            else f"run: edition update {catalogue.domain}",
        )


def _check_faults(message: Message, catalogue: Catalogue) -> Iterator[Finding]:
    own = catalogue.domain == DOMAIN
    for fault in faults(message, catalogue.domain):
        yield Finding(
            code="T006" if own else "T001",
            severity="error",
            message=f'"{shorten(message.msgstr[0], 40)}": {fault}',
            where=place(catalogue, message),
            hint="copy the {places} from the source, unchanged"
            if own
            else "put the tags of the source around the words they belong to",
        )


def _check_figures(
    message: Message, catalogue: Catalogue, marks: tuple[DecimalMark, DecimalMark]
) -> Iterator[Finding]:
    where = place(catalogue, message)
    there = list(figures(plain(" ".join(message.msgstr)), marks[1]))
    for figure in figures(plain(message.msgid), marks[0]):
        same = _take(figure, there)
        if same is None:
            strict = figure.dose or message.msgctxt in _DISCLAIMERS
            yield Finding(
                code="T002",
                severity="error" if strict else "warning",
                message=f'the translation lacks the figure "{figure.written}"',
                where=where,
                hint=f'compare it with the source: "{_around(figure, message.msgid)}"',
            )
        elif figure.dose and same.unit not in {None, figure.unit}:
            yield Finding(
                code="T005",
                severity="error",
                message=f'the dose "{figure.written}" stands there as "{same.written}"',
                where=where,
                hint="write the unit of the source",
            )


def _check_copy(
    message: Message, catalogue: Catalogue, source_language: Language, language: Language
) -> Iterator[Finding]:
    """Find a disclaimer that was copied; a variety of the source language may have the same words."""
    if message.msgctxt not in _DISCLAIMERS or language.partition("-")[0] == source_language.partition("-")[0]:
        return
    if one_line(plain(message.msgstr[0])) == one_line(plain(message.msgid)):
        yield Finding(
            code="T007",
            severity="warning",
            message=f'the {message.msgctxt} has the words of the source: "{shorten(message.msgid, 40)}"',
            where=place(catalogue, message),
            hint=f'write it in the language "{language}"',
        )


def _check_marks(message: Message, catalogue: Catalogue, language: Language) -> Iterator[Finding]:
    for written in foreign_marks(plain(" ".join(message.msgstr)), language):
        yield Finding(
            code="T008",
            severity="warning",
            message=f'the figure "{written}" has the marks of another language',
            where=place(catalogue, message),
            hint=f'write thousands and decimals as the language "{language}" does',
        )


def _take(figure: Figure, there: list[Figure]) -> Figure | None:
    """Take the figure of the same value from `there`, one with the same unit before others."""
    same = [other for other in there if other.value == figure.value]
    if not same:
        return None
    best = next((other for other in same if other.unit == figure.unit), same[0])
    there.remove(best)
    return best


def _around(figure: Figure, markup: str) -> str:
    text = plain(markup)
    place = max(0, text.find(figure.written) - 20)
    return shorten(text[place : place + 60], 60)
