"""Processes, measured: what a command costs with all it starts, whoever ends first.

What a process used is told to whoever waits for it. Workers that are killed leave children behind that nobody
waits for; here they become children of the one that measures, so that nothing is lost.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_LOOK_EVERY_S = 0.02


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a command and its children used."""

    cpu_s: float
    """User and system time, children included."""
    wall_s: float
    parent_mb: float
    """Most resident memory of the command's own process, in millions of bytes."""
    children_mb: float
    """The same of the largest of its children."""
    processes: int
    """Most that were seen at one time."""


def adopt_orphans() -> None:
    """Let processes whose parent ended become children of this one (Linux alone)."""
    if sys.platform != "linux":
        raise SystemExit("this is measured on Linux alone")
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def measure(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> tuple[Cost, str]:
    """Run `command` to its end, and that of all it started; return its cost and what it printed.

    To be called after `adopt_orphans`, with no other child alive.
    """
    before_s, began = _waited_s(), time.monotonic()
    peaks = _Peaks()
    with tempfile.TemporaryFile() as said:
        # More than one word is sent through a pipe that nobody reads meanwhile; a file takes all of it.
        child = subprocess.Popen(
            command,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, **(environment or {})},
        )
        while child.poll() is None:
            peaks.look(child.pid)
            time.sleep(_LOOK_EVERY_S)
        wall_s = time.monotonic() - began
        _wait_for_orphans()
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    if child.returncode:
        raise SystemExit(f"{' '.join(command)}\nended with {child.returncode}:\n{text[-2000:]}")
    cost = Cost(
        cpu_s=_waited_s() - before_s,
        wall_s=wall_s,
        parent_mb=peaks.parent / 1e6,
        children_mb=peaks.child / 1e6,
        processes=peaks.processes,
    )
    return cost, text


def least(costs: Sequence[Cost]) -> Cost:
    """Return the least of every figure: what others on the machine add is never taken away by luck."""
    rows = [asdict(cost) for cost in costs]
    return Cost(**{name: min(row[name] for row in rows) for name in rows[0]})


class _Peaks:
    """The most memory that was seen."""

    def __init__(self) -> None:
        self.parent = self.child = 0
        self.processes = 0

    def look(self, pid: int) -> None:
        self.parent = max(self.parent, _peak_bytes(pid))
        children = _descendants(pid)
        self.child = max([self.child, *map(_peak_bytes, children)])
        self.processes = max(self.processes, 1 + len(children))


def _waited_s() -> float:
    used = os.times()
    return used.children_user + used.children_system


def _wait_for_orphans() -> None:
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found += [child, *_descendants(child)]
    return found


def _peak_bytes(pid: int) -> int:
    """Return the most that process `pid` ever had in memory; 0 when it is gone."""
    with contextlib.suppress(OSError):
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        return 1024 * int(found[1]) if found else 0
    return 0
