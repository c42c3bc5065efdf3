"""Isolation: figures with Latin units kept in their own order inside text that runs from right to left."""

from __future__ import annotations

import re

_SPACE = r"[ \u00a0\u2009\u202f]"
_FIGURE = rf"\d[\d.,]*(?:{_SPACE}?[–-]{_SPACE}?\d[\d.,]*)?"
_UNIT = r"[A-Za-zµμ°Ω][A-Za-zµμ°Ω²³⁻¹·/%]*"
_TOKEN = re.compile(
    rf"<[^>]*>|&#?\w+;|(?P<amount>{_FIGURE}{_SPACE}?{_UNIT}(?:{_SPACE}{_FIGURE}{_SPACE}?{_UNIT})*)"
)


def isolate_amounts(markup: str) -> str:
    """Return `markup` with an isolate around each figure that has a Latin unit, its text unchanged.

    Unicode Annex 9: in a text from right to left, `6 h 12 min` would be shown as `h 12 min 6`, for a figure
    takes the direction of what is before it and a word that of its letters.

    Args:
        markup: Well-formed HTML of inline elements, of a language that is written from right to left.
    """
    return _TOKEN.sub(
        lambda found: f'<bdi dir="ltr">{found[0]}</bdi>' if found["amount"] else found[0], markup
    )
