"""Locator and finding: where something is, and a problem found there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """Where something stands in a file."""

    path: str
    """Path as the user wrote it, or relative to the workspace."""
    line: int
    """1-based."""
    column: int | None = None
    """1-based, in code points."""

    def __str__(self) -> str:
        """Return `path:line` or `path:line:column`."""
        place = f"{self.path}:{self.line}"
        return place if self.column is None else f"{place}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem of the content; the run goes on and gathers them all."""

    code: str
    """A letter and three digits that never change their meaning, such as `T012`."""
    severity: Severity
    message: str
    where: str
    """`path` or `path:line`, or a short name of what it is about."""
    hint: str | None = None

    def __str__(self) -> str:
        """Return the finding as it is shown: `where: CODE severity: message`, then the hint."""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{self.where}: {self.code} {self.severity}: {self.message}{hint}"
