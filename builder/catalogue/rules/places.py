"""Rules on markup and places in anybody's catalogue: XML-like tags and placeholders come through.

An article's own tags are known exactly and are checked by `fit`; here nothing is known but the source.

| code | says |
|---|---|
| T001 | a tag has a start and no end, or one of the source is missing |
| T006 | a placeholder of the source (`%s`, `{name}`, `%(count)d`, `$x`) is missing in the translation |
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

from builder.base.text import shorten
from builder.catalogue.rules.fit import place
from builder.model.catalogue import Catalogue, Message
from builder.model.finding import Finding, Severity

PLACE = "\ufffc"
"""Stands in a plain text for a placeholder: neither a letter nor a figure nor a blank."""

_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[A-Za-z][\w:.-]*)(?P<with>\s[^<>]*?)?(?P<alone>/?)>")
_POD = re.compile(r"[BICFLSX]<(?P<text>[^<>]*)>|E<(?:lt|gt)>")
# printf as POSIX has it (no blank as a flag: "50 % de"), Python's two ways, shells' and templates' names.
_PRINTF = (
    r"%(?:\((?P<name>\w+)\))?(?:\d+\$)?[-+#0']*(?:\d+|\*)?(?:\.(?:\d+|\*))?"
    r"(?:hh|h|ll|l|q|j|z|t|L)?(?P<kind>[diouxXeEfFgGcrspm])"
)
_NAMED = r"(?P<brace>\{[A-Za-z_0-9.]*\})|(?P<dollar>\$(?:\{\w+\}|[A-Za-z_]\w+\b))"
_PLACEHOLDER = re.compile(rf"%%|(?P<printf>{_PRINTF}(?![A-Za-z]))|{_NAMED}")
_GLUED_PLACEHOLDER = re.compile(rf"%%|(?P<printf>{_PRINTF})|{_NAMED}")
"""In a translation an ending may follow: `%s-n`, `%sn`."""


def plain_text(markup: str) -> str:
    """Return a text of anybody's catalogue as it reads: tags left out, placeholders as `PLACE`."""
    text = _POD.sub(lambda found: found["text"] or "", markup) if "<" in markup else markup
    text = _TAG.sub("", text) if "<" in text else text
    text = html.unescape(text) if "&" in text else text
    return _PLACEHOLDER.sub(PLACE, text) if any(mark in text for mark in "%{$") else text


def check_places(message: Message, catalogue: Catalogue) -> Iterator[Finding]:
    """Find tags (T001) and placeholders (T006) of the source that a translation has fewer times.

    A plural form may leave a placeholder out, as many languages say "one file" without a figure; only the
    last form has to have those of the plural.
    """
    source = message.msgid_plural or message.msgid
    target = message.msgstr[-1]
    where = place(catalogue, message)
    yield from _check_tags(source, target, where)
    if "no-c-format" in message.flags:
        return
    for times, name in _missing(_placeholders(source), _placeholders(target, _GLUED_PLACEHOLDER)):
        yield Finding(
            code="T006",
            severity="error",
            message=f'"{shorten(target, 40)}": {name} of the source is missing'
            + (f", {times} of them" if times > 1 else ""),
            where=where,
            hint="copy the placeholders from the source, unchanged",
        )


def _check_tags(source: str, target: str, where: str) -> Iterator[Finding]:
    """Find tags that are lost: an error where a start or an end is alone, a note where it may be a choice.

    `<em>` and `<quote>` are used otherwise in other languages; what has an attribute leads somewhere.
    """
    if "<" not in source:
        return
    known = {tag["name"] for tag in _TAG.finditer(source) if tag["slash"]}
    unpaired = None if _unpaired(source, known) else _unpaired(target, known)
    if unpaired:
        yield _tag_finding(
            target, f"<{unpaired}> has a start without an end, or an end without a start", where
        )
        return
    attributed = {f"<{tag['name']}>" for tag in _TAG.finditer(source) if tag["alone"] or tag["with"]}
    for times, tag in _missing(_tags(source), _tags(target)):
        said = f"{tag} of the source is missing" + (f", {times} of them" if times > 1 else "")
        yield _tag_finding(target, said, where, severity="warning" if tag in attributed else "note")


def _tag_finding(target: str, said: str, where: str, severity: Severity = "error") -> Finding:
    return Finding(
        code="T001",
        severity=severity,
        message=f'"{shorten(target, 40)}": {said}',
        where=where,
        hint="put the tags of the source around the words they belong to",
    )


def _unpaired(text: str, known: set[str]) -> str | None:
    """Return the name of a tag of `known` with more ends than starts or fewer, if there is one."""
    count: Counter[str] = Counter()
    for tag in _TAG.finditer(text):
        if tag["name"] in known and not tag["alone"]:
            count[tag["name"]] += -1 if tag["slash"] else 1
    return next((name for name, left in count.items() if left), None)


def _missing(expected: Counter[str], found: Counter[str]) -> Iterator[tuple[int, str]]:
    for name, times in (expected - found).items():
        yield times, name


def _tags(text: str) -> Counter[str]:
    """Return the tags that have an end or are empty elements; `<FILE>` in a usage line is none."""
    if "<" not in text:
        return Counter()
    found = list(_TAG.finditer(text))
    ended = {tag["name"] for tag in found if tag["slash"]}
    return Counter(
        f"<{tag['name']}>" for tag in found if not tag["slash"] and (tag["alone"] or tag["name"] in ended)
    )


def _placeholders(text: str, pattern: re.Pattern[str] = _PLACEHOLDER) -> Counter[str]:
    """Return the placeholders by name, or by kind where they have none: `%2$s` is a `%s`."""
    return Counter(_name(found) for found in pattern.finditer(text) if found[0] != "%%")


def _name(found: re.Match[str]) -> str:
    if not found["printf"]:
        return found[0]
    kind = "x" if found["kind"] == "X" else found["kind"]
    return f"%({found['name']}){kind}" if found["name"] else f"%{kind}"
