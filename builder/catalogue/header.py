"""Header of a catalogue: its fields, its plural forms, and what a new one starts with."""

from __future__ import annotations

import re
from collections.abc import Mapping

from builder.base.errors import ContentError, UsageError
from builder.base.language import Language, from_po_locale, po_locale
from builder.base.text import shorten

MOST_FORMS = 6
"""No language has more plural forms: Arabic has six."""
GENERATOR = "Edition Builder"
DATE_TO_FILL = "YEAR-MO-DA HO:MI+ZONE"
"""What gettext writes where a translator's tool will put a date."""

_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*)", re.DOTALL)
_FORMS = re.compile(r"\bnplurals\s*=\s*(\w*)")
_RULE = re.compile(r"\bplural\s*=\s*([^;]*)")
_MOST_RULE = 1000


def parse_fields(msgstr: str) -> dict[str, str]:
    """Return the fields of a header's msgstr in order; of a field that stands there twice, the first."""
    fields: dict[str, str] = {}
    for line in msgstr.split("\n"):
        found = _FIELD.fullmatch(line)
        if found:
            fields.setdefault(found[1], found[2].strip())
    return fields


def edit_fields(msgstr: str, fields: Mapping[str, str]) -> str:
    """Return a header's msgstr with exactly `fields`: each changed in its line, new ones after the others."""
    if parse_fields(msgstr) == dict(fields):
        return msgstr
    lines: list[str] = []
    left = dict(fields)
    for line in msgstr.split("\n"):
        found = _FIELD.fullmatch(line)
        if found is None:
            lines.extend([line] if line else [])
        elif found[1] in left:
            value = left.pop(found[1])
            lines.append(line if value == found[2].strip() else f"{found[1]}: {value}")
        elif found[1] in fields:
            lines.append(line)
    lines.extend(f"{name}: {value}" for name, value in left.items())
    return "".join(f"{line}\n" for line in lines)


def template_fields(*, title: str, date: str | None, source_language: Language) -> dict[str, str]:
    """Return the header of a template.

    Args:
        title: For `Project-Id-Version`.
        date: For `POT-Creation-Date`, such as `2026-11-23 00:00+0000`; None leaves the field out.
        source_language: Of the msgids.
    """
    dated = {"POT-Creation-Date": date} if date else {}
    return {
        "Project-Id-Version": title,
        "Report-Msgid-Bugs-To": "",
        **dated,
        "PO-Revision-Date": DATE_TO_FILL,
        "Last-Translator": "",
        "Language-Team": "",
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": source_language,
        "X-Translation-Method": "",
        "X-Generator": GENERATOR,
    }


def catalogue_fields(template: Mapping[str, str], language: Language, plural_forms: str) -> dict[str, str]:
    """Return the header a new catalogue of `template` in `language` starts with."""
    fields: dict[str, str] = {}
    for name, value in template.items():
        fields[name] = po_locale(language) if name == "Language" else value
        if name == "Content-Transfer-Encoding":
            fields["Plural-Forms"] = plural_forms
    return fields


def header_language(fields: Mapping[str, str]) -> Language | None:
    """Return the language the header names, as gettext spells it there; None when it names none.

    A modifier that BCP 47 has no word for, as in `sr@ije` or `en@quot`, is left out.

    Raises:
        UsageError: The field holds no language tag.
    """
    name = fields.get("Language", "").strip().replace("-", "_")
    if not name:
        return None
    try:
        return from_po_locale(name)
    except UsageError:
        base, modifier, _ = name.partition("@")
        if not modifier:
            raise
        return from_po_locale(base)


def check_plural_forms(value: str, *, where: str) -> int | None:
    """Return how many plural forms a header announces, or None when it does not say.

    Args:
        value: Of `Plural-Forms`, read as gettext does. It says nothing where it lacks `nplurals=` or
            `plural=`, nor while it is `nplurals=INTEGER; plural=EXPRESSION;`, nor after the rule's semicolon.
        where: `path:line` of the header.

    Raises:
        ContentError: Not 1 to 6 forms, or the rule does not give one of them for each number from 0 to 1000.
    """
    announced, rule = _FORMS.search(value), _RULE.search(value)
    if announced is None or rule is None or announced[1] == "INTEGER":
        return None
    if not re.fullmatch(r"[0-9]{1,9}", announced[1]):
        raise ContentError(
            f'the header has Plural-Forms "{shorten(value)}"; expected nplurals=…; plural=…;',
            where=where,
            hint='for most European languages: "Plural-Forms: nplurals=2; plural=(n != 1);\\n"',
        )
    forms = int(announced[1])
    if not 1 <= forms <= MOST_FORMS:
        raise ContentError(
            f"the header announces {forms} plural forms; expected 1 to {MOST_FORMS}",
            where=where,
            hint="look up nplurals for the language in the gettext manual",
        )
    _check_rule(rule[1].strip(), forms, where)
    return forms


def _check_rule(rule: str, forms: int, where: str) -> None:
    from gettext import c2py

    if len(rule) > _MOST_RULE:
        raise ContentError(
            f"the plural rule has {len(rule)} characters; expected at most {_MOST_RULE}", where=where
        )
    try:
        form = c2py(rule)
        for count in range(1001):
            if not 0 <= form(count) < forms:
                raise ContentError(
                    f"the plural rule gives form {form(count)} for {count}; expected 0 to {forms - 1}",
                    where=where,
                    hint="correct plural= in the header",
                )
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise ContentError(
            f'the plural rule "{shorten(rule)}" cannot be worked out: {error}',
            where=where,
            hint="correct plural= in the header; it is a C expression of n",
        ) from error
