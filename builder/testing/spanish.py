"""Spanish for the article of `builder.testing.workspaces`, as a translator would write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from builder.article.detect import read_article
from builder.base.language import Language
from builder.catalogue.extract import extract
from builder.catalogue.merge import start
from builder.catalogue.po import render_po
from builder.model.catalogue import Message
from builder.testing.workspaces import SLUG

SPANISH: Mapping[str, str] = {
    "How to Make Tea": "Cómo hacer té",
    "Water, leaves and patience.": "Agua, hojas y paciencia.",
    "Tea is a drink. It takes <em>no</em> more than 2.5 g of leaves.": "El té es una bebida. <em>No</em> "
    "requiere más de 2,5 g de hojas.",
    "The Water": "El agua",
    "Boil 250 ml of water. Wait 3 minutes.": "Hierva 250 ml de agua. Espere 3 minutos.",
    "Do not burn yourself.": "No se queme.",
    "Use a pot.": "Use una tetera.",
    "The Leaves": "Las hojas",
    "Leaves from the FDA's list are safe.": "Las hojas de la lista de la FDA son seguras.",
    "Not advice.": "No es un consejo.",
    "Hot water can scald. This article is not advice.": "El agua caliente puede quemar. Este artículo no es "
    "un consejo.",
}
"""By source text; nothing in it is wrong."""
FOLDER = "locales/es/LC_MESSAGES"


def write_spanish(folder: Path, *, fuzzy: frozenset[str] = frozenset(), **changed: str) -> Path:
    """Write the Spanish catalogue of the workspace's article and return its file.

    Args:
        folder: The workspace.
        fuzzy: Source texts whose translation is to be marked so.
        changed: Translations to write instead, by the first word of their source in lower case.
    """
    path = folder / "articles" / f"{SLUG}.md"
    document = read_article(path.read_bytes(), path=f"articles/{SLUG}.md", language=Language("en"))
    name = f"{FOLDER}/{SLUG}.po"
    catalogue = start(extract(document, domain=SLUG), Language("es"), path=name)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    messages = tuple(_translated(message, fuzzy, changed) for message in catalogue.messages)
    (folder / name).write_bytes(render_po(replace(catalogue, messages=messages)))
    return folder / name


def _translated(message: Message, fuzzy: frozenset[str], changed: Mapping[str, str]) -> Message:
    text = changed.get(message.msgid.split()[0].lower().strip(",."), SPANISH[message.msgid])
    flags = ("fuzzy",) if message.msgid in fuzzy else ()
    return replace(message, msgstr=(text,), flags=flags, raw=None)
