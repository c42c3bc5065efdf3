"""Rules on names: people, products and acronyms of the source are in the translation, in whatever form.

| code | says |
|---|---|
| T013 | a name or an acronym of the source is missing in the translation |

Much that is written with a capital is translated: months, countries, headings, "World Health Organization".
What to keep is seen from the whole catalogue: names of persons, and what its other translations keep.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.catalogue.figures import acronyms
from builder.catalogue.rules.pair import Pair
from builder.catalogue.rules.scripts import scripts_of
from builder.model.finding import Finding

USUALLY = 0.8
"""A word that so much of its other translations keep is kept everywhere."""
FEWEST_KEPT = 3
"""A word kept fewer times than this elsewhere may have been kept by chance."""

_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_NAME = rf"{_CAPITAL}[^\W\d_]*[a-zß-öø-ÿ][^\W\d_]*"
# A capital after a blank that no end of a sentence, colon, bracket or quotation mark stands before.
_INSIDE = re.compile(rf"(?<=[^\W_][ ]|[,;][ ])(?<!\w\w\.[ ]){_NAME}(?![\w./@:(])")
_TITLED = re.compile(rf"\b(?:Dr|Drs|Prof|Mr|Mrs|Ms)\.? (?P<name>{_NAME}(?: {_NAME})*)")
_LOWER = re.compile(r"(?<![\w-])[a-zß-öø-ÿ][^\W\d_]*(?!\w)")
_SHOUTED = re.compile(rf"{_CAPITAL}+(?:[ ,\n]+{_CAPITAL}+){{2,}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A pair with what may have to be kept in it."""

    pair: Pair
    words: tuple[str, ...]
    people: tuple[str, ...]
    folded: str


def check_names(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Finding]]:
    """Find names and acronyms that one translation of a catalogue lost (T013).

    Args:
        pairs: All translated messages of one catalogue.

    Yields:
        The pair and what was found in it.
    """
    if not pairs:
        return
    lower = {word for pair in pairs for word in _LOWER.findall(pair.source)}
    texts = [_text(pair, lower) for pair in pairs]
    seen = Counter(word for text in texts for word in text.words)
    kept = Counter(word for text in texts for word in text.words if is_kept(word, text.folded))
    latin = "Latn" in scripts_of(pairs[0].language)
    for text in texts:
        for word in text.words:
            if is_kept(word, text.folded) or _replaced(word, text):
                continue
            others = seen[word] - 1
            usual = kept[word] >= FEWEST_KEPT and kept[word] >= USUALLY * others
            person = latin and word in text.people
            alone = latin and not others and word.isupper() and len(word) > 2 and word not in _TRANSLATED
            if usual or person or alone:
                yield text.pair, _finding(text.pair, word)


def is_kept(word: str, folded: str) -> bool:
    """Tell whether a word of the source stands in a folded text, with any ending and accents or none."""
    stem = fold(word)
    if word.isupper():
        return re.search(rf"(?<![a-z]){re.escape(stem)}", folded) is not None
    return stem[: max(3, len(stem) - 2)] in folded


def fold(text: str) -> str:
    """Return `text` in small letters without accents."""
    if text.isascii():
        return text.lower()
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )


# Acronyms that most languages have their own of; a translation may write them out too.
_TRANSLATED = frozenset(
    {
        "AC", "AD", "AI", "AIDS", "BC", "CD", "CV", "DNA", "ECG", "EEC", "EEG", "EKG", "EU", "FAQ",
        "HIV", "ICU", "ID", "IMF", "IQ", "MRI", "NATO", "NGO", "OCD", "OCR", "OK", "PDF", "PIN", "PS",
        "PTSD", "RNA", "TV", "UFO", "UK", "UN", "UNO", "US", "USA", "USSR", "UTC", "UV", "VAT", "VIP",
        "WHO", "WTO",
    }
)  # fmt: skip


def _text(pair: Pair, lower: set[str]) -> _Text:
    people = tuple(
        part for titled in _TITLED.finditer(pair.source) for part in titled["name"].split() if len(part) > 2
    )
    inside = (word for word in _INSIDE.findall(pair.source) if word.lower() not in lower and len(word) > 2)
    shown = () if pair.source.upper() == pair.source else acronyms(_SHOUTED.sub(" ", pair.source))
    return _Text(
        pair=pair,
        words=tuple(dict.fromkeys((*inside, *people, *shown))),
        people=people,
        folded=fold(pair.target),
    )


def _replaced(word: str, text: _Text) -> bool:
    """Tell whether an acronym may stand there as another one: ADN for DNA, ДНК."""
    if not word.isupper():
        return False
    own = {found for found in re.findall(r"[^\W\d_]{2,}", text.pair.target) if found.isupper()}
    own |= set(re.findall(rf"(?:{_CAPITAL}{{1,2}}\.[ \u00a0]?){{2,}}", text.pair.target))
    return bool(own - {part for part in re.findall(r"[^\W\d_]{2,}", text.pair.source) if part.isupper()})


def _finding(pair: Pair, word: str) -> Finding:
    kind = "acronym" if word.isupper() else "name"
    return Finding(
        code="T013",
        severity="warning",
        message=f'the translation lacks the {kind} "{word}"',
        where=pair.where,
        hint="write it as in the source, or as it is known in the language, and approve it so",
    )
