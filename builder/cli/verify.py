"""`edition verify`: whether published editions are what they should be, and whether they are understood."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from builder.base.errors import UsageError, VerificationFailed
from builder.base.text import shorten
from builder.build import listening
from builder.build.listening import Ears, verify_sound
from builder.build.project import Project, load_project
from builder.build.published import Published, published_editions
from builder.build.sources import gather_sources
from builder.build.verifying import verify_edition
from builder.check.listen.report import Verified, failed, render_json, render_text
from builder.cli.build import cores, jobs
from builder.cli.catalogue_files import asked_languages
from builder.cli.options import add_workspace
from builder.cli.progress import shown_progress
from builder.cli.streams import write_json

_LISTENING = {"update_baseline": "--update-baseline", "model": "--model FOLDER", "sample": "--sample 5"}


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `verify` to the command line."""
    parser = commands.add_parser(
        "verify",
        help="tell whether published editions are what they should be",
        description="Compare every file of the published editions with its record, open it again by "
        "readers that share nothing with what wrote it, and compare titles, chapters, times, language, "
        "disclaimer, disclosure, credits and every word with the article and with each other. With --listen "
        "a recogniser listens to them too and tells which sentences are not understood, omitted or doubled, "
        "and whether speech got worse than locales/speech-baseline.json says. Exit status 9 when anything "
        "is wrong.",
        epilog="example: edition verify ketamine-and-depression --language en --listen",
    )
    parser.add_argument("articles", nargs="*", metavar="ARTICLE", help="slug or file (default: all articles)")
    parser.add_argument("--language", action="append", default=[], metavar="L", help="only this one")
    parser.add_argument("--listen", action="store_true", help="let a recogniser listen to them")
    parser.add_argument(
        "--update-baseline", action="store_true", help="keep what was heard as what later runs are judged by"
    )
    parser.add_argument(
        "--model", type=Path, metavar="FOLDER", help="a model of faster-whisper (default: the extra verify)"
    )
    parser.add_argument(
        "--sample", type=_sample, metavar="N", help="listen to the first of every N passages alone"
    )
    parser.add_argument(
        "--jobs", type=jobs, default=cores(), metavar="N", help="threads that listen (default: the cores)"
    )
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="where editions lie (default: output/)")
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    parser.add_argument("--plain", action="store_true", help="plain lines, no bars")
    add_workspace(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Verify what was named, print the report, and tell by the status whether all is well."""
    _require_listen(args)
    project = load_project(args.workspace)
    editions = _editions(project, args)
    if not args.listen:
        return _report([verify_edition(project, each) for each in editions], model=None, as_json=args.json)
    recogniser = listening.open_recogniser(project, args.model, threads=args.jobs)
    ears = Ears(recogniser=recogniser, every=args.sample or 1, update_baseline=args.update_baseline)
    try:
        with shown_progress(plain=args.plain) as progress:
            found = list(verify_sound(project, editions, ears, progress))
    finally:
        recogniser.close()
    return _report(found, model=recogniser.model, as_json=args.json)


def _require_listen(args: argparse.Namespace) -> None:
    for name, option in _LISTENING.items():
        if getattr(args, name) and not args.listen:
            raise UsageError(
                f"{option.split()[0]} says how to listen, and --listen is missing",
                hint=f"edition verify --listen {option}",
            )
    if args.sample and args.update_baseline:
        raise UsageError(
            "--sample hears a part of an edition, and a baseline is of whole ones",
            hint="leave one of them out",
        )


def _editions(project: Project, args: argparse.Namespace) -> tuple[Published, ...]:
    named = [project.article_path(name) for name in args.articles]
    sources, errors = gather_sources(project, named or project.articles())
    if named and errors:
        raise next(iter(errors.values()))
    return published_editions(
        project,
        sources,
        args.output or project.root / "output",
        slugs=[source.slug for source in sources] if named else (),
        languages=asked_languages(args.language),
    )


def _report(verified: Sequence[Verified], *, model: str | None, as_json: bool) -> int:
    if as_json:
        write_json(render_json(verified, model=model))
    else:
        sys.stdout.write(render_text(verified))
    return VerificationFailed.exit_status if failed(verified) else 0


def _sample(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise UsageError(
            f'--sample takes a whole number from 1 to 1000, found "{shorten(text)}"',
            hint="leave it out to hear all",
        )
    return int(text)
