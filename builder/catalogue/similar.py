"""Similar texts: which earlier text a new one was made of.

Two texts are compared by their words in order; those with few words by their characters. Comparing is slow,
so it is done only where the two have enough words in common, in whatever order.
"""

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
SURE = 0.85
"""With one so much alike, texts that cannot be more alike are not compared."""
FEW_WORDS = 8
MANY_PAIRS = 250_000
"""With more pairs than these, short texts without a common word are not compared."""
MANY_LONG_PAIRS = 5_000_000
"""With more pairs than these, long texts are compared where one has a rare word of the other."""
RARE_WORDS = 16
"""How many of a text's words count as rare then."""

# Scripts written without spaces are compared by characters.
_TOKEN = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+|[^\w\s]"
)

Likeness = tuple[int, int, float]
"""Place of a new text, place of an old one, and how alike they are, 0 to 1."""


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
    scored = [
        (-score, _distance(at_old, at_new, len(old), len(new)), at_new, at_old)
        for at_new, at_old, score in likenesses(old, new)
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, at_new, at_old in sorted(scored):
        if at_new not in pairs and at_old not in taken:
            pairs[at_new] = at_old
            taken.add(at_old)
    return pairs


def most_alike(old: Sequence[str], new: Sequence[str], enough: float) -> dict[int, int]:
    """Return for places in `new` the place in `old` of the text most like it; an old one may serve often.

    Args:
        old: Texts that are known.
        new: Texts that are looked for.
        enough: How alike they have to be, 0.7 to 1.
    """
    best: dict[int, tuple[float, int]] = {}
    for at_new, at_old, score in likenesses(old, new):
        if score >= enough:
            best[at_new] = max(best.get(at_new, (0.0, 0)), (score, -at_old))
    return {at_new: -at_old for at_new, (_, at_old) in best.items()}


def likenesses(old: Sequence[str], new: Sequence[str]) -> Iterator[Likeness]:
    """Yield the pairs of texts that are alike enough for one to be an edit of the other."""
    if not old or not new:
        return
    olds, news = ([_Text(text, _TOKEN.findall(text)) for text in texts] for texts in (old, new))
    long_old, short_old = _by_length(olds)
    long_new, short_new = _by_length(news)
    yield from _like_long(olds, news, long_old, long_new)
    everything = range(len(olds))
    yield from _like_short(olds, news, everything, short_new)
    yield from _like_short(olds, news, short_old, long_new)


def _distance(at_old: int, at_new: int, olds: int, news: int) -> float:
    return abs(at_old / olds - at_new / news)


def _by_length(texts: Sequence[_Text]) -> tuple[list[int], list[int]]:
    """Return the places of texts with many words, and of those with few."""
    places: tuple[list[int], list[int]] = ([], [])
    for place, text in enumerate(texts):
        places[len(text.tokens) < FEW_WORDS].append(place)
    return places


def _like_long(
    olds: Sequence[_Text], news: Sequence[_Text], at_olds: Sequence[int], at_news: Sequence[int]
) -> Iterator[Likeness]:
    """Yield the pairs among texts with many words.

    Each occurrence of a word is a bit, so that the words two texts have in common, in whatever order, are
    counted in one step.
    """
    bits = _bits((olds, at_olds), (news, at_news))
    masks = [(at_old, _mask(olds[at_old], bits), len(olds[at_old].tokens)) for at_old in at_olds]
    rare = _by_rare_words(olds, at_olds) if len(at_olds) * len(at_news) > MANY_LONG_PAIRS else None
    for at_new in at_news:
        text = news[at_new]
        mask, length = _mask(text, bits), len(text.tokens)
        met = masks if rare is None else [masks[place] for place in _meeting(text, rare)]
        bounds = []
        for at_old, other, other_length in met:
            bound = 2 * (mask & other).bit_count() / (length + other_length)
            if bound >= ENOUGH:
                bounds.append((-bound, at_old))
        best = 0.0
        for bound, at_old in sorted(bounds):
            if -bound < best >= SURE:
                break
            score = _score(text.tokens, olds[at_old].tokens, ENOUGH)
            best = max(best, score)
            if score:
                yield at_new, at_old, score


def _bits(*sides: tuple[Sequence[_Text], Sequence[int]]) -> dict[tuple[str, int], int]:
    """Return a bit for each word, and each further occurrence of it, that stands on both sides."""
    found = [{key for place in places for key in _occurrences(texts[place])} for texts, places in sides]
    return {key: 1 << place for place, key in enumerate(sorted(set.intersection(*found)))}


def _occurrences(text: _Text) -> Iterator[tuple[str, int]]:
    for token, count in text.bag.items():
        for number in range(count):
            yield token, number


def _mask(text: _Text, bits: dict[tuple[str, int], int]) -> int:
    mask = 0
    for key in _occurrences(text):
        mask |= bits.get(key, 0)
    return mask


def _by_rare_words(olds: Sequence[_Text], at_olds: Sequence[int]) -> dict[str, list[int]]:
    """Return by word the places in `at_olds` of texts in which it is one of the rarest."""
    spread = Counter(token for at_old in at_olds for token in olds[at_old].bag)
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for place, at_old in enumerate(at_olds):
        bag = olds[at_old].bag
        for _, token in sorted((spread[token], token) for token in bag)[:RARE_WORDS]:
            postings[token].append(place)
    return postings


def _meeting(text: _Text, rare: dict[str, list[int]]) -> list[int]:
    return sorted({place for token in text.bag for place in rare.get(token, ())})


def _like_short(
    olds: Sequence[_Text], news: Sequence[_Text], at_olds: Sequence[int], at_news: Sequence[int]
) -> Iterator[Likeness]:
    """Yield the pairs where one has few words, compared by characters."""
    many = len(at_olds) * len(at_news) > MANY_PAIRS
    postings: defaultdict[str, list[int]] = defaultdict(list)
    if many:
        for at_old in at_olds:
            for token in olds[at_old].bag:
                postings[token].append(at_old)
    for at_new in at_news:
        text = news[at_new]
        met: Sequence[int] = at_olds
        if many:
            met = sorted({at_old for token in text.bag for at_old in postings.get(token, ())})
        for at_old in met:
            other = olds[at_old].text
            shorter, longer = sorted((len(text.text), len(other)))
            if 2 * shorter >= ENOUGH_SHORT * (shorter + longer):
                score = _score(text.text, other, ENOUGH_SHORT)
                if score:
                    yield at_new, at_old, score


def _score(text: Sequence[str], other: Sequence[str], enough: float) -> float:
    """Return how much the two have in common, 0 to 1; 0 when that is not enough.

    What they start and end with alike is counted first: an edit leaves little to be compared word by word.
    """
    lengths = len(text) + len(other)
    most = min(len(text), len(other))
    start = 0
    while start < most and text[start] == other[start]:
        start += 1
    end = 0
    while end < most - start and text[-1 - end] == other[-1 - end]:
        end += 1
    middle, others = text[start : len(text) - end], other[start : len(other) - end]
    common = start + end
    if middle and others:
        matcher = SequenceMatcher[str](None, others, middle, autojunk=False)
        if 2 * common + matcher.quick_ratio() * (len(middle) + len(others)) < enough * lengths:
            return 0.0
        common += sum(block.size for block in matcher.get_matching_blocks())
    score = 2 * common / lengths if lengths else 1.0
    return score if score >= enough else 0.0
