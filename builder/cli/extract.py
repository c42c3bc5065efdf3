"""`edition extract`: write the templates and the segment ids of articles."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from builder.build.project import Project, load_project
from builder.build.sources import Source, load_segment_ids
from builder.catalogue import builder_domain
from builder.catalogue.extract import extract
from builder.catalogue.po import render_po
from builder.catalogue.segment_ids import render_segment_ids, update_segment_ids
from builder.cli.catalogue_files import read_articles, split_names, write_changed
from builder.cli.options import add_workspace

_OUT_OF_DATE = 3


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `extract` to the command line."""
    parser = commands.add_parser(
        "extract",
        help="write the templates that translators start from",
        description="Write for each article locales/SLUG.pot, the template of its catalogues, and "
        "locales/SLUG.segments.json, the ids its texts keep when they are edited; then locales/builder.pot, "
        "the template of what the announcer says and pages label. A file is written only when it changes.",
        epilog="example: edition extract ketamine-and-depression --dry-run",
    )
    parser.add_argument(
        "articles",
        nargs="*",
        metavar="ARTICLE",
        help=f"slug or file; {builder_domain.DOMAIN} for the tool's own texts alone (default: all)",
    )
    add_workspace(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit status 3 when a file is out of date"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write what changed and print one line a file."""
    project = load_project(args.workspace)
    articles, own = split_names(args.articles)
    sources = () if own and not articles else read_articles(project, articles)
    stale = False
    for path, data, count in _files(project, sources):
        done = write_changed(path, data, dry_run=args.dry_run or args.check)
        stale = stale or done == "would write"
        said = "out of date" if args.check and done == "would write" else done
        sys.stdout.write(f"{said} {project.relative(path)}: {count}\n")
    if args.check and stale:
        sys.stderr.write("templates are out of date; run: edition extract\n")
        return _OUT_OF_DATE
    return 0


def _files(project: Project, sources: Sequence[Source]) -> Iterator[tuple[Path, bytes, str]]:
    """Yield path, bytes and a count of each file; all are worked out before the first is written."""
    files: list[tuple[Path, bytes, str]] = []
    for source in sources:
        path = project.template_path(source.slug)
        template = extract(source.document, path=project.relative(path))
        ids = update_segment_ids(load_segment_ids(project, source.slug), source.document)
        files.append((path, render_po(template), f"{len(template.messages)} messages"))
        files.append((project.segments_path(source.slug), render_segment_ids(ids), f"{len(ids)} segments"))
    own = builder_domain.template()
    files.append((project.template_path(own.domain), render_po(own), f"{len(own.messages)} messages"))
    yield from files
