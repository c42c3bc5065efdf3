"""Pronunciation domain: words a voice may say wrong, kept as a catalogue that translators know how to fill.

The msgid is the word as it is written, the msgstr how to write it so that the voice says it right; an empty
one says that the word sounds right as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from builder.base.language import Language
from builder.base.text import one_line
from builder.catalogue.header import template_fields
from builder.catalogue.rules.fit import place
from builder.model.catalogue import Catalogue, Message
from builder.model.pronunciation import Doubt, Pronunciation, Pronunciations, UnsureWord

DOMAIN = "pronunciation"
CONTEXT = "say"
"""The msgctxt of every entry. A promise to translators: never renamed."""

HEADER_COMMENTS: tuple[str, ...] = (
    "Words that a voice may say wrong.",
    "msgid is the word as it is written in the text: whole, with its capitals.",
    "msgstr is how to write it so that the voice says it right; leave it empty where it sounds right.",
    "What is shown to readers stays as it is. A number is written in words, and a “not” stays one.",
    "Words of your own may be added, with the context “say”.",
)

_DOUBTS: dict[Doubt, str] = {
    "acronym": "Acronym",
    "mixed": "Letters mixed with digits, or capitals inside",
    "foreign letters": "Letters of another language",
    "foreign word": "Written as in another language",
    "name": "Name",
    "term": "Term of the glossary",
    "unknown": "Not in the voice's own lexicon",
}


def entry_messages(catalogue: Catalogue) -> tuple[Message, ...]:
    """Return the messages that are entries in use: confirmed, with a text and a word that has a letter."""
    return tuple(
        message
        for message in catalogue.live
        if message.msgctxt == CONTEXT and message.translated and _is_word(message.msgid)
    )


def pronunciations_in(catalogue: Catalogue) -> Pronunciations:
    """Return what a catalogue says of its words; empty and fuzzy entries say nothing."""
    return Pronunciations(
        tuple(
            Pronunciation(
                word=one_line(message.msgid),
                said=one_line(message.msgstr[0]),
                where=place(catalogue, message),
            )
            for message in entry_messages(catalogue)
        )
    )


def template(words: Iterable[UnsureWord], language: Language) -> Catalogue:
    """Return the template of one language's words, sorted."""
    return Catalogue(
        domain=DOMAIN,
        language=None,
        header=template_fields(title=DOMAIN, date=None, source_language=language),
        messages=_sorted(_message(word) for word in words),
        path=f"locales/{DOMAIN}.pot",
        header_message=Message(msgid="", translator_comments=HEADER_COMMENTS, flags=("fuzzy",)),
    )


def with_kept(own: Catalogue, catalogue: Catalogue | None, *, empty_too: bool) -> Catalogue:
    """Return a language's template with entries of its catalogue that a merge is to keep in use.

    Args:
        own: Of the words that are unsure today.
        catalogue: Of the language; None where there is none yet.
        empty_too: Whether entries that nobody filled in are kept too, as where not all articles were read.
    """
    words = {message.key for message in own.messages}
    kept = (
        replace(message, msgstr=("",), flags=(), previous=(), translator_comments=(), line=0, raw=None)
        for message in (catalogue.live if catalogue else ())
        if message.key not in words and (empty_too or any(text.strip() for text in message.msgstr))
    )
    return replace(own, messages=_sorted((*own.messages, *kept)))


def with_words(
    before: Catalogue | None, words: Sequence[UnsureWord], language: Language, *, whole: bool = True
) -> Catalogue:
    """Return the template of all languages after `words` of one were found.

    Each entry has a line for each language that uses it. Lines of other languages stay as they are; an entry
    no language uses any more is taken out.

    Args:
        before: The template as it was; None where there is none yet.
        words: Of `language`, each once.
        language: Of the words.
        whole: Whether `words` are all of the language, so that its other words lose their line.
    """
    mark = f"{language}: "
    found = {word.word for word in words}
    lines: dict[str, tuple[str, ...]] = {}
    if before is not None:
        for message in before.live:
            gone = whole or message.msgid in found
            lines[message.msgid] = tuple(
                line for line in message.extracted_comments if not (gone and line.startswith(mark))
            )
    for word in words:
        lines[word.word] = tuple(sorted((*lines.get(word.word, ()), f"{mark}“{word.sentence}”")))
    empty = template((), language)
    own = before or replace(empty, header={**empty.header, "X-Source-Language": ""})
    return replace(
        own,
        messages=_sorted(
            Message(msgid=word, msgctxt=CONTEXT, extracted_comments=notes)
            for word, notes in lines.items()
            if notes
        ),
    )


def _message(word: UnsureWord) -> Message:
    times = "once" if word.count == 1 else f"{word.count} times"
    return Message(
        msgid=word.word,
        msgctxt=CONTEXT,
        references=(word.place,) if word.place else (),
        extracted_comments=(
            f"{_DOUBTS[word.doubt]} · {times}",
            f"In: “{word.sentence}”",
            f"Spoken now: {word.spoken}",
        ),
    )


def _sorted(messages: Iterable[Message]) -> tuple[Message, ...]:
    return tuple(sorted(messages, key=lambda message: (message.msgid.casefold(), message.msgid)))


def _is_word(text: str) -> bool:
    return any(character.isalpha() for character in text)
