"""Progress on the command line: plain lines, or bars where somebody watches a terminal."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.build.progress import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_EVERY_S = 30.0
_PLAIN_VARIABLES = ("NO_COLOR", "CI", "EDITION_PLAIN")


@contextlib.contextmanager
def shown_progress(*, plain: bool) -> Iterator[Progress]:
    """Give a progress that writes to standard error until the block ends."""
    wanted = any(os.environ.get(name) for name in _PLAIN_VARIABLES) or os.environ.get("TERM") == "dumb"
    if plain or wanted or not sys.stderr.isatty():
        yield PlainProgress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bars:
        yield BarProgress(bars)


class PlainProgress:
    """One line for each finished thing, and one every 30 seconds while a long task runs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, tuple[int, int]] = {}
        self._said_s = time.monotonic()

    def line(self, text: str) -> None:
        """Write `text` as a line."""
        with self._lock:
            self._say(text)

    def begin(self, task: str, total: int) -> None:
        """Begin to count the steps of `task`."""
        with self._lock:
            self._counts[task] = (0, total)

    def step(self, task: str) -> None:
        """Count a step; say where the task stands when nothing was said for a while."""
        with self._lock:
            done, total = self._counts[task]
            self._counts[task] = (done + 1, total)
            if time.monotonic() - self._said_s > _EVERY_S:
                self._say(f"{task}: {done + 1} of {total}")

    def end(self, task: str) -> None:
        """Say how much of `task` was done, if anything was, and forget it."""
        with self._lock:
            done, total = self._counts.pop(task, (0, 0))
            if done:
                passages = f"{done} passage{'' if done == 1 else 's'}"
                self._say(f"{task}: {passages if done == total else f'{done} of {total} passages'} spoken")

    def _say(self, text: str) -> None:
        # Nobody has to listen: a build goes on when its terminal or the reader of its lines is gone.
        with contextlib.suppress(OSError):
            sys.stderr.write(text + "\n")
            sys.stderr.flush()
        self._said_s = time.monotonic()


class BarProgress:
    """A bar with the time left for each task that runs; lines above the bars."""

    def __init__(self, bars: Bars) -> None:
        """Show tasks in `bars`, which are running."""
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def line(self, text: str) -> None:
        """Write `text` above the bars."""
        self._bars.console.print(text, markup=False, highlight=False)

    def begin(self, task: str, total: int) -> None:
        """Show a bar for `task`."""
        self._tasks[task] = self._bars.add_task(task, total=total)

    def step(self, task: str) -> None:
        """Move the bar of `task` on."""
        self._bars.advance(self._tasks[task])

    def end(self, task: str) -> None:
        """Take the bar of `task` away."""
        self._bars.remove_task(self._tasks.pop(task))
