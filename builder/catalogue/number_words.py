"""Number words: whether a text says a number in words, by CLDR's spellings and a table of other words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from builder.base.language import Language

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

_NO_SPACES = frozenset({"zh", "yue", "ja", "th", "lo", "km", "my", "bo", "dz"})
"""Languages that put no spaces between words."""
_ENDINGS = frozenset(
    {"de", "nl", "sv", "da", "nb", "no", "nn", "is", "fi", "et", "hu", "tr", "az", "kk", "ko", "eu"}
)
"""Languages whose number words take endings, or other words, behind them."""
_BEGINNINGS = frozenset({"ar", "he", "fa", "ur"})
"""Languages that write small words together with the next one."""
_KANA_MARKS = "\u3099\u309a"
_RBNF_NAMES = {"nb": "no", "pt-PT": "pt_PT", "zh-Hant": "zh_Hant", "sr-Latn": "sr_Latn", "tl": "fil"}
_MOST = 10**9
_WORDS = (*range(2, 31), 40, 45, 48, 50, 60, 70, 72, 80, 90, 100, 1000)
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def is_said(value: Decimal, text: str, language: Language) -> bool:
    """Tell whether `text` says `value` in words or in Roman figures.

    Args:
        value: Not negative; beyond a thousand millions, and with decimals, only a few have words.
        text: As `fold` gives it.
        language: Of the text; of one without data only Roman figures are known.
    """
    return bool((words := _pattern(value, language)) and words.search(text))


def knows_words(language: Language) -> bool:
    """Tell whether CLDR has the number words of a language."""
    return _engine(language) is not None


def fold(text: str) -> str:
    """Return `text` without case, accents and hyphens, so that words are found however they are written."""
    if text.isascii():
        return text.casefold().replace("-", " ")
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        character for character in apart if character in _KANA_MARKS or not unicodedata.combining(character)
    )
    return re.sub("[-\u00ad\u200c\u2010\u2011\u0640]", " ", unicodedata.normalize("NFC", kept))


def said_numbers(text: str, language: Language) -> Iterator[tuple[Decimal, int, int]]:
    """Yield the numbers of a folded text from two on that are said in words, with start and end.

    Only common ones: to thirty, whole tens to a hundred, a thousand. Languages without spaces give none.
    """
    table = _table(language)
    if not table:
        return
    for found in _any_word(language).finditer(text):
        yield Decimal(table[found[0]]), found.start(), found.end()


@cache
def minus_word(language: Language) -> str:
    """Return the folded word before a negative number, such as `menos`; empty where CLDR has none."""
    engine = _engine(language)
    if engine is None:
        return ""
    negative, positive = (fold(_spell(engine, value, "spellout-numbering")) for value in (-5, 5))
    return negative.removesuffix(positive).strip()


@lru_cache(maxsize=4096)
def _pattern(value: Decimal, language: Language) -> re.Pattern[str] | None:
    """Return what finds `value` said in words in a folded text."""
    base = language.partition("-")[0]
    words = tuple(fold(word) for word in _spellings(value, language))
    extra = tuple(fold(word) for word in _extra_words(base).get(value, ()))
    if base in _NO_SPACES:
        return re.compile("|".join(map(re.escape, words))) if words else None
    before = r"\w{0,2}" if base in _BEGINNINGS else ""
    after = r"\w*" if base in _ENDINGS else ""
    shapes = [f"{before}(?:{_any(words)}){after}"] if words else []
    shapes += [re.escape(word).replace(r"\*", r"\w*") for word in extra]
    if value == int(value) and 1 < value <= 39:
        shapes.append(_roman(int(value)).casefold() + r"(?:e|er|eme|es|o|a)?")
    return re.compile(rf"(?<!\w)(?:{'|'.join(shapes)})(?!\w)") if shapes else None


def _spellings(value: Decimal, language: Language) -> Iterator[str]:
    """Yield the spellings of a whole number by every rule CLDR has for words: genders, cases, ordinals."""
    engine = _engine(language)
    if engine is None or value != int(value) or not 0 <= value < _MOST:
        return
    for rules in _rule_sets(language):
        said = _spell(engine, int(value), rules)
        if said and not re.search(r"[0-9=<>%]", said):
            yield said


def _spell(engine: RbnfEngine, value: int, rules: str) -> str:
    """Return a number in words; empty where the rules do not reach so far."""
    from unicode_rbnf.engine import NoRuleForNumberError

    try:
        return str(engine.format_number(value, ruleset_names=[rules]).text).replace("\u00ad", "")
    except NoRuleForNumberError:
        return ""


@cache
def _rule_sets(language: Language) -> tuple[str, ...]:
    """Return the names of the rule sets that spell every number."""
    engine = _engine(language)
    names = sorted(str(getattr(name, "value", name)) for name in (engine.rulesets if engine else ()))
    return tuple(
        name for name in names if name.startswith("spellout-") and not re.search("year|financial|days", name)
    )


def rbnf_name(language: Language) -> str | None:
    """Return the name unicode-rbnf has for a language; None where it has no rules of it."""
    from unicode_rbnf import RbnfEngine

    known = set(RbnfEngine.get_supported_languages())
    base = language.partition("-")[0]
    names = (_RBNF_NAMES.get(language), _RBNF_NAMES.get(base), language.replace("-", "_"), base)
    return next((name for name in names if name in known), None)


@cache
def _engine(language: Language) -> RbnfEngine | None:
    from unicode_rbnf import RbnfEngine

    name = rbnf_name(language)
    return RbnfEngine.for_language(name) if name else None


@cache
def _extra_words(language: str) -> Mapping[Decimal, tuple[str, ...]]:
    """Return the words of our own table, by their worth."""
    return {Decimal(value): tuple(words) for value, words in _tables().get(language, {}).items()}


@cache
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    import tomllib

    data = resources.files("builder.catalogue.rules") / "data" / "number_words.toml"
    return tomllib.loads(data.read_text(encoding="utf-8"))


@cache
def _table(language: Language) -> Mapping[str, int]:
    """Return common cardinal number words, folded; one that means two numbers is left out."""
    engine = _engine(language)
    if engine is None or language.partition("-")[0] in _NO_SPACES:
        return {}
    found: dict[str, int] = {}
    doubtful: set[str] = set()
    for rules in _rule_sets(language):
        if "cardinal" not in rules:
            continue
        for value in _WORDS:
            word = fold(_spell(engine, value, rules))
            doubtful |= {word} if found.setdefault(word, value) != value else set()
    return {
        word: value
        for word, value in found.items()
        if word and word not in doubtful and not re.search("[0-9]", word)
    }


@cache
def _any_word(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(_table(language))})(?!\w)")


def _any(words: Mapping[str, int] | tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _roman(value: int) -> str:
    """Return a number to 39 as Romans wrote it, as centuries and kings have it."""
    said = ""
    for worth, figure in _ROMAN:
        said += figure * (value // worth)
        value %= worth
    return said
