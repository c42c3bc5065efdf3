"""`edition po`: our reader, writer and update on any catalogue, so that anybody can judge them on theirs."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from builder.base.errors import UsageError
from builder.base.language import Language, from_po_locale, parse_language
from builder.build.sources import read_bytes
from builder.catalogue.charset import to_utf8
from builder.catalogue.cldr import plural_forms
from builder.catalogue.memory import memory_of
from builder.catalogue.merge import merge
from builder.catalogue.po import parse_po, render_po
from builder.cli.catalogue_files import write_changed
from builder.cli.streams import write_bytes
from builder.model.catalogue import Catalogue

STANDARD_INPUT = Path("-")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `po` to the command line."""
    parser = commands.add_parser(
        "po",
        help="read, write and merge any gettext catalogue",
        description="Try our reader, writer and update on any .po file; no workspace is needed.",
        epilog="example: edition po cat de.po | cmp - de.po",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    cat = actions.add_parser(
        "cat",
        help="read a catalogue and write it back",
        description="Read a catalogue and write it back, byte by byte as it was, or say what is wrong.",
        epilog="example: edition po cat de.po --charset ISO-8859-1 --output de.po",
    )
    cat.add_argument("file", type=Path, metavar="FILE", help="a .po or .pot file; - is standard input")
    cat.add_argument("--charset", metavar="NAME", help="it is written in this one: convert it to UTF-8")
    _add_output(cat)
    cat.set_defaults(run=run_cat)
    merging = actions.add_parser(
        "merge",
        help="bring a catalogue up to date with a template",
        description="Merge the texts of a template into a catalogue, as `edition update` does. The result "
        "goes to standard output, the counts to standard error.",
        epilog="example: edition po merge de.po new.pot --output de.po --compendium other-de.po",
    )
    merging.add_argument("po", type=Path, metavar="PO", help="the catalogue")
    merging.add_argument("pot", type=Path, metavar="POT", help="the template, or a newer catalogue")
    merging.add_argument(
        "--compendium",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="take translations of equal texts from here; more than once",
    )
    merging.add_argument("--language", metavar="L", help="of the catalogue (default: as its header says)")
    _add_output(merging)
    merging.set_defaults(run=run_merge)


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="(default: standard output)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")


def run_cat(args: argparse.Namespace) -> int:
    """Write the catalogue back, or raise what is wrong with it."""
    data = _read(args.file)
    if args.charset:
        data = to_utf8(data, args.charset, path=str(args.file))
    catalogue = parse_po(data, path=str(args.file), domain=args.file.stem)
    _write(args, render_po(catalogue), f"{len(catalogue.live)} texts")
    return 0


def run_merge(args: argparse.Namespace) -> int:
    """Merge the template into the catalogue, and tell what was done."""
    template = _as_template(_load(args.pot))
    catalogue = _with_plural_forms(_with_language(_load(args.po), args), template)
    merged, report = merge(catalogue, template, memory=memory_of(map(_load, args.compendium)))
    _write(args, render_po(merged), str(report))
    return 0


def _read(path: Path) -> bytes:
    return sys.stdin.buffer.read() if path == STANDARD_INPUT else read_bytes(path, str(path))


def _load(path: Path) -> Catalogue:
    return parse_po(_read(path), path=str(path), domain=path.stem)


def _with_language(catalogue: Catalogue, args: argparse.Namespace) -> Catalogue:
    """Return `catalogue` with the language asked for, else its header's, else that of its folder or name."""
    if args.language:
        return replace(catalogue, language=parse_language(args.language))
    if catalogue.language is not None:
        return catalogue
    names = [args.po.parent.parent.name] if args.po.parent.name == "LC_MESSAGES" else [args.po.stem]
    return replace(catalogue, language=next(filter(None, map(_language, names)), None))


def _as_template(catalogue: Catalogue) -> Catalogue:
    """Return what is to be translated in `catalogue`, which may be a translation itself."""
    return replace(
        catalogue,
        messages=tuple(
            replace(
                message,
                msgstr=("",) * len(message.msgstr),
                flags=tuple(flag for flag in message.flags if flag != "fuzzy"),
                previous=(),
                translator_comments=(),
                raw=None,
            )
            for message in catalogue.live
        ),
    )


def _with_plural_forms(catalogue: Catalogue, template: Catalogue) -> Catalogue:
    """Return `catalogue` with its language's plural forms where the template needs some and it has none."""
    needed = any(message.msgid_plural is not None for message in template.live)
    if not needed or catalogue.language is None or "Plural-Forms" in catalogue.header:
        return catalogue
    return replace(catalogue, header={**catalogue.header, "Plural-Forms": plural_forms(catalogue.language)})


def _language(name: str) -> Language | None:
    try:
        return from_po_locale(name)
    except UsageError:
        return None


def _write(args: argparse.Namespace, data: bytes, report: str) -> None:
    """Write `data` where it was asked for, and the line about it where it does not get into it."""
    if args.output is not None:
        done = write_changed(args.output, data, dry_run=args.dry_run)
        sys.stdout.write(f"{done} {args.output}: {report}\n")
    elif args.dry_run:
        sys.stdout.write(f"would write to standard output: {report}\n")
    else:
        write_bytes(data)
        sys.stderr.write(f"{report}\n")
