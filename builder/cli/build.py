"""`edition build`: from articles to published editions."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from typing import get_args

from builder.base.errors import UsageError
from builder.base.text import shorten
from builder.build.last_run import Place, begin, repeated
from builder.build.names import DRAFT_FOLDER
from builder.cli.options import add_workspace, is_file
from builder.formats.names import NAMES
from builder.speech.profile import Profile

_NOT_ASKED = ("run", "jobs", "plain", "dry_run", "thorough", "debug")
"""Options that change neither what is made nor what is said of it."""


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
    parser.add_argument(
        "--thorough", action="store_true", help="look at everything again, even if nothing has changed"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    parser.add_argument("--plain", action="store_true", help="plain lines, no bars")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Build, tell what came of it, and return the exit status.

    Where nothing has changed since the last run, that is told at once.
    """
    if args.dry_run:
        from builder.cli.built import run_plan

        return run_plan(args)
    place, words = _place(args), _words(args)
    said = None if args.thorough else repeated(place, words)
    if said is None:
        beginning = begin(place, words, tuple(args.articles))

        from builder.cli.built import run_build

        said = run_build(args, place, beginning)
    sys.stderr.write(said.err)
    sys.stdout.write(said.out)
    return said.status


def _place(args: argparse.Namespace) -> Place:
    output = args.output or args.workspace / "output"
    return Place(
        workspace=args.workspace, output=output, published=output / DRAFT_FOLDER if args.draft else output
    )


def _words(args: argparse.Namespace) -> dict[str, str]:
    """Return what the command line asks for; how it is done and shown is no part of it."""
    return {name: repr(value) for name, value in vars(args).items() if name not in _NOT_ASKED}


def _folder(text: str) -> Path:
    if not text:
        raise UsageError("--output takes a folder, found an empty text", hint="leave it out for output/")
    path = Path(text)
    if is_file(path):
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
