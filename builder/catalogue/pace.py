"""Pace: how long a text takes to say, about; for notes to translators and for estimates of work."""

from __future__ import annotations

import re

from builder.base.language import Language

# Words a minute read aloud by young adults, in Chinese and Japanese characters: the International Reading
# Speed Texts, Trauzettel-Klosinski and Dietz, Invest. Ophthalmol. Vis. Sci. 53 (2012).
_READ_ALOUD = {
    "ar": 138, "de": 179, "en": 228, "es": 218, "fi": 161, "fr": 195, "he": 187, "it": 188, "ja": 357,
    "nl": 202, "pl": 166, "pt": 181, "ru": 184, "sl": 180, "sv": 199, "tr": 166, "zh": 255,
}  # fmt: skip
_MEAN = 184
# A narrator takes his time: some 160 English words a minute.
_NARRATED = 0.7

_WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+(?:['’.,-]\w+)*"
)


def spoken_seconds(text: str, language: Language) -> float:
    """Return about how many seconds it takes to say `text`, without pauses.

    Args:
        text: Without markup.
        language: Of the text; an unknown one is taken to be as fast as the mean of 17 languages.
    """
    words_a_minute = _READ_ALOUD.get(language.partition("-")[0], _MEAN) * _NARRATED
    return len(_WORD.findall(text)) * 60 / words_a_minute


def rounded_seconds(seconds: float) -> int:
    """Return whole seconds rounded to 5, at least 5, so that a small edit seldom changes them."""
    return max(5, int(seconds / 5 + 0.5) * 5)
