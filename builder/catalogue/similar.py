"""Similar texts: which text that vanished a new one was made of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

ENOUGH = 0.6
"""Share of words in common, in order, from which on one text counts as an edit of another; as in msgmerge."""
ENOUGH_SHORT = 0.7
"""The same for characters of texts with few words, where chance does more."""
FEW_WORDS = 8
MANY_PAIRS = 250_000
"""With more pairs than these, short texts without a common word are not compared."""

# Scripts written without spaces are compared by characters.
_TOKEN = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+|[^\w\s]"
)


@dataclass(slots=True)
class _Text:
    text: str
    tokens: list[str]
    bag: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        self.bag = Counter(self.tokens)


def pair_edited(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Return for places in `new` the place in `old` of the text it was most likely edited from.

    Every old text serves once; the best pairs are formed first, and of equal ones those that stand in like
    places. A text that resembles none is left out.

    Args:
        old: Texts that vanished, in document order.
        new: Texts that are new, in document order.
    """
    olds, news = ([_Text(text, _TOKEN.findall(text)) for text in texts] for texts in (old, new))
    scored = [
        (-score, _distance(at_old, at_new, len(old), len(new)), at_new, at_old)
        for at_new, at_old, score in _candidates(olds, news)
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, at_new, at_old in sorted(scored):
        if at_new not in pairs and at_old not in taken:
            pairs[at_new] = at_old
            taken.add(at_old)
    return pairs


def _distance(at_old: int, at_new: int, olds: int, news: int) -> float:
    return abs(at_old / olds - at_new / news)


def _candidates(olds: Sequence[_Text], news: Sequence[_Text]) -> Iterator[tuple[int, int, float]]:
    postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for at_old, text in enumerate(olds):
        for token, count in text.bag.items():
            postings[token].append((at_old, count))
    words, characters = (SequenceMatcher[str](None, autojunk=False) for _ in range(2))
    many = len(olds) * len(news) > MANY_PAIRS
    for at_new, text in enumerate(news):
        words.set_seq2(text.tokens)
        characters.set_seq2(text.text)
        common = _common(text, postings)
        for at_old, other in enumerate(olds):
            lengths = len(text.tokens) + len(other.tokens)
            if min(len(text.tokens), len(other.tokens)) < FEW_WORDS:
                if many and not common.get(at_old):
                    continue
                score = _score(characters, other.text, ENOUGH_SHORT)
            elif 2 * common.get(at_old, 0) >= ENOUGH * lengths:
                score = _score(words, other.tokens, ENOUGH)
            else:
                continue
            if score:
                yield at_new, at_old, score


def _common(text: _Text, postings: dict[str, list[tuple[int, int]]]) -> dict[int, int]:
    """Return by old text how many words it has in common with `text`, in whatever order."""
    common: defaultdict[int, int] = defaultdict(int)
    for token, count in text.bag.items():
        for at_old, other_count in postings.get(token, ()):
            common[at_old] += min(count, other_count)
    return common


def _score(matcher: SequenceMatcher[str], other: Sequence[str], enough: float) -> float:
    """Return how much the two have in common, 0 to 1; 0 when that is not enough."""
    matcher.set_seq1(other)
    if matcher.real_quick_ratio() < enough or matcher.quick_ratio() < enough:
        return 0.0
    score = matcher.ratio()
    return score if score >= enough else 0.0
