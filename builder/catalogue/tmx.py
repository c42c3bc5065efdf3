"""TMX: a translation memory as other tools exchange it.

Source: TMX 1.4b, LISA OSCAR, 26 April 2005. A text is written with the markup of its catalogue, as
characters: `<em>` becomes `&lt;em&gt;`, so that what comes back is the very msgid that went out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from builder.article.inline import TAG
from builder.base.errors import ContentError, UsageError
from builder.base.language import Language, from_po_locale, parse_language
from builder.base.text import one_line, shorten
from builder.model.memory import MemoryUnit

MOST_BYTES = 100_000_000
"""A memory of a million sentences stays below."""
MOST_CHARACTERS = 100_000
"""Of one text."""
MOST_DEPTH = 32
TOOL = "edition-builder"
CONTEXT = "x-context"
"""Type of the property that holds the msgctxt."""
ORIGIN = "x-origin"
"""Type of the property that holds the domain."""

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
# TMX 1.4b, "Content Markup": codes of another format, which stand for no text of ours.
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_OURS = re.compile(rf"</?(?:{TAG})>")


def render_tmx(units: Iterable[MemoryUnit], *, source_language: Language, language: Language) -> bytes:
    """Return the TMX file of `units`: UTF-8, the same bytes for the same units, no date.

    Args:
        units: Each pair of texts is written once. One that is not confirmed is left out, and so is one with a
            control character that XML has no way to write.
        source_language: Of all sources.
        language: Of all targets.
    """
    header = (
        f'  <header creationtool="{TOOL}" creationtoolversion="1" segtype="paragraph" o-tmf="gettext PO"'
        f' adminlang="en" srclang="{source_language}" datatype="plaintext"/>'
    )
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<tmx version="1.4">', header, "  <body>"]
    seen: set[tuple[str | None, str, str]] = set()
    for unit in units:
        key = (unit.msgctxt, unit.source, unit.target)
        if unit.confirmed and key not in seen and not _NOT_XML.search("".join(filter(None, key))):
            seen.add(key)
            lines.extend(_unit_lines(unit, source_language, language))
    return "\n".join([*lines, "  </body>", "</tmx>", ""]).encode()


def parse_tmx(
    data: bytes, *, path: str, source_language: Language, language: Language
) -> tuple[MemoryUnit, ...]:
    """Return the pairs of texts that `data` has in two languages, in file order.

    A language fits when it is the one asked for, or when one of the two only lacks a region the other names:
    `es-ES` serves `es`, `pt-PT` does not serve `pt-BR`. Codes of other formats (`<bpt>`, `<ph>` and their
    kin) are left out, except tags of ours; highlighted text stays.

    Args:
        data: Any encoding that XML and Python's expat know; at most 100 MB.
        path: As it is shown in messages; the origin of a unit that names none.
        source_language: Of the texts to be translated.
        language: Of the translations.

    Raises:
        ContentError: Not well-formed, not TMX, with declared entities, too long or too deep, or without a
            single pair of texts in the two languages.
    """
    if len(data) > MOST_BYTES:
        raise ContentError(
            f"the file has {len(data)} bytes; expected at most {MOST_BYTES}",
            where=f"{path}:1",
            hint="export the memory in parts",
        )
    reader = _Reader(path)
    reader.read(data)
    units = tuple(_units(reader.entries, path, source_language, language))
    if not units:
        found = ", ".join(sorted({tag for entry in reader.entries for tag in entry.texts})) or "none"
        raise ContentError(
            f"no pair of texts is in {source_language} and {language}; languages here: {shorten(found)}",
            where=f"{path}:1",
            hint="name the language of the translations: --language",
        )
    return units


def _unit_lines(unit: MemoryUnit, source_language: Language, language: Language) -> Iterator[str]:
    yield "    <tu>"
    for comment in unit.translator_comments:
        if comment.strip() and not _NOT_XML.search(comment):
            yield f"      <note>{comment.translate(_ESCAPES)}</note>"
    for name, value in ((ORIGIN, unit.origin), (CONTEXT, unit.msgctxt)):
        if value and not _NOT_XML.search(value):
            yield f'      <prop type="{name}">{value.translate(_ESCAPES)}</prop>'
    for tag, text in ((source_language, unit.source), (language, unit.target)):
        yield f'      <tuv xml:lang="{tag}"><seg>{text.translate(_ESCAPES)}</seg></tuv>'
    yield "    </tu>"


@dataclass(slots=True)
class _Entry:
    """What one `<tu>` holds."""

    texts: dict[str, str] = field(default_factory=dict)
    """By language as the file spells it; the first one of each."""
    properties: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class _Reader:
    """A reader that keeps texts alone and refuses what a file of texts has no need of."""

    def __init__(self, path: str) -> None:
        self.entries: list[_Entry] = []
        self._path = path
        self._open: list[str] = []
        self._entry: _Entry | None = None
        self._tag = ""
        self._name = ""
        self._text: list[str] = []
        self._length = 0
        self._code: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        # `<!DOCTYPE tmx SYSTEM "tmx14.dtd">` is usual and harmless: it is never fetched.
        self._parser.EntityDeclHandler = self._entity
        self._parser.SkippedEntityHandler = self._skipped

    def read(self, data: bytes) -> None:
        """Gather the entries of a whole file."""
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise ContentError(
                f"this is not well-formed XML: {reason}",
                where=f"{self._path}:{error.lineno}",
                hint="export the memory again from the tool it comes from",
            ) from error
        except (LookupError, ValueError) as error:
            raise self._refusal(f"the file's encoding is not known here: {error}") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open and name != "tmx":
            raise self._refusal(f"the first element is <{shorten(name)}>; expected <tmx>")
        self._open.append(name)
        if len(self._open) > MOST_DEPTH:
            raise self._refusal(f"elements stand {len(self._open)} deep in each other")
        match name:
            case "tu":
                self._entry = _Entry()
            case "tuv":
                self._tag = attributes.get("xml:lang") or attributes.get("lang") or ""
            case "prop" | "note" | "seg":
                self._name = attributes.get("type", "")
                self._text, self._length = [], 0
            case "bpt" | "ept" | "it" | "ph" | "ut":
                self._code = []
            case _:
                pass

    def _end(self, name: str) -> None:
        self._open.pop()
        entry = self._entry
        if entry is None:
            return
        text = "".join(self._text)
        match name:
            case "tu":
                self.entries.append(entry)
                self._entry = None
            case "seg":
                entry.texts.setdefault(self._tag, text)
            case "prop":
                entry.properties.setdefault(self._name, text)
            case "note":
                entry.notes.append(text)
            case "bpt" | "ept" | "it" | "ph" | "ut":
                self._text.extend(_OURS.findall("".join(self._code)))
            case _:
                pass

    def _characters(self, text: str) -> None:
        if self._entry is None or not {"seg", "prop", "note"}.intersection(self._open):
            return
        self._length += len(text)
        if self._length > MOST_CHARACTERS:
            raise self._refusal(f"a text has more than {MOST_CHARACTERS} characters")
        (self._code if _CODES.intersection(self._open) else self._text).append(text)

    def _entity(self, name: str, *_: object) -> None:
        raise self._refusal(f'the file declares the entity "{shorten(name)}"; expected none')

    def _skipped(self, name: str, *_: object) -> None:
        raise self._refusal(f'the file uses the entity "{shorten(name)}", which it does not explain')

    def _refusal(self, message: str) -> ContentError:
        return ContentError(
            message,
            where=f"{self._path}:{self._parser.CurrentLineNumber}",
            hint="export the memory again, as plain TMX 1.4",
        )


def _units(
    entries: Iterable[_Entry], path: str, source_language: Language, language: Language
) -> Iterator[MemoryUnit]:
    for entry in entries:
        source = _text_in(source_language, entry.texts)
        target = _text_in(language, entry.texts)
        if source and source.strip() and target and target.strip():
            yield MemoryUnit(
                source=source,
                target=target,
                msgctxt=entry.properties.get(CONTEXT) or None,
                origin=one_line(entry.properties.get(ORIGIN, "")) or path,
                translator_comments=tuple(filter(None, map(one_line, entry.notes))),
            )


def _text_in(language: Language, texts: dict[str, str]) -> str | None:
    """Return the text in `language`, else the first one in a language that only lacks or adds a part."""
    found = {tag: text for written, text in texts.items() if (tag := _language(written)) is not None}
    if language in found:
        return found[language]
    near = (
        text
        for tag, text in found.items()
        if tag.startswith(f"{language}-") or language.startswith(f"{tag}-")
    )
    return next(near, None)


def _language(tag: str) -> Language | None:
    """Return the language of a tag as tools spell it: `EN-US`, `pt_BR`, `zh-CN`; None when it is none."""
    try:
        return from_po_locale(parse_language(tag.replace("_", "-")).replace("-", "_"))
    except UsageError:
        return None
