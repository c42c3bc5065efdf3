"""Show notes: what a page, a feed and the tags of a sound file say of an edition, in the same words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from builder.article.inline import plain
from builder.base.language import Language
from builder.base.text import clean_text
from builder.base.units import show_notes_clock, to_ms
from builder.catalogue.texts import Texts
from builder.model.edition import Edition
from builder.model.publication import Publication, VoiceCredit

_MACHINE = ("machine", "machine+post-edited")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclaimer:
    """The words of a disclaimer, in one language."""

    text: str
    language: Language
    original: bool
    """True for the one in the article's own language that stands under its unreviewed translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowNotes:
    """The parts of an episode's notes, each a plain text of one line."""

    deck: str | None
    disclosures: tuple[str, ...]
    notice: str | None
    chapters: tuple[str, ...]
    disclaimers: tuple[Disclaimer, ...]
    """None, the one of this edition, or that one and the original."""
    credits: tuple[str, ...]
    attributions: tuple[str, ...]
    """Those of the credits that a licence asks for, of a voice or of music; never left out."""
    licences: tuple[str, ...]
    """One line for each part, named."""
    licence: str
    """The same as one text, for a field that is nothing but a licence."""


def show_notes(publication: Publication, texts: Texts) -> ShowNotes:
    """Return the notes of an episode, in the words of `texts`."""
    document = publication.edition.document
    deck = document.deck or document.summary
    return ShowNotes(
        deck=plain(deck.markup) if deck else None,
        disclosures=disclosures(publication, texts),
        notice=plain(document.notice.markup) if document.notice else None,
        chapters=chapter_lines(publication),
        disclaimers=disclaimers(publication.edition),
        credits=credit_lines(publication, texts),
        attributions=attributions(publication),
        licences=licence_lines(publication, texts),
        licence=licence_line(publication, texts),
    )


def disclosures(publication: Publication, texts: Texts, *, heard: bool = True) -> tuple[str, ...]:
    """Return what must be said of an edition wherever it appears: how its voice and its text came about.

    EU AI Act, article 50; Apple Podcasts guidelines: in the metadata of each episode. No setting removes it.

    Args:
        publication: The edition.
        texts: In its language.
        heard: False for a file without any sound, which must not say that a voice is in it.
    """
    return tuple(_disclosures(publication.edition, texts, heard=heard))


def weak_voice(publication: Publication, texts: Texts) -> str | None:
    """Return what to say when the narrator was measured as hard to understand; else None."""
    if not publication.voices or publication.voices[0].band not in ("weak", "not usable"):
        return None
    # English has a neural voice of its own; for other languages the better ones are over the network.
    extra = "en" if publication.edition.language.partition("-")[0] == "en" else "gtts"
    return texts("disclosure_voice_weak", command=f"pip install 'edition-builder[{extra}]'")


def chapter_lines(publication: Publication) -> tuple[str, ...]:
    """Return `MM:SS Title` (or `H:MM:SS Title`) for each chapter, as podcast apps make links of them."""
    timeline = publication.timeline
    return tuple(
        f"{show_notes_clock(to_ms(chapter.start, timeline.sample_rate_hz))} {chapter.title}"
        for chapter in timeline.chapters
    )


def disclaimers(edition: Edition) -> tuple[Disclaimer, ...]:
    """Return the disclaimer and, under a translation no person approved, the original one."""
    found = []
    if edition.document.disclaimer:
        text = plain(edition.document.disclaimer.markup)
        language = edition.document.disclaimer.language or edition.language
        found.append(Disclaimer(text=text, language=language, original=False))
    if shows_original(edition) and edition.source.disclaimer:
        text = plain(edition.source.disclaimer.markup)
        found.append(Disclaimer(text=text, language=edition.source.language, original=True))
    return tuple(found)


def shows_original(edition: Edition) -> bool:
    """Return True when the disclaimer of the source has to stand under the translated one."""
    translation, original = edition.document.disclaimer, edition.source.disclaimer
    if not edition.translated or edition.reviewed or original is None:
        return False
    return translation is None or translation.markup != original.markup


def credit_lines(publication: Publication, texts: Texts) -> tuple[str, ...]:
    """Return who wrote, translated, spoke and made music, and what licences ask for; names alone."""
    edition = publication.edition
    found: list[str] = []
    if edition.document.metadata.author:
        found.append(texts("notes_by", author=edition.document.metadata.author))
    if edition.translators:
        found.append(texts("notes_translators", translators=_names(edition, texts)))
    for voice in publication.voices:
        found.append(reader_line(voice, texts))
        if voice.attribution:
            found.append(voice.attribution)
        found.append(texts("notes_voice_licence", licence=voice.licence))
    found += [texts("notes_music", licence=licence) for licence in publication.music]
    return tuple(dict.fromkeys(found))


