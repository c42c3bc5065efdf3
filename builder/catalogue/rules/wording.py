"""Rules on wording: no word stands twice in a row by mistake.

| code | says |
|---|---|
| T017 | a word stands twice in a row |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from builder.catalogue.rules.pair import Pair, Rule
from builder.model.finding import Finding

_TWICE = re.compile(r"(?<![\w'’.-])([^\W\d_]{2,})[ \t\n\u00a0]+(\1)(?![\w'’-]|\.\w)", re.IGNORECASE)

# Languages that repeat a word to mean more or many of it, and those that write no spaces between words.
_REPEATING = frozenset(
    {
        "af", "az", "am", "bn", "bo", "ckb", "dz", "et", "eu", "fa", "fil", "gu", "haw", "hi", "ht",
        "hy", "id", "ja", "jv", "ka", "kk", "km", "kn", "ko", "ku", "ky", "lo", "mg", "mi", "ml",
        "mn", "mr", "ms", "my", "ne", "or", "pa", "ps", "sd", "si", "sm", "su", "sw", "ta", "te",
        "tet", "th", "ti", "tk", "tl", "tr", "tt", "ug", "ur", "uz", "vi", "yue", "zh",
    }
)  # fmt: skip
# Words that grammar puts beside themselves, by language.
_LAWFUL: Mapping[str, frozenset[str]] = {
    "bg": frozenset({"на"}),
    "cs": frozenset({"se"}),
    "da": frozenset({"der", "det", "den", "at", "som", "for", "til", "på"}),
    "de": frozenset({"das", "der", "die", "sie", "den", "dem", "ihr", "es", "dass", "deren", "zu",}),
    "el": frozenset({"σιγά", "του", "της", "τον", "την", "το", "τα", "που", "ένα", "μόνο", "μία"}),
    "en": frozenset({"had", "that", "is", "bye", "her"}),
    "es": frozenset({"casi", "que", "muy", "poco"}),
    "fi": frozenset({"kun", "ne", "se", "sen", "jotka", "on"}),
    "fr": frozenset({"nous", "vous", "en", "très", "chacun", "les"}),
    "he": frozenset({"לאט", "יום", "אט"}),
    "hu": frozenset({"az", "egy", "el", "ki", "más"}),
    "it": frozenset({"via", "man", "mano", "piano", "poco", "quasi", "subito", "ben", "si"}),
    "la": frozenset({"et"}),
    "nb": frozenset({"der", "det", "den", "at", "som", "for", "til", "på"}),
    "nl": frozenset({"die", "dat", "het", "zich", "er", "ze", "is", "in", "van", "om", "op", "uit"}),
    "nn": frozenset({"der", "det", "den", "at", "som", "for", "til", "på"}),
    "pl": frozenset({"co", "jak"}),
    "pt": frozenset({"que", "logo", "quase"}),
    "ro": frozenset({"ca", "doar", "cel", "o"}),
    "ru": frozenset({"что", "чуть", "едва", "как", "лишь"}),
    "sv": frozenset({"det", "den", "de", "som", "att", "för", "till", "på", "är"}),
    "uk": frozenset({"що", "ледь"}),
}  # fmt: skip


def check_twice(pair: Pair) -> Iterator[Finding]:
    """Find words that stand twice in a row (T017), unless the source does so too."""
    language = pair.language.partition("-")[0]
    if language in _REPEATING:
        return
    lawful = _LAWFUL.get(language, frozenset())
    for text in pair.message.msgstr:
        for found in _TWICE.finditer(text if len(pair.message.msgstr) > 1 else pair.target):
            if found[1].casefold() in lawful or found[1].isupper() or _TWICE.search(pair.source):
                continue
            if found[1] != found[2] and found[2][0].isupper():
                continue  # "the Debian debian" is a fault; "Mehr mehr" at the start of a sentence too
            yield Finding(
                code="T017",
                severity="warning",
                message=f'the word "{found[1]}" stands twice in a row',
                where=pair.where,
                hint="take one of them away",
            )
            return


RULES: tuple[Rule, ...] = (check_twice,)
