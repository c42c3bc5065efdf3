"""Languages: BCP 47 tags, and the spelling gettext has for them."""

from __future__ import annotations

import re
from typing import NewType

from builder.base.errors import UsageError

Language = NewType("Language", str)
"""A BCP 47 tag in its canonical case, such as `en`, `pt-BR` or `zh-Hans`."""

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)",
    re.IGNORECASE,
)
# gettext writes some scripts and variants as an "@" modifier.
_SCRIPT_MODIFIERS = {"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva", "arabic": "Arab"}
_CHINESE_SCRIPTS = {"zh_CN": "zh-Hans", "zh_SG": "zh-Hans-SG", "zh_TW": "zh-Hant", "zh_HK": "zh-Hant-HK"}
_OLD_CODES = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv"}


def parse_language(tag: str) -> Language:
    """Return `tag` in canonical case, old codes replaced.

    Raises:
        UsageError: It is not a language tag of language, script, region and variants.
    """
    found = _TAG.fullmatch(tag.strip())
    if found is None:
        raise UsageError(f'"{tag}" is not a language tag', hint="write it like en, pt-BR or zh-Hans (BCP 47)")
    language = found["language"].lower()
    parts = [_OLD_CODES.get(language, language)]
    if found["script"]:
        parts.append(found["script"].title())
    if found["region"]:
        parts.append(found["region"].upper())
    parts.extend(variant.lower() for variant in (found["variants"] or "").split("-") if variant)
    return Language("-".join(parts))


def po_locale(language: Language) -> str:
    """Return the folder name gettext has for `language`: `pt-BR` is `pt_BR`, `sr-Latn` is `sr@latin`."""
    found = _TAG.fullmatch(language)
    if found is None:
        raise UsageError(f'"{language}" is not a language tag')
    script, region, variants = found["script"], found["region"], found["variants"]
    base = found["language"]
    if script and base == "zh":
        base = f"zh_{script}"
        script = None
    if region:
        base = f"{base}_{region}"
    modifiers = {name: modifier for modifier, name in _SCRIPT_MODIFIERS.items()}
    if script:
        return f"{base}@{modifiers[script]}" if script in modifiers else f"{base}_{script}"
    return f"{base}@{variants[1:]}" if variants else base


def from_po_locale(name: str) -> Language:
    """Return the language of a gettext folder name: `pt_BR` is `pt-BR`, `zh_CN` is `zh-Hans`.

    Raises:
        UsageError: The name holds no language tag.
    """
    if name in _CHINESE_SCRIPTS:
        return Language(_CHINESE_SCRIPTS[name])
    base, _, modifier = name.partition("@")
    parts = base.split("_")
    if modifier in _SCRIPT_MODIFIERS:
        parts.insert(1, _SCRIPT_MODIFIERS[modifier])
    elif modifier:
        parts.append(modifier)
    if len(parts) == 3 and len(parts[2]) == 4:
        parts = [parts[0], parts[2], parts[1]]
    return parse_language("-".join(parts))
