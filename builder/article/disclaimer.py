"""Disclaimers: how a paragraph is known that says what an article must not be taken for."""

from __future__ import annotations

import re

_MOST_CHARACTERS = 3_000
"""How far into a paragraph a set phrase is looked for."""

# "This is not medical advice", "for educational purposes only", and their like in languages we can read.
_PATTERN = re.compile(
    r"""
    \b(?:not|never|nothing|is\ no)\b [^.]{0,80}
        \b(?:medical|legal|financial|professional|investment|tax|health|psychological|clinical)\b
        [^.]{0,60} \badvice\b
    | \b(?:education|educational|information|informational|entertainment)(?:\ purposes)?\ only\b
    | \bonly\ for\ (?:\w+\ (?:and|or)\ )?(?:education|information|entertainment)
    | \b(?:not|no)\ (?:a\ )?(?:substitute|replacement)\ for\b [^.]{0,60} \b(?:advice|care|treatment)
    # Spanish
    | \b(?:no|ni|nunca)\b [^.]{0,80} \b(?:consejo|asesoramiento|asesoría)s?\b
        [^.]{0,40} \b(?:médic|legal|jurídic|financier|profesional)
    | \bfines\ (?:\w+\ )?(?:educativos|informativos|divulgativos)\b
    # French
    | \bne\b [^.]{0,60} \b(?:avis|conseils?)\b [^.]{0,40} \b(?:médica|juridique|financier|professionnel)
    | \bà\ titre\ (?:purement\ |uniquement\ )?(?:informatif|éducatif|indicatif)\b
    # German
    | \bkein(?:e|en|er)?\b [^.]{0,40} \b(?:medizinisch|ärztlich|rechtlich|finanziell)
        \w* [^.]{0,20} \b(?:rat|beratung|empfehlung)\b
    | \b(?:nur|lediglich|ausschließlich)\ (?:der|zur|zu)\ \w*(?:information|bildung)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LABELS = frozenset({
    "disclaimer", "medical disclaimer", "legal disclaimer",
    "aviso legal", "aviso médico", "descargo de responsabilidad",
    "avertissement", "clause de non-responsabilité",
    "haftungsausschluss",
})  # fmt: skip


def reads_like_disclaimer(text: str) -> bool:
    """Return True when `text` has a set phrase of disclaimers (English, Spanish, French or German)."""
    return _PATTERN.search(text[:_MOST_CHARACTERS]) is not None


def is_disclaimer_label(text: str) -> bool:
    """Return True when `text` is no more than the heading that a disclaimer's chapter has anyway."""
    return text.strip().rstrip(":").rstrip().casefold() in _LABELS
