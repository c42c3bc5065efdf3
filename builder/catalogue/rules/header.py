"""Rules on the whole catalogue: its header says what is so, and its disclaimers are there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from builder.article.inline import plain
from builder.base.language import Language
from builder.base.suggest import did_you_mean
from builder.base.text import shorten
from builder.catalogue.rules.fit import place
from builder.model.catalogue import Catalogue
from builder.model.edition import TranslationMethod
from builder.model.finding import Finding

METHODS: tuple[str, ...] = tuple(name for name in get_args(TranslationMethod) if name != "original")
"""What `X-Translation-Method` may say."""
NAMES = {"disclaimer": "disclaimer", "disclaimer-short": "short disclaimer"}
"""What messages call them."""
DISCLAIMERS = tuple(NAMES)
"""Contexts whose texts must be there, and right."""


def check_header(catalogue: Catalogue, language: Language | None) -> Iterator[Finding]:
    """Find a method nobody knows (T004), and another language than that of the folder."""
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


def check_disclaimers(catalogue: Catalogue, template: Catalogue) -> Iterator[Finding]:
    """Find each disclaimer of `template` that is missing, empty or fuzzy (T003)."""
    messages = {message.key: message for message in catalogue.live}
    for wanted in template.messages:
        if wanted.msgctxt not in DISCLAIMERS:
            continue
        message = messages.get(wanted.key)
        if message is not None and message.translated:
            continue
        state = "fuzzy" if message is not None and any(message.msgstr) else "not translated"
        yield Finding(
            code="T003",
            severity="error",
            message=f'the {NAMES[wanted.msgctxt]} is {state}: "{shorten(plain(wanted.msgid), 40)}"',
            where=place(catalogue, message) if message else catalogue.path,
            hint="translate it and take the mark fuzzy away; without it this language is not built"
            if message
            else f"run: edition update {catalogue.domain}",
        )
