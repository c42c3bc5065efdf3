"""Words of a workspace: the sentences of one language, and the words in them a voice may say wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from builder.article.inline import plain
from builder.article.segments import segments
from builder.article.sentences import sentences
from builder.base.errors import BuilderError, VoiceMissing
from builder.base.language import Language
from builder.build.editions import spoken_edition
from builder.build.project import Project
from builder.build.sources import Source, load_catalogue, read_glossary
from builder.build.voices import voices_of
from builder.model.pronunciation import UnsureWord
from builder.narration.unsure import Knows, Sentence, unsure_words
from builder.speech.hibari_lexicon import known_words

_UNSPOKEN = frozenset({"summary", "notice"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWords:
    """The unsure words of one language, and what was looked through."""

    language: Language
    words: tuple[UnsureWord, ...]
    sentences: int
    articles: tuple[str, ...]
    """Slugs of those that have a text in the language."""


def sentences_of(project: Project, sources: Iterable[Source], language: Language) -> Iterator[Sentence]:
    """Yield what is spoken of `sources` in `language`, sentence by sentence, in their order.

    Translations count in any state; an article without one, or with one that cannot be read, gives none.
    """
    for source in sources:
        document = source.document
        if language != document.language:
            try:
                catalogue = load_catalogue(project, language, source.slug)
            except BuilderError:
                continue
            if catalogue is None:
                continue
            document = spoken_edition(source, catalogue, language).document
        for segment in segments(document):
            text = plain(segment.markup)
            if segment.kind in _UNSPOKEN or not text:
                continue
            for start, end in sentences(text, language):
                place = f"{segment.locator.path}:{segment.locator.line}"
                yield Sentence(
                    text=text[start:end], place=place, is_title=segment.kind in {"title", "heading"}
                )


def find_words(project: Project, sources: Sequence[Source], language: Language) -> FoundWords:
    """Return the words of `language` in `sources` that its voice may say wrong.

    Raises:
        ContentError: The glossary of the language cannot be read.
    """
    own = tuple(sentences_of(project, sources, language))
    others = frozenset(
        word
        for source in sources
        if source.document.language != language
        for each in sentences_of(project, [source], source.document.language)
        for word in each.words
    )
    terms = tuple(
        target for term in read_glossary(project, language) for target in (term.targets or (term.source,))
    )
    words = unsure_words(own, language, others=others, terms=terms, knows=_lexicon(project, language))
    slugs = {source.slug for source in sources if any(sentences_of(project, [source], language))}
    return FoundWords(language=language, words=words, sentences=len(own), articles=tuple(sorted(slugs)))


def _lexicon(project: Project, language: Language) -> Knows | None:
    """Return what tells whether the voice of a language has a word in its lexicon; None where it has none."""
    try:
        ref = voices_of([language], project.settings).narrator
    except VoiceMissing:
        return None
    return known_words(ref) if ref.engine == "hibari" else None
