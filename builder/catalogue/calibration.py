"""Calibration passage: what a voice says while its loudness is measured, in any language CLDR knows."""

from __future__ import annotations

from builder.base.language import Language
from builder.catalogue.calibration_stories import STORIES

_COUNTRIES = 16


def calibration_texts(language: Language) -> tuple[str, ...]:
    """Return plain words in `language`: months and days with numbers, countries, in some a story.

    There is no unit and no abbreviation: every voice has a way to say it, whatever its text front end knows.
    With months and days alone a gain came out up to 0.6 dB beside that of running text; with the countries it
    is at most 0.25 dB, but in three languages it was 0.3 and more: those tell a story besides
    (`docs/decisions.md`).
    """
    from builder.catalogue.cldr import locale_of

    locale = locale_of(language)
    months = [str(name) for _, name in sorted(locale.months["stand-alone"]["wide"].items())]
    days = [str(name) for _, name in sorted(locale.days["stand-alone"]["wide"].items())]
    numbered = [f"{name} {7 * number + 4}" for number, name in enumerate([*months, *days])]
    countries = [str(name) for code, name in sorted(locale.territories.items()) if len(code) == 2]
    story = STORIES.get(language.partition("-")[0], ())
    return (*_sentences(numbered, 4), *_sentences(countries[:_COUNTRIES], 8), *story)


def _sentences(words: list[str], size: int) -> list[str]:
    return [", ".join(words[start : start + size]) + "." for start in range(0, len(words), size)]
