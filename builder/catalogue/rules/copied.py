"""Rules on copies: a translation is not the source over again.

| code | says |
|---|---|
| T007 | a disclaimer has the words of the source |
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.base.text import one_line, shorten
from builder.catalogue.rules.pair import Pair, Rule
from builder.model.finding import Finding


def check_copied(pair: Pair) -> Iterator[Finding]:
    """Find a disclaimer that was copied; a variety of the source language may have the same words."""
    if not pair.critical or pair.related:
        return
    if one_line(pair.target) == one_line(pair.source):
        yield Finding(
            code="T007",
            severity="warning",
            message=f'the {pair.message.msgctxt} has the words of the source: "{shorten(pair.source, 40)}"',
            where=pair.where,
            hint=f'write it in the language "{pair.language}"',
        )


RULES: tuple[Rule, ...] = (check_copied,)
