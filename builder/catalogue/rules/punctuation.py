"""Rules on punctuation: how a text ends, what it puts in quotes and brackets, and the blanks at its edges.

| code | says |
|---|---|
| T023 | a translation ends in another kind of mark than its source |
| T024 | quotation marks of the source are lost, or brackets do not match |
| T025 | blanks or line ends stand at an edge where the source has none, or the other way round |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from builder.base.text import shorten
from builder.catalogue.rules.pair import Pair, Rule
from builder.catalogue.rules.places import PLACE
from builder.model.finding import Finding

End = Literal[
    "a full stop",
    "a question mark",
    "an exclamation mark",
    "a colon",
    "an ellipsis",
    "a semicolon",
    "no mark",
]

_ENDS: Mapping[str, End] = {
    **dict.fromkeys(".。．।॥။።։۔｡።།", "a full stop"),
    **dict.fromkeys("?？؟፧՞\u037e⁇", "a question mark"),
    **dict.fromkeys("!！¡՜", "an exclamation mark"),
    **dict.fromkeys(":：፡", "a colon"),
    "…": "an ellipsis",
    **dict.fromkeys(";；﹔؛,،，、", "a semicolon"),
}
_CLOSING = "\"'`”’»“‘«›‹)]}>」』）］】》〉 \t\n\u00a0\u202f\u200b\u200e\u200f\ufffc"
# No full stop is written in these (Thai, Lao), or it is one by choice (Khmer, Tibetan, Burmese).
_WITHOUT_STOPS = frozenset({"th", "lo", "km", "bo", "dz", "my"})
_SAME: frozenset[frozenset[End]] = frozenset(
    {
        frozenset({"a full stop", "an exclamation mark"}),
        frozenset({"a full stop", "a colon"}),
        frozenset({"an ellipsis", "a full stop"}),
        frozenset({"no mark", "an ellipsis"}),
        frozenset({"no mark", "a colon"}),
        frozenset({"a semicolon", "a full stop"}),
        frozenset({"a semicolon", "a colon"}),
        frozenset({"a semicolon", "no mark"}),
    }
)
"""Pairs that are a translator's choice."""

_QUOTE = re.compile("[\"“”„‟«»‹›「」『』《》〈〉〝〞〟＂״]|(?<!\\w)[‘‚']|['’](?!\\w)|``|''")
_QUOTED_PLACE = re.compile(rf"[\"'`‘“]{PLACE}[\"'’”]")
_BRACKETS: Mapping[str, str] = {")": "(", "]": "[", "}": "{", "】": "【"}
_WIDE = str.maketrans("（）［］｛｝", "()[]{}")
_ITEM_OR_SMILEY = re.compile(r"(?:^|[\s,;])(?:[^\W_]{1,3}|[:;]-?)$")
"""What may stand before a closing bracket that was never opened: `a)`, `:-)`."""
_ABBREVIATED = re.compile(
    r"(?:\betc|\bcf|usw|osv|atd|itd|jne|stb|enz|i t\. ?d|т\. ?[дп]|др|λπ|vb|tj|ecc|m\.fl)\.$"
)
"""An end that keeps its full stop wherever it stands."""
_PHRASE = re.compile(r"[^。]*。?[)）」』]?\s*")


def check_end(pair: Pair) -> Iterator[Finding]:
    """Find texts that end in another kind of mark than their source (T023)."""
    if pair.language.partition("-")[0] in _WITHOUT_STOPS:
        return
    expected = end_of(pair.source)
    found = end_of(pair.target, greek=pair.language.startswith("el") and expected == "a question mark")
    if expected == found or frozenset({expected, found}) in _SAME:
        return
    if {expected, found} == {"a full stop", "no mark"} and _is_item(pair):
        return
    if expected == "no mark" and _ABBREVIATED.search(pair.target.rstrip(_CLOSING)):
        return
    yield Finding(
        code="T023",
        severity="warning",
        message=f'ends in {found}, the source in {expected}: "…{pair.target.strip()[-30:]}"',
        where=pair.where,
        hint="end it as the source does: the voice falls, rises or goes on by this mark",
    )


