"""The command line's entry: the commands, and the one place where errors are caught."""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType, ModuleType

from builder import __version__
from builder.base.errors import BuilderError, UsageError
from builder.base.suggest import did_you_mean

# In the order in which a publisher meets them; each is a module of this package.
COMMANDS = (
    "init",
    "outline",
    "extract",
    "update",
    "approve",
    "build",
    "why",
    "clean",
    "voices",
    "say",
)
_INTERRUPTED = 128 + signal.SIGINT
_TERMINATED = 128 + signal.SIGTERM


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (by default the process's own) name and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    signal.signal(signal.SIGTERM, _end_on_termination)
    debug = "--debug" in words or bool(os.environ.get("EDITION_DEBUG"))
    try:
        args = _parser(words).parse_args(words)
        status: int = args.run(args)
        sys.stdout.flush()
    except BuilderError as error:
        if debug:
            raise
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; what was finished is kept, run the same command to go on\n")
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away: nothing is wrong, and nothing more is to be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _end_on_termination(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(_TERMINATED)


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser; only the module of the command asked for is imported, all of them for help."""
    parser = argparse.ArgumentParser(
        prog="edition",
        description="Turn articles into editions that people can hear and read, in every language "
        "their translators have finished.",
        epilog="example: edition build --language es",
    )
    parser.add_argument("--version", action="version", version=f"edition {__version__}")
    parser.add_argument("--debug", action="store_true", help="show where in the code an error arose")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    asked = next((word for word in words if not word.startswith("-")), None)
    if asked is not None and asked not in COMMANDS:
        raise UsageError(
            f'there is no command "{asked}"{did_you_mean(asked, COMMANDS)}', hint="edition --help lists them"
        )
    for name in COMMANDS if asked is None else (asked,):
        _module(name).add_parser(commands)
    return parser


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"builder.cli.{name}")
