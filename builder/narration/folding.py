"""Folding: figures and signs of every script as the patterns know them, character for character."""

from __future__ import annotations

import re
import unicodedata

_WIDE = 0xFEE0
"""From a full-width character of East Asian type to the plain one."""

_SIGNS = {
    **{sign: chr(ord(sign) - _WIDE) for sign in "％．／－＋＝＜＞＆＃＠～＄：＾"},
    "\u3000": " ",
    "￥": "¥",
    "￡": "£",
    "٪": "%",
    "٫": ".",
    "٬": ",",
}

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# These part sentences and lists as well; between figures they part thousands or begin the decimals.
_COMMA_IN_NUMBER = re.compile(r"(?<=[0-9])،(?=[0-9])")
_DOT_OF_DECIMALS = re.compile("(?<![0-9])(?:0・(?=[0-9])|[0-9]{1,6}・(?=[0-9]{1,6} ?[A-Za-zµμ%]))")
_COMMA_OF_THOUSANDS = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


def folded(text: str) -> str:
    """Return `text` with the digits of every script, full-width letters and signs as plain ones.

    Nothing is added or taken away, so a place in the one text is the same place in the other.
    """
    if text.isascii():
        return text
    plain = _BEYOND_ASCII.sub(lambda found: _plain(found[0]), _COMMA_OF_THOUSANDS.sub(",", text))
    if "・" in plain:
        plain = _DOT_OF_DECIMALS.sub(lambda found: found[0][:-1] + ".", plain)
    return _COMMA_IN_NUMBER.sub(",", plain)


def _plain(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if "Ａ" <= character <= "Ｚ" or "ａ" <= character <= "ｚ":
        return chr(ord(character) - _WIDE)
    return _SIGNS.get(character, character)
