"""`edition build`: from articles to published editions."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

from builder.base.errors import BuilderError, LanguagesNotBuilt, UsageError
from builder.base.language import parse_language
from builder.base.text import shorten
from builder.build.project import Project, load_project, loose_project
from builder.build.run import Report, Request, build, plan
from builder.build.settings import check_base_url
from builder.cli.catalogue_files import add_workspace
from builder.cli.progress import shown_progress
from builder.formats.base import NAMES
from builder.speech.choose import Profile


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `build` to the command line."""
    parser = commands.add_parser(
        "build",
        help="build editions",
        description="Build every article in every language that is finished, or those that are named, and "
        "publish them into output/. What did not change is not made again.",
        epilog="example: edition build --language es",
    )
    parser.add_argument("articles", nargs="*", metavar="ARTICLE", help="slug or file (default: all articles)")
    parser.add_argument(
        "--language", action="append", default=[], metavar="L", help="build this one alone; may be repeated. "
        "For a file outside of a workspace the first one is the language it is written in"
    )  # fmt: skip
    parser.add_argument(
        "--format", action="append", default=[], choices=NAMES, dest="formats", help="make this one alone"
    )
    add_workspace(parser)
    parser.add_argument(
        "--output", type=_folder, help="where editions go (default: output/ in the workspace)"
    )
    parser.add_argument("--date", type=_date, metavar="YYYY-MM-DD", help="of an article that names no date")
    parser.add_argument("--base-url", metavar="URL", help="where the output will be served from")
    parser.add_argument(
        "--draft", action="store_true", help="build unfinished languages too, into output/draft/"
    )
    parser.add_argument(
        "--voices", choices=get_args(Profile), metavar="PROFILE",
        help="choose voices so: auto, fast, natural or online (default: what edition.toml says)",
    )  # fmt: skip
    parser.add_argument("--allow-network", action="store_true", help="let a network voice send texts away")
    parser.add_argument(
        "--jobs", type=jobs, default=cores(), metavar="N", help="workers (default: the cores)"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    parser.add_argument("--plain", action="store_true", help="plain lines, no bars")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Build, tell what came of it, and return the exit status."""
    project, request = _request(args)
    if args.dry_run:
        return _tell_plan(plan(project, request))
    with shown_progress(plain=args.plain) as progress:
        report = build(project, request, progress)
    _tell_problems(report)
    files = f"{len(report.changed)} file{'' if len(report.changed) == 1 else 's'} changed"
    if report.built:
        count = f"{len(report.built)} edition{'' if len(report.built) == 1 else 's'}"
        state = f"built {count}, {files}" if report.changed else f"nothing to do, {count} up to date"
        sys.stdout.write(f"{state}: {report.output}\n")
    else:
        sys.stdout.write(f"built nothing: {report.output}\n")
    return _exit_status(report)


def _request(args: argparse.Namespace) -> tuple[Project, Request]:
    loose = any(_is_file(Path(name)) for name in args.articles)
    project = loose_project(args.workspace) if loose else load_project(args.workspace)
    settings = project.settings
    if args.base_url is not None:
        settings = replace(settings, show=replace(settings.show, base_url=check_base_url(args.base_url)))
    project = replace(project, settings=replace(settings, profile=args.voices or settings.profile))
    articles = _articles(project, args.articles)
    languages = tuple(parse_language(tag) for tag in args.language)
    outside = any(not _inside(path, project.root / "articles") for path in articles)
    request = Request(
        articles=articles or project.articles(),
        output=args.output or project.root / "output",
        languages=languages,
        formats=tuple(args.formats) or project.settings.formats,
        jobs=args.jobs,
        draft=args.draft,
        source_language=languages[0] if outside and languages else None,
        published=args.date,
        allow_network=args.allow_network,
        whole=not (args.articles or args.language or args.formats),
    )
    return project, request


def _articles(project: Project, names: Sequence[str]) -> tuple[Path, ...]:
    """Return the articles of these files and slugs, each once, however often and by what name it is given."""
    paths = [Path(name) if _is_file(Path(name)) else project.article_path(name) for name in names]
    return tuple({path.resolve(): path for path in reversed(paths)}.values())[::-1]


def _tell_plan(report: Report) -> int:
    for line in report.voices:
        sys.stdout.write(f"{line}\n")
    for name, estimate in report.estimates.items():
        sys.stdout.write(f"{name}: {estimate}\n")
    _tell_problems(report)
    return _exit_status(replace(report, built=tuple(report.estimates)))


def _tell_problems(report: Report) -> None:
    for finding in report.findings:
        sys.stderr.write(f"{finding}\n")
    for refusal in report.refusals:
        sys.stderr.write(f"{refusal.name} is not built\n{refusal.error}\n")
    for note in report.notes:
        sys.stderr.write(f"{note}\n")


def _exit_status(report: Report) -> int:
    if not report.refusals:
        return 0
    errors: list[BuilderError] = [refusal.error for refusal in report.refusals]
    return LanguagesNotBuilt.exit_status if report.built else errors[0].exit_status


def _inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than any file's
        return False


def _folder(text: str) -> Path:
    if not text:
        raise UsageError("--output takes a folder, found an empty text", hint="leave it out for output/")
    path = Path(text)
    if _is_file(path):
        raise UsageError(
            "--output takes a folder, and this is a file", where=text, hint="name another, or remove the file"
        )
    return path


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f'a date is written like 2026-11-23, found "{shorten(text)}"', hint="edition build --help"
        ) from error


def jobs(text: str) -> int:
    """Return the number of workers `text` asks for.

    Raises:
        UsageError: It is no whole number from 1 to 256.
    """
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise UsageError(
            f'--jobs takes a whole number from 1 to 256, found "{shorten(text)}"',
            hint="leave it out for all cores",
        )
    return int(text)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
