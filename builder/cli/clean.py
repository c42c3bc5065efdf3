"""`edition clean`: remove what a build can make again."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from builder.build.project import load_project
from builder.build.publish import locked
from builder.system.files import cannot_write

KEPT = frozenset({"README.md", ".gitkeep", ".gitignore"})
"""Files of `output/` that people put there."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `clean` to the command line."""
    parser = commands.add_parser(
        "clean",
        help="remove built files",
        description="Remove everything in output/ that a build made. The store of speech in .builder/ stays, "
        "so that the next build is quick; --store removes it too. episodes.lock is never removed.",
        epilog="example: edition clean --dry-run",
    )
    parser.add_argument("--workspace", type=Path, default=Path(), help="the workspace (default: this folder)")
    parser.add_argument("--store", action="store_true", help="remove the stored speech as well")
    parser.add_argument("--dry-run", action="store_true", help="say what would be removed, and do nothing")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Remove built files and tell each on a line of its own."""
    project = load_project(args.workspace)
    output = project.root / "output"
    doomed = [path for path in _entries(output) if path.name not in KEPT]
    if args.store:
        doomed += _entries(project.work)
    if doomed and not args.dry_run:
        with locked(output, what="output folder"):
            for path in doomed:
                _remove(path)
    for path in doomed:
        sys.stdout.write(f"{'would remove' if args.dry_run else 'removed'} {project.relative(path)}\n")
    if not doomed:
        sys.stdout.write("nothing to remove\n")
    return 0


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _remove(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError as error:
        raise cannot_write(path, error) from error
