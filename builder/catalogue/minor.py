"""Minor edits: whether a source text was only corrected in its spelling, so that its translations stay.

The author says so (`edition update --minor`); here is seen to it that nothing else slipped in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher

from builder.article.inline import plain
from builder.base.language import Language
from builder.base.text import shorten

MOST_WORDS = 4
"""Corrected words in one text."""
MOST_LETTERS = 2
"""Letters added, taken away or replaced in a long word; one in others, where two make another word."""
LONG_WORD = 8
SHORTEST_WORD = 4
"""In a shorter word letters may only change places: one letter makes another word of it."""

_TAG = re.compile(r"</?\w+>|\{\w*\}")
_FIGURE = re.compile(r"[-–−+±~<>≤≥≈=§#$€£¥]?\d+(?:[.,:/–−-]\d+)*\s?[%‰°µμ]?")
_CODE = re.compile(r"<code>(.*?)</code>")
_WITH_UNIT = re.compile(r"\d\s?(\w{1,4})\b")
_MINUS = re.compile(r"[-–−]\s*(?=\d)")
# A translation copies them, with their typos.
_ADDRESS = re.compile(r"\w[\w.+-]*@[\w.-]+|https?://\S+|\b(?:[\w-]+\.)+[a-z]{2,}\b(?:/\S*)?")
_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
_DIGITS = "0123456789"
_ENDS = frozenset('.!?…:“"‘(')
"""Signs after which a capital says nothing of a name."""
_HARMLESS = frozenset(",;:.-–—'’‘“”\"…()«»„")
_ARTICLES = frozenset({"a", "an", "the"})
_NEGATION = re.compile(
    r"\b(?:no|not|none|never|nor|neither|nobody|nothing|nowhere|without|cannot|unless|except|hardly|barely"
    r"|un\w+|non\w*|in\w+|im\w+|ir\w+|il\w+|dis\w+|mis\w+|anti\w+|contra\w+|\w+less)\b|n['’]t\b",
    re.IGNORECASE,
)
_WEIGHTY_WORDS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half
third quarter once twice double triple first second mg g kg mcg ug ml dl l iu mmol mol mm cm km m h hr hrs min
s ms sec hour hours minute minutes seconds day days week weeks month months year years percent gram grams
milligram milligrams microgram micrograms litre litres celsius fahrenheit daily hourly weekly monthly yearly
may must should can could might shall will would
"""
_WEIGHTY = frozenset(_WEIGHTY_WORDS.split())
_OTHER_WORDS = """
january february march april june july august september october november december monday tuesday wednesday
thursday friday saturday sunday fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth
sixtieth seventieth eightieth ninetieth maximum minimum maximal minimal maximise minimise maximize minimize
major minor more most less least loss about above below before beyond after later under over even ever every
with within again against some same stop step start with wish that high light right left lost last past part
port safe save late rate male meal mode casual causal patient patent woman women person prison trial treat
better bitter large larger rarely really nearly early yearly mostly daily fewer fever face fact fast fest
food good feel fell fall full fill felt heal heat head heart health hard harm live life love leave lead read
reduce produce induce able table stable tablet prednisone prednisolone quinine quinidine cycloserine
cyclosporine ketamine dopamine dobutamine morphine abduction adduction abducted adducted afferent efferent
ante anti arterial atrial oral aural mucous mucus palpation palpitation perineal peroneal ileum ilium
dysphagia dysphasia serum sperm acetic ascetic chloride chlorate chlorite nitrate nitrite sulfate sulfite
sulfide sulphate sulphite sulphide phosphate phosphite methyl ethyl menthol methanol ethanol kilogram
kilograms kilometre kilometres kilometer kilometers millimetre millimetres centimetre centimetres nanogram
nanograms
"""
_OTHERS = frozenset(_OTHER_WORDS.split())
"""Words that one or two letters make of one another: neither is a misspelling of the other."""
# Beginnings that turn a word into its opposite.
_OPPOSITES = (("hyper", "hypo"), ("inter", "intra"), ("pre", "pro"), ("macro", "micro"), ("over", "under"))


def why_not_minor(old: str, new: str, language: Language) -> str | None:
    """Return why an edit is more than the correction of a typo, in a few words; None when it is none.

    Args:
        old: The earlier text, markup.
        new: The text now, markup.
        language: Of both. What negates and what counts is known in English; in other languages letters may
            only change places, case and accents.
    """
    if _TAG.findall(old) != _TAG.findall(new):
        return "the tags differ"
    before, after = plain(old), plain(new)
    if _CODE.findall(old) != _CODE.findall(new):
        return "code differs"
    checks: Mapping[str, Callable[[str], list[str]]] = {
        "a figure differs": _figures,
        "an address differs": _ADDRESS.findall,
        "a unit, a number word or a word such as “may” differs": _weighty,
        "a negation differs": lambda text: [found.lower() for found in _NEGATION.findall(text)],
    }
    for reason, find in checks.items():
        if find(before) != find(after):
            return reason
    strict = language.partition("-")[0] != "en"
    stretches = zip(_TAG.split(old), _TAG.split(new), strict=True)
    if any(_too_much(plain(one), plain(other), strict=strict) for one, other in stretches):
        return _too_much(before, after, strict=strict) or "a tag stands elsewhere"
    return _too_much(before, after, strict=strict)