def reader_line(voice: VoiceCredit, texts: Texts) -> str:
    """Return which voice or which person is heard; no final stop."""
    if voice.human:
        return texts("notes_reader", reader=voice.voice)
    return texts("notes_voice", voice=voice.voice, engine=voice.engine)


def attributions(publication: Publication) -> tuple[str, ...]:
    """Return the words that the licences of voices and music ask for, each once."""
    voices = (voice.attribution for voice in publication.voices if voice.attribution)
    return tuple(dict.fromkeys((*voices, *publication.music)))


def licence_lines(publication: Publication, texts: Texts, *, heard: bool = True) -> tuple[str, ...]:
    """Return what may be done with each part; where nothing was said of any, "All rights reserved" once.

    Without its sound where `heard` is False.
    """
    parts, reserved = _licences(publication, texts, heard=heard), texts("notes_all_rights")
    if set(parts.values()) == {reserved}:
        return (reserved,)
    return tuple(texts(f"notes_rights_{part}", licence=licence) for part, licence in parts.items())


def licence_line(publication: Publication, texts: Texts, *, heard: bool = True) -> str:
    """Return the licences as one text, which is a bare name where all parts agree."""
    parts = _licences(publication, texts, heard=heard)
    if len(set(parts.values())) == 1:
        return parts["article"]
    return " · ".join(licence_lines(publication, texts, heard=heard))


def render_text(notes: ShowNotes, texts: Texts, *, most_bytes: int) -> str:
    """Return the notes as plain text of at most `most_bytes` in UTF-8, a blank line between its parts.

    Where all is too long, credits go first, then chapters from the last, then the deck; disclosures and
    disclaimers are cut only when they alone are too long. What a voice's licence asks for is never left out.
    """
    text = ""
    for shorter in _shorter_and_shorter(notes):
        text = clean_text("\n\n".join(_paragraphs(shorter, texts)))
        if len(text.encode()) <= most_bytes:
            return text
    kept = clean_text("\n".join(notes.attributions))
    if not kept:
        return _cut(text, most_bytes)
    return f"{_cut(text, most_bytes - len(kept.encode()) - 2)}\n\n{kept}"


def original_heading(disclaimer: Disclaimer, texts: Texts) -> str:
    """Return the words over the disclaimer in the article's own language."""
    from builder.catalogue.cldr import language_name

    name = language_name(disclaimer.language, texts.language)
    return texts("notes_original_disclaimer", language=name)


def _disclosures(edition: Edition, texts: Texts, *, heard: bool) -> Iterator[str]:
    if edition.draft:
        yield texts("disclosure_draft")
    if heard:
        yield texts("disclosure_synthetic")
    if not edition.translated:
        return
    if edition.method in _MACHINE:
        yield texts("disclosure_machine")
    if edition.translators:
        yield texts("disclosure_translators", translators=_names(edition, texts))
    if edition.reviewed:
        yield texts("disclosure_reviewed")
    elif shows_original(edition):
        yield texts("disclosure_unreviewed")
    else:
        yield texts("disclosure_unreviewed_bare")


def _paragraphs(notes: ShowNotes, texts: Texts) -> Iterator[str]:
    if notes.deck:
        yield notes.deck
    yield " ".join(notes.disclosures)
    if notes.notice:
        yield notes.notice
    if notes.chapters:
        yield "\n".join(notes.chapters)
    for disclaimer in notes.disclaimers:
        heading = f"{original_heading(disclaimer, texts)} " if disclaimer.original else ""
        yield f"{heading}{disclaimer.text}"
    yield "\n".join((*notes.credits, *notes.licences))


def _shorter_and_shorter(notes: ShowNotes) -> Iterator[ShowNotes]:
    yield notes
    notes = replace(notes, credits=notes.attributions)
    yield notes
    while notes.chapters:
        notes = replace(notes, chapters=notes.chapters[:-1])
        yield notes
    yield replace(notes, deck=None)


def _cut(text: str, most_bytes: int) -> str:
    kept = text.encode()[: most_bytes - len("…".encode())].decode(errors="ignore")
    return kept.rsplit(" ", 1)[0] + "…"


def _names(edition: Edition, texts: Texts) -> str:
    from builder.catalogue.cldr import format_list

    return format_list(edition.translators, texts.language)


def _licences(publication: Publication, texts: Texts, *, heard: bool) -> Mapping[str, str]:
    rights, reserved = publication.show.rights, texts("notes_all_rights")
    parts = {"article": rights.article or reserved}
    if publication.edition.translated:
        parts["translations"] = rights.translations or reserved
    return {**parts, "audio": rights.audio or reserved} if heard else parts
