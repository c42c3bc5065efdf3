"""`edition clean`: remove what a build can make again."""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
from pathlib import Path

from builder.build.project import load_project
from builder.build.site import made_files
from builder.cli.options import add_workspace
from builder.system.files import cannot_write
from builder.system.lock import locked
from builder.system.store import Store


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `clean` to the command line."""
    parser = commands.add_parser(
        "clean",
        help="remove built files",
        description="Remove everything in output/ that builds made, and nothing else. The store of speech in "
        ".builder/ stays, so that the next build is quick; --store removes it too, episodes.lock never.",
        epilog="example: edition clean --dry-run",
    )
    add_workspace(parser)
    parser.add_argument("--store", action="store_true", help="remove the stored speech as well")
    parser.add_argument("--dry-run", action="store_true", help="say what would be removed, and do nothing")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Remove built files and tell each on a line of its own."""
    project = load_project(args.workspace)
    output = project.root / "output"
    doomed = [output / name for name in made_files(output)]
    if args.store and project.work.is_dir():
        doomed.append(project.work)
    if doomed and not args.dry_run:
        with contextlib.ExitStack() as held:
            held.enter_context(locked(output, what="output folder"))
            if project.work in doomed:
                held.enter_context(Store(project.store).alone())
            for path in doomed:
                _remove(path, output)
    for path in doomed:
        sys.stdout.write(f"{'would remove' if args.dry_run else 'removed'} {project.relative(path)}\n")
    if not doomed:
        sys.stdout.write("nothing to remove\n")
    return 0


def _remove(path: Path, output: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError as error:
        raise cannot_write(path, error) from error
    for folder in path.parents:
        if folder == output or not folder.is_relative_to(output) or any(folder.iterdir()):
            return
        folder.rmdir()
