"""`edition compile`: write the `.mo` files that programs read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from builder.base.errors import ContentError
from builder.base.language import Language, parse_language, po_locale
from builder.build.project import Project, load_project
from builder.catalogue.compile import compile_catalogue, compiled_messages
from builder.cli.catalogue_files import (
    add_workspace,
    languages_here,
    load_catalogue,
    read_articles,
    split_names,
    write_changed,
)


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `compile` to the command line."""
    parser = commands.add_parser(
        "compile",
        help="write .mo files for other programs",
        description="Write each catalogue as a .mo file beside it, for programs that read gettext. A build "
        "has no need of them. Fuzzy and missing translations are left out.",
        epilog="example: edition compile --language es --output-folder build/locale",
    )
    parser.add_argument(
        "articles", nargs="*", metavar="ARTICLE", help="slug or file, or builder (default: all catalogues)"
    )
    parser.add_argument("--language", action="append", default=[], metavar="L", help="only this one")
    parser.add_argument(
        "-o", "--output-folder", type=Path, metavar="FOLDER", help="write <locale>/LC_MESSAGES/*.mo there"
    )
    parser.add_argument("--use-fuzzy", action="store_true", help="take unconfirmed translations too")
    add_workspace(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compile, write what changed, and print one line a file; one broken file does not stop the others."""
    project = load_project(args.workspace)
    asked = tuple(dict.fromkeys(map(parse_language, args.language)))
    work = list(_work(project, args.articles, asked or languages_here(project)))
    status = 0
    for language, domain in work:
        try:
            sys.stdout.write(_compile(project, language, domain, args))
        except ContentError as error:
            sys.stderr.write(f"{error}\n")
            status = error.exit_status
    if not work:
        raise ContentError(
            "there is no translation to compile here",
            where=project.relative(project.locales),
            hint="to start one: edition add-language es",
        )
    return status


def _work(
    project: Project, names: Sequence[str], languages: Sequence[Language]
) -> Iterator[tuple[Language, str]]:
    """Yield language and domain of each catalogue to compile."""
    articles, own = split_names(names)
    wanted = {source.slug for source in read_articles(project, articles)} if articles else set()
    for language in languages:
        folder = project.locales / po_locale(language) / "LC_MESSAGES"
        for path in sorted(folder.glob("*.po")):
            if not names or path.stem in wanted or (own and path.stem == "builder"):
                yield language, path.stem


def _compile(project: Project, language: Language, domain: str, args: argparse.Namespace) -> str:
    """Compile one catalogue and return the line to print."""
    path = project.catalogue_path(language, domain).with_suffix(".mo")
    if args.output_folder is not None:
        path = args.output_folder / path.relative_to(project.locales)
    catalogue = load_catalogue(project, language, domain)
    assert catalogue is not None
    data = compile_catalogue(catalogue, fuzzy=args.use_fuzzy)
    done = write_changed(path, data, dry_run=args.dry_run)
    count = len(compiled_messages(catalogue, fuzzy=args.use_fuzzy))
    return f"{done} {project.relative(path)}: {count} of {len(catalogue.live)} texts\n"
