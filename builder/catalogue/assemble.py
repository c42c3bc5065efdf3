"""Assemble: the translation of a text from sentences that were translated in texts that are gone.

A paragraph that was split, merged with another one, or took a sentence over keeps what was translated of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from builder.base.language import Language
from builder.catalogue.alignment import Bead, align, sentence_joiner
from builder.catalogue.sentence_split import split_markup
from builder.catalogue.similar import most_alike

ENOUGH_FOUND = 0.4
"""Share of a text's characters that has to be in sentences that were found."""
ALIKE = 0.7
"""How alike two sentences have to be for one to be an edit of the other."""
SHORTEST = 12
"""Characters a sentence must have to bring a text in; shorter ones stand in many texts."""

_LINK = re.compile(r"(</?a)([1-9][0-9]*)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A text that is gone, and its translation."""

    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """A translation put together from sentences."""

    previous: str
    """The sentences it is a translation of, as they were."""
    translation: str
    total: int
    """How many sentences the new text has."""
    missing: tuple[int, ...]
    """Places, from 1, of sentences that were never translated."""
    edited: tuple[int, ...]
    """Places, from 1, of sentences whose translation is that of a sentence like them."""


@dataclass(slots=True)
class _Memory:
    """Sentences of earlier texts and of new ones, by what they say."""

    earlier: Sequence[Earlier]
    source_language: Language
    language: Language
    olds: list[list[str]]
    news: list[list[str]]
    in_old: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    in_new: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    aligned: dict[int, tuple[Bead, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, texts in ((self.in_old, self.olds), (self.in_new, self.news)):
            for place, sentences in enumerate(texts):
                for sentence in dict.fromkeys(sentences):
                    index[sentence].append(place)

    def beads(self, place: int) -> tuple[Bead, ...]:
        if place not in self.aligned:
            text = self.earlier[place]
            self.aligned[place] = align(text.source, text.target, self.source_language, self.language)
        return self.aligned[place]


def assemble(
    earlier: Sequence[Earlier],
    new: Sequence[str],
    successors: Mapping[int, int],
    source_language: Language,
    language: Language,
) -> dict[int, Assembly]:
    """Return for places in `new` the translation that is put together from sentences.

    Args:
        earlier: Texts that are gone, with translations.
        new: Texts that have no translation, of the same context.
        successors: For places in `new` the place in `earlier` of the one text it was edited from. Where no
            sentence moved in from elsewhere or out to elsewhere, that translation serves as a whole, and
            nothing is put together.
        source_language: Of the texts.
        language: Of the translations.
    """
    if not earlier or not new:
        return {}
    memory = _Memory(
        earlier=earlier,
        source_language=source_language,
        language=language,
        olds=[[_key(part) for part in split_markup(text.source, source_language)] for text in earlier],
        news=[[_key(part) for part in split_markup(text, source_language)] for text in new],
    )
    assembled: dict[int, Assembly] = {}
    for place, text in enumerate(new):
        sources = _sources(memory, place, successors.get(place))
        made = _put_together(memory, text, sources) if sources else None
        if made is not None:
            assembled[place] = made
    return assembled


def _key(sentence: str) -> str:
    """Return a sentence with its links numbered from 1: in another text they have other numbers."""
    return _renumbered(sentence, {number: place for place, number in enumerate(_links(sentence), 1)})


def _links(sentence: str) -> tuple[int, ...]:
    if "<a" not in sentence:
        return ()
    return tuple(dict.fromkeys(int(found[2]) for found in _LINK.finditer(sentence)))


def _renumbered(sentence: str, numbers: Mapping[int, int]) -> str:
    if not numbers:
        return sentence
    return _LINK.sub(lambda found: f"{found[1]}{numbers.get(int(found[2]), int(found[2]))}>", sentence)


def _sources(memory: _Memory, place: int, successor: int | None) -> tuple[int, ...]:
    """Return the earlier texts whose sentences stand in a new one; none where one serves it whole."""
    sentences = memory.news[place]
    found: defaultdict[int, int] = defaultdict(int)
    for sentence in sentences:
        for old in memory.in_old.get(sentence, ()) if len(sentence) >= SHORTEST else ():
            found[old] += len(sentence)
    if successor is not None:
        own = set(memory.olds[successor])
        moved_in = any(
            sentence not in own and sentence in memory.in_old and len(sentence) >= SHORTEST
            for sentence in sentences
        )
        here = set(sentences)
        moved_out = any(
            sentence not in here and sentence in memory.in_new and len(sentence) >= SHORTEST
            for sentence in own
        )
        if not moved_in and not moved_out:
            return ()
        found[successor] += len(memory.earlier[successor].source)
    return tuple(sorted(found, key=lambda old: (-found[old], old)))


def _put_together(memory: _Memory, text: str, sources: Sequence[int]) -> Assembly | None:
    """Return the translation of `text` from the sentences of `sources`; None where too little is found."""
    sentences = split_markup(text, memory.source_language)
    found = _exact(sentences, [bead for place in sources for bead in memory.beads(place)])
    taken = {bead for bead, _ in found.values()}
    covered = {at for start, (bead, _) in found.items() for at in range(start, start + len(bead.source))}
    left = [at for at in range(len(sentences)) if at not in covered]
    edited = _alike([sentences[at] for at in left], _single(memory, sources, taken))
    changed = {left[at]: bead for at, bead in edited.items()}
    known = covered | changed.keys()
    if sum(len(sentences[at]) for at in known) < ENOUGH_FOUND * sum(map(len, sentences)):
        return None
    previous: list[str] = []
    translation: list[str] = []
    for at in range(len(sentences)):
        if at in found:
            bead, numbers = found[at]
            previous.extend(sentences[at : at + len(bead.source)])
            translation.append(_renumbered(bead.target, numbers))
        elif at in changed:
            previous.append(changed[at].source[0])
            translation.append(changed[at].target)
    return Assembly(
        previous=sentence_joiner(memory.source_language).join(previous),
        translation=sentence_joiner(memory.language).join(translation),
        total=len(sentences),
        missing=tuple(at + 1 for at in range(len(sentences)) if at not in known),
        edited=tuple(at + 1 for at in sorted(changed)),
    )


def _exact(sentences: Sequence[str], beads: Iterable[Bead]) -> dict[int, tuple[Bead, dict[int, int]]]:
    """Return by place where they start the beads that stand there, and their links' new numbers."""
    known: defaultdict[str, list[Bead]] = defaultdict(list)
    for bead in beads:
        if bead.target.strip():
            known[_key(bead.source[0])].append(bead)
    found: dict[int, tuple[Bead, dict[int, int]]] = {}
    at = 0
    while at < len(sentences):
        for bead in sorted(known.get(_key(sentences[at]), ()), key=lambda bead: -len(bead.source)):
            here = tuple(sentences[at : at + len(bead.source)])
            if tuple(map(_key, here)) == tuple(map(_key, bead.source)):
                pairs = (
                    zip(_links(old), _links(new), strict=True)
                    for old, new in zip(bead.source, here, strict=True)
                )
                found[at] = bead, {old: new for links in pairs for old, new in links}
                at += len(bead.source) - 1
                break
        at += 1
    return found


def _single(memory: _Memory, sources: Sequence[int], taken: set[Bead]) -> Iterator[Bead]:
    """Yield the beads of one sentence that are not used yet."""
    for place in sources:
        for bead in memory.beads(place):
            if len(bead.source) == 1 and bead not in taken and bead.target.strip():
                yield bead


def _alike(sentences: Sequence[str], beads: Iterable[Bead]) -> dict[int, Bead]:
    there = list(beads)
    pairs = most_alike([bead.source[0] for bead in there], sentences, ALIKE)
    first = {place: at for at, place in sorted(pairs.items(), reverse=True)}
    return {at: there[place] for place, at in first.items()}
