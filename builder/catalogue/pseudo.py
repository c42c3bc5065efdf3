"""Pseudo-locales: made-up translations that everybody can read, hear and see through.

`en-XA` is English with accents, about 30 % longer, in square brackets: a text that was cut off, glued
together or never marked for translation shows. The longer words repeat vowels, and only vowels have accents,
so that an English voice says them.

`ar-XB` is English in Arabic letters of like sound. CLDR and Android have the same two tags. Android turns
English around with override controls; ours are real letters, because `check` refuses such controls (T016), a
voice does not say them, and a page is proved from right to left only by letters that are written so. Arabic
voices read them, and CLDR gives the language, the direction and six plural forms.

Figures with their units, acronyms, tags, `{places}` and program code stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from builder.base.errors import UsageError
from builder.base.language import Language
from builder.base.suggest import did_you_mean
from builder.model.catalogue import Catalogue

ACCENTED = Language("en-XA")
RIGHT_TO_LEFT = Language("ar-XB")
LANGUAGES = (ACCENTED, RIGHT_TO_LEFT)
LENGTHENING = 1.3
"""How long the letters of `en-XA` are, measured by those of the source."""

# What stays, in the order in which it is looked for: code, tags, entities, places, addresses, figures with a
# symbol behind them, words with two capitals or a digit.
_KEPT = re.compile(
    r"<code>.*?</code>|</?[a-z]+[0-9]*>|&[a-z]+;|\{[a-z_]+\}|(?:https?://|www\.)\S+|\S+@\S+"
    r"|[+\-−±<>≤≥]?[.,]{0,3}\d[\d.,:'’٫٬/\u00a0\u2009\u202f–−-]*"
    r"(?:[ \u00a0\u2009\u202f]?[^\W\d_]{0,3}(?:[µμ°²³%‰/][^\W\d_]*)+"
    r"|[ \u00a0\u2009\u202f]?[^\W\d_]{1,3}\b)?"
    r"|\b\w*(?:[A-Z]\w*[A-Z]|\d)\w*\b",
    re.DOTALL,
)
_END = re.compile(r"(?P<text>.*?)(?P<stop>[.!?…:]*)(?P<tags>(?:</[a-z]+[0-9]*>)*)\Z", re.DOTALL)
_ACCENTS = str.maketrans("aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ")
_VOWELS = frozenset("aeiouAEIOU")

_ARABIC_PAIRS = {"th": "ث", "sh": "ش", "kh": "خ", "gh": "غ", "ph": "ف", "ch": "تش", "oo": "و", "ee": "ي"}
_ARABIC = {
    "a": "ا", "b": "ب", "c": "ك", "d": "د", "e": "ي", "f": "ف", "g": "ج", "h": "ه", "i": "ي", "j": "ج",
    "k": "ك", "l": "ل", "m": "م", "n": "ن", "o": "و", "p": "ب", "q": "ق", "r": "ر", "s": "س", "t": "ت",
    "u": "و", "v": "ف", "w": "و", "x": "كس", "y": "ي", "z": "ز",
    ",": "،", ";": "؛", "?": "؟",
}  # fmt: skip
_LATIN = re.compile("|".join(_ARABIC_PAIRS) + r"|[^\W\d_]|[,;?]", re.IGNORECASE)


def is_pseudo(language: Language) -> bool:
    """Tell whether `language` is a made-up one, which is built only where it is named."""
    return language in LANGUAGES


def pseudo_catalogue(template: Catalogue, language: Language, *, path: str) -> Catalogue:
    """Return `template` translated into a pseudo-locale from end to end; the same for the same template.

    It says of itself that a machine made it, it is reviewed by nobody, and no name is credited.

    Args:
        template: Of an article or of the tool's own texts.
        language: `en-XA` or `ar-XB`.
        path: Where it is kept, for messages about it.

    Raises:
        UsageError: It is another language.
    """
    from builder.catalogue.merge import start  # late: a build asks `is_pseudo` alone
    from builder.catalogue.texts import plural_rule

    empty = start(template, language, path=path)
    one = plural_rule(empty)(1)
    messages = []
    for message in empty.messages:
        forms = [
            message.msgid if form == one else message.msgid_plural for form in range(len(message.msgstr))
        ]
        texts = tuple(pseudo_text(text or message.msgid, language) for text in forms)
        messages.append(replace(message, msgstr=texts, raw=None))
    header = {**empty.header, "X-Translation-Method": "machine"}
    return replace(empty, header=header, messages=tuple(messages))


def pseudo_text(markup: str, language: Language) -> str:
    """Return one text in a pseudo-locale; a blank one as it is.

    Args:
        markup: As a msgid.
        language: `en-XA` or `ar-XB`.

    Raises:
        UsageError: It is another language.
    """
    if language not in LANGUAGES:
        raise UsageError(
            f'"{language}" is no pseudo-locale{did_you_mean(language, LANGUAGES)}',
            hint=f"expected {' or '.join(LANGUAGES)}",
        )
    if not markup.strip():
        return markup
    if language == RIGHT_TO_LEFT:
        return "".join(part if kept else _arabic(part) for kept, part in _parts(markup))
    return _bracketed("".join(_accented(_parts(markup))))


def _parts(markup: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a text in order, each with whether it has to stay as it is."""
    end = 0
    for found in _KEPT.finditer(markup):
        yield False, markup[end : found.start()]
        yield True, found[0]
        end = found.end()
    yield False, markup[end:]


def _accented(parts: Iterator[tuple[bool, str]]) -> Iterator[str]:
    """Yield the parts with accents, vowels repeated as long as the letters so far are not long enough."""
    letters = added = 0
    for kept, part in parts:
        if kept:
            yield part
            continue
        for character in part:
            letters += character.isalpha()
            accented = character.translate(_ACCENTS)
            if character in _VOWELS and added < (LENGTHENING - 1) * letters:
                added += 1
                accented += accented.lower()
            yield accented


def _bracketed(text: str) -> str:
    """Return a text in square brackets, what ends its last sentence outside of them."""
    found = _END.match(text)
    assert found is not None
    return f"[{found['text']}]{found['stop']}{found['tags']}"


def _arabic(text: str) -> str:
    return _LATIN.sub(lambda found: _letters(found[0].lower()), text)


def _letters(latin: str) -> str:
    """Return what sounds like one or two letters, or is written for a mark; other scripts stay."""
    base = unicodedata.normalize("NFD", latin)[0]
    return _ARABIC_PAIRS.get(latin) or _ARABIC.get(base, latin)
