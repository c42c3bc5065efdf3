"""Term candidates: words of an article that a glossary might settle once for all its translators."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from builder.article.inline import plain
from builder.article.segments import segments
from builder.article.sentences import sentences
from builder.base.language import Language
from builder.catalogue.figures import acronyms
from builder.model.document import Document
from builder.model.glossary import GlossaryTerm

CandidateKind = Literal["acronym", "name", "term"]

FREQUENT = 3
"""How often a common word has to stand in the articles; acronyms and names count from the first time."""
LONG = 7
"""Letters of a common word: shorter ones are seldom terms."""

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CAPITALS_FOR_NOUNS = frozenset({"de", "lb"})
# Long words of English that are no terms; other languages have the rule on length alone.
_COMMON_TEXT = (
    "against already although another article articles because becomes becoming believe besides between "
    "certain clearly concern different directly effective especially everyone everything example "
    "feeling finally following further general generally getting greatly happens however hundred "
    "important including increase instead involve involved involves keeping looking meaning minutes "
    "nothing outside overall particularly patient perhaps possible potential potentially powerful "
    "primarily probably provide provides providing question questions quickly rapidly reasons recently "
    "remains require requires results seconds several similar someone something sometimes specific "
    "specifically started studies suggest suggests themselves therefore thinking thousand through "
    "throughout together towards turning typically understand understanding understood usually various "
    "whatever whether without working "
)
_COMMON = frozenset(_COMMON_TEXT.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How often a word stands in articles, and where."""

    count: int
    places: tuple[str, ...]
    """`path:line`, in order, each once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A word that might become a term."""

    term: str
    kind: CandidateKind
    use: Use


def candidates(documents: Sequence[Document], known: Iterable[GlossaryTerm] = ()) -> tuple[Candidate, ...]:
    """Return acronyms, names and frequent long words, those that stand there most often first.

    Args:
        documents: In their authors' language.
        known: Terms there are already; they are left out, and so are their plurals in s.
    """
    there = {_base(term.source) for term in known}
    found: dict[str, tuple[CandidateKind, str, int, dict[str, None]]] = {}
    for document in documents:
        for text, place in _texts(document):
            for kind, term in _found(text, document.language):
                key = _base(term)
                if key not in there:
                    before = found.get(key)
                    kind_before, shown, count, places = before or (kind, term, 0, {})
                    found[key] = (kind_before, shown, count + 1, places | {place: None})
    gathered = (
        Candidate(term=term, kind=kind, use=Use(count=count, places=tuple(places)))
        for kind, term, count, places in found.values()
        if kind != "term" or count >= FREQUENT
    )
    return tuple(sorted(gathered, key=lambda one: (-one.use.count, one.term.casefold(), one.term)))


def uses(documents: Iterable[Document], terms: Sequence[GlossaryTerm]) -> tuple[Use, ...]:
    """Return for each term how often it stands in the articles, in the order of `terms`.

    A term counts in small and in capital letters and with an s at its end; one with two capitals or more only
    as it is written.
    """
    patterns = [_pattern(term.source) for term in terms]
    counts = [0] * len(terms)
    places: list[dict[str, None]] = [{} for _ in terms]
    for document in documents:
        for text, place in _texts(document):
            for number, pattern in enumerate(patterns):
                count = len(pattern.findall(text))
                if count:
                    counts[number] += count
                    places[number][place] = None
    return tuple(Use(count=count, places=tuple(where)) for count, where in zip(counts, places, strict=True))


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield each text of a document without markup, with its place."""
    for segment in segments(document):
        yield plain(segment.markup), f"{segment.locator.path}:{segment.locator.line}"


def _found(text: str, language: Language) -> Iterator[tuple[CandidateKind, str]]:
    """Yield what might be a term in a text, as often as it stands there."""
    capitals = set(acronyms(text))
    for acronym in capitals:
        for _ in re.findall(rf"(?<![\w-]){acronym}(?=s?\b)", text):
            yield "acronym", acronym
    for sentence in (text[start:end] for start, end in sentences(text, language)):
        yield from _names(sentence, capitals, language)
        for word in _WORD.findall(sentence):
            possessive = "'" in word or "’" in word
            if word.islower() and len(word) >= LONG and word not in _COMMON and not possessive:
                yield "term", word


def _names(sentence: str, capitals: set[str], language: Language) -> Iterator[tuple[CandidateKind, str]]:
    """Yield runs of words with a capital that do not start a sentence or a quotation."""
    if language.partition("-")[0] in _CAPITALS_FOR_NOUNS:
        return
    words = list(_WORD.finditer(sentence))
    if sum(word[0][0].isupper() for word in words) * 2 > len(words):
        return  # a heading in title case tells nothing
    runs: list[list[re.Match[str]]] = []
    for before, word in itertools.pairwise(words):
        between = sentence[before.end() : word.start()]
        if not word[0][0].isupper() or word[0].removesuffix("s") in capitals or len(word[0]) == 1:
            continue
        if "'" in word[0] or "’" in word[0] or not re.fullmatch(r"[ ,(]+(?:the )?", between):
            continue
        if runs and runs[-1][-1] is before and between == " ":
            runs[-1].append(word)
        else:
            runs.append([word])
    for run in runs:
        yield "name", sentence[run[0].start() : run[-1].end()]


def _base(term: str) -> str:
    """Return what a term and its plural in s have in common; capitals count where there are two."""
    term = term.removesuffix("s") if len(term) > 3 else term
    return term if _has_capitals(term) else term.casefold()


def _has_capitals(term: str) -> bool:
    return any(sum(map(str.isupper, word)) > 1 for word in term.split())


def _pattern(term: str) -> re.Pattern[str]:
    flags = re.RegexFlag(0) if _has_capitals(term) else re.IGNORECASE
    return re.compile(rf"(?<!\w){re.escape(term)}(?:e?s)?(?!\w)", flags)
