"""Built: the long way of `edition build`, which reads everything and makes what is missing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from builder.base.errors import BuilderError, ContentError, LanguagesNotBuilt, UsageError
from builder.base.language import parse_language
from builder.build.last_run import Beginning, Place, Said, keep
from builder.build.project import Project, load_project, loose_project
from builder.build.run import Report, Request, build, plan
from builder.build.settings import check_base_url
from builder.build.site import made_files
from builder.cli.options import is_file
from builder.cli.progress import shown_progress


def run_build(args: argparse.Namespace, place: Place, beginning: Beginning) -> Said:
    """Build and return what came of it, which is still to be told; it is kept for the next run.

    Args:
        args: The command line.
        place: Where it works.
        beginning: What there was before anything was read.
    """
    project, request = _request(args)

    def ended(report: Report) -> None:
        if all(_comes_again(refusal.error) for refusal in report.refusals):
            made = tuple(
                path for name in made_files(place.published) if (path := place.published / name).is_file()
            )
            keep(beginning, place, _said(replace(report, changed=(), passing_notes=())), made=made)

    with shown_progress(plain=args.plain) as progress:
        return _said(build(project, request, progress, watch=beginning.watch, ended=ended))


def run_plan(args: argparse.Namespace) -> int:
    """Tell what a build would do and return the exit status."""
    report = plan(*_request(args))
    for line in report.voices:
        sys.stdout.write(f"{line}\n")
    for name, estimate in report.estimates.items():
        sys.stdout.write(f"{name}: {estimate}\n")
    sys.stderr.write(_problems(report))
    return _exit_status(replace(report, built=tuple(report.estimates)))


def _request(args: argparse.Namespace) -> tuple[Project, Request]:
    loose = any(is_file(Path(name)) for name in args.articles)
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
    paths = [Path(name) if is_file(Path(name)) else project.article_path(name) for name in names]
    return tuple({path.resolve(): path for path in reversed(paths)}.values())[::-1]


def _comes_again(error: BuilderError) -> bool:
    """Return True when the same build of the same files is stopped by the same error."""
    return isinstance(error, ContentError | UsageError)


def _said(report: Report) -> Said:
    """Return what is told of a build that has ended."""
    count = len(report.built)
    files = len(report.changed)
    if not report.built:
        state = "built nothing"
    elif report.changed:
        state = f"built {_counted(count, 'edition')}, {_counted(files, 'file')} changed"
    else:
        state = f"nothing to do, {_counted(count, 'edition')} up to date"
    return Said(out=f"{state}: {report.output}\n", err=_problems(report), status=_exit_status(report))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _problems(report: Report) -> str:
    lines = [
        *(f"{finding}\n" for finding in report.findings),
        *(f"{refusal.name} is not built\n{refusal.error}\n" for refusal in report.refusals),
        *(f"{note}\n" for note in (*report.notes, *report.passing_notes)),
    ]
    return "".join(lines)


def _exit_status(report: Report) -> int:
    if not report.refusals:
        return 0
    errors: list[BuilderError] = [refusal.error for refusal in report.refusals]
    return LanguagesNotBuilt.exit_status if report.built else errors[0].exit_status


def _inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
