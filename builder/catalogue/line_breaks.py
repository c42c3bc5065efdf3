"""Where a line of a catalogue may be broken: the places gettext itself uses.

Source: Unicode Standard Annex 14, its pair table, in the older edition that GNU gettext follows: newer
ones do not break after the colon of `a:b`. Only the look of a file depends on it, never a text.
"""

from __future__ import annotations

import itertools
import re
import unicodedata

# One letter for each class of the annex; what has no row of its own counts as a letter.
_LETTER, _HEBREW, _DIGIT, _IDEOGRAPH, _MARK = "A", "H", "0", "I", "M"
_OPEN, _CLOSE, _BRACKET, _QUOTE = "(", "}", ")", '"'
_EXCLAMATION, _STOP, _HYPHEN, _SLASH, _AFTER, _BEFORE = "!", ",", "-", "/", "|", "B"
_PREFIX, _POSTFIX, _SMALL, _DASH, _LEADER, _FLAG = "$", "%", "N", "2", ".", "R"
_GLUE, _JOINER, _ZERO_SPACE, _SPACE, _HELD = "G", "W", "Z", " ", "_"

_BY_CHARACTER = {
    character: letter
    for characters, letter in (
        (" ", _SPACE),
        ("([{¡¿", _OPEN),
        ("}、。，．｡､｣", _CLOSE),
        (")]", _BRACKET),
        ("\"'«»‹›‘’‛“”‟❛❜❝❞", _QUOTE),
        ("!?؛؞؟۔߹！？", _EXCLAMATION),
        (",.:;;։،⁄", _STOP),
        ("-", _HYPHEN),
        ("/", _SLASH),
        (
            "|\t\u00ad֊\u1680‐‒–।॥๚๛་\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f",
            _AFTER,
        ),
        ("´ˈˌ", _BEFORE),
        ("$+\\±№−∓", _PREFIX),
        ("%¢°‰‱′″‴‵‶‷℃℉٪٫٬％￠", _POSTFIX),
        ("្៖‼⁇⁈⁉々〜゛゜ゝゞ゠・ヽヾ：；･ー〻", _SMALL),
        ("—", _DASH),
        ("․‥…", _LEADER),
        ("\u00a0\u2007\u2011\u202f\u034f", _GLUE),
        ("\u2060\ufeff\u200d", _JOINER),
        ("\u200b", _ZERO_SPACE),
    )
    for character in characters
}
_BY_CATEGORY = {
    "Ps": _OPEN, "Pe": _CLOSE, "Pi": _QUOTE, "Pf": _QUOTE, "Nd": _DIGIT, "Sc": _PREFIX,
    "Mn": _MARK, "Mc": _MARK, "Me": _MARK, "Cf": _MARK, "Cc": _MARK,
}  # fmt: skip
_SMALL_KANA = frozenset(
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯｰ"
)

# What a line may start with after each class; a zero-width space may be followed by anything.
_STARTS = {
    _EXCLAMATION + _SMALL + _LEADER: "A$%(0BHI2R",
    _LETTER + _HEBREW + _DIGIT: "BI2R",
    _PREFIX: "$%B2R",
    _POSTFIX: "$%BI2R",
    _BRACKET: "(BI2R",
    _STOP: "A$%(BHI2R",
    _HYPHEN: "A$%(BHI2RG",
    _SLASH: "A$%(BI2R",
    _AFTER: "A$%(0BHI2RG",
    _CLOSE: "A(0BHI2R",
    _IDEOGRAPH: "A$(0BHI2R",
    _DASH: "A$%(0BHIR",
    _FLAG: "A$%(0BHI2",
}
_PLACES = re.compile(
    "|".join(
        f"(?<=[{re.escape(before)}])(?=[{re.escape(after)}])"
        for before, after in (
            *_STARTS.items(),
            (_SPACE, '"A$%(0BHI2RG|-NM.'),
            (_ZERO_SPACE, "".join(sorted({*"".join(_STARTS.values()), *"!,/)}|-N.MGWZ"}))),
        )
    )
)
_HOLDING = re.compile(r'(?<=\() +|(?<=") +(?=\()|(?<=}) +(?=N)|(?<=2) +(?=2)')
_MARKED = re.compile(r"([^ Z])(M+)")


class _Classes(dict[int, str]):
    """Classes by character, each worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _class(chr(code))
        return found


_CLASSES = _Classes()


def break_places(text: str) -> tuple[int, ...]:
    """Return, in order, the places in `text` before which a new line may start; neither 0 nor the end."""
    classes = text.translate(_CLASSES)
    if _MARK in classes:
        classes = _MARKED.sub(lambda found: found[1] * len(found[0]), classes).replace(_MARK, _LETTER)
    classes = _HOLDING.sub(lambda found: _HELD * len(found[0]), classes)
    first = len(classes) - len(classes.lstrip(" "))
    return tuple(found.start() for found in _PLACES.finditer(classes) if found.start() > first)


def split_at_breaks(text: str) -> list[str]:
    """Return the parts between the places where a line may be broken; joined they are `text`."""
    places = (0, *break_places(text), len(text))
    return [text[start:end] for start, end in itertools.pairwise(places) if start < end]


def is_wide(character: str) -> bool:
    """Tell whether a character takes two columns."""
    return character > "\u10ff" and unicodedata.east_asian_width(character) in "WF"


def _class(character: str) -> str:
    if character in _BY_CHARACTER:
        return _BY_CHARACTER[character]
    if character in _SMALL_KANA:
        return _SMALL
    category = unicodedata.category(character)
    if category in _BY_CATEGORY:
        return _BY_CATEGORY[category]
    if "\U0001f1e6" <= character <= "\U0001f1ff":
        return _FLAG
    if is_wide(character):
        return _IDEOGRAPH
    return _HEBREW if "\u05d0" <= character <= "\u05f2" else _LETTER
