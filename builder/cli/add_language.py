"""`edition add-language`: make the catalogues a language needs, and say how much there is to do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from builder.base.errors import ContentError
from builder.base.language import Language
from builder.build.project import load_project
from builder.catalogue import builder_domain
from builder.catalogue.stats import statistics
from builder.cli.catalogue_files import languages_and_articles, read_articles, split_names
from builder.cli.options import add_workspace
from builder.cli.update import catalogues_to_update, update_catalogue
from builder.model.catalogue import Catalogue


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `add-language` to the command line."""
    parser = commands.add_parser(
        "add-language",
        help="start a translation",
        description="Make the catalogues that a language needs: of each article, and of the tool's own texts "
        "where it does not come with them. Catalogues that are there are left alone.",
        epilog="example: edition add-language pt-BR ketamine-and-depression",
    )
    parser.add_argument(
        "names",
        nargs="+",
        metavar="LANG… [ARTICLE…]",
        help="language tags such as es or pt-BR, then articles (default: all); "
        f"{builder_domain.DOMAIN} for the tool's own texts",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    add_workspace(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the catalogues that are missing, one line each, then say what to do next."""
    project = load_project(args.workspace)
    languages, names = languages_and_articles(project, args.names, command="add-language")
    articles, own = split_names(names)
    sources = () if own and not articles else read_articles(project, articles)
    made: list[str] = []
    status = 0
    for language, template in catalogues_to_update(project, sources, languages, own=own):
        path = project.catalogue_path(language, template.domain)
        if path.is_file():
            sys.stdout.write(f"left alone {project.relative(path)}: it is there already\n")
            continue
        try:
            update = update_catalogue(project, language, template, dry_run=args.dry_run)
        except ContentError as error:
            sys.stderr.write(f"{error}\n")
            status = error.exit_status
            continue
        made.append(update.path)
        remembered = len(update.report.remembered)
        from_memory = f"; {remembered} taken from other translations" if remembered else ""
        amount = _amount(template, language)
        sys.stdout.write(f"{update.done} {update.path}: {amount}{from_memory}\n")
    sys.stdout.writelines(_next_steps(made, languages, dry_run=args.dry_run))
    return status


def _amount(template: Catalogue, language: Language) -> str:
    """Return how much there is to translate: texts, words and minutes when spoken, as `stats` counts them."""
    amount = statistics(template, template, language=language).progress.all
    minutes = int(amount.spoken_seconds / 60 + 0.5)
    unit = "minute" if minutes == 1 else "minutes"
    spoken = f"about {minutes} {unit} of speech" if minutes else "less than a minute of speech"
    texts = f"{amount.texts:,} {'text' if amount.texts == 1 else 'texts'}"
    whose = " of the tool itself" if template.domain == builder_domain.DOMAIN else ""
    return f"{texts}{whose}, {amount.words:,} words, {spoken}"


def _next_steps(made: Sequence[str], languages: Sequence[Language], *, dry_run: bool) -> Iterator[str]:
    if not made:
        yield "nothing to add\n"
    elif not dry_run:
        tags = " ".join(f"--language {language}" for language in languages)
        yield f"next: translate {', '.join(made)} with a program for translators, such as Poedit\n"
        yield f"then: edition check {tags}, and to hear it: edition proof {' '.join(languages)}\n"
