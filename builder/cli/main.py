"""The command line's entry: the commands, and the one place where errors are caught."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import re
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from types import FrameType, ModuleType
from typing import Any, NoReturn

from builder import __version__
from builder.base.errors import BuilderError, UsageError
from builder.base.suggest import did_you_mean
from builder.cli.streams import ReaderGone, safe_streams

# In the order in which a publisher meets them; each is a module of this package, "-" as "_".
COMMANDS = (
    "init",
    "outline",
    "extract",
    "update",
    "add-language",
    "check",
    "stats",
    "diff",
    "prefill",
    "approve",
    "words",
    "glossary",
    "memory",
    "pseudo",
    "compile",
    "po",
    "proof",
    "build",
    "why",
    "verify",
    "clean",
    "store",
    "voices",
    "say",
)
_OPTIONS = ("-h", "--help", "--version", "--debug")
_INTERRUPTED = 128 + signal.SIGINT
_TERMINATED = 128 + signal.SIGTERM
_READER_GONE = 128 + 13  # SIGPIPE, which not every system has


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (by default the process's own) name and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words or bool(os.environ.get("EDITION_DEBUG"))
    status = _READER_GONE
    with safe_streams(), _signals():
        try:
            status = _run(words)
            sys.stdout.flush()
        except BuilderError as error:
            if debug:
                traceback.print_exc(file=sys.stderr)
            sys.stderr.write(f"{error}\n")
            return error.exit_status
        except KeyboardInterrupt:
            sys.stderr.write("interrupted; what was finished is kept, run the same command to go on\n")
            return _INTERRUPTED
        except ReaderGone:
            # Nothing is wrong and nothing more is to be said; the status stands where the work was done.
            return status
    return status


def _run(words: Sequence[str]) -> int:
    try:
        args = _arguments(words)
    except SystemExit:
        sys.stdout.flush()  # argparse ends so after --help and --version
        raise
    status: int = args.run(args)
    return status


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    command = _command(words)
    parser, commands = _parser(command)
    args, rest = parser.parse_known_args(words)
    unknown = [word for word in rest if word != "--debug"]
    if unknown:
        asked = commands.choices[command] if command else parser
        raise _unknown(unknown[0], asked)
    return args


def _command(words: Sequence[str]) -> str | None:
    """Return the name of the command asked for.

    Raises:
        UsageError: There is no such command, or no such option before it.
    """
    for word in words:
        if not word.startswith("-"):
            if word in COMMANDS:
                return word
            raise UsageError(
                f'there is no command "{word}"{did_you_mean(word, COMMANDS)}',
                hint="edition --help lists them",
            )
        if word not in _OPTIONS:
            raise UsageError(
                f'there is no option "{word}"{did_you_mean(word, _OPTIONS)}', hint="edition --help"
            )
    return None


def _unknown(word: str, parser: argparse.ArgumentParser) -> UsageError:
    option = word.partition("=")[0]
    if not option.startswith("-"):
        return UsageError(f'"{word}" is one argument too many', hint=f"{parser.prog} --help")
    known = re.findall(r"--[a-z][a-z-]*[a-z]", parser.format_help())
    return UsageError(
        f'there is no option "{option}"{did_you_mean(option, known)}', hint=f"{parser.prog} --help"
    )


class _Once(argparse.Action):
    """Keeps the value of an option that may be given one time, so that none is lost without a word."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Keep `values`, or end where there are some already."""
        if option_string and getattr(namespace, self.dest, self.default) is not self.default:
            parser.error(f"{option_string} is given twice; expected it once")
        setattr(namespace, self.dest, values)


class _Parser(argparse.ArgumentParser):
    """A parser whose mistakes are told as all others are."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.register("action", None, _Once)

    def error(self, message: str) -> NoReturn:
        choice = re.fullmatch(r"argument (.+?): invalid choice: '(.*)' \(choose from (.*)\)", message)
        if choice:
            names = choice[3].replace("'", "")
            near = did_you_mean(choice[2], names.split(", "))
            message = f'{choice[1]} takes one of {names}, found "{choice[2]}"{near}'
        raise UsageError(message, hint=f"{self.prog} --help")


def _parser(
    command: str | None,
) -> tuple[argparse.ArgumentParser, argparse._SubParsersAction[argparse.ArgumentParser]]:
    """Return the parser and its commands; only the module of `command` is imported, all of them for help."""
    parser: argparse.ArgumentParser = _Parser(
        prog="edition",
        description="Turn articles into editions that people can hear and read, in every language "
        "their translators have finished.",
        epilog="example: edition build --language es",
    )
    parser.add_argument("--version", action="version", version=f"edition {__version__}")
    parser.add_argument("--debug", action="store_true", help="show where in the code an error arose")
    commands: argparse._SubParsersAction[argparse.ArgumentParser] = parser.add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    for name in COMMANDS if command is None else (command,):
        _module(name).add_parser(commands)
    return parser, commands


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"builder.cli.{name.replace('-', '_')}")


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """Until the block ends, let a request to end the process end its workers and remove half-made files."""
    signal.signal(signal.SIGTERM, _end_on_termination)
    # A shell lets what runs in the background ignore interrupts; that stays.
    interruptible = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if interruptible:
        signal.signal(signal.SIGINT, _end_on_interrupt)
    yield
    if interruptible and signal.getsignal(signal.SIGINT) is _end_on_interrupt:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end_on_termination(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(_TERMINATED)


def _end_on_interrupt(_number: int, _frame: FrameType | None) -> None:
    # Once is enough: what ends now, up to the end of the process, is not to be ended halfway.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt
