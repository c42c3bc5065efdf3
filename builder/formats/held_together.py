"""Held together: what no end of a line may part, such as a figure and its unit, in any script.

A line that ends in "0.5" above one that begins with "mg/kg" can be misread, and so can "№" above "5". The
rules look at the text alone, so that whoever reads a finished file can ask them too.
"""

from __future__ import annotations

import re

_DASHES = r"–—\-"
_COMPARISONS = "=<>≤≥±×·÷≈~∼≃"
_CURRENCIES = "$€£¥₹₽₩₺₪฿₫₴"
_SIGNS = rf"№§#{_CURRENCIES}{_COMPARISONS}+−{_DASHES}"
# "per" in the languages that write a dose "5 mg per day".
_PER = r"(?:per|por|par|pro|pr\.|a|al|à|au|am|na|за|в|на|για|ανά|को|प्रति|في)"
_FIGURE = r"\d[^\s]*"
_BLANK = "[ \u00a0\u202f\u2009]"
_CONTEXT = 48
"""How far the rules look back, in characters."""

# Each rule: how the text before a blank ends, and how the text after it starts.
_RULES = tuple(
    (re.compile(rf"(?:{before})\Z"), re.compile(after))
    for before, after in (
        # A figure and what it counts: 24 hours, 0.5 mg, 46 %.
        (r"\d[%‰°٪]?", ""),
        # A sign, a currency, or an abbreviation and its figure: № 5, CHF 20, p. 12, n.º 5.
        (rf"(?:\A|[\s(\[])(?:[{_SIGNS}]+|[A-Z]{{1,3}}[{_CURRENCIES}]|[A-Z]{{3}})", rf"[{_SIGNS}(]*\d"),
        (r"(?:\A|[\s(\[])[^\W\d_]{1,4}[.º°]{1,2}", rf"[{_SIGNS}]?\d"),
        # Both sides of a comparison: p < 0.05.
        (rf"(?:\A|[\s(]|\w)[{_COMPARISONS}]", ""),
        ("", rf"[{_COMPARISONS}](?:\s|\Z|\d)"),
        # A range in words or with a dash: 5 to 10, 5 – 10.
        (rf"\d[%‰°٪]?{_BLANK}(?:[{_DASHES}]|[^\W\d_]{{1,3}})", r"\d"),
        # A dose per something: 5 mg per day.
        (rf"{_FIGURE}{_BLANK}?[^\s\d,.;:!?]+", rf"{_PER}(?:\s|\Z)"),
        (rf"{_FIGURE}{_BLANK}?[^\s\d,.;:!?]+ {_PER}", r"\w"),
        # An initial or a title and its name: J. Smith, Dr. Smith.
        (r"(?:\A|[\s(.-])[^\W\d_a-zß-öø-ÿа-яα-ω]\.", r"[^\W\d_]"),
        (r"(?:\A|[\s(])(?:(?:Dr|Dra|Mr|Mrs|Ms|Prof|Sr|Sra|St|Ste|Pr)\.|Mme|Mlle|Mr|Mrs|Dr)", r"[^\W\d_]"),
        # Marks that stand apart in some languages: « mot », quoi ?
        (r"[«‹¿¡(\[{„]", ""),
        ("", rf"[»›!?;:%‰°)\]}}…{_DASHES}]+(?:\s|\Z|[.,])"),
    )
)  # fmt: skip
_TITLES = ("Mme", "Mlle", "Mr", "Mrs", "Dr")
_PLAIN = re.compile(r"[^\W\d_]\Z")

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々"
_KATAKANA = "\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_HAN_NUMBERS = "〇零一二三四五六七八九十百千万萬億亿兆两兩半数數"
_COUNTED = (
    rf"(?:[A-Za-zµμΩ°℃℉%％‰]+(?:[/／][A-Za-z]+)*|[{_KATAKANA}]+|[個个かヶケカ箇]?[{_HAN}]{{1,3}})"
    rf"(?:毎[{_HAN}])*"
)
# A figure, what stands right before it (第, 約) and right behind it (週間, ミリグラム), in scripts without
# blanks: counters and units have up to three characters.
_UNSPACED = re.compile(
    rf"(?:[第約约近每毎各¥￥{_CURRENCIES}№]|[平均合计計])*"
    rf"(?:\d[\d.,:：．，%％~～〜{_DASHES}]*|[{_HAN_NUMBERS}]{{2,}}|[第約约][{_HAN_NUMBERS}]+)"
    rf"{_COUNTED}?(?:[/／]{_COUNTED})?"
)


def is_held(before: str, after: str) -> bool:
    """Return True when a blank between `before` and `after` is no place to end a line at."""
    before, after = before[-_CONTEXT:].rstrip(" "), after[:_CONTEXT].lstrip(" ")
    if _PLAIN.search(before) and after[:1].isalpha() and not any(map(str.isdigit, before)):
        # Between two words of no figure; only a title could hold the next one.
        return before.endswith(_TITLES) and _is_by_rule(before, after)
    return _is_by_rule(before, after)


def held_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a text without blanks that no line end may part, in order."""
    return tuple(found.span() for found in _UNSPACED.finditer(text))


def _is_by_rule(before: str, after: str) -> bool:
    return any(ends.search(before) and starts.match(after) for ends, starts in _RULES)
