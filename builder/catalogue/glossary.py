"""Glossary: the terms of a language, in a file that any spreadsheet and any text editor opens.

`locales/<po_locale>/glossary.tsv` is UTF-8, one term a line, its columns divided by tabs:

    source	target	note
    # names of drugs stay as they are
    bioavailability	biodisponibilidad | disponibilidad	pharmacology
    NMDA	=	receptor

Several right translations are divided by `|`, the best one first. An empty target or `=` keeps the word as it
is. Lines that start with `#` are comments; they and blank lines survive an edit.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from builder.base.errors import ContentError
from builder.base.text import one_line, shorten
from builder.model.glossary import GlossaryTerm

COLUMNS = ("source", "target", "note")
MOST_BYTES = 2_000_000
"""A glossary of ten thousand terms stays well below."""
KEEP = "="
"""In the column of targets: the word stays as it is."""
OR = "|"
"""Between translations that are all right."""


def parse_glossary(data: bytes, *, path: str) -> tuple[GlossaryTerm, ...]:
    """Return the terms in `data`, in file order; an empty file has none.

    Args:
        data: UTF-8, with or without a byte order mark, lines ended by LF or CR LF.
        path: As it is shown in messages.

    Raises:
        ContentError: More than 2 MB, not UTF-8, another first line than the names of the columns, a line with
            more than three columns or without a source, or a source that stands there twice.
    """
    terms: dict[str, GlossaryTerm] = {}
    for number, cells in _rows(_lines(data, path), path):
        term = _term(cells, number, path)
        before = terms.setdefault(folded(term.source), term)
        if before is not term:
            raise ContentError(
                f'"{shorten(term.source)}" stands here again; it is in line {before.line} already',
                where=f"{path}:{number}",
                hint=f'keep one line, and divide translations that are both right by " {OR} "',
            )
    return tuple(terms.values())


def render_glossary(terms: Iterable[GlossaryTerm], *, before: bytes = b"") -> bytes:
    """Return the file of `terms`.

    Args:
        terms: In any order.
        before: The file as it was read, if there was one: lines of terms that did not change stay where and
            as they are, with the comments and blank lines around them. A changed term stays in its line, a
            new one is put at the end, the line of one that is gone is taken out.

    Raises:
        ContentError: `before` is refused by `parse_glossary`.
    """
    known = {folded(term.source): term for term in parse_glossary(before, path="glossary.tsv")}
    wanted = {folded(term.source): term for term in terms}
    text = before.decode("utf-8-sig")
    newline = "\r\n" if "\r\n" in text else "\n"
    by_line = {term.line: key for key, term in known.items()}
    # Each line keeps its own end: a file that two editors wrote has both.
    ended = text if text.endswith("\n") else text + newline
    lines = [line + "\n" for line in ended.split("\n")]
    while lines and not lines[-1].strip():
        lines.pop()
    kept = [
        _line(line, by_line.get(number), known, wanted, end="\r\n" if line.endswith("\r\n") else "\n")
        for number, line in enumerate(lines, 1)
    ]
    header = [] if any(_holds_cells(line) for line in lines) else ["\t".join(COLUMNS) + newline]
    fresh = [_render(term) + newline for key, term in wanted.items() if key not in known]
    rendered = "".join([*filter(None, kept), *header, *fresh])
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    return mark + rendered.encode()


def with_term(terms: Iterable[GlossaryTerm], new: GlossaryTerm) -> tuple[GlossaryTerm, ...]:
    """Return `terms` with `new` in the place of the one with its source, or at the end."""
    merged = {folded(term.source): term for term in terms}
    merged[folded(new.source)] = new
    return tuple(merged.values())


def new_term(source: str, target: str, note: str = "", *, where: str = "--add") -> GlossaryTerm:
    """Return the term of three cells as people write them.

    Args:
        source: The word or words; on one line, not starting with `#`.
        target: Translations divided by `|`; empty or `=` keeps the word.
        note: For the translator.
        where: What messages are about.

    Raises:
        ContentError: The source is empty, or would be read as a comment.
    """
    source = _cell(source)
    if not source:
        raise ContentError(
            "this term has no source; expected a word in the first column",
            where=where,
            hint="write the word of the source language, or remove the line",
        )
    if source.startswith("#"):
        raise ContentError(
            f'"{shorten(source)}" would be read as a comment', where=where, hint="leave the # out"
        )
    targets = tuple(dict.fromkeys(filter(None, map(_cell, target.split(OR)))))
    kept = tuple(source if part == KEEP else part for part in targets) or (source,)
    return GlossaryTerm(source=source, targets=tuple(dict.fromkeys(kept)), note=_cell(note))


def _cell(text: str) -> str:
    return one_line(text).strip()


def folded(source: str) -> str:
    """Return a source as terms are told apart by: composed; capitals count, `US` is not `us`."""
    return unicodedata.normalize("NFC", source)


def _lines(data: bytes, path: str) -> list[str]:
    if len(data) > MOST_BYTES:
        raise ContentError(
            f"the file has {len(data)} bytes; expected at most {MOST_BYTES}",
            where=f"{path}:1",
            hint="look whether it is a glossary at all",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ContentError(
            f"found the byte 0x{data[error.start]:02x}, which is not UTF-8",
            where=f"{path}:{line}",
            hint="save the file as text in UTF-8, columns divided by tabs",
        ) from error
    return [line.removesuffix("\r") for line in text.split("\n")]


def _rows(lines: list[str], path: str) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each line that holds a term; the first of all has the columns' names."""
    header_seen = False
    for number, line in enumerate(lines, 1):
        if not _holds_cells(line):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header_seen:
            yield number, cells
        elif [cell.lower() for cell in cells] == list(COLUMNS) or _short_header(cells):
            header_seen = True
        else:
            raise ContentError(
                f'the first line is "{shorten(line, 40)}"; expected the columns {", ".join(COLUMNS)}',
                where=f"{path}:{number}",
                hint="put them there, divided by tabs",
            )


