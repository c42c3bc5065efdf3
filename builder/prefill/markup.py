"""Markup: what of a text must come back as it was, hidden from a machine and put back into its draft."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from builder.article.inline import TAG, escape
from builder.base.text import one_line

# Program code, and words in another language, which stay as they are in any translation.
_UNTRANSLATED = re.compile(r"<(?P<kept>code|l[1-9][0-9]{0,5})>.*?</(?P=kept)>")
_PLACE = re.compile(r"\{\w+\}")
_PARTS = re.compile(r"<[^<>]*>|[^<]+|<")
_ANSWER = re.compile(
    rf"<\s*(?P<slash>/?)\s*(?P<tag>{TAG})\s*>"
    r"|<x(?P<held>[0-9]{1,4})\s*(?:/>|>\s*</x(?P=held)\s*>)"
    r"|<!\[CDATA\[(?P<cdata>.*?)\]\]>|(?P<text>[^<]+|<)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A text as it is sent, and what `<x1></x1>`, `<x2></x2>` … in it stand for."""

    text: str
    held: tuple[str, ...]
    markup: bool
    """False for a text of the tool, which has `{places}` and no tags."""


def hide(text: str, *, markup: bool, terms: Iterable[str] = ()) -> Hidden:
    """Return `text` ready to be sent.

    Args:
        text: A msgid.
        markup: True for an article's text. Of it program code and words in another language are hidden; of
            another the `{places}`.
        terms: Words and figures to be hidden as well, as they are read (nothing escaped).
    """
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[0])
        return f"<x{len(held)}></x{len(held)}>"

    sent = _UNTRANSLATED.sub(hold, text) if markup else _PLACE.sub(hold, escape(text))
    words = sorted({escape(term) for term in terms if term.strip()}, key=lambda word: (-len(word), word))
    if words:
        pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words))
        sent = "".join(
            part if part.startswith("<") else pattern.sub(hold, part) for part in _PARTS.findall(sent)
        )
    return Hidden(text=sent, held=tuple(held), markup=markup)


def put_back(answer: str, hidden: Hidden) -> str:
    """Return the draft in `answer` as a msgstr: hidden parts again in place, every other character escaped.

    Entities that are not ours become characters, spelling of tags is repaired, what is no tag of ours is
    text. Whether all of it is there is for the rules to say.
    """
    parts: list[str] = []
    held = False
    for token in _ANSWER.finditer(answer):
        if token["tag"]:
            parts.append(f"<{token['slash']}{token['tag'].lower()}>")
        elif token["held"]:
            number = int(token["held"])
            _append_apart(parts, hidden.held[number - 1] if 0 < number <= len(hidden.held) else "")
        else:
            text = token["cdata"] if token["cdata"] is not None else html.unescape(token["text"])
            text = escape(text) if hidden.markup else text
            if held:
                _append_apart(parts, text)
            else:
                parts.append(text)
        held = bool(token["held"])
    return one_line("".join(parts))


def _append_apart(parts: list[str], text: str) -> None:
    """Append `text`, with a space where a machine lost the one between a hidden word and its neighbour."""
    if parts and text and _is_of_word(parts[-1][-1:]) and _is_of_word(text[0]):
        parts.append(" ")
    parts.append(text)


def _is_of_word(character: str) -> bool:
    """Tell whether a character belongs to a word in a script that puts spaces between words."""
    return character.isdigit() or character.islower() or character.isupper()
