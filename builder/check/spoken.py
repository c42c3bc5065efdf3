"""Check what a voice would make of a translation: characters it cannot say, an opening that takes too long.

| code | says |
|---|---|
| T020 | a character that no voice of the language can say |
| T022 | the title and the short disclaimer take longer than the opening may |
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from builder.article.inline import plain
from builder.base.language import Language
from builder.base.text import shorten
from builder.catalogue.builder_domain import DOMAIN, shipped
from builder.catalogue.extract import NOT_SPOKEN
from builder.catalogue.review import is_reviewed
from builder.catalogue.rules.characters import named
from builder.catalogue.rules.fit import place
from builder.catalogue.rules.scripts import letters_of, scripts_of
from builder.catalogue.texts import Texts
from builder.model.catalogue import Catalogue, Message
from builder.model.finding import Finding
from builder.model.pronunciation import NO_PRONUNCIATIONS, Pronunciations
from builder.narration.passages import OPENING_END_MS, pause_ms
from builder.narration.script import TRANSLATED_OPENING_MS
from builder.narration.spoken import spoken_form
from builder.speech.pace import expected_s

# Signs that voices have a word for, or pass over as everybody expects.
_SAID_SIGNS = frozenset("°©®™№℃℉Ω")
_SAID_MATHS = frozenset("+<=>~|±×÷−≈≤≥≠∞√∼¬∑∆⁄·")
_OTHER_SCRIPTS = ("Latn", "Grek")
"""Names and signs are written in them everywhere, and voices have words for their letters."""
_SURE = 1.25
"""An estimate past the budget by less is left to the build, which measures the sound (N001)."""


def check_spoken(
    catalogue: Catalogue,
    template: Catalogue,
    *,
    language: Language,
    pronunciations: Pronunciations = NO_PRONUNCIATIONS,
) -> Iterator[Finding]:
    """Find what a voice cannot say in the translated texts of an article, in the order of the file.

    Args:
        catalogue: Of an article; of the tool's own texts only the characters are looked at.
        template: What `extract` gives now; says which texts are spoken.
        language: Of the translation.
        pronunciations: Of that language.
    """
    spoken = {
        message.key
        for message in template.live
        if not any(NOT_SPOKEN in comment for comment in message.extracted_comments)
    }
    # What we say for figures and signs can be said, so that it takes an odd character to begin with.
    own_words = _odd("".join(entry.said for entry in pronunciations), language)
    for message in catalogue.live:
        odd = own_words or _odd("".join(message.msgstr), language)
        if odd and message.translated and message.key in spoken:
            yield from _unspeakable(message, catalogue, language, pronunciations)
    if catalogue.domain != DOMAIN:
        yield from _check_opening(catalogue, spoken, language, pronunciations)


def opening_seconds(
    catalogue: Catalogue, language: Language, pronunciations: Pronunciations = NO_PRONUNCIATIONS
) -> float:
    """Return about how many seconds the opening of a translated article takes, pauses and all.

    Title, how the voice and the translation came about, and the short disclaimer; what is not translated
    counts as nothing.
    """
    texts = {message.msgctxt: message.msgstr[0] for message in catalogue.live if message.translated}
    title, short = plain(texts.get("title", "")), plain(texts.get("disclaimer-short", ""))
    said = (title, _disclosure(catalogue, language), short)
    seconds = sum(expected_s(spoken_form(text, language, pronunciations).text) for text in said)
    return seconds + (pause_ms("title") + pause_ms("announcement") + OPENING_END_MS) / 1000


def _odd(text: str, language: Language) -> bool:
    """Tell whether a character of `text` may have no word of its own."""
    return not text.isascii() and not all(_can_be_said(character, language) for character in set(text))


def _unspeakable(
    message: Message, catalogue: Catalogue, language: Language, pronunciations: Pronunciations
) -> Iterator[Finding]:
    for text in message.msgstr:
        said = spoken_form(plain(text), language, pronunciations).text
        if said.isascii():
            continue
        left = next((character for character in said if not _can_be_said(character, language)), None)
        if left is None or left in message.msgid:
            continue
        yield Finding(
            code="T020",
            severity="warning",
            message=f'a voice cannot say {named(left)}: "{shorten(plain(text), 40)}"',
            where=place(catalogue, message),
            hint="write it in words, or take it away",
        )
        return


@cache
def _can_be_said(character: str, language: Language) -> bool:
    """Tell whether a character is a letter the language's voices know, a figure, or an ordinary mark."""
    if character in "\u200c\u200d\u00ad\u200e\u200f":  # T016 tells of these
        return True
    category = unicodedata.category(character)
    if category[0] == "L":
        return _is_known_letter(character, language)
    if category == "So":
        return character in _SAID_SIGNS
    if category == "Sm":
        return character in _SAID_MATHS
    return category[0] in "MNPZ" or category in {"Sc", "Sk"} or character in "\n\t"


def _is_known_letter(character: str, language: Language) -> bool:
    own = scripts_of(language)
    if not own or re.match(f"[{letters_of((*own, *_OTHER_SCRIPTS))}]", character):
        return True
    # A letter of none of the scripts we know, such as a modifier letter, is not judged.
    return not re.match(f"[{letters_of(tuple(_all_scripts()))}]", character)


@cache
def _all_scripts() -> tuple[str, ...]:
    tags = ("ru", "ar", "he", "hy", "ka", "hi", "bn", "ta", "te", "th", "am", "ja", "ko", "el")
    return tuple(dict.fromkeys(script for tag in tags for script in scripts_of(Language(tag))))


def _check_opening(
    catalogue: Catalogue,
    spoken: set[tuple[str | None, str]],
    language: Language,
    pronunciations: Pronunciations,
) -> Iterator[Finding]:
    opening = {
        message.msgctxt: message
        for message in catalogue.live
        if message.translated and message.key in spoken and message.msgctxt in {"title", "disclaimer-short"}
    }
    message = opening.get("disclaimer-short") or opening.get("title")
    if message is None:
        return
    seconds, most = opening_seconds(catalogue, language, pronunciations), TRANSLATED_OPENING_MS / 1000
    if seconds > most * _SURE:
        yield Finding(
            code="T022",
            severity="warning",
            message=f"the opening takes about {seconds:.0f} s, past {most:.0f} s",
            where=place(catalogue, message),
            hint="say the title or the short disclaimer in fewer words",
        )


def _disclosure(catalogue: Catalogue, language: Language) -> str:
    own = shipped(language)
    texts = Texts(language, (own,) if own else ())
    reviewed = all(map(is_reviewed, catalogue.live))
    if catalogue.header.get("X-Translation-Method", "").startswith("machine"):
        return texts(f"spoken_machine_{'reviewed' if reviewed else 'unreviewed'}")
    return texts("spoken_synthetic" if reviewed else "spoken_human_unreviewed")
