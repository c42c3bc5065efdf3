"""Options that commands share."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """Add `--workspace` to a command's parser."""
    parser.add_argument("--workspace", type=Path, default=Path(), help="the workspace (default: this folder)")


def is_file(path: Path) -> bool:
    """Return True when `path` is that of a file; a name longer than any file's is not."""
    try:
        return path.is_file()
    except OSError:
        return False
