"""Rules on the state of a catalogue: what was approved and is no more, and what is left to translate.

| code | says |
|---|---|
| T026 | an approval lapsed, because the source or the translation changed after it |
| T027 | texts are missing, empty or fuzzy |
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.catalogue.review import lapsed
from builder.catalogue.rules.fit import place
from builder.model.catalogue import Catalogue
from builder.model.finding import Finding

MOST_NAMED = 3
"""So many places of unfinished texts are named; the rest is a number."""


def check_state(catalogue: Catalogue, template: Catalogue | None = None) -> Iterator[Finding]:
    """Give notes on a catalogue: each approval that lapsed (T026), and how much is left (T027).

    Args:
        catalogue: A translation.
        template: What its messages should be now; None where there is no template.
    """
    for where in lapsed(catalogue):
        yield Finding(
            code="T026",
            severity="note",
            message="the approval does not hold any more: a text changed after it",
            where=where,
            hint="read both texts again, then approve it: edition approve",
        )
    yield from _unfinished(catalogue, template)


def _unfinished(catalogue: Catalogue, template: Catalogue | None) -> Iterator[Finding]:
    live = {message.key: message for message in catalogue.live}
    wanted = [message.key for message in (template or catalogue).live]
    absent = sum(key not in live for key in wanted)
    known = [live[key] for key in wanted if key in live]
    fuzzy = [message for message in known if message.fuzzy and any(message.msgstr)]
    empty = [message for message in known if not message.translated and message not in fuzzy]
    said = [
        f"{count} {state}"
        for count, state in (
            (len(empty), "not translated"),
            (len(fuzzy), "fuzzy"),
            (absent, "not in the file"),
        )
        if count
    ]
    if not said:
        return
    first = sorted((*empty, *fuzzy), key=lambda message: message.line)[:MOST_NAMED]
    lines = ", ".join(str(message.line) for message in first)
    yield Finding(
        code="T027",
        severity="note",
        message=f"of {len(wanted)} texts, {' and '.join(said)}"
        + (f"; first on line {lines}" if lines else ""),
        where=place(catalogue, first[0]) if first else catalogue.path,
        hint="translate them, and take the mark fuzzy away when they are right"
        if first
        else f"run: edition update {catalogue.domain}",
    )
