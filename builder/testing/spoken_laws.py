"""Laws of spoken forms, told by readers that know nothing of how a form was made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from builder.base.language import Language
from builder.catalogue.cldr import unit_names
from builder.catalogue.number_words import fold, is_said
from builder.model.script import SpokenSpan
from builder.narration.default_rules import default_rules
from builder.narration.default_units import UNITS
from builder.narration.rules import load_rules
from builder.narration.spelling import Speller
from builder.narration.spoken import SpokenForm


def rebuilt(text: str, form: SpokenForm) -> str:
    """Return the written text made of the spoken one, each span put back; spans are ordered and disjoint."""
    written = spoken = 0
    parts = []
    for span in form.spans:
        parts += [form.text[spoken : span.spoken_start], text[span.written_start : span.written_end]]
        assert text[written : span.written_start] == form.text[spoken : span.spoken_start]
        assert written <= span.written_start < span.written_end <= len(text)
        assert spoken <= span.spoken_start <= span.spoken_end <= len(form.text)
        written, spoken = span.written_end, span.spoken_end
    return "".join((*parts, form.text[spoken:]))


def span_at(form: SpokenForm, place: int) -> SpokenSpan | None:
    """Return the span that stands for the written character at `place`."""
    spans = (span for span in form.spans if span.written_start <= place < span.written_end)
    return next(spans, None)


def lost_figures(text: str, form: SpokenForm) -> list[str]:
    """Return the figures of a text that no span covers, and those that are still figures."""
    loose = [found[0] for found in re.finditer("[0-9]+", text) if span_at(form, found.start()) is None]
    return [*loose, *re.findall("[0-9]+", form.text)]


def says_number(said: str, whole: str, decimals: str, language: Language) -> bool:
    """Tell whether a text says a number by CLDR's words: all of it, or its whole and its decimals."""
    if not decimals:
        return _says(said, int(whole), language)
    has_whole = whole == "0" or _says(said, int(whole), language)
    each = all(_says(said, int(digit), language) for digit in decimals)
    return has_whole and (each or _says(said, int(decimals), language))


def says_unit(said: str, sign: str, language: Language) -> bool:
    """Tell whether a text has one of the names of a unit, by CLDR or by the language's own table."""
    rules = load_rules(language) or default_rules(language)
    names = [name for name, _ in unit_names(UNITS[sign], language)]
    if rules is not None:
        counted = rules.units[sign]
        own = (
            counted.one,
            counted.two,
            counted.few,
            counted.many,
            counted.other,
            rules.per_phrases.get(sign),
        )
        names += [name.replace("{number}", "") for name in own if name]
    return any(_closed(name) in _closed(said) for name in names)


def lost_negations(text: str, form: SpokenForm, negations: frozenset[str]) -> Iterator[str]:
    """Yield the negations of a text, between spaces, that its form does not have as often."""
    for negation in negations:
        pattern = rf"(?<!\S){re.escape(negation)}(?!\S)"
        if len(re.findall(pattern, form.text)) < len(re.findall(pattern, text)):
            yield negation


def _says(said: str, value: int, language: Language) -> bool:
    words = fold(said)
    rules = load_rules(language) or default_rules(language)
    if rules is None:
        return False
    if value == 0 and fold(Speller(rules).integer("0")) in words:  # CLDR has but one of the words for it
        return True
    starts = rules.numbers.starts.items()
    # Where people start a number otherwise than CLDR has it.
    as_cldr = (re.sub(rf"(?<!\w){fold(better)}(?!\w)", fold(start), words) for start, better in starts)
    return any(is_said(Decimal(value), spelling, language) for spelling in (words, *as_cldr))


def _closed(text: str) -> str:
    return re.sub(r"[\W_]", "", fold(text))
