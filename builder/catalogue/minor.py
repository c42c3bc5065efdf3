"""Minor edits: whether a source text was only corrected in its spelling, so that its translations stay.

The author says so (`edition update --minor`); here is seen to it that nothing else slipped in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher

from builder.article.inline import plain
from builder.base.language import Language
from builder.base.text import shorten

MOST_WORDS = 4
"""Corrected words in one text."""
MOST_LETTERS = 2
"""Letters added, taken away or replaced in a word."""
SHORTEST_WORD = 4
"""In a shorter word letters may only change places: one letter makes another word of it."""

_TAG = re.compile(r"</?\w+>")
_FIGURE = re.compile(r"[-–−+±~<>≤≥≈=§#$€£¥]?\d+(?:[.,:/–−-]\d+)*\s?[%‰°µμ]?")
_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
_HARMLESS = frozenset(",;:.-–—'’‘“”\"…()«»„")
_ARTICLES = frozenset({"a", "an", "the"})
_NEGATION = re.compile(
    r"\b(?:no|not|none|never|nor|neither|nobody|nothing|nowhere|without|cannot|unless|except|hardly|barely"
    r"|un\w+|non\w*|in\w+|im\w+|ir\w+|il\w+|dis\w+|mis\w+|anti\w+|contra\w+|\w+less)\b|n['’]t\b",
    re.IGNORECASE,
)
_WEIGHTY_WORDS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half
third quarter once twice double triple first second mg g kg mcg ug ml dl l iu mmol mol mm cm km m h hr hrs min
s ms sec hour hours minute minutes seconds day days week weeks month months year years percent gram grams
milligram milligrams microgram micrograms litre litres celsius fahrenheit daily hourly weekly monthly yearly
may must should can could might shall will would
"""
_WEIGHTY = frozenset(_WEIGHTY_WORDS.split())
# Beginnings that turn a word into its opposite.
_OPPOSITES = (("hyper", "hypo"), ("inter", "intra"), ("pre", "pro"), ("macro", "micro"), ("over", "under"))


def why_not_minor(old: str, new: str, language: Language) -> str | None:
    """Return why an edit is more than the correction of a typo, in a few words; None when it is none.

    Args:
        old: The earlier text, markup.
        new: The text now, markup.
        language: Of both. What negates and what counts is known in English; in other languages letters may
            only change places, case and accents.
    """
    if _TAG.findall(old) != _TAG.findall(new):
        return "the tags differ"
    before, after = plain(old), plain(new)
    checks: Mapping[str, Callable[[str], list[str]]] = {
        "a figure differs": lambda text: ["".join(found.split()) for found in _FIGURE.findall(text)],
        "a unit, a number word or a word such as “may” differs": _weighty,
        "a negation differs": lambda text: [found.lower() for found in _NEGATION.findall(text)],
    }
    for reason, find in checks.items():
        if find(before) != find(after):
            return reason
    return _too_much(before, after, strict=language.partition("-")[0] != "en")


def _weighty(text: str) -> list[str]:
    return [word for word in map(str.casefold, _TOKEN.findall(text)) if word in _WEIGHTY]


def _too_much(before: str, after: str, *, strict: bool) -> str | None:
    """Return what is changed beyond spelling."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if before == after or old == new:
        return None
    changed = 0
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        removed, added = (list(_words(run)) for run in (old[start:end], new[new_start:new_end]))
        if any(sign not in _HARMLESS for sign in _signs([*old[start:end], *new[new_start:new_end]])):
            return "a sign differs"
        changed += max(len(removed), len(added))
        neighbour = new[new_start - 1 : new_start] if added else old[start - 1 : start]
        if not _is_spelling(removed, added, neighbour, strict=strict):
            return f"“{shorten(' '.join(removed), 30)}” → “{shorten(' '.join(added), 30)}” is another word"
    return f"{changed} words differ" if changed > MOST_WORDS else None


def _words(run: list[str]) -> Iterator[str]:
    return (token for token in run if token[0].isalnum() or token[0] == "_")


def _signs(run: list[str]) -> Iterator[str]:
    return (token for token in run if not (token[0].isalnum() or token[0] == "_"))


def _is_spelling(removed: list[str], added: list[str], neighbour: list[str], *, strict: bool) -> bool:
    """Tell whether words were only spelt anew, joined, parted, doubled by mistake, or are articles."""
    was, now = ("".join(words).casefold().replace("'", "").replace("’", "") for words in (removed, added))
    if was == now:
        return True
    if not removed or not added:
        words = [word.casefold() for word in removed or added]
        return words == [word.casefold() for word in neighbour] or (not strict and set(words) <= _ARTICLES)
    if len(removed) == len(added) > 1:
        return all(_is_respelt(*pair, strict=strict) for pair in zip(removed, added, strict=True))
    return _is_respelt(was, now, strict=strict)


def _is_respelt(was: str, now: str, *, strict: bool) -> bool:
    was, now = was.casefold(), now.casefold()
    if _unaccented(was) == _unaccented(now) or (not strict and {was, now} <= _ARTICLES):
        return True
    if any(_swaps(was, now, *pair) for pair in _OPPOSITES):
        return False
    if sorted(was) == sorted(now):
        return was[0] == now[0] or len(was) > SHORTEST_WORD
    if strict or min(len(was), len(now)) < SHORTEST_WORD or was[0] != now[0]:
        return False
    return _distance(was, now) <= MOST_LETTERS


def _unaccented(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")


def _swaps(was: str, now: str, one: str, other: str) -> bool:
    return (was.startswith(one) and now.startswith(other)) or (was.startswith(other) and now.startswith(one))


def _distance(was: str, now: str) -> int:
    """Return how many letters are added, taken away or replaced (Levenshtein)."""
    row = list(range(len(now) + 1))
    for at, letter in enumerate(was, 1):
        before, row[0] = row[0], at
        for other, wanted in enumerate(now, 1):
            before, row[other] = (
                row[other],
                min(row[other] + 1, row[other - 1] + 1, before + (letter != wanted)),
            )
    return row[-1]
