"""Rules on terms: a word of the glossary is translated as the glossary says, in whatever form.

| code | says |
|---|---|
| T014 | a term of the glossary is not translated as it says |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from builder.catalogue.rules.pair import Pair, Rule
from builder.model.finding import Finding
from builder.model.glossary import GlossaryTerm

SHORTEST_STEM = 3
"""What is left of a word when its ending is taken away has at least so many characters."""
_ENGLISH_ENDING = r"(?:['’]s|e?s|e?d|ing)?"
_CONTINUOUS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def check_terms(pair: Pair) -> Iterator[Finding]:
    """Find terms of the glossary that the source has and whose translations are all missing (T014)."""
    if not pair.glossary:
        return
    source, target = pair.source.casefold(), pair.target.casefold()
    for term in sorted(pair.glossary, key=lambda term: -len(term.source)):
        pattern = _source_pattern(term.source)
        remaining = pattern.sub(" ", source)
        if remaining == source:
            continue
        source = remaining  # "nasal spray" was looked at, so "spray" is not looked for in it
        if not any(_target_pattern(word).search(target) for word in term.targets):
            yield _finding(pair, term)


RULES: tuple[Rule, ...] = (check_terms,)


def _finding(pair: Pair, term: GlossaryTerm) -> Finding:
    wanted = " or ".join(f'"{word}"' for word in term.targets[:3])
    return Finding(
        code="T014",
        severity="warning",
        message=f'"{term.source}" is not translated as the glossary says: {wanted}',
        where=pair.where,
        hint="use that word, or add the one you chose to the glossary",
    )


@cache
def _source_pattern(term: str) -> re.Pattern[str]:
    """Return a pattern of a term in the source, folded, its last word with an English ending or none."""
    words = term.casefold().split()
    if _CONTINUOUS.search(term):
        return re.compile(re.escape(term.casefold()))
    last = words[-1]
    changed = rf"{re.escape(last[:-1])}(?:{re.escape(last[-1])}{_ENGLISH_ENDING}|ies|ied|ing)"
    last_pattern = changed if len(last) > SHORTEST_STEM else rf"{re.escape(last)}(?:['’]s|s)?"
    return re.compile(r"(?<!\w)" + r"[\s-]+".join([*map(re.escape, words[:-1]), last_pattern]) + r"(?!\w)")


@cache
def _target_pattern(term: str) -> re.Pattern[str]:
    """Return a pattern of a term in a translation, folded: each word by its stem, small words between them.

    Endings change in most languages, and a prefix is put before a word in some (Arabic, Hebrew, Swahili):
    a stem may stand anywhere in a word of four letters or more.
    """
    if _CONTINUOUS.search(term):
        return re.compile(r"\s*".join(map(re.escape, "".join(term.casefold().split()))))
    stems = [_stem(word) for word in re.findall(r"\w+", term.casefold())]
    if not stems:
        return re.compile(re.escape(term.casefold()))
    return re.compile(r"\w*(?:\W+\w{1,4}){0,2}\W*".join(stems))


def _stem(word: str) -> str:
    """Return a pattern of a word without the ending that grammar changes."""
    if len(word) <= SHORTEST_STEM:
        return rf"(?<!\w){re.escape(word)}(?!\w\w\w)"
    kept = max(SHORTEST_STEM, len(word) - max(1, len(word) // 3))
    start = "" if kept > SHORTEST_STEM else r"(?<!\w)"
    return start + re.escape(word[:kept])