def _holds_cells(line: str) -> bool:
    """Tell whether a line is neither blank nor a comment."""
    return bool(line.strip()) and not line.startswith("#")


def _short_header(cells: list[str]) -> bool:
    return [cell.lower() for cell in cells] == list(COLUMNS[:2])


def _term(cells: list[str], number: int, path: str) -> GlossaryTerm:
    where = f"{path}:{number}"
    if len(cells) > len(COLUMNS) and any(cells[len(COLUMNS) :]):
        raise ContentError(
            f"this line has {len(cells)} columns; expected at most {len(COLUMNS)}: {', '.join(COLUMNS)}",
            where=where,
            hint=f'divide translations by " {OR} ", not by tabs',
        )
    source, target, note, *_ = (*cells, "", "")
    if len(cells) == 1:
        raise ContentError(
            f'"{shorten(source)}" stands alone; expected a tab and a translation after it',
            where=where,
            hint=f"write {KEEP} behind the tab where the word stays as it is",
        )
    term = new_term(source, target, note, where=where)
    return GlossaryTerm(source=term.source, targets=term.targets, note=term.note, line=number)


def _line(
    line: str,
    key: str | None,
    known: dict[str, GlossaryTerm],
    wanted: dict[str, GlossaryTerm],
    *,
    end: str,
) -> str | None:
    """Return what becomes of a line: itself, its changed term with `end`, or None where its term is gone."""
    if key is None:
        return line
    term = wanted.get(key)
    if term is None:
        return None
    was = known[key]
    same = (was.targets, was.note) == (term.targets, term.note)
    return line if same else _render(term) + end


def _render(term: GlossaryTerm) -> str:
    kept = term.targets == (term.source,)
    target = KEEP if kept else f" {OR} ".join(term.targets)
    return f"{term.source}\t{target}\t{term.note}"
