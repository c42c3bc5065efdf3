"""Builder domain: the template of the tool's own texts, and the translations that come with the tool."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from builder.base.language import Language, po_locale
from builder.catalogue.extract import merge_equal
from builder.catalogue.header import template_fields
from builder.catalogue.po import parse_po
from builder.catalogue.texts import TEXTS
from builder.model.catalogue import Catalogue, Message

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

DOMAIN = "builder"
SOURCE_LANGUAGE = Language("en")
ENGLISH_PLURALS = "nplurals=2; plural=(n != 1);"
HEADER_COMMENTS = (
    "What the announcer says and what pages label.",
    "{places} in braces are filled in; copy them as they are.",
    "X-Translation-Method: human, machine or machine+post-edited; empty means human.",
)


@cache
def template() -> Catalogue:
    """Return the template of the tool's texts, in the order of `TEXTS`.

    It has no references and no date: the same version of the tool gives the same bytes.
    """
    messages = (
        Message(
            msgid=text.text,
            msgid_plural=text.plural,
            msgstr=("",) if text.plural is None else ("", ""),
            extracted_comments=(text.note,),
        )
        for text in TEXTS.values()
    )
    return Catalogue(
        domain=DOMAIN,
        language=None,
        header=template_fields(title=DOMAIN, date=None, source_language=SOURCE_LANGUAGE),
        messages=merge_equal(messages),
        path=f"locales/{DOMAIN}.pot",
        header_message=Message(msgid="", translator_comments=HEADER_COMMENTS, flags=("fuzzy",)),
    )


@cache
def shipped(language: Language) -> Catalogue | None:
    """Return the translation of the tool's texts that comes with the tool, or None.

    For a language with a region or a variant, that of the language and script alone serves too: `es` for
    `es-MX`, but not `sr` (Cyrillic) for `sr-Latn`. English is always there: it is what they are written in.
    """
    if language.partition("-")[0] == SOURCE_LANGUAGE:
        return _untouched(language)
    folder = _shipped_folder()
    for tag in _tags(language):
        name = f"{po_locale(tag)}/LC_MESSAGES/{DOMAIN}.po"
        file = folder.joinpath(*name.split("/"))
        if file.is_file():
            return parse_po(file.read_bytes(), path=f"locales/{name}", domain=DOMAIN)
    return None


def _untouched(language: Language) -> Catalogue:
    """Return the texts as they are written, as a catalogue."""
    own = template()
    return replace(
        own,
        language=language,
        header={**own.header, "Language": po_locale(language), "Plural-Forms": ENGLISH_PLURALS},
        messages=tuple(
            replace(message, msgstr=tuple(filter(None, (message.msgid, message.msgid_plural))))
            for message in own.messages
        ),
    )


def _shipped_folder() -> Traversable:
    """Return the folder of translations: in a wheel beside this module, in a checkout in its root."""
    from importlib import resources

    beside = resources.files("builder.catalogue").joinpath("locales")
    return beside if beside.is_dir() else resources.files("builder").joinpath("..", "locales")


def _tags(language: Language) -> tuple[Language, ...]:
    parts = language.split("-")
    script = [part for part in parts[1:2] if len(part) == 4 and part.isalpha()]
    return tuple(dict.fromkeys((language, Language("-".join([parts[0], *script])))))
