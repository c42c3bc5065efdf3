"""Service: where texts are sent, with which key, and nothing of the key ever shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from builder.base.digest import Json
from builder.system.http import Limits, post_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A provider's server."""

    name: str
    address: str
    """As `check_address` returns it."""
    key: str = field(default="", repr=False)
    """From the environment; empty for a service without keys."""
    most_characters: int | None = None
    """A request, where the publisher says so."""
    limits: Limits = field(default_factory=Limits)
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def ask(self, path: str, question: Json, *, headers: Mapping[str, str] | None = None) -> object:
        """Send `question` to `path` below the address and return the JSON of the answer.

        An address that ends in `path` already is used as it is.

        Raises:
            NetworkError: As `builder.system.http.post_json`.
        """
        address = self.address if self.address.endswith(path) else self.address + path
        return post_json(
            address,
            question,
            service=self.name,
            headers=headers,
            secrets=(self.key,),
            limits=self.limits,
            sleep=self.sleep,
        )
