"""`edition memory`: exchange translations with the memories of other tools."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from builder.base.errors import ContentError, UsageError
from builder.base.language import Language, parse_language
from builder.build.project import Project, load_project
from builder.build.sources import load_catalogue, read_bytes
from builder.catalogue import pronunciation_domain
from builder.catalogue.compendium import DOMAIN, empty_compendium, with_units
from builder.catalogue.memory import memory_of
from builder.catalogue.po import parse_po, render_po
from builder.catalogue.tmx import parse_tmx, render_tmx
from builder.cli.catalogue_files import write_changed
from builder.cli.options import add_workspace
from builder.cli.streams import write_bytes
from builder.model.catalogue import Catalogue
from builder.model.memory import MemoryUnit


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `memory` to the command line."""
    parser = commands.add_parser(
        "memory",
        help="import and export translation memories (TMX, PO)",
        description="Exchange translations with other tools. What is imported goes into "
        "locales/<locale>/memory.po, from which `edition update` fills equal and similar texts.",
        epilog="example: edition memory import old-podcast.tmx --language es",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    export = actions.add_parser(
        "export",
        help="write every translation into a language as TMX",
        description="Write the confirmed translations of all catalogues of a language, and its memory, as "
        "TMX 1.4.",
        epilog="example: edition memory export --language es --output es.tmx",
    )
    _add_common(export)
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="(default: standard output)")
    export.set_defaults(run=run_export)
    importing = actions.add_parser(
        "import",
        help="add the translations of a TMX or PO file",
        description="Add the confirmed translations of a file to the memory of a language.",
        epilog="example: edition memory import old-podcast.tmx --language es",
    )
    importing.add_argument("file", type=Path, metavar="FILE", help="ends in .tmx or .po")
    _add_common(importing)
    importing.add_argument(
        "--replace", action="store_true", help="take the file's translation where the memory has another one"
    )
    importing.set_defaults(run=run_import)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", required=True, metavar="L", help="of the translations")
    parser.add_argument("--source-language", metavar="L", help="of the texts (default: the show's)")
    add_workspace(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")


def run_export(args: argparse.Namespace) -> int:
    """Write the memory of a language as TMX, and tell how much it is."""
    project, source_language, language = _asked(args)
    units = [unit for unit in memory_of(_catalogues(project, source_language, language)) if unit.confirmed]
    if not units:
        raise ContentError(
            f"there is no confirmed translation from {source_language} into {language}",
            where=project.relative(project.locales),
            hint=f"to start one: edition add-language {language}",
        )
    data = render_tmx(units, source_language=source_language, language=language)
    line = f"{data.count(b'<tu>')} texts from {source_language} into {language}\n"
    if args.output is None:
        if args.dry_run:
            sys.stdout.write(f"would write to standard output: {line}")
        else:
            write_bytes(data)
            sys.stderr.write(line)
        return 0
    done = write_changed(args.output, data, dry_run=args.dry_run)
    sys.stdout.write(f"{done} {args.output}: {line}")
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Add the translations of a file to the memory of a language, and tell what became of them."""
    project, source_language, language = _asked(args)
    units = _read(args.file, source_language, language)
    path = project.memory_path(language)
    name = project.relative(path)
    before = (
        parse_po(read_bytes(path, name), path=name, domain=DOMAIN)
        if path.is_file()
        else empty_compendium(language, source_language=source_language, path=name)
    )
    if _source_language(before) != source_language:
        raise UsageError(
            f"the memory holds texts in {_source_language(before)}; expected {source_language}",
            where=name,
            hint=f"name the language of the file's texts: --source-language {_source_language(before)}",
        )
    compendium, taken = with_units(before, units, replacing=args.replace)
    done = write_changed(path, render_po(compendium), dry_run=args.dry_run)
    sys.stdout.write(f"{done} {name}: {taken}; {len(compendium.live)} texts in all\n")
    return 0


def _asked(args: argparse.Namespace) -> tuple[Project, Language, Language]:
    project = load_project(args.workspace)
    source = parse_language(args.source_language) if args.source_language else project.show.language
    language = parse_language(args.language)
    if source == language:
        raise UsageError(
            f'"{language}" is the language of the texts themselves',
            hint="name the language they are translated into",
        )
    return project, source, language


def _catalogues(project: Project, source_language: Language, language: Language) -> Iterator[Catalogue]:
    """Yield the catalogues of a language whose msgids are in `source_language`, the imported memory last."""
    folder = project.catalogue_path(language, DOMAIN).parent
    for path in sorted(folder.glob("*.po")):
        is_translation = path.stem != pronunciation_domain.DOMAIN
        catalogue = load_catalogue(project, language, path.stem) if is_translation else None
        if catalogue and _source_language(catalogue) == source_language:
            yield catalogue
    path = project.memory_path(language)
    if path.is_file():
        name = project.relative(path)
        compendium = parse_po(read_bytes(path, name), path=name, domain=DOMAIN)
        if _source_language(compendium) == source_language:
            yield compendium


def _source_language(catalogue: Catalogue) -> Language:
    return Language(catalogue.header.get("X-Source-Language") or "en")


def _read(path: Path, source_language: Language, language: Language) -> tuple[MemoryUnit, ...]:
    """Return the confirmed pairs of texts of a file.

    Raises:
        UsageError: Its name ends neither in `.tmx` nor in `.po`.
        ContentError: It is refused, or is in another language.
    """
    name = str(path)
    match path.suffix.lower():
        case ".tmx":
            return parse_tmx(
                read_bytes(path, name), path=path.name, source_language=source_language, language=language
            )
        case ".po":
            catalogue = parse_po(read_bytes(path, name), path=name, domain=path.stem)
        case _:
            raise UsageError(
                f'"{path.name}" has another ending than .tmx and .po', hint="export it as TMX from your tool"
            )
    named = catalogue.language
    if named is not None and named.partition("-")[0] != language.partition("-")[0]:
        raise ContentError(
            f'the header says Language "{named}"; expected "{language}"',
            where=f"{name}:1",
            hint=f"import it into its own language: --language {named}",
        )
    return tuple(unit for unit in memory_of([catalogue]) if unit.confirmed)
