"""`edition compile`: write the `.mo` files that programs read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from builder.base.errors import ContentError
from builder.base.language import Language
from builder.build.project import Project, load_project
from builder.build.sources import load_catalogue
from builder.catalogue import builder_domain, pronunciation_domain
from builder.catalogue.compile import compile_catalogue, compiled_messages
from builder.cli.catalogue_files import asked_languages, read_articles, split_names, write_changed
from builder.cli.options import add_workspace


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
        "articles",
        nargs="*",
        metavar="ARTICLE",
        help=f"slug or file; {builder_domain.DOMAIN} for the tool's own texts (default: all catalogues)",
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
    work = _work(project, args.articles, asked_languages(args.language))
    status = 0
    for language, domain in work:
        try:
            sys.stdout.write(_compile(project, language, domain, args))
        except ContentError as error:
            sys.stderr.write(f"{error}\n")
            status = error.exit_status
    return status


def _work(project: Project, names: Sequence[str], asked: Sequence[Language]) -> list[tuple[Language, str]]:
    """Return language and domain of each catalogue to compile.

    Raises:
        ContentError: There is none, or none in a language that was asked for.
    """
    articles, own = split_names(names)
    wanted = {source.slug for source in read_articles(project, articles)} if articles else set()
    wanted |= {builder_domain.DOMAIN} if own else set()
    work: list[tuple[Language, str]] = []
    for language in asked or project.languages():
        files = sorted(project.catalogue_path(language, "*").parent.glob("*.po"))
        there = (path.stem for path in files if path.is_file())
        # No program has a use for pronunciations.
        domains = [
            name for name in there if (name in wanted if names else name != pronunciation_domain.DOMAIN)
        ]
        if not domains and asked:
            raise _nothing(project, f"there is no translation into {language} to compile here", language)
        work.extend((language, domain) for domain in domains)
    if not work:
        raise _nothing(project, "there is no translation to compile here", Language("es"))
    return work


def _nothing(project: Project, message: str, language: Language) -> ContentError:
    hint = f"to start one: edition add-language {language}"
    return ContentError(message, where=project.relative(project.locales), hint=hint)


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
