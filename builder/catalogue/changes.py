"""Changes: what differs between an earlier text and the one it has become, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from builder.base.language import Language
from builder.base.text import shorten
from builder.catalogue.sentence_split import split_markup

MOST_CHANGES = 4
"""How many changes are told of one text; the others are counted."""
LONGEST_CHANGE = 60
"""Characters of each side of a change that are told."""

_TOKEN = re.compile(
    r"</?\w+>|&\w+;"
    r"|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|\w+(?:['’.,/-]\w+)*|[^\w\s]"
)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w")
_ISLAND = 3
"""A single word of at most so many characters between two changes is taken into them."""
_MOST_PAIRS = 4_000_000

_Span = tuple[int, int]
_Opcode = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A stretch of a text that became another one."""

    before: str
    """Empty for words that were added."""
    after: str
    """Empty for words that were removed."""

    def __str__(self) -> str:
        """Return the change as people read it: `“40 minutes” → “45 minutes”`."""
        before, after = (shorten(text, LONGEST_CHANGE) for text in (self.before, self.after))
        if not before:
            return f"added “{after}”"
        return f"“{before}” → “{after}”" if after else f"removed “{before}”"


def word_diff(old: str, new: str, language: Language) -> tuple[Change, ...]:
    """Return the changes that make `new` of `old`, in order; texts that differ in blanks alone have none.

    A sentence that was added or removed is one change. A figure is told with the word after it.

    Args:
        old: The earlier text; markup is compared as it is written.
        new: The text now.
        language: Of both.
    """
    if old == new:
        return ()
    changes: list[Change] = []
    before, after = split_markup(old, language), split_markup(new, language)
    for old_run, new_run in _runs(before, after):
        changes.extend(_words(" ".join(before[slice(*old_run)]), " ".join(after[slice(*new_run)])))
    return tuple(changes)


def render_changes(changes: Sequence[Change]) -> str:
    """Return changes on one line, the first four in full; an empty text where there is none."""
    told = [str(change) for change in changes[:MOST_CHANGES]]
    more = len(changes) - len(told)
    return "; ".join([*told, f"and {more} more"] if more else told)


def changed_sentences(old: str, new: str, language: Language) -> tuple[int, ...]:
    """Return the places in `new`, from 1, of sentences that differ from `old`; split as narrated."""
    before, after = (split_markup(text, language, thorough=True) for text in (old, new))
    return tuple(place + 1 for _, (start, end) in _runs(before, after) for place in range(start, end))


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Which sentences of a translation have to be seen to, by their places from 1."""

    total: int
    """How many sentences the earlier text and its translation have."""
    revise: tuple[int, ...]
    """Those whose source was changed."""
    remove: tuple[int, ...]
    """Those whose source is gone."""
    add: tuple[int, ...]
    """Those after which a new one stands in the source; 0 is the start of the text."""


def revision(
    old: str, new: str, translation: str, source_language: Language, language: Language
) -> Revision | None:
    """Return what to do in a translation of `old` so that it becomes one of `new`.

    Returns:
        None where old text and translation have not the same number of sentences, or only one, so that
        nobody can tell from the outside which belongs to which.
    """
    before, after = split_markup(old, source_language), split_markup(new, source_language)
    total = len(before)
    if total < 2 or len(split_markup(translation, language)) != total:
        return None
    revise: list[int] = []
    remove: list[int] = []
    add: list[int] = []
    for (start, end), (new_start, new_end) in _runs(before, after):
        both = min(end - start, new_end - new_start)
        revise.extend(range(start + 1, start + both + 1))
        remove.extend(range(start + both + 1, end + 1))
        add.extend([end] * (new_end - new_start - both))
    return Revision(total=total, revise=tuple(revise), remove=tuple(remove), add=tuple(add))


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[_Span, _Span]]:
    """Yield the stretches of two sequences that differ, as places."""
    start, end = _common_ends(before, after)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if not old or not new or len(old) * len(new) > _MOST_PAIRS:
        if old or new:
            yield (start, start + len(old)), (start, start + len(new))
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if kind != "equal":
            yield (start + old_start, start + old_end), (start + new_start, start + new_end)


def _common_ends(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """Return how many items two sequences have in common at their starts and, of the rest, at their ends."""
    most = min(len(before), len(after))
    start = 0
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, end


def _words(old: str, new: str) -> Iterator[Change]:
    """Yield the changes between two stretches of text, in words."""
    olds, news = ([(found.start(), found.end()) for found in _TOKEN.finditer(text)] for text in (old, new))
    old_words, new_words = [old[a:b] for a, b in olds], [new[a:b] for a, b in news]
    for old_start, old_end, new_start, new_end in _joined(list(_opcodes(old_words, new_words)), old_words):
        both = old_start < old_end and new_start < new_end
        figure = both and any(
            map(_DIGIT.search, (*old_words[old_start:old_end], *new_words[new_start:new_end]))
        )
        more = int(
            figure
            and old_words[old_end : old_end + 1] == new_words[new_end : new_end + 1] != []
            and _WORD.match(old_words[old_end]) is not None
        )
        yield Change(
            before=_text(old, olds[old_start : old_end + more]),
            after=_text(new, news[new_start : new_end + more]),
        )


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[_Opcode]:
    for (old_start, old_end), (new_start, new_end) in _runs(old, new):
        yield old_start, old_end, new_start, new_end


def _joined(opcodes: Sequence[_Opcode], old_words: Sequence[str]) -> list[_Opcode]:
    """Return the changes, two with nothing but a short word between them as one."""
    joined: list[_Opcode] = []
    for opcode in opcodes:
        island = old_words[joined[-1][1] : opcode[0]] if joined else []
        if joined and len(island) == 1 and len(island[0]) <= _ISLAND:
            joined[-1] = (joined[-1][0], opcode[1], joined[-1][2], opcode[3])
        else:
            joined.append(opcode)
    return joined


def _text(text: str, spans: Sequence[_Span]) -> str:
    return text[spans[0][0] : spans[-1][1]] if spans else ""
