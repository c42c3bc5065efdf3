"""Default units: names of units, rates and currencies by CLDR, through Babel, its known leaks caught."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

from builder.base.language import Language
from builder.catalogue.cldr import scale_words
from builder.narration.rules import Counted, MoneyRules

if TYPE_CHECKING:
    from babel import Locale

_Lengths: TypeAlias = tuple[Literal["long", "short"], ...]

UNITS: Mapping[str, str] = {
    "mg": "mass-milligram", "g": "mass-gram", "kg": "mass-kilogram",
    "µg": "mass-microgram", "μg": "mass-microgram", "mcg": "mass-microgram",
    "l": "volume-liter", "L": "volume-liter", "dl": "volume-deciliter", "dL": "volume-deciliter",
    "ml": "volume-milliliter", "mL": "volume-milliliter",
    "nm": "length-nanometer", "mm": "length-millimeter", "cm": "length-centimeter", "m": "length-meter",
    "km": "length-kilometer", "cm²": "area-square-centimeter", "m²": "area-square-meter",
    "km²": "area-square-kilometer", "cm³": "volume-cubic-centimeter", "m³": "volume-cubic-meter",
    "ms": "duration-millisecond", "s": "duration-second", "min": "duration-minute", "h": "duration-hour",
    "mol": "concentr-mole", "mmHg": "pressure-millimeter-ofhg", "kcal": "energy-kilocalorie",
    "kJ": "energy-kilojoule", "Hz": "frequency-hertz", "kHz": "frequency-kilohertz",
    "MHz": "frequency-megahertz", "GHz": "frequency-gigahertz", "kW": "power-kilowatt",
    "kWh": "energy-kilowatt-hour", "kB": "digital-kilobyte", "MB": "digital-megabyte",
    "GB": "digital-gigabyte", "TB": "digital-terabyte", "°C": "temperature-celsius",
    "°F": "temperature-fahrenheit", "°": "angle-degree", "%": "concentr-percent", "‰": "concentr-permille",
}  # fmt: skip
"""Signs of units, and CLDR's names of them."""

_SURE = frozenset({"mass-gram", "volume-liter", "length-meter"})
"""Units whose sign of one letter is theirs alone."""

_RATES = ("minute", "hour", "day", "week", "month", "year")
"""What often stands in full after a slash."""

_CURRENCIES: Mapping[str, str] = {
    "$": "USD", "US$": "USD", "USD": "USD", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP", "¥": "JPY",
}  # fmt: skip

_COUNTS = (1, 2, 3, 5, 11, 20, 21, 100, 1.5, 0.5)
"""Numbers that meet every plural category there is in some language."""

_BLANKS = " \u00a0\u202f\u200e\u200f"
ANY_PER = "/ {unit}"
"""A slash is said by voices in their own language; CLDR's "per" is a pattern and often none in words."""


def units(locale: Locale) -> dict[str, Counted]:
    """Return the names of the units that CLDR has in words, by their signs and by those of the language."""
    found = {sign: _counted(unit, locale) for sign, unit in signs(locale).items()}
    return {sign: counted for sign, counted in found.items() if counted is not None}


def signs(locale: Locale) -> dict[str, str]:
    """Return the signs of units, those in the letters of the language among them: `мг`."""
    own = {_name(5, unit, locale, ("short",)): unit for unit in dict.fromkeys(UNITS.values())}
    letters = {
        sign: unit
        for sign, unit in own.items()
        if sign and not sign.isascii() and re.fullmatch(r"[^\W\d_]{1,4}", sign)
    }
    # A single letter may be a word: "5 с" is "5 with" as often as five seconds.
    return {**{sign: unit for sign, unit in letters.items() if len(sign) > 1 or unit in _SURE}, **UNITS}


def rates(locale: Locale) -> dict[str, str]:
    """Return the words for times that may stand behind a slash: `/dag`."""
    names = (_counted(f"duration-{unit}", locale) for unit in _RATES)
    words = {counted.one for counted in names if counted is not None}
    return {word: word for word in sorted(words) if re.fullmatch(r"[^\W\d_]+", word)}


def per(locale: Locale) -> tuple[str, dict[str, str]]:
    """Return how "per" is said, with a place for a unit, and what is said for some units as a whole."""
    phrases = {sign: _per_phrase(unit, locale) for sign, unit in signs(locale).items()}
    for unit in _RATES:
        counted = _counted(f"duration-{unit}", locale)
        if counted is not None:
            phrases[counted.one] = _per_phrase(f"duration-{unit}", locale)
    kilogram, phrase = _counted("mass-kilogram", locale), phrases["kg"]
    generic = ANY_PER
    if phrase and kilogram and phrase.endswith(kilogram.one):
        generic = phrase.removesuffix(kilogram.one) + "{unit}"
    return generic, {sign: phrase for sign, phrase in phrases.items() if phrase}


