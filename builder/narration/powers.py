"""Powers: powers of ten, numbers in scientific notation, and ratios, said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.narration.amounts import said_per, said_unit
from builder.narration.spelling import Number, Speller
from builder.narration.tokens import NO_WORD, SPACE, START, TokenKind, rate_pattern, unit_pattern

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_TO_PLAIN = str.maketrans(f"{_RAISED}−", "0123456789+--")


def power_kinds(speller: Speller) -> Iterator[TokenKind]:
    """Yield the kinds of powers, which may have a factor and a unit: `5×10⁹/L`, `1e-5 mol`."""
    number = speller.pattern()

    def after(name: str) -> str:
        rules = speller.rules
        unit = rf"{SPACE}?(?P<{name}_unit>{unit_pattern(rules)})"
        return rf"(?:{unit}|(?P<{name}_rate>{rate_pattern(rules)}))?{NO_WORD}"

    # After "× 10" a minus is an exponent that lost its place: nobody writes a range or a difference so.
    lost = r"(?(power_times)[−⁻][0-9]{1,2}(?![0-9.,])|(?!))"
    exponent = rf"[⁺⁻]?[⁰¹²³⁴-⁹]+|\^[-−+]?[0-9]{{1,9}}|{lost}"
    yield TokenKind(
        name="power",
        pattern=(
            rf"{START}(?P<power_minus>(?<![’'\")\]])[-−])?"
            rf"(?:(?P<power_factor>{number})?{SPACE}?(?P<power_times>[×x·]){SPACE}?)?"
            rf"(?P<power_base>[0-9]{{1,3}})(?P<power_exponent>{exponent}){after('power')}"
        ),
        say=lambda found: _say_power(speller, found, found["power_base"]),
    )
    yield TokenKind(
        name="e10",
        pattern=(
            rf"{START}(?P<e10_minus>(?<![’'\")\]])[-−])?(?P<e10_factor>{number})(?:e|E(?=[-−+]))"
            rf"(?P<e10_exponent>[-−+]?[0-9]{{1,3}})(?![-.:/][0-9]){after('e10')}"
        ),
        say=lambda found: _say_power(speller, found, "10"),
    )


def ratio_kinds(speller: Speller) -> Iterator[TokenKind]:
    """Yield the kind of ratios: `1:1000`. It is tried after times, and what may be either is a time."""
    number = speller.pattern()

    def say(found: re.Match[str]) -> str:
        rules = speller.rules.numbers
        low, high = (speller.read(found[f"ratio_{end}"]) for end in ("low", "high"))
        other = rules.ratio_high and not high.decimals
        said_high = speller.ordinal(high.whole, rules.ratio_high) if other else speller.number(high)
        return rules.ratio.format(low=speller.number(low), high=said_high)

    yield TokenKind(
        name="ratio",
        pattern=(
            rf"{START}(?<![0-9][.,:])(?P<ratio_low>{number}):(?P<ratio_high>{number})"
            rf"(?!\w|[:/]|[.,–−-][0-9])"
        ),
        say=say,
    )


def _say_power(speller: Speller, found: re.Match[str], base: str) -> str:
    rules, kind = speller.rules, found.lastgroup
    factor = found[f"{kind}_factor"]
    parts = [rules.numbers.minus] if found[f"{kind}_minus"] else []
    if factor:
        parts.append(speller.number(speller.read(factor)))
    if factor or found[f"{kind}_times"]:
        parts.append(rules.symbols["×"])
    parts.append(_raised(speller, base, found[f"{kind}_exponent"]))
    unit, rate = found[f"{kind}_unit"], found[f"{kind}_rate"]
    said = " ".join(parts)
    return said_per(speller, said_unit(speller, said, unit) if unit else said, unit or rate or "")


def _raised(speller: Speller, base: str, exponent: str) -> str:
    """Return a number and its exponent: "ten to the power of minus six"; "squared" has a word of its own."""
    rules = speller.rules
    said = speller.integer(base)
    if exponent in rules.symbols:
        return f"{said} {rules.symbols[exponent]}"
    plain = exponent.translate(_TO_PLAIN).lstrip("^+")
    minus = f"{rules.numbers.minus} " if plain.startswith("-") else ""
    digits = Number(whole=plain.lstrip("-").lstrip("0") or "0")
    return rules.numbers.power.format(base=said, exponent=minus + speller.number(digits))
