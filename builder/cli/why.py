"""`edition why`: what changed since a published file was made."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from builder.base.errors import UsageError
from builder.build.project import load_project
from builder.build.run import Request
from builder.build.why import explain
from builder.cli.options import add_workspace
from builder.cli.streams import write_json


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `why` to the command line."""
    parser = commands.add_parser(
        "why",
        help="tell what changed since a file was made",
        description="Compare what a published file was made of with what it would be made of now, and name "
        "each part that differs. Nothing is built.",
        epilog="example: edition why output/my-article/en/my-article.en.mp3",
    )
    parser.add_argument("file", type=Path, help="a file of an edition in output/")
    add_workspace(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print a line for each part that changed, or say that none did."""
    if not args.file.is_file():
        raise UsageError("there is no such file", where=str(args.file), hint="run: edition build")
    project = load_project(args.workspace)
    request = Request(
        articles=project.articles(),
        output=project.root / "output",
        formats=project.settings.formats,
        jobs=1,
    )
    changes = explain(project, request, args.file)
    if args.json:
        value = {"schema": "edition-why/1", "file": str(args.file), "changes": list(changes)}
        write_json(value)
        return 0
    for line in changes or ("nothing changed: a build would leave this file as it is",):
        sys.stdout.write(f"{args.file}: {line}\n")
    return 0
