"""`edition approve`: note in a catalogue that a person has read a translation and approves it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import get_args

from builder.base.errors import UsageError
from builder.base.language import Language, parse_language
from builder.base.suggest import did_you_mean
from builder.build.project import Project, load_project
from builder.build.sources import load_catalogue, load_segment_ids
from builder.catalogue import builder_domain
from builder.catalogue.localise import coverage
from builder.catalogue.po import render_po
from builder.catalogue.review import approve
from builder.catalogue.rules.fit import faults
from builder.cli.catalogue_files import no_translation, read_articles, split_names, write_changed
from builder.cli.options import add_workspace
from builder.model.catalogue import Message
from builder.model.segment import Context

RUNNING_TEXT = "text"
"""What `--context` calls messages without a context."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `approve` to the command line."""
    parser = commands.add_parser(
        "approve",
        help="note that a person approves a translation",
        description="Write the mark of a review into a catalogue, message by message. It lapses by itself "
        "when the source or the translation changes. Fuzzy and missing translations are passed over.",
        epilog="example: edition approve ketamine-and-depression --language es --name 'Ana Ruiz' "
        "--context disclaimer",
    )
    parser.add_argument(
        "article", metavar="ARTICLE", help=f"slug or file; {builder_domain.DOMAIN} for the tool's own texts"
    )
    parser.add_argument("--language", required=True, metavar="L", help="of the translation")
    parser.add_argument("--name", required=True, help="of the person who read both texts; no address")
    parser.add_argument("--date", type=_date, metavar="D", help="day of the review (default: today)")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true", help="every translation of the article")
    which.add_argument(
        "--context", choices=(*get_args(Context), RUNNING_TEXT), metavar="C", help="those of one context"
    )
    which.add_argument("--id", action="append", metavar="s-…", help="the text with this id; more than once")
    add_workspace(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Mark the chosen translations and print how many are approved."""
    project = load_project(args.workspace)
    language = parse_language(args.language)
    domain, source_language = _domain(project, args.article)
    path = project.catalogue_path(language, domain)
    name = project.relative(path)
    catalogue = load_catalogue(project, language, domain)
    if catalogue is None and language == source_language:
        raise UsageError(
            f'there is no translation of "{domain}" into {language}: that is the language of the article',
            hint="name a language it is translated into",
        )
    if catalogue is None:
        raise no_translation(project, language, domain)
    chosen = _choice(args, project, domain)
    marked, count = approve(
        catalogue,
        name=args.name,
        on=args.date or datetime.now().astimezone().date(),
        select=lambda message: chosen(message) and not faults(message, domain),
    )
    done = write_changed(path, render_po(marked), dry_run=args.dry_run)
    far = coverage(marked)
    sys.stdout.write(f"{done} {name}: {count} newly approved, {far.reviewed} of {far.total} in all\n")
    return 0


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f'expected a day such as 2026-11-23, found "{text}"') from error


def _domain(project: Project, article: str) -> tuple[str, Language | None]:
    """Return the gettext domain of what was named, and for an article the language it is written in."""
    if article == builder_domain.DOMAIN:
        return article, None
    names, _ = split_names([article])
    source = read_articles(project, names)[0]
    return source.slug, source.document.language


def _choice(args: argparse.Namespace, project: Project, domain: str) -> Callable[[Message], bool]:
    """Return what says of a message whether it was asked for."""
    if args.context is not None:
        context = None if args.context == RUNNING_TEXT else args.context
        return lambda message: message.msgctxt == context
    if args.id:
        known = {segment.id: (segment.context, segment.text) for segment in load_segment_ids(project, domain)}
        for wanted in args.id:
            if wanted not in known:
                raise UsageError(
                    f'no text has the id "{wanted}"{did_you_mean(wanted, known)}',
                    where=project.relative(project.segments_path(domain)),
                    hint=f"bring the ids up to date: edition extract {domain}",
                )
        keys = {known[wanted] for wanted in args.id}
        return lambda message: message.key in keys
    return lambda _: True
