"""Unsure words: those of a text that a voice may say wrong, because it has to guess how they sound.

What is looked for are acronyms, words with digits or capitals inside, letters and words of another language,
names, terms of the glossary, and words the voice's own lexicon does not hold where it has one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from builder.base.language import Language
from builder.base.text import around
from builder.model.pronunciation import Doubt, UnsureWord
from builder.narration.rules import load_rules
from builder.narration.spoken import spoken_form

Knows: TypeAlias = Callable[[str], bool]
"""Tells whether a voice has a word in its lexicon."""

MOST_SENTENCE = 80
"""Characters of a sentence that are shown."""

SHORTEST_TERM = 8
"""Letters of a term of the glossary that counts as a difficult word."""

# Letters beyond a to z by which a language is written, loanwords it has taken in among them.
_LETTERS: Mapping[str, str] = {
    "en": "éï",
    "es": "áéíóúüñ",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "de": "äöüßé",
    "it": "àèéìíîòóùú",
    "pt": "àáâãçéêíóôõúü",
    "nl": "áéèëíïóöúüĳ",
    "sv": "åäöé",
    "da": "åæøé",
    "nb": "åæøéèêóòâôü",
    "fi": "åäöšž",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "hu": "áéíóöőúüű",
    "ro": "ăâîșțşţ",
    "tr": "çğıöşüâîû",
    "ca": "àçéèíïóòúü·",
}
_OTHER_SCRIPT = re.compile("[A-Za-zÀ-ɏ]{2,}")
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
_PHRASE = re.compile(r"(?<!\w)[A-ZÀ-Þ][a-zà-ÿ]+[ \u00a0][A-Z](?!\w|\.)")
"""A name that ends in one capital: "Special K", "Vitamin C"."""
_ENDINGS = re.compile("['’]s?$")
_ELISIONS = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|dell|all|nell|sull|un)['’]", re.IGNORECASE)
_ACRONYM = re.compile("[A-ZÀ-Þ]{2,}s?")
_MIXED = re.compile(r"(?=.*[^\W\d_])(?:.*\d|.*[a-zà-ÿ][A-ZÀ-Þ])")
_ROMAN = re.compile("[IVXLC]+")
_NUMERALS_AND_MORE = frozenset({"IV", "CI"})
"""Numerals that stand for other things as often."""
_NO_NAMES = frozenset({"de"})
"""Languages that write every noun with a capital."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of an article, as it is written."""

    text: str
    place: str
    """`path:line` of its text."""
    is_title: bool = False
    """True for titles and headings, which may have capitals for show."""

    @property
    def words(self) -> tuple[str, ...]:
        """Its words, elisions and possessives taken off."""
        return tuple(word for word, _ in _words(self.text))


@dataclass(slots=True)
class _Uses:
    """Where a word is used."""

    first: Sentence
    start: int
    count: int = 0
    inside: int = 0
    """How many times in the middle of a sentence that is no title."""


def unsure_words(
    sentences: Sequence[Sentence],
    language: Language,
    *,
    others: frozenset[str] = frozenset(),
    terms: Iterable[str] = (),
    knows: Knows | None = None,
) -> tuple[UnsureWord, ...]:
    """Return the words a voice may say wrong, in the order of their first use.

    Args:
        sentences: All that is spoken in one language.
        language: Of the sentences.
        others: Words of the same articles in another language: a name or a word with a capital that is
            spelled alike in both is foreign to one of them.
        terms: Of the glossary, in this language; long ones of one word are asked for where the voice has no
            lexicon to be asked.
        knows: What tells whether the voice has a word in its lexicon; None where it has none.
    """
    uses = _uses(sentences)
    long_terms = frozenset(term for term in terms if " " not in term and len(term) >= SHORTEST_TERM)
    known = _Known(language=language, uses=uses, others=others, terms=long_terms, knows=knows)
    found: list[UnsureWord] = []
    for word, use in uses.items():
        doubt = _doubt(word, use, known)
        if doubt is not None:
            found.append(
                UnsureWord(
                    word=word,
                    doubt=doubt,
                    spoken=spoken_form(word, language).text,
                    sentence=around(use.first.text, use.start, use.start + len(word), MOST_SENTENCE),
                    count=use.count,
                    place=use.first.place,
                )
            )
    return tuple(found)


