"""Spelling: numbers in words, integers by CLDR's rules, decimals by a word and digits of our own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from builder.narration.rules import Counted, Gender, NumberRules, PlaceRules, SpokenRules
from builder.narration.tokens import any_of

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

_MOST_DIGITS = 15
"""Longer numbers are said digit by digit: nobody follows them as one, and CLDR's rules end soon after."""

_FOREIGN_MARKS = (",", ".")
"""Marks of thousands and of decimals as English has them; most other languages swap them."""

_FIRST = "[1-9][0-9]{0,2}"
"""What stands before the first mark of a grouped number."""

_HAS_DIGIT = re.compile("[0-9]")

_VOWELS = frozenset("aeiouyhàâéèêëîïôùûü")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as it was written: its digits, marks left out."""

    whole: str
    decimals: str = ""
    is_grouped: bool = False
    """True when it was written with marks between its thousands: nobody writes a year so."""

    @property
    def value(self) -> Decimal:
        """What it is worth, with its decimals as written: plural forms tell 1 from 1.0."""
        return Decimal(f"{self.whole}.{self.decimals}" if self.decimals else self.whole)

    @property
    def is_plain(self) -> bool:
        """True for an integer that is said as one number: no leading zero, not too long."""
        is_short = not self.decimals and len(self.whole) <= _MOST_DIGITS
        return is_short and (self.whole[0] != "0" or self.whole == "0")


class Speller:
    """Spells the numbers of one language."""

    def __init__(self, rules: SpokenRules) -> None:
        """Use the table `rules`."""
        self.rules = rules
        self._engine = _engine(rules.numbers.spelling)
        if rules.numbers.rule_sets:
            self._engine = _own_engine(rules.numbers)

    def pattern(self) -> str:
        """Return a regular expression, without groups, of a number as this language writes it."""
        numbers = self.rules.numbers
        marks = _one_of(numbers.decimal_marks)
        grouped = (shape for _, shape in self._grouped_shapes())
        # ".5" is what some write for "0.5"; read as "5" it would be ten times the dose.
        bare = rf"(?<![\w.,)\]]){marks}[0-9]+"
        return rf"(?>{'|'.join(grouped)}|[0-9]+(?:{marks}[0-9]+)?|{bare})"

    def read(self, written: str) -> Number:
        """Return the number `written`, which fits `pattern`."""
        mark = next((mark for mark, shape in self._grouped_shapes() if re.fullmatch(shape, written)), "")
        marks = {*self.rules.numbers.decimal_marks, *_FOREIGN_MARKS} - {mark}
        whole, *decimals = re.split(_one_of(marks), written.replace(mark, ""))
        return Number(whole=whole or "0", decimals="".join(decimals), is_grouped=bool(mark))

    def integer(self, digits: str, gender: Gender = "none") -> str:
        """Return an integer in words, agreeing with what it counts."""
        if not Number(whole=digits).is_plain:
            return self.each_digit(digits)
        numbers = self.rules.numbers
        if numbers.only_one_agrees and digits != "1" and gender != "masculine":
            gender = "none"
        rule_sets = {
            "none": numbers.alone,
            "masculine": numbers.masculine,
            "feminine": numbers.feminine,
            "neuter": numbers.neuter or numbers.masculine,
        }
        return self._spell_or_count(digits, rule_sets[gender])

    def each_digit(self, digits: str) -> str:
        """Return each digit in words."""
        return " ".join(self._spell(digit, self.rules.numbers.alone) for digit in digits)

    def year(self, digits: str) -> str:
        """Return a year in words."""
        if self.rules.years.by_digit:
            return self.each_digit(digits)
        return self._spell_or_count(digits, self.rules.numbers.year)

    def ordinal(self, digits: str, rule_set: str) -> str:
        """Return an integer spelled by a rule set of CLDR; as it is said alone where that does not reach."""
        from unicode_rbnf.engine import NoRuleForNumberError

        if not Number(whole=digits).is_plain:
            return self.each_digit(digits)
        try:
            said = self._spell(digits, rule_set)
        except NoRuleForNumberError:
            said = ""
        return self.integer(digits) if not said or _HAS_DIGIT.search(said) else said

    def in_case(self) -> Speller | None:
        """Return what spells after a word that asks for another case; None where no word does."""
        rules, case = self.rules, self.rules.case
        if case is None:
            return None
        numbers = replace(
            rules.numbers,
            alone=case.alone,
            masculine=case.masculine,
            feminine=case.feminine,
            neuter=case.neuter,
            year=case.year or rules.numbers.year,
            places=case.places,
        )
        few = rules.agreement.few_feminine_endings
        return Speller(
            replace(
                rules,
                case=None,
                numbers=numbers,
                units={name: _in_case(unit) for name, unit in rules.units.items()},
                per_phrases={**_per_phrases(rules), **rules.per_phrases},
                money=replace(
                    rules.money,
                    scales={
                        name: scale if isinstance(scale, str) else _in_case(scale)
                        for name, scale in rules.money.scales.items()
                    },
                    signs={name: _in_case(sign) for name, sign in rules.money.signs.items()},
                ),
                agreement=replace(
                    rules.agreement,
                    feminine_endings=few if few is not None else rules.agreement.feminine_endings,
                ),
            )
        )

    def number(self, number: Number, gender: Gender = "none") -> str:
        """Return a number in words; one with decimals agrees with nothing."""
        if not number.decimals:
            return self.integer(number.whole, gender)
        numbers = self.rules.numbers
        if numbers.places and len(number.decimals) <= len(numbers.places.parts):
            return self._in_places(number, numbers.places)
        as_one = len(number.decimals) <= numbers.grouped_decimals and number.decimals[0] != "0"
        decimals = self.integer(number.decimals) if as_one else self.each_digit(number.decimals)
        return f"{self.integer(number.whole)} {numbers.decimal_word} {decimals}"

    def looks_like_year(self, number: Number) -> bool:
        """Return True for four digits in the range of years."""
        years = self.rules.years
        is_bare = not number.decimals and not number.is_grouped
        return is_bare and len(number.whole) == 4 and years.start <= int(number.whole) <= years.end

    def name(self, counted: Counted, number: Number) -> str:
        """Return the name of `counted` in the plural category of `number`."""
        forms = {"one": counted.one, "two": counted.two, "few": counted.few, "many": counted.many}
        return forms.get(self.plural(number)) or counted.other

    def plural(self, number: Number) -> str:
        """Return the plural category of `number`, by CLDR."""
        from unicode_rbnf.plural_rules import get_plural_category

        return str(get_plural_category(self.rules.numbers.spelling, number.value))

    def linked(self, name: str) -> str:
        """Return `name` as it follows whole millions: "de euros" in "un millón de euros"."""
        numbers = self.rules.numbers
        link = numbers.million_link_vowel if name[:1].lower() in _VOWELS else ""
        return f"{link or numbers.million_link}{name}"

    def counted(self, number: Number, counted: Counted) -> str:
        """Return a number with the name of what it counts."""
        name, said = self.name(counted, number), self.amount(number, counted)
        is_millions = not number.decimals and number.is_plain and number.whole.endswith("000000")
        template = self._own_template(number, counted)
        if template:
            return template.format(number=said, unit=name)
        return joined(said, self.linked(name) if is_millions else name)

    def _own_template(self, number: Number, counted: Counted) -> str:
        """Return how one or two of a kind are counted, where not as all others are; else an empty text."""
        numbers = self.rules.numbers
        if number.decimals or counted.gender == "none":
            return ""
        templates = {"1": numbers.counting_one, "2": numbers.counting_two if counted.two else ""}
        return templates.get(number.whole, "")

    def amount(self, number: Number, counted: Counted) -> str:
        """Return a number as it is said of `counted`, which may be the years of a calendar."""
        if counted.is_year and self.looks_like_year(number):
            return self.year(number.whole)
        return self.number(number, counted.gender)

    def letters(self, word: str, joint: str = "") -> str:
        """Return the letters of `word` one by one, by their names where the language has other ones."""
        letters = self.rules.letters
        return (joint or letters.joint).join(letters.names.get(letter, letter) for letter in word)

    def _in_places(self, number: Number, places: PlaceRules) -> str:
        """Return a number as whole ones and parts of one."""
        whole = Number(whole=number.whole)
        part = Number(whole=number.decimals.lstrip("0") or "0")
        name = places.parts[len(number.decimals) - 1]
        return f"{self.counted(whole, places.wholes)} {self.counted(part, name)}"

    def _grouped_shapes(self) -> Iterator[tuple[str, str]]:
        """Yield the marks between thousands, each with the pattern of the numbers that have it.

        A translation may keep the marks of its source, and a number with two kinds of marks, or with one kind
        twice, tells which is which in any language: "1,000.50" is never a thousandth of itself.
        """
        numbers = self.rules.numbers
        for mark in numbers.group_marks:
            yield mark, f"{_FIRST}{_groups(mark)}+{self._decimals(mark)}?(?![0-9])"
        for mark in numbers.loose_group_marks:
            yield mark, self._loosely_grouped(mark)
        for mark, decimal in (_FOREIGN_MARKS, _FOREIGN_MARKS[::-1]):
            yield mark, f"{_FIRST}{_groups(mark)}+{_one_of(decimal)}[0-9]+(?![.,]?[0-9])"
        if numbers.lakh_groups:
            yield ",", rf"[1-9][0-9]?(?:,[0-9]{{2}})+,[0-9]{{3}}{self._decimals(',')}?(?![0-9])"
        if "," not in numbers.group_marks:
            yield ",", f"{_FIRST}{_groups(',')}{{2,}}(?![.,]?[0-9])"

    def _loosely_grouped(self, mark: str) -> str:
        """Return the pattern of numbers grouped by a mark that may as well part two numbers.

        "5 000" and "1 234 567" are each one number; "2 500 mg tablets", "phase 2 100 people" and
        "100 200 300" have more.
        """
        rules = self.rules
        zero, two = f"{_groups(mark)}*{mark}0[0-9]{{2}}", f"(?<![0-9]{{3}}){_groups(mark)}{{2}}"
        sure = f"(?=(?:{zero}|{two})(?![0-9])){_groups(mark)}+"
        words = (*rules.dates.months, *rules.roman.after)
        no_words = "".join(f"(?<!{re.escape(word)}{mark})" for word in words)
        unit = f"{mark}?-?(?:{any_of(rules.units)})(?![^\\W\\d_])"
        alone = rf"(?<![0-9]{mark}){no_words}{_FIRST}{_groups(mark)}(?!{unit}|{mark}[0-9])"
        return f"(?:{_FIRST}{sure}|{alone}){self._decimals(mark)}?(?![0-9])"

    def _decimals(self, mark: str) -> str:
        """Return the pattern of the decimals of a number grouped by `mark`."""
        return f"(?:{_one_of(other for other in self.rules.numbers.decimal_marks if other != mark)}[0-9]+)"

    def _spell_or_count(self, digits: str, rule_set: str) -> str:
        """Return an integer in words; digit by digit where the rules do not reach so far."""
        from unicode_rbnf.engine import NoRuleForNumberError

        try:
            said = self._spell(digits, rule_set)
        except NoRuleForNumberError:
            said = ""
        return self.each_digit(digits) if not said or _HAS_DIGIT.search(said) else said

    def _spell(self, digits: str, rule_set: str) -> str:
        said: str = self._engine.format_number(int(digits), ruleset_names=[rule_set]).text
        for start, better in self.rules.numbers.starts.items():
            if said.startswith(start):
                return better + said.removeprefix(start)
        return said


def joined(number: str, name: str) -> str:
    """Return a number with the name of what it counts, which may say where it stands: "yüzde {number}"."""
    return name.replace("{number}", number) if "{number}" in name else f"{number} {name}"


def _per_phrases(rules: SpokenRules) -> Mapping[str, str]:
    """Return what a slash and a unit are, which a word before the number changes nothing of."""
    units = {name: joined("", unit.one).strip() for name, unit in rules.units.items()}
    return {name: rules.numbers.per.format(unit=said) for name, said in {**units, **rules.rates}.items()}


def _in_case(counted: Counted) -> Counted:
    """Return the names of what is counted, where a number does not stand in the nominative."""
    if counted.few is None:
        return counted
    return replace(counted, one=counted.few, few=counted.many)


@cache
def _engine(language: str) -> RbnfEngine:
    from unicode_rbnf import RbnfEngine

    return RbnfEngine.for_language(language)


def _own_engine(numbers: NumberRules) -> RbnfEngine:
    """Return the rule sets of CLDR and those of our own."""
    from unicode_rbnf import RbnfEngine

    engine = RbnfEngine.for_language(numbers.spelling)
    for name, rules in numbers.rule_sets.items():
        engine.rulesets.pop(name, None)
        for value, rule in rules.items():
            start, _, radix = value.partition("/")
            engine.add_rule(start, rule, name, radix=int(radix or "10"))
    return engine


def _groups(mark: str) -> str:
    """Return the pattern of one group of thousands after `mark`."""
    return f"(?:{re.escape(mark)}[0-9]{{3}})"


def _one_of(marks: Iterable[str]) -> str:
    return f"[{re.escape(''.join(marks))}]"
