"""Progress: what a build tells while it works, said by whoever shows it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Hears how a build goes on; its methods may be called from several threads."""

    def line(self, text: str) -> None:
        """Say a finished thing or a note, on a line of its own."""

    def begin(self, task: str, total: int) -> None:
        """Begin the task `task` of `total` steps."""

    def step(self, task: str) -> None:
        """Count one step of `task` as done."""

    def end(self, task: str) -> None:
        """End `task`, done or not."""
