"""Rules on characters nobody sees: what turns the direction of a text, and what takes no room.

| code | says |
|---|---|
| T016 | a control of the direction, an invisible character or a control character |

Unicode Standard Annex 9 has the controls of direction, Unicode Technical Report 36 what they are misused for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from builder.catalogue.cldr import direction
from builder.catalogue.rules.pair import Pair, Rule
from builder.catalogue.rules.scripts import scripts_of
from builder.model.finding import Finding, Severity

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_OVERRIDES = "\u202d\u202e"
_ENDS: Mapping[str, str] = {  # UAX 9, 2.1 to 2.4
    "\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c",
    "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069",
}  # fmt: skip
_DIRECTION_MARKS = "\u200e\u200f\u061c"
_JOINERS = "\u200c\u200d"
_SPACES = "\u200b\u2060"
_HARMLESS = "\u00ad"
"""A soft hyphen is where a long word may be broken."""
_FLAG = "\U0001f3f4"
"""Before tag characters it makes a flag (UTS #51)."""

# Scripts whose letters join, or stand in clusters, and need to be told when not to.
_JOINING = frozenset(
    {"Arab", "Syrc", "Mong", "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh",
     "Khmr", "Mymr", "Tibt", "Thaa"}
)  # fmt: skip
# Scripts without spaces between words, where a line may break at a space of no width.
_UNSPACED = frozenset({"Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Hira", "Kana", "Hani"})


def check_characters(pair: Pair) -> Iterator[Finding]:
    """Find controls of the direction and invisible characters (T016)."""
    for text in pair.message.msgstr:
        if text.isascii() and text.isprintable():
            continue
        found = _HIDDEN.findall(text)
        if not found:
            continue
        fault = _fault(text, found, pair)
        if fault:
            severity, said = fault
            yield Finding(
                code="T016",
                severity=severity,
                message=said,
                where=pair.where,
                hint="take the character away, or write the text anew: it cannot be seen",
            )
            return


def _fault(text: str, found: list[str], pair: Pair) -> tuple[Severity, str] | None:
    if any(character in _OVERRIDES for character in found):
        control = next(character for character in found if character in _OVERRIDES)
        return "error", f"{named(control)} makes the text read another way than it is written"
    unpaired = _unpaired(text)
    if unpaired:
        return "error", f"{named(unpaired)} has no partner, so it turns what follows too"
    source = f"{pair.message.msgid}{pair.message.msgid_plural or ''}"
    tag = re.search(f"(?<!{_FLAG})(?<![\U000e0020-\U000e007e])[\U000e0000-\U000e007f]", text)
    if tag:
        return "error", f"{named(tag[0])} hides a text that nobody sees"
    allowed = _allowed(pair) | set(source)
    surplus = next((character for character in found if character not in allowed), None)
    if surplus is None or (surplus == "\u200d" and _joins_pictures(text)):
        return None
    return "warning", f"{named(surplus)} stands in the text and cannot be seen"


def named(character: str) -> str:
    """Return the code point and the name of a character: `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    return f"U+{ord(character):04X} {unicodedata.name(character, 'control character')}"


RULES: tuple[Rule, ...] = (check_characters,)


def _unpaired(text: str) -> str | None:
    """Return the first embedding or isolate without its end, or an end without a start; None if all fit."""
    waiting: list[str] = []
    for character in text:
        if character in _ENDS:
            waiting.append(character)
        elif character in "\u202c\u2069":
            if not waiting or _ENDS[waiting[-1]] != character:
                return character
            waiting.pop()
    return waiting[0] if waiting else None


def _allowed(pair: Pair) -> set[str]:
    allowed = {*_HARMLESS, *_ENDS, "\u202c", "\u2069"}
    scripts = set(scripts_of(pair.language))
    if direction(pair.language) == "rtl":
        allowed |= {*_DIRECTION_MARKS, *_JOINERS}
    if scripts & _JOINING or not scripts:
        allowed |= {*_JOINERS, *_SPACES}
    if scripts & _UNSPACED:
        allowed |= {*_SPACES}
    if "Mong" in scripts:
        allowed |= set(map(chr, range(0x180B, 0x180F)))
    return allowed


def _joins_pictures(text: str) -> bool:
    """Tell whether every joiner stands between pictures (UTS #51: 👩 + joiner + 🔬)."""
    return not re.search(r"\w\u200d|\u200d\w", text)
