"""Versions of the libraries that shape sound, for recipes."""

from __future__ import annotations

import functools
from collections.abc import Mapping


def versions(*distributions: str) -> Mapping[str, str]:
    """Return the installed version of each distribution, by its name."""
    return {name: _version(name) for name in distributions}


@functools.cache
def _version(distribution: str) -> str:
    from importlib.metadata import version

    return version(distribution)
