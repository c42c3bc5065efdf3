"""Streams: standard output and error that neither stop a build halfway nor hide a result that got lost."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO, cast

from builder.base.errors import OutputError


class ReaderGone(Exception):
    """Nobody reads the results any more."""


@contextlib.contextmanager
def safe_streams() -> Iterator[None]:
    """Until the block ends, let standard output and error take any character and tell or bear every fault.

    A fault of standard output is an `OutputError`, or `ReaderGone` where its reader left. Faults of standard
    error are borne in silence: whether somebody listens changes nothing about the work.
    """
    _open_closed_streams()
    before = sys.stdout, sys.stderr
    sys.stdout = cast("TextIO", _Stream(sys.stdout, bears_faults=False))
    sys.stderr = cast("TextIO", _Stream(sys.stderr, bears_faults=True))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def write_bytes(data: bytes) -> None:
    """Write `data` to standard output as it is, after what was written there as text."""
    stream = cast("_Stream", sys.stdout)
    stream.write_bytes(data)


def write_json(value: object) -> None:
    """Write a report to standard output as JSON, its letters as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


class _Stream:
    """A text stream whose faults are borne, or told in our own words."""

    def __init__(self, stream: TextIO, *, bears_faults: bool) -> None:
        self._stream = stream
        self._bears_faults = bears_faults
        if hasattr(stream, "reconfigure"):
            # A terminal without a letter shows its number instead of ending the command.
            stream.reconfigure(errors="backslashreplace")

    def write(self, text: str) -> int:
        with self._guarded():
            self._stream.write(text)
        return len(text)

    def write_bytes(self, data: bytes) -> None:
        with self._guarded():
            self._stream.flush()
            self._stream.buffer.write(data)
            self._stream.buffer.flush()

    def flush(self) -> None:
        with self._guarded():
            self._stream.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            _discard(self._stream)
            if self._bears_faults:
                return
            if isinstance(error, BrokenPipeError):
                raise ReaderGone from error
            raise OutputError(
                f"the results cannot be written: {error.strerror}",
                where="standard output",
                hint="direct it to where there is space",
            ) from error


def _open_closed_streams() -> None:
    """Let closed streams lead nowhere, so that no file of a build is opened under their number."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open as long as the process
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open as long as the process


def _discard(stream: TextIO) -> None:
    """Let what `stream` still holds go nowhere, so that the end of the process does not try again."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
