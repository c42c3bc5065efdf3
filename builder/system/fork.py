"""Fork: an answer from a copy of this process, so that what it does leaves nothing behind.

For libraries in which what was said before changes what is said next: they are loaded once, and each answer
comes from a fork of that fresh state.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import NoReturn, TypeAlias, cast

from builder.base.digest import Json
from builder.system.worker import (
    BrokenFrame,
    WorkerError,
    die_with_parent,
    frame_size,
    pack_frame,
    unpack_frame,
)

Answer: TypeAlias = tuple[Mapping[str, Json], bytes]
"""What a worker answers with: the JSON object of a frame, and its payload."""


def answer_in_a_fork(answer: Callable[[], Answer]) -> Answer:
    """Return what `answer` returns in a fork of this process.

    A `WorkerError` there becomes the answer `{"error": kind, "message": …}`.

    Raises:
        WorkerError: The fork ended before its answer did.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _answer_and_end(answer, reader, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        frame = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        raise WorkerError("fault", f"the library ended with {signal.strsignal(os.WTERMSIG(status))}")
    try:
        whole = frame_size(frame) == len(frame)
    except BrokenFrame:
        whole = False
    if not whole:
        raise WorkerError("fault", "the process that spoke ended before its answer did")
    return cast("Answer", unpack_frame(frame))


def _answer_and_end(answer: Callable[[], Answer], reader: int, writer: int) -> NoReturn:
    """Write the frame of an answer and end this process, without a thing of its parent's done twice."""
    try:
        die_with_parent()
        os.close(reader)
        _write_all(writer, _frame(answer))
    except BaseException:  # noqa: BLE001 # the parent hears of it by the missing frame, and people by this
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(0)


def _frame(answer: Callable[[], Answer]) -> bytes:
    try:
        return pack_frame(*answer())
    except WorkerError as error:
        return pack_frame({"error": error.kind, "message": str(error)})


def _write_all(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
