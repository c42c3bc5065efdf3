"""Program: one run of somebody else's command line tool, from its input to its output."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
from collections.abc import Sequence

from builder.base.errors import EngineFault
from builder.base.text import shorten

_PASSED_ON = ("PATH", "HOME", "TMPDIR")
_LAST_LINES = 20


def run_program(command: Sequence[str], data: bytes = b"", *, deadline_s: float) -> bytes:
    """Return what `command` writes to standard output when it is given `data`.

    It runs without a shell, in a session of its own and with few variables of our environment; what it
    starts ends with it.

    Raises:
        EngineFault: It cannot be started, has another exit status than 0, or is not done in `deadline_s`
            seconds.
    """
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**environment, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
    except OSError as error:
        raise EngineFault(f"{command[0]} cannot be started: {error.strerror}") from error
    with process:
        try:
            output, said = process.communicate(data, timeout=deadline_s)
        except BaseException as error:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                raise EngineFault(f"{command[0]} was not done within {deadline_s:g} s") from error
            raise
    if process.returncode != 0:
        raise EngineFault(_fault(command, process.returncode, said))
    return output


def _fault(command: Sequence[str], status: int, said: bytes) -> str:
    lines = said.decode("utf-8", "replace").splitlines()[-_LAST_LINES:]
    shown = "\n".join(f"    {shorten(line, 200)}" for line in (f"$ {shlex.join(command)}", *lines))
    return f"{command[0]} ended with exit status {status}\n{shown}"
