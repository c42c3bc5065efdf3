"""Child process: a worker with deadlines that can neither hang, flood nor outlive the program.

The child is exec'd in a session of its own and killed with its whole process group; nothing is forked in
this process, which may have threads.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from typing import IO

from builder.base.digest import Json
from builder.system.worker import BrokenFrame, Message, frame_size, pack_frame, unpack_frame

_PASSED_ON = ("PATH", "HOME", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH")
_LAST_LINES = 20
_MOST_ERROR_BYTES = 16_384
_READ_BYTES = 1 << 18
_PIPE_BYTES = 1 << 20
_MOST_READS = 64
_LOOK_EVERY_S = 0.1


class ChildFault(Exception):
    """A child process that crashed, hung past its deadline, or answered with something else.

    Args:
        message: What it did, such as `ended with exit status 1`.
        lines: The last lines it wrote to standard error, at most 20.
        command: Its command line.
    """

    def __init__(self, message: str, *, lines: Sequence[str], command: Sequence[str]) -> None:
        super().__init__(message)
        self.lines = tuple(lines)
        self.command = tuple(command)

    @property
    def details(self) -> str:
        """The command line and what the child said last, indented, for people."""
        return "\n".join(f"    {line}" for line in (f"$ {shlex.join(self.command)}", *self.lines))


class ChildProcess:
    """A running worker that is asked one thing at a time; see `builder.system.worker` for its side.

    Asked by one thread, which gets a fault when another one kills the child meanwhile. The thread that made
    it has to live as long as it: the system kills the worker when that thread ends.
    """

    def __init__(self, command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> None:
        """Start `command`, with few variables of our environment and those of `environment`.

        Raises:
            ChildFault: The system cannot start it.
        """
        self.command = tuple(command)
        self._said = deque[bytes]()
        self._asking = threading.RLock()
        self._stopping = threading.Lock()
        try:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                env=_environment(environment or {}),
                start_new_session=True,
            )
        except OSError as error:
            raise ChildFault(f"cannot be started: {error}", lines=(), command=self.command) from error
        for pipe in self._pipes():
            os.set_blocking(pipe.fileno(), False)
        _widen(self._pipes()[1])

    @property
    def pid(self) -> int:
        """The child's process id, which is its process group's too."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """True until the child ended by itself or was killed."""
        return self._process.returncode is None and self._exit() is None

    def ask(self, header: Mapping[str, Json], payload: bytes = b"", *, deadline_s: float) -> Message:
        """Send one message and return the answer to it.

        Raises:
            ChildFault: No answer within `deadline_s` seconds, the child ended, or it sent what is no
                answer. The child has been killed then, with its process group.
        """
        outgoing = memoryview(pack_frame(header, payload))
        with self._asking:
            try:
                frame = self._exchange(outgoing, deadline_s)
                return unpack_frame(frame)
            except BrokenFrame as error:
                raise self._fault(f"sent something else than an answer: {error}") from error
            except BaseException:
                # An interrupt: the answer still to come must never be taken for that to another question.
                self.kill()
                raise

    def kill(self) -> None:
        """End the child and all it started; harmless when it has ended. Any thread may do it."""
        self._stop()
        # A thread that waits for an answer learns by the pipes that none will come, and closes them itself.
        if self._asking.acquire(blocking=False):
            try:
                for pipe in self._pipes():
                    pipe.close()
            finally:
                self._asking.release()

    def _stop(self) -> None:
        with self._stopping:
            if self._process.returncode is None:
                # Before the child is waited for, its id cannot belong to anybody else.
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()

    def _exchange(self, outgoing: memoryview, deadline_s: float) -> bytearray:
        until = time.monotonic() + deadline_s
        incoming = bytearray()
        size: int | None = None
        with selectors.DefaultSelector() as selector:
            stdin, stdout, stderr = self._pipes()
            selector.register(stdin, selectors.EVENT_WRITE)
            selector.register(stdout, selectors.EVENT_READ)
            selector.register(stderr, selectors.EVENT_READ)
            while size is None or len(incoming) < size:
                left_s = until - time.monotonic()
                if left_s <= 0:
                    raise self._fault(f"gave no answer within {deadline_s:g} s")
                ended = self._exit() is not None
                ready = {key.fileobj for key, _ in selector.select(min(left_s, _LOOK_EVERY_S))}
                if stderr in ready and not self._hear(stderr):
                    selector.unregister(stderr)
                if stdin in ready:
                    outgoing = outgoing[_send(stdin, outgoing) :]
                    if not outgoing:
                        selector.unregister(stdin)
                data = _receive(stdout) if stdout in ready else None
                if data:
                    incoming += data
                    size = frame_size(incoming)
                elif data == b"" or (ended and stdout not in ready):
                    raise self._fault(self._how_it_ended())
        if len(incoming) > size:
            raise BrokenFrame("there is more after its end")
        return incoming

    def _hear(self, stderr: IO[bytes]) -> bool:
        data = _receive(stderr)
        if data:
            self._said.append(data)
        while sum(map(len, self._said)) > _MOST_ERROR_BYTES and len(self._said) > 1:
            self._said.popleft()
        return data != b""

    def _how_it_ended(self) -> str:
        for _ in range(10):
            if self._exit() is not None:
                break
            time.sleep(_LOOK_EVERY_S / 10)
        found = self._exit()
        if found is None:
            return "closed its output without an answer"
        if found.si_code == os.CLD_EXITED:
            return f"ended with exit status {found.si_status}"
        return f"was ended by signal {found.si_status} ({signal.strsignal(found.si_status)})"

    def _exit(self) -> os.waitid_result | None:
        """Return how the child ended, or None; it stays a zombie, so that its group keeps its id."""
        if self._process.returncode is not None:
            return None
        # It is gone where another thread killed it and waited for it meanwhile.
        with contextlib.suppress(ChildProcessError):
            return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return None

    def _fault(self, message: str) -> ChildFault:
        self._stop()
        _, _, stderr = self._pipes()
        for _ in range(_MOST_READS):
            if not _is_ready(stderr) or not self._hear(stderr):
                break
        self.kill()
        lines = b"".join(self._said).decode("utf-8", "replace").splitlines()[-_LAST_LINES:]
        return ChildFault(message, lines=lines, command=self.command)

    def _pipes(self) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
        process = self._process
        if process.stdin is None or process.stdout is None or process.stderr is None:
            raise RuntimeError("a child process always has its three pipes")
        return process.stdin, process.stdout, process.stderr


def python_worker(module: str, *arguments: str) -> tuple[str, ...]:
    """Return the command line that runs `module` as a worker with this Python.

    `-P` keeps the working folder off the path: a file there called `json.py` is never run.
    """
    return (sys.executable, "-P", "-m", module, *arguments)


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", **more}


def _widen(pipe: IO[bytes]) -> None:
    """Let a pipe hold a whole answer where the system does so (Linux alone): fewer turns for each."""
    if sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _send(pipe: IO[bytes], data: memoryview) -> int:
    """Return how many bytes the pipe took; all of them when nobody reads it any more."""
    try:
        return pipe.write(data) or 0
    except BrokenPipeError:
        return len(data)


def _receive(pipe: IO[bytes]) -> bytes | None:
    """Return what is there, an empty text at the end, or None when nothing is there yet."""
    return pipe.read(_READ_BYTES)


def _is_ready(pipe: IO[bytes]) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        return bool(selector.select(0))
