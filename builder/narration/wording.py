"""Wording: abbreviations, acronyms, Roman numerals, signs, dashes and addresses, said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from builder.narration.figures import digits_and_letters
from builder.narration.spelling import Speller
from builder.narration.tokens import (
    NO_WORD,
    SPACE,
    START,
    WORD_START,
    Say,
    TokenKind,
    any_of,
    ends_sentence,
    padded,
    unit_pattern,
    word_after,
    word_before,
)

_OTHER_CAPITALS = (chr(code) for code in range(0x100, 0x530) if chr(code).isupper())
_CAPITAL = f"A-ZÀ-ÖØ-Þ{''.join(_OTHER_CAPITALS)}"
# An address needs no space before the next word where the script has none.
_NO_ADDRESS = '\\s<>"“”«»،؛؟।\u3000-\u9fff\uff00-\uffef'
_UNCASED = "\u0590-\u1fff\u3040-\u9fff\uac00-\ud7a3"
_HAS_UNCASED = re.compile(f"[{_UNCASED}]")
_TWO_WORDS = re.compile(r"[^\W\d_]{2}[\W\d_]+[^\W\d_]{2}")
_ROMAN = re.compile(r"(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_NUMERAL_AND_WORD = re.compile(rf"(?<!\w)([IVXLC]+),?{SPACE}(?:[^\W\d_]{{1,3}}{SPACE})?$")
_SMALL = rf"[^\W\d_]{{1,3}}{SPACE}"
_AND_NUMERAL = re.compile(rf"(?:[-–—]|{SPACE}[-–—]{SPACE}|,?{SPACE}{_SMALL}(?:{_SMALL})?)[IVXLC]+(?!\w)")
"""The "e il XX" of "il XIX e il XX secolo"."""
_MOST_NUMERALS = 4
"""So many may share one "siglos"."""
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def phrase_kinds(speller: Speller) -> Iterator[TokenKind]:
    """Yield the kinds that are tried before figures: addresses and abbreviations, which may hold digits."""
    rules = speller.rules
    yield TokenKind(
        name="address",
        pattern=rf"(?:https?://|www\.)[^{_NO_ADDRESS}]*[^{_NO_ADDRESS}.,;:!?)\]’']|(?<![\w.+-])[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+",
        say=lambda found: _say_address(speller, found[0]),
    )
    # Contextual ones first: "Mar. 5" is a date, and the longest of a kind wins.
    if rules.numbering.words:
        yield _numbering(speller)
    phrases = _with_capitals(rules.phrases)
    amounts = {written: said for written, said in phrases.items() if written[0].isdecimal()}
    for name, words, after in (
        ("counted", _with_capitals(rules.before_number), rf"(?={SPACE}?[0-9])"),
        ("titled", rules.before_name, rf"(?={SPACE}[{_CAPITAL}{_UNCASED}])"),
        # "1 h" is "un’ora" in Italian, and "1 h/kg" is for figures to say.
        ("amount", amounts, r"(?![\w/])"),
        ("phrase", {each: phrases[each] for each in phrases if each not in amounts}, r"(?!\w)"),
    ):
        if words:
            yield _abbreviations(name, words, after, rules.full_stop)


def letter_kinds(speller: Speller) -> Iterator[TokenKind]:
    """Yield the kinds that are tried after figures: letters, Roman numerals, dashes and signs."""
    rules = speller.rules
    yield _dotted(speller)
    # Voices end a sentence at the point of "John F. Kennedy".
    yield TokenKind(
        name="initial",
        pattern=rf"(?<![\w.’'])[{_CAPITAL}]\.(?={SPACE}?[{_CAPITAL}][\w.])",
        say=lambda found: speller.letters(found[0][0]),
    )
    if rules.roman.ordinals:
        yield _roman_ordinals(speller)
    listed = any_of(rules.acronyms)
    plural = f"(?:{re.escape(rules.letters.plural)})?" if rules.letters.plural else ""
    yield TokenKind(
        name="acronym",
        pattern=rf"{WORD_START}(?:{listed}|[{_CAPITAL}]{{2,}}{plural}|[IVX]){NO_WORD}",
        say=_say_acronym(speller),
    )
    yield TokenKind(name="slash", pattern=r"(?u:(?<=\w)/(?=\w))", say=lambda _: rules.slash)
    yield TokenKind(
        name="dash",
        pattern=rf"{SPACE}{{0,2}}[—―]{{1,3}}{SPACE}{{0,2}}|{SPACE}[–-]{{1,2}}{SPACE}|(?<=\w)--(?=\w)",
        say=lambda found: _say_dash(found, rules.dash),
    )
    yield TokenKind(
        name="sign",
        pattern=any_of(rules.symbols),
        say=lambda found: padded(rules.symbols[found[0]], found),
    )


def _abbreviations(name: str, words: Mapping[str, str], after: str, full_stop: str) -> TokenKind:
    def say(found: re.Match[str]) -> str:
        said = words[found[0].replace("\u00a0", " ").replace("\u202f", " ")]
        if found[0].endswith(".") and ends_sentence(found.string, found.end()):
            return said + full_stop
        return _spaced(said, found) if found[0][0].isalnum() else padded(said, found)

    pattern = any_of(words).replace(r"\ ", SPACE)
    # "40 د." is no doctor but minutes.
    before = rf"(?<![0-9])(?<![0-9]{SPACE})" if name == "titled" else ""
    return TokenKind(name=name, pattern=rf"(?<![\w/]){before}(?:{pattern}){after}", say=say)


def _numbering(speller: Speller) -> TokenKind:
    """The "No." of "See No. 5"; where it may be a refusal, it is said as before any other number."""
    rules = speller.rules
    refusals = _with_capitals(rules.before_number)
    number, hyphen = speller.pattern(), "-?" if rules.numbers.hyphen_unit else ""
    one = rf"(?>{number}(?:{SPACE}?[-–]{SPACE}?{number})?)"
    unit = rf"(?:{unit_pattern(rules)}|{any_of(rules.money.signs)}|{any_of(rules.money.scales)}\b)"
    alone = re.compile(rf"{SPACE}{one}(?!{SPACE}?{hyphen}{unit}|\w|[/:]\w)")

    def say(found: re.Match[str]) -> str:
        follows = alone.match(found.string, found.end())
        if follows is None:
            return _spaced(refusals[found[0]], found)
        is_named = word_before(found.string, found.start()).lower() in rules.numbering.after
        counts = _may_be_counted(speller, word_after(found.string, follows.end()))
        words = refusals if counts and not is_named else rules.numbering.words
        return _spaced(words[found[0]], found)

    words = any_of(rules.numbering.words)
    return TokenKind(name="numbering", pattern=rf"(?<![\w/])(?:{words})(?={SPACE}?[0-9])", say=say)


def _may_be_counted(speller: Speller, word: str) -> bool:
    return word.islower() and word not in speller.rules.agreement.alone


def _spaced(said: str, found: re.Match[str]) -> str:
    """Return `said` with a space before a digit or letter that follows at once: "p.5"."""
    return f"{said} " if found.string[found.end() : found.end() + 1].isalnum() else said


def _with_capitals(words: Mapping[str, str]) -> Mapping[str, str]:
    """Return `words` with each that starts small also as it starts a sentence.

    Single letters stay small alone: "vitamin C. 500 mg" tells of no circa.
    """
    capitals = {word[:1].upper() + word[1:]: said for word, said in words.items() if len(word) > 2}
    return {**capitals, **words}


def _dotted(speller: Speller) -> TokenKind:
    """Letters that have points already: "U.S.". Without the last one no voice ends its sentence there."""

    def say(found: re.Match[str]) -> str:
        letters = re.sub(r"[^\w]", "", found[0])
        at_end = found[0].endswith(".") and ends_sentence(found.string, found.end())
        joint = "" if speller.rules.letters.names else "."
        return speller.letters(letters, joint) + (speller.rules.full_stop if at_end else "")

    with_last = rf"(?:[{_CAPITAL}]\.){{2,}}(?:[{_CAPITAL}]{NO_WORD})?"
    without = rf"[{_CAPITAL}](?:\.[{_CAPITAL}])+{NO_WORD}"
    return TokenKind(name="dotted", pattern=rf"{WORD_START}(?:{with_last}|{without})", say=say)


def _roman_ordinals(speller: Speller) -> TokenKind:
    endings = speller.rules.roman.ordinals

    def say(found: re.Match[str]) -> str | None:
        value = _roman_value(found["century_digits"])
        return speller.ordinal(str(value), endings[found["century_ending"]]) if value else None

    pattern = rf"{START}(?P<century_digits>[IVXLC]{{2,}}|[VX])(?P<century_ending>{any_of(endings)}){NO_WORD}"
    return TokenKind(name="century", pattern=pattern, say=say)


def _say_acronym(speller: Speller) -> Say:
    rules = speller.rules
    plural = rules.letters.plural

    def say(found: re.Match[str]) -> str | None:
        word = found[0]
        if word in rules.acronyms:
            return rules.acronyms[word]
        value = _roman_value(word)
        ordinal = _roman_ordinal(speller, found) if value else None
        if ordinal:
            return speller.ordinal(str(value), ordinal)
        if value and (word in rules.roman.always or _makes_roman(speller, found.string, found.start(), word)):
            return speller.integer(str(value))
        is_plural = bool(plural) and word.endswith(plural)
        letters = word.removesuffix(plural) if is_plural else word
        if letters in rules.letters.words:
            # Voices spell even these: "HAS" is read "H, A, S".
            return word.lower() if len(word) > 1 else None
        if not 2 <= len(letters) <= rules.letters.longest or _is_shouted(speller, found):
            return None
        # Two letters with a point between are read "E dot U's" before an apostrophe.
        owns = is_plural or found.string.startswith(("’", "'"), found.end())
        said = speller.letters(letters, " " if owns and len(letters) == 2 else "")
        return said + rules.letters.plural_said if is_plural else said

    return say


def _is_shouted(speller: Speller, found: re.Match[str]) -> bool:
    """Return True for capitals beside an ordinary word in capitals, and in a text all in capitals."""
    words, text = speller.rules.letters.words, found.string
    if _is_all_capitals(text):
        return True
    beside = (word_before(text, found.start()), word_after(text, found.end()))
    return any(len(word) > 1 and word in words for word in beside)


@lru_cache(maxsize=1)
def _is_all_capitals(text: str) -> bool:
    """Return True for a text of several words without a small letter; asked of one text again and again."""
    return not _HAS_UNCASED.search(text) and bool(_TWO_WORDS.search(text)) and text.upper() == text


def _roman_value(word: str) -> int:
    """Return what a Roman numeral below 400 is worth; 0 for anything else."""
    if not _ROMAN.fullmatch(word):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in word]
    return sum(-value if value < max(values[index:]) else value for index, value in enumerate(values))


def _roman_ordinal(speller: Speller, found: re.Match[str]) -> str | None:
    """Return the rule set that the word after a numeral asks for: "XXI secolo", "XIX e XX secolo"."""
    words = speller.rules.roman.before
    if not words:
        return None
    text, end = found.string, found.end()
    other = _AND_NUMERAL.match(text, end)
    return words.get(word_after(text, other.end() if other else end))


def _makes_roman(speller: Speller, text: str, start: int, word: str) -> bool:
    """Return True after a word that asks for a numeral, and after another numeral: "siglos XIX y XX"."""
    if word in speller.rules.letters.words and text[start + len(word) :].lstrip()[:1].islower():
        return False
    if not speller.rules.is_spaced:
        return _is_roman_beside(speller, text, start, start + len(word))
    for _ in range(_MOST_NUMERALS):
        if word_before(text, start).lower() in speller.rules.roman.after:
            return True
        found = _NUMERAL_AND_WORD.search(text, max(0, start - 20), start)
        if found is None or not _roman_value(found[1]):
            return False
        start = found.start(1)
    return False


def _is_roman_beside(speller: Speller, text: str, start: int, end: int) -> bool:
    roman = speller.rules.roman
    return text.endswith(tuple(roman.after), 0, start) or text.startswith(tuple(roman.suffixes), end)


def _say_dash(found: re.Match[str], dash: str) -> str:
    """Return a pause between words; nothing at either end, or before a mark that is a pause itself."""
    text, end = found.string, found.end()
    if found.start() == 0 or ends_sentence(text, end):
        return ""
    if text[end] in ".,;:!?…”»)]،؛؟।。、，；：！？」』）":
        return ""
    return dash.lstrip() if text[found.start() - 1] in "“«([¿¡「『（" else dash


def _say_address(speller: Speller, address: str) -> str:
    """Return an address word by word: "example dot org slash about"."""
    words = speller.rules.addresses
    if not words.dot:
        parts = re.split("([0-9]+)", re.sub(r"^(?:https?://)?(?:www\.)?", "", address))
        return " ".join(speller.integer(part) if part.isdecimal() else part for part in parts if part)
    marks = {".": words.dot, "/": words.slash, "@": words.at}
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", address).rstrip("/")
    said: list[str] = []
    for part in re.findall(r"[./@]|[^\W_]+", bare):
        said.extend([marks[part]] if part in marks else digits_and_letters(part, speller))
    return " ".join(said)
