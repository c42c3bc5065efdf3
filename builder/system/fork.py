"""Fork: an answer from a copy of this process, so that what it does leaves nothing behind.

For libraries in which what was said before changes what is said next: they are loaded once, and each answer
comes from a fork of that fresh state. Where nothing can be forked, or nothing shall be, a worker gives one
answer itself, says that it was its last, and ends: the next one comes from a new worker, with the same bytes.
"""

from __future__ import annotations

import contextlib
import gc
import mmap
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeAlias, cast

from builder.base.digest import Json
from builder.system.worker import (
    LAST,
    BrokenFrame,
    Message,
    WorkerError,
    die_with_parent,
    frame_size,
    pack_frame,
    read_message,
    unpack_frame,
)

Answer: TypeAlias = tuple[Mapping[str, Json], bytes]
"""What a worker answers with: the JSON object of a frame, and its payload."""


def forked() -> int | None:
    """Return what `os.fork` does; None where the system has none or refuses it, as some sandboxes do."""
    if not hasattr(os, "fork"):
        return None
    try:
        return os.fork()
    except OSError:
        return None


def answer_in_a_fork(answer: Callable[[], Answer], *, fork: bool = True) -> Answer:
    """Return what `answer` returns in a fork of this process.

    A `WorkerError` there becomes the answer `{"error": kind, "message": …}`.

    Args:
        answer: Called once in the life of a process.
        fork: False to call it in this process; so it is too where nothing can be forked. The answer is
            `LAST` then.

    Raises:
        WorkerError: The fork ended before its answer did.
    """
    reader, writer = os.pipe()
    child = forked() if fork else None
    if child is None:
        os.close(reader)
        os.close(writer)
        return _last(answer)
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


def serve_in_forks(
    answer: Callable[[Mapping[str, object], bytes], Answer],
    *,
    start: Callable[[], Mapping[str, Json]],
    kind: Callable[[Mapping[str, object]], str],
    prepare: Callable[[str], None],
    fork: bool = True,
) -> None:
    """Answer as `serve` does, each question in a process of its own, whose crash costs that question alone.

    For libraries that remember what they did: `answer` runs in a fork of a fork of this process, of which the
    first did nothing but `prepare`. A library that crashes is answered for with the error `fault`.

    Args:
        answer: Called once in the life of a process.
        start: Answers frames with an empty header, in this process; whatever it loads is there in the forks.
        kind: Of a header; questions of one kind in a row share what was prepared.
        prepare: Makes a process ready for questions of a kind.
        fork: False to give one answer in this process, and end; so it is too where nothing can be forked.
    """
    die_with_parent()
    answers = os.dup(1)
    os.dup2(2, 1)
    forks = _Forks(answer=answer, kind=kind, prepare=prepare, answers=answers, fork=fork)
    message = read_message(sys.stdin.buffer)
    while message is not None:
        if message[0]:
            message = forks.serve_kind(message)
        else:
            _write_all(answers, _frame(lambda: (start(), b"")))
            message = read_message(sys.stdin.buffer)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forks:
    """What stands between a question and the process that answers it."""

    answer: Callable[[Mapping[str, object], bytes], Answer]
    kind: Callable[[Mapping[str, object]], str]
    prepare: Callable[[str], None]
    answers: int
    fork: bool

    def serve_kind(self, message: Message) -> Message | None:
        """Let a fork answer questions while they are of one kind; return the first that is not, if any."""
        reader, writer = os.pipe()
        child = forked() if self.fork else None
        if child is None:
            self._answer_once(message)
            return None
        if child == 0:
            with _last_words():
                os.close(reader)
                with os.fdopen(writer, "wb") as other:
                    other.write(self._first_of_another_kind(message))
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            frame = pipe.read()
        _, status = os.waitpid(child, 0)
        if status:
            raise SystemExit(1)
        return unpack_frame(frame) if frame else None

    def _first_of_another_kind(self, message: Message) -> bytes:
        kind = self.kind(message[0])
        refusal = None
        try:
            self.prepare(kind)
            gc.freeze()  # what is collected in a fork has to be copied first
        except WorkerError as error:
            refusal = error
        found: Message | None = message
        while found is not None and found[0] and self.kind(found[0]) == kind:
            if refusal is not None:
                _write_all(self.answers, _refusal(refusal))
            elif not self._answer_in_a_fork(found):
                return b""
            found = read_message(sys.stdin.buffer)
        return b"" if found is None else pack_frame(cast("Mapping[str, Json]", found[0]), found[1])

    def _answer_once(self, message: Message) -> None:
        """Answer in this process, which is good for no other answer."""

        def prepared() -> Answer:
            self.prepare(self.kind(message[0]))
            return self.answer(*message)

        _write_all(self.answers, _frame(lambda: _last(prepared)))

    def _answer_in_a_fork(self, message: Message) -> bool:
        """Answer in a fork of this process; where there is none, in this one, and return False."""
        with mmap.mmap(-1, 1) as began:
            child = forked()
            if child is None:
                _write_all(self.answers, _frame(lambda: _last(lambda: self.answer(*message))))
                return False
            if child == 0:
                with _last_words():
                    frame = _frame(lambda: self.answer(*message))
                    began[0] = 1
                    _write_all(self.answers, frame)
            _, status = os.waitpid(child, 0)
            if status == 0 and began[0]:
                return True
            if began[0]:
                raise SystemExit(1)  # half an answer cannot be taken back
        said = "the process that spoke ended before its answer did"
        if os.WIFSIGNALED(status):
            said = f"the library ended with {signal.strsignal(os.WTERMSIG(status))}"
        _write_all(self.answers, _refusal(WorkerError("fault", said)))
        return True


@contextlib.contextmanager
def _last_words() -> Iterator[None]:
    """End this process, a fork, with the block: well, or with the traceback of what went wrong."""
    try:
        die_with_parent()
        yield
    except BaseException:  # noqa: BLE001 - a fork must not go on as if it were its parent
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


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


def _last(answer: Callable[[], Answer]) -> Answer:
    """Return what `answer` returns, and that no other answer will come from this process."""
    try:
        header, payload = answer()
    except WorkerError as error:
        header, payload = {"error": error.kind, "message": str(error)}, b""
    return {**header, LAST: True}, payload


def _frame(answer: Callable[[], Answer]) -> bytes:
    try:
        return pack_frame(*answer())
    except WorkerError as error:
        return _refusal(error)


def _refusal(error: WorkerError) -> bytes:
    return pack_frame({"error": error.kind, "message": str(error)})


def _write_all(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