def _uses(sentences: Sequence[Sentence]) -> dict[str, _Uses]:
    """Return the uses of each word; one with its sentence's capital counts as the small one where that is."""
    counts = Counter(word for sentence in sentences for word, _ in _words(sentence.text))
    uses: dict[str, _Uses] = {}
    for sentence in sentences:
        begin = True
        for word, start in _words(sentence.text):
            small = word[:1].lower() + word[1:]
            is_capital_alone = word != small and (begin or sentence.is_title)
            name = small if is_capital_alone and counts[small] else word
            use = uses.setdefault(name, _Uses(first=sentence, start=start))
            use.count += 1
            use.inside += not begin and not sentence.is_title
            begin = False
    return uses


def _words(text: str) -> Iterator[tuple[str, int]]:
    """Yield each word with its start; a name such as "Special K" is one."""
    place = 0
    for phrase in (*_PHRASE.finditer(text), None):
        end = phrase.start() if phrase else len(text)
        for found in _WORD.finditer(text, place, end):
            elided = _ELISIONS.match(found[0])
            skipped = elided.end() if elided else 0
            word = _ENDINGS.sub("", found[0][skipped:])
            if word:
                yield word, found.start() + skipped
        if phrase:
            yield phrase[0].replace("\u00a0", " "), phrase.start()
            place = phrase.end()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What a word is held against."""

    language: Language
    uses: Mapping[str, _Uses]
    others: frozenset[str]
    terms: frozenset[str]
    knows: Knows | None

    @property
    def base(self) -> str:
        return self.language.partition("-")[0]


def _doubt(word: str, use: _Uses, known: _Known) -> Doubt | None:
    """Return why a voice may say a word wrong; None where there is no reason to think so."""
    is_letter = len(word) == 1 and word.isascii()
    if is_letter or not any(map(str.isalpha, word)) or _has_a_rule(word, known.language):
        return None
    if _ACRONYM.fullmatch(word):
        return None if _is_plain_capitals(word, known.language) else "acronym"
    return _odd_letters(word, known.base) or _odd_word(word, use, known)


def _odd_letters(word: str, base: str) -> Doubt | None:
    if _MIXED.match(word):
        return "mixed"
    if base not in _LETTERS:
        return "foreign word" if _OTHER_SCRIPT.fullmatch(word) else None
    own = _LETTERS[base]
    is_odd = any(each.isalpha() and not each.isascii() and each.lower() not in own for each in word)
    return "foreign letters" if is_odd else None


def _odd_word(word: str, use: _Uses, known: _Known) -> Doubt | None:
    """Return the doubt about an ordinary spelling: the voice's lexicon decides where it has one."""
    if known.knows is not None:
        parts = (part for part in re.split("[- ]", word) if len(part) > 3 or not part.islower())
        return None if all(map(known.knows, parts)) else "unknown"
    small = word[0].lower() + word[1:]
    is_name = word != small and use.inside > 0 and small not in known.uses
    if is_name and word in known.others:
        return "foreign word"
    if is_name and known.base not in _NO_NAMES:
        return "name"
    return "term" if word in known.terms else None


def _has_a_rule(word: str, language: Language) -> bool:
    """Tell whether the language's table says a word: a number, a unit, an abbreviation with its point."""
    rules = load_rules(language)
    if rules is None:
        return False
    if word[0].isdecimal() and not any(map(str.isupper, word)):
        return True
    short = f"{word}."
    return word in rules.units or any(
        short in words for words in (rules.phrases, rules.before_name, rules.before_number)
    )


def _is_plain_capitals(word: str, language: Language) -> bool:
    """Tell whether capitals are a numeral, or an ordinary word in capitals."""
    rules = load_rules(language)
    is_numeral = bool(_ROMAN.fullmatch(word)) and word not in _NUMERALS_AND_MORE
    return is_numeral or (rules is not None and word in rules.letters.words)
