"""`edition update`: bring catalogues up to date with their articles; no translator's word is lost."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from builder.base.errors import ContentError, UsageError
from builder.base.language import Language, parse_language
from builder.build.project import Project, load_project
from builder.build.sources import Source
from builder.catalogue import builder_domain
from builder.catalogue.extract import extract
from builder.catalogue.localise import coverage, unfinished
from builder.catalogue.merge import merge, start
from builder.catalogue.po import render_po
from builder.cli.catalogue_files import (
    add_workspace,
    load_catalogue,
    read_articles,
    split_names,
    write_changed,
)
from builder.model.catalogue import Catalogue


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `update` to the command line."""
    parser = commands.add_parser(
        "update",
        help="bring translations up to date with their articles",
        description="Merge each article's texts into the catalogues of its languages. An edited text keeps "
        "its translation as fuzzy, with the earlier text beside it; a text that is gone is kept as obsolete "
        "and comes back with its text. A file is written only when it changes. --language starts a language.",
        epilog="example: edition update ketamine-and-depression --language pt-BR",
    )
    parser.add_argument(
        "articles",
        nargs="*",
        metavar="ARTICLE",
        help=f"slug or file; {builder_domain.DOMAIN} for the tool's own texts (default: all)",
    )
    parser.add_argument(
        "--language", action="append", default=[], metavar="L", help="only this one; made where it is missing"
    )
    add_workspace(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Merge, write what changed, and print one line a file; one broken file does not stop the others."""
    project = load_project(args.workspace)
    asked = tuple(parse_language(tag) for tag in args.language)
    articles, own = split_names(args.articles)
    sources = () if own and not articles else read_articles(project, articles)
    work = _work(project, sources, asked, own=own)
    status = 0
    for language, template in work:
        try:
            sys.stdout.write(_update(project, language, template, dry_run=args.dry_run))
        except ContentError as error:
            sys.stderr.write(f"{error}\n")
            status = error.exit_status
    if not work:
        sys.stdout.write("no translations here; to start one: edition update --language es\n")
    return status


def _work(
    project: Project, sources: Sequence[Source], asked: Sequence[Language], *, own: bool
) -> list[tuple[Language, Catalogue]]:
    """Return each catalogue to update, by language, as the template to merge into it.

    Args:
        project: The workspace.
        sources: Articles to be translated.
        asked: Languages that were named; those the articles have already if none was.
        own: True when the tool's own texts were named: then they are updated whether or not they are needed.
    """
    work: list[tuple[Language, Catalogue]] = []
    languages: set[Language] = set()
    for source in sources:
        template = extract(source.document, path=project.relative(project.template_path(source.slug)))
        for language in asked or project.languages(source.slug):
            if language != source.document.language:
                work.append((language, template))
                languages.add(language)
    return work + _own_work(project, sources, asked, languages, named=own)


def _own_work(
    project: Project,
    sources: Sequence[Source],
    asked: Sequence[Language],
    languages: set[Language],
    *,
    named: bool,
) -> list[tuple[Language, Catalogue]]:
    """Return the catalogues of the tool's own texts to update.

    An article's own language needs them as well as `languages`, those it is translated into.

    Raises:
        UsageError: A language was asked for that has nothing to be translated into it.
    """
    template = builder_domain.template()
    there = set(project.languages(template.domain))
    if named:
        return [(language, template) for language in sorted(asked or there)]
    spoken = {source.document.language for source in sources}
    wanted = languages | set(asked) | (set() if asked else spoken & there)
    needed = [language for language in sorted(wanted) if _needs_own(project, language, template)]
    missing = [language for language in asked if language not in languages and language not in needed]
    if missing:
        raise UsageError(
            f'nothing is to be translated into "{missing[0]}": it is the language of the article',
            hint="name another language",
        )
    return [(language, template) for language in needed]


def _needs_own(project: Project, language: Language, template: Catalogue) -> bool:
    """Tell whether the workspace has, or needs, a translation of the tool's texts in `language`."""
    if project.catalogue_path(language, template.domain).is_file():
        return True
    shipped = builder_domain.shipped(language)
    return unfinished((template, (shipped,) if shipped else ())) is not None


def _update(project: Project, language: Language, template: Catalogue, *, dry_run: bool) -> str:
    """Bring one catalogue up to date and return the line to print."""
    path = project.catalogue_path(language, template.domain)
    name = project.relative(path)
    before = load_catalogue(project, language, template.domain)
    merged, report = merge(before or start(template, language, path=name), template)
    done = write_changed(path, render_po(merged), dry_run=dry_run)
    far = coverage(merged, template)
    counts = f"{report}; " if before else ""
    state = f"{far.translated} of {far.total} translated, {far.fuzzy} to look at"
    return f"{done} {name}: {counts}{state}{_back(len(report.back))}\n"


def _back(count: int) -> str:
    if count == 1:
        return "; 1 text is back to its earlier wording: confirm it"
    return f"; {count} texts are back to their earlier wording: confirm them" if count else ""
