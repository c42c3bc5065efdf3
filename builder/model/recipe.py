"""Recipe: all that a result depends on; its key names the result in the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.base.digest import canonical, digest_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A step and the named parts its result is made of."""

    step: str
    version: int
    """Raised when the step's own code gives other results."""
    parts: Mapping[str, str | int | float | bool]

    @property
    def key(self) -> str:
        """SHA-256 of the canonical form, 64 hex digits."""
        return digest_bytes(self.canonical())

    def canonical(self) -> bytes:
        """Return the recipe as canonical JSON."""
        return canonical({"step": self.step, "version": self.version, "parts": dict(self.parts)})