def money(locale: Locale | None, language: Language, taken: Mapping[str, Counted]) -> MoneyRules:
    """Return the names of large currencies and of the language's own, but no sign that a unit has taken."""
    with_minor = "{major} {minor}"
    if locale is None:
        return MoneyRules(with_minor=with_minor, scales={}, signs={})
    codes = {**_own_currency(locale), **_CURRENCIES}
    named = {sign: _currency(code, locale) for sign, code in codes.items() if sign not in taken}
    scales = {word: word for word in scale_words(language) if re.fullmatch(r"[^\W\d_]+", word)}
    return MoneyRules(
        with_minor=with_minor,
        scales=scales,
        signs={sign: counted for sign, counted in named.items() if counted is not None},
    )


def _own_currency(locale: Locale) -> dict[str, str]:
    """Return the sign of the currency of where most speakers of a language live."""
    from babel.core import get_global
    from babel.numbers import get_currency_symbol, get_territory_currencies

    likely = str(get_global("likely_subtags").get(locale.language, ""))
    territory = locale.territory or likely.rpartition("_")[2]
    codes = get_territory_currencies(territory) if territory else []
    return dict.fromkeys((codes[0], get_currency_symbol(codes[0], locale)), codes[0]) if codes else {}


def _currency(code: str, locale: Locale) -> Counted | None:
    from babel.numbers import get_currency_name

    names = {locale.plural_form(count): get_currency_name(code, count, locale) for count in reversed(_COUNTS)}
    return _of_forms(names) if all(name and name != code for name in names.values()) else None


def _counted(unit: str, locale: Locale) -> Counted | None:
    """Return the names of a unit for each plural category; None where CLDR has none in words."""
    forms: dict[str, str] = {}
    for count in _COUNTS:
        category = locale.plural_form(count)
        name = None if category in forms else _name(count, unit, locale)
        if name:
            forms[category] = name
    return _of_forms(forms) if forms else None


def _of_forms(forms: Mapping[str, str]) -> Counted:
    other = forms.get("other") or list(forms.values())[-1]
    one = forms.get("one") or other
    # Slavic and Romance nouns in "-a" are feminine, and so are Baltic and Icelandic units.
    gender: Literal["feminine", "none"] = "feminine" if one.endswith(("a", "а")) else "none"
    return Counted(
        one=one,
        two=forms.get("two"),
        few=forms.get("few"),
        many=forms.get("many"),
        other=other,
        gender=gender,
    )


def _name(count: float, unit: str, locale: Locale, lengths: _Lengths = ("long", "short")) -> str | None:
    """Return the name of a unit after a count, or with a place for it; None where it is no word.

    Babel 2.18 writes the unit's identifier where CLDR has no long form, the short one being as long
    (babel #1217).
    """
    from babel.units import UnknownUnitError, format_unit

    for length in lengths:
        try:
            written = format_unit(count, unit, length, locale=locale, numbering_system="latn")
        except UnknownUnitError:
            return None
        if unit in written:
            continue
        before, number, after = re.sub(r"[0-9]([0-9.,٫]*[0-9])?", "\0", written, count=1).partition("\0")
        before, after = before.strip(_BLANKS), after.strip(_BLANKS)
        if not number:  # a dual has its number inside
            return None
        if _is_in_words(before + after):
            return f"{before} {{number}} {after}".strip() if before else after
    return None


def _is_in_words(name: str) -> bool:
    """Return False for an empty name, for a sign and for an abbreviation."""
    if not name or re.search(r"[0-9./²³%‰°{}]", name):
        return False
    return len(re.findall(r"[^\W\d_]", name)) > (2 if name.isascii() else 0)


def _per_phrase(unit: str, locale: Locale) -> str:
    """Return what follows the numerator in "5 milligrams per kilogram"; empty where it is not in words."""
    from babel.units import UnknownUnitError, format_compound_unit, format_unit

    try:
        amount = format_unit(5, "mass-milligram", "long", locale=locale, numbering_system="latn")
        written = format_compound_unit(
            5, "mass-milligram", denominator_unit=unit, length="long", locale=locale
        )
    except UnknownUnitError:
        return ""
    if written is None or not written.startswith(amount):
        return ""
    phrase = written.removeprefix(amount).strip(_BLANKS)
    return phrase if _is_in_words(phrase) and not re.search("[a-z]+-[a-z]+", phrase) else ""
