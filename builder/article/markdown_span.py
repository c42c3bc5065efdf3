"""Foreign words in Markdown: `[Alice in Wonderland]{lang=en}`, a bracketed span as Pandoc has it.

Only braces that tell a language are read; all others stay the text they were. Source: Pandoc's manual,
"bracketed_spans" and "attributes".
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

NAME = "language"
"""Of the tokens, as `language_open` and `language_close`."""

_ATTRIBUTES = re.compile(r"\{(?P<inner>[^{}\n]*\blang\s*=[^{}\n]*)\}")


def read_spans(parser: MarkdownIt) -> None:
    """Teach `parser` spans of another language; `meta["attributes"]` of the first token has their braces."""
    parser.inline.ruler.after("link", NAME, _span)


def _span(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[":
        return False
    start, end = state.pos + 1, state.md.helpers.parseLinkLabel(state, state.pos)
    found = _ATTRIBUTES.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if found is None:
        return False
    if not silent:
        most = state.posMax
        state.pos, state.posMax = start, end
        state.push(f"{NAME}_open", "span", 1).meta["attributes"] = found["inner"].strip()
        state.md.inline.tokenize(state)
        state.push(f"{NAME}_close", "span", -1)
        state.posMax = most
    state.pos = found.end()
    return True