def _figures(text: str) -> list[str]:
    """Return the figures, the short words behind them, and words with a digit; capitals count."""
    figures = _FIGURE.findall(_MINUS.sub("-", text))
    words = (token.lstrip(_DIGITS) for token in _TOKEN.findall(text))
    named = (word for word in words if any(map(str.isnumeric, word)))
    return ["".join(found.split()) for found in (*figures, *_WITH_UNIT.findall(text), *named)]


def _weighty(text: str) -> list[str]:
    words = (token.casefold().lstrip(_DIGITS) for token in _TOKEN.findall(text))
    return [word for word in words if word in _WEIGHTY]


def _too_much(before: str, after: str, *, strict: bool) -> str | None:
    """Return what is changed beyond spelling."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if before == after or old == new:
        return None
    changed = 0
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        removed, added = (list(_words(run)) for run in (old[start:end], new[new_start:new_end]))
        if any(sign not in _HARMLESS for sign in _signs([*old[start:end], *new[new_start:new_end]])):
            return "a sign differs"
        changed += max(len(removed), len(added))
        if _is_named(removed, added, starts=start == 0 or old[start - 1] in _ENDS, strict=strict):
            return f"the name “{shorten(' '.join(removed), 30)}” differs"
        neighbour = new[new_start - 1 : new_start] if added else old[start - 1 : start]
        if not _is_spelling(removed, added, neighbour, strict=strict):
            return f"“{shorten(' '.join(removed), 30)}” → “{shorten(' '.join(added), 30)}” is another word"
    return f"{changed} words differ" if changed > MOST_WORDS else None


def _is_named(removed: list[str], added: list[str], *, starts: bool, strict: bool) -> bool:
    """Tell whether a name or an acronym is among words that changed, which a translation copies as it was."""
    if not removed or not added:
        return False
    if any(sum(map(str.isupper, word)) > 1 for word in (*removed, *added)):
        return True
    if strict:
        return False
    pairs = list(zip(removed, added, strict=False))[int(starts) :]
    return any(a[0].isupper() and b[0].isupper() and a.casefold() != b.casefold() for a, b in pairs)


def _words(run: list[str]) -> Iterator[str]:
    return (token for token in run if token[0].isalnum() or token[0] == "_")


def _signs(run: list[str]) -> Iterator[str]:
    return (token for token in run if not (token[0].isalnum() or token[0] == "_"))


def _is_spelling(removed: list[str], added: list[str], neighbour: list[str], *, strict: bool) -> bool:
    """Tell whether words were only spelt anew, joined, parted, doubled by mistake, or are articles."""
    was, now = ("".join(words).casefold().replace("'", "").replace("’", "") for words in (removed, added))
    if was == now:
        return True
    if not removed or not added:
        words = [word.casefold() for word in removed or added]
        return words == [word.casefold() for word in neighbour] or (not strict and set(words) <= _ARTICLES)
    if len(removed) == len(added) > 1:
        return all(_is_respelt(*pair, strict=strict) for pair in zip(removed, added, strict=True))
    return _is_respelt(was, now, strict=strict)


def _is_respelt(was: str, now: str, *, strict: bool) -> bool:
    was, now = was.casefold(), now.casefold()
    if _unaccented(was) == _unaccented(now) or (not strict and {was, now} <= _ARTICLES):
        return True
    if was in _OTHERS and now in _OTHERS:
        return False
    if any(_swaps(was, now, *pair) for pair in _OPPOSITES):
        return False
    if sorted(was) == sorted(now):
        return was[0] == now[0] or len(was) > SHORTEST_WORD
    if strict or min(len(was), len(now)) < SHORTEST_WORD or was[0] != now[0]:
        return False
    most = MOST_LETTERS if min(len(was), len(now)) >= LONG_WORD else 1
    return _distance(was, now) <= most


def _unaccented(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")


def _swaps(was: str, now: str, one: str, other: str) -> bool:
    return (was.startswith(one) and now.startswith(other)) or (was.startswith(other) and now.startswith(one))


def _distance(was: str, now: str) -> int:
    """Return how many letters are added, taken away or replaced (Levenshtein)."""
    row = list(range(len(now) + 1))
    for at, letter in enumerate(was, 1):
        before, row[0] = row[0], at
        for other, wanted in enumerate(now, 1):
            before, row[other] = (
                row[other],
                min(row[other] + 1, row[other - 1] + 1, before + (letter != wanted)),
            )
    return row[-1]