def check_quotes(pair: Pair) -> Iterator[Finding]:
    """Find quotations that are none in the translation, and brackets without a partner (T024)."""
    source = _QUOTED_PLACE.sub("", pair.source)  # file names need no quotes in every language
    expected, found = len(_QUOTE.findall(source)), len(_QUOTE.findall(pair.target))
    if expected >= 2 and not found:
        yield _marks(pair, f"the source has {expected} quotation marks, the translation none")
        return
    fault = _unmatched(pair.target)
    if fault and not _unmatched(pair.source):
        yield _marks(pair, f'the bracket "{fault}" has no partner')


def check_edges(pair: Pair) -> Iterator[Finding]:
    """Find blanks and line ends at the edges that are not those of the source (T025)."""
    for source, target in _forms(pair):
        for said, one, other in (
            ("starts", _lead(source), _lead(target)),
            ("ends", _lead(source[::-1]), _lead(target[::-1])),
        ):
            if one != other:
                yield Finding(
                    code="T025",
                    severity="warning",
                    message=f"{said} with {_blanks(other)}, the source with {_blanks(one)}",
                    where=pair.where,
                    hint="put the same blanks and line ends there as in the source",
                )
                return
    if "\n" in pair.message.msgstr[0].strip() and "\n" not in pair.message.msgid.strip():
        yield Finding(
            code="T025",
            severity="warning",
            message="has a line end inside, the source has none",
            where=pair.where,
            hint="write it as one line",
        )


RULES: tuple[Rule, ...] = (check_end, check_quotes, check_edges)


def end_of(text: str, *, greek: bool = False) -> End:
    """Return the kind of mark a text ends in; quotation marks and brackets after it are passed over.

    Args:
        text: Without markup.
        greek: A semicolon is a question mark.
    """
    bare = text.rstrip(_CLOSING)
    if bare.endswith(("...", "…", "⋯", "。。。")):
        return "an ellipsis"
    if greek and bare.endswith(";"):
        return "a question mark"
    return _ENDS.get(bare[-1:], "no mark")


def _is_item(pair: Pair) -> bool:
    """Tell whether a text is one phrase of Japanese, Chinese or Korean: its stop is a matter of taste."""
    return bool(_PHRASE.fullmatch(pair.target)) and pair.language.partition("-")[0] in {
        "ja",
        "ko",
        "yue",
        "zh",
    }


def _marks(pair: Pair, message: str) -> Finding:
    return Finding(
        code="T024",
        severity="warning",
        message=f'{message}: "{shorten(pair.target, 30)}"',
        where=pair.where,
        hint="compare it with the source",
    )


def _unmatched(text: str) -> str:
    """Return the first bracket without its partner; empty when all match. `a)` and `:)` are no brackets."""
    text = text.translate(_WIDE)
    waiting: list[str] = []
    for place, character in enumerate(text):
        if character in "([{【":
            waiting.append(character)
        elif character in _BRACKETS:
            if waiting and waiting[-1] == _BRACKETS[character]:
                waiting.pop()
            elif not _ITEM_OR_SMILEY.search(text[max(0, place - 5) : place]):
                return character
    return waiting[0] if waiting else ""


def _forms(pair: Pair) -> Iterator[tuple[str, str]]:
    """Yield each form with the source it is written for."""
    sources = (pair.message.msgid, pair.message.msgid_plural or pair.message.msgid)
    for number, text in enumerate(pair.message.msgstr):
        yield sources[min(number, 1)], text


def _lead(text: str) -> str:
    return text[: len(text) - len(text.lstrip(" \t\n\r"))]


def _blanks(blanks: str) -> str:
    if not blanks:
        return "none"
    return "a line end" if "\n" in blanks else "a blank" if len(blanks) == 1 else f"{len(blanks)} blanks"
