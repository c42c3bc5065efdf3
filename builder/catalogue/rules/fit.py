"""Fit: whether a translation can stand in for its source at all."""

from __future__ import annotations

from builder.article.inline import problems
from builder.catalogue.builder_domain import DOMAIN
from builder.catalogue.texts import misplaced
from builder.model.catalogue import Catalogue, Message


def faults(message: Message, domain: str) -> tuple[str, ...]:
    """Return why a translation cannot be used as it stands, each as a sentence without a final stop.

    Inline tags in an article's texts, `{places}` in the tool's own. An untranslated message has none.
    """
    if not message.translated:
        return ()
    if domain == DOMAIN:
        return misplaced(message)
    return tuple(dict.fromkeys(fault for text in message.msgstr for fault in problems(text, message.msgid)))


def is_usable(message: Message, domain: str) -> bool:
    """Tell whether a translation is there, confirmed and without faults."""
    return message.translated and not faults(message, domain)


def place(catalogue: Catalogue, message: Message) -> str:
    """Return `path:line` of a message, the path alone where it was never written."""
    return f"{catalogue.path}:{message.line}" if message.line else catalogue.path
