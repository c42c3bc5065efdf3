"""Expected: what an edition's files have to say, as it follows from its article, translation and settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.article.inline import plain
from builder.article.segments import segments
from builder.base.language import Language
from builder.model.document import Block, Code, Document, ItemList, Quote, Section
from builder.model.script import Passage, Script
from builder.model.segment import SegmentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedText:
    """A text of the article, in the edition's language."""

    id: str | None
    kind: SegmentKind
    text: str
    place: str
    """`path:line` in the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What one cue says."""

    id: str
    """Of its first utterance."""
    text: str
    chapter: int
    """Number of its chapter, from 0."""
    announced: bool
    """True where it is no text of the article."""
    music: bool = False

    @property
    def segment(self) -> str:
        """Id of the text it is a part of."""
        return self.id.rpartition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """All that can be known of an edition without its files."""

    language: Language
    title: str
    texts: tuple[ExpectedText, ...]
    """In the article's order, without what pages do not show."""
    listings: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    """In the order in which they are heard; music is one of them."""
    chapters: tuple[tuple[str, str], ...]
    """Title and anchor."""
    disclaimer: str | None
    original_disclaimer: str | None
    """In the article's own language, where it has to stand under the translated one."""
    disclosures: tuple[str, ...]
    credits: tuple[str, ...]
    attributions: tuple[str, ...]
    source_types: tuple[str, ...] = ()
    """IPTC's terms for how the voices came about, for the tags of sound."""
    of_the_voice: frozenset[str] = frozenset()
    """Disclosures and credits that are about the sound, which a book without sound leaves out."""
    certain: bool = True
    """False where voices or the tool's own texts are others now: then `sentences` are those of the article
    alone, and there are no credits."""


def expected_texts(document: Document) -> tuple[ExpectedText, ...]:
    """Return every text of `document` that people read in an edition."""
    return tuple(
        ExpectedText(id=segment.id, kind=segment.kind, text=plain(segment.markup), place=str(segment.locator))
        for segment in segments(document)
        if segment.kind != "summary" and plain(segment.markup).strip()
    )


def listings(document: Document) -> tuple[str, ...]:
    """Return the program code in `document`, in order."""
    return (*_code(document.introduction), *_code_of(document.sections))


def sentences(script: Script) -> tuple[Sentence, ...]:
    """Return what each cue of a recording of `script` says."""
    return tuple(
        sentence
        for number, chapter in enumerate(script.chapters)
        for passage in chapter.passages
        for sentence in _sentences(passage, number)
    )


def _sentences(passage: Passage, chapter: int) -> Iterator[Sentence]:
    if passage.music is not None:
        yield Sentence(
            id=f"{passage.id}.1", text=passage.written, chapter=chapter, announced=True, music=True
        )
        return
    groups: list[list[int]] = []
    for number, utterance in enumerate(passage.utterances):
        if utterance.continues and groups:
            groups[-1].append(number)
        else:
            groups.append([number])
    for group in groups:
        first, last = passage.utterances[group[0]], passage.utterances[group[-1]]
        text = (
            first.written
            if first is last
            else passage.written[first.written_start : last.written_start + len(last.written)]
        )
        yield Sentence(id=first.id, text=text, chapter=chapter, announced=passage.segment_id is None)


def _code_of(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        yield from _code(section.blocks)
        yield from _code_of(section.sections)


def _code(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Code(text=text):
                yield text
            case Quote(blocks=inner):
                yield from _code(inner)
            case ItemList(items=items):
                for item in items:
                    yield from _code(item)
            case _:
                pass
