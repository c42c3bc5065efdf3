"""`edition pseudo`: write made-up translations that show and let hear what a real one would meet."""

from __future__ import annotations

import argparse
import sys

from builder.build.project import load_project
from builder.catalogue import builder_domain
from builder.catalogue.extract import extract
from builder.catalogue.po import render_po
from builder.catalogue.pseudo import LANGUAGES, pseudo_catalogue
from builder.cli.catalogue_files import asked_languages, read_articles, split_names, write_changed
from builder.cli.options import add_workspace


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `pseudo` to the command line."""
    parser = commands.add_parser(
        "pseudo",
        help="write made-up translations to try a site with",
        description="Write finished catalogues of made-up texts: en-XA has accents, brackets and longer "
        "words, ar-XB runs from right to left in Arabic letters. Figures, acronyms and tags stay. They say "
        "that a machine made them, and are built as drafts alone, where they are named.",
        epilog="example: edition pseudo && edition build --draft --language en-XA",
    )
    parser.add_argument("articles", nargs="*", metavar="ARTICLE", help="slug or file (default: all)")
    parser.add_argument(
        "--language",
        action="append",
        default=[],
        metavar="L",
        help=f"{' or '.join(LANGUAGES)} (default: both)",
    )
    add_workspace(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the catalogues that are not there as they should be, and print one line a file."""
    project = load_project(args.workspace)
    languages = asked_languages(args.language) or LANGUAGES
    articles, own = split_names(args.articles)
    sources = () if own and not articles else read_articles(project, articles)
    templates = [*(extract(source.document) for source in sources), builder_domain.template()]
    for language in languages:
        for template in templates:
            path = project.catalogue_path(language, template.domain)
            name = project.relative(path)
            catalogue = pseudo_catalogue(template, language, path=name)
            done = write_changed(path, render_po(catalogue), dry_run=args.dry_run)
            sys.stdout.write(f"{done} {name}: {len(catalogue.messages)} made-up texts\n")
    return 0
