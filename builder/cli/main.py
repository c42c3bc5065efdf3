"""The command line's entry: the commands, and the one place where errors are caught."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command the arguments name and return its exit status."""
    sys.stderr.write("no commands yet\n")
    return 2
