"""Store object: a result with its recipe and digest, as the bytes of one file.

A line with the SHA-256 of what follows, a line with the recipe as canonical JSON, then the payload.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from builder.base.digest import canonical, digest_bytes
from builder.model.recipe import Recipe

_MOST_LINE_BYTES = 1 << 20
"""No recipe is longer."""

_STEP = re.compile(r"[a-z][a-z0-9-]{0,39}")


class Damaged(ValueError):
    """An object that is not what was kept; the message says what is wrong, for the end of a sentence."""


def render_object(recipe: Recipe, payload: bytes) -> bytes:
    """Return `payload` as the object of `recipe`."""
    rest = recipe.canonical() + b"\n" + payload
    return digest_bytes(rest).encode() + b"\n" + rest


def payload_of(data: bytes, recipe: Recipe) -> bytes:
    """Return the payload of the object `data`.

    Raises:
        Damaged: It is not whole, or the object of another recipe.
    """
    digest, _, rest = data.partition(b"\n")
    kept, separator, payload = rest.partition(b"\n")
    if not data:
        raise Damaged("it is empty")
    if not separator or digest != digest_bytes(rest).encode():
        raise Damaged("its bytes do not fit its digest")
    if kept != recipe.canonical():
        raise Damaged("it has another recipe than its name says")
    return payload


def check_object(data: bytes, *, step: str, key: str) -> Recipe:
    """Return the recipe of the object `data`, whose name says that it is the result `key` of `step`.

    Raises:
        Damaged: It is not whole, or another object.
    """
    recipe = recipe_of(data)
    if (recipe.step, recipe.key) != (step, key):
        raise Damaged("it has another recipe than its name says")
    payload_of(data, recipe)
    return recipe


def recipe_of(data: bytes) -> Recipe:
    """Return the recipe of an object by its first bytes; whether the rest is whole is not looked at.

    Raises:
        Damaged: No recipe is there.
    """
    if not data:
        raise Damaged("it is empty")
    _, _, rest = data.partition(b"\n")
    line, separator, _ = rest.partition(b"\n")
    if not separator:
        raise Damaged("it holds no recipe")
    try:
        value: Any = json.loads(line)
        step, version, parts = value["step"], value["version"], value["parts"]
        written_so = canonical({"step": step, "version": version, "parts": parts}) == line
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Damaged("it holds no recipe") from None
    if not written_so or not _is_recipe(step, version, parts):
        raise Damaged("its recipe is not written as recipes are")
    return Recipe(step=step, version=version, parts=parts)


def _is_recipe(step: object, version: object, parts: object) -> bool:
    return (
        isinstance(step, str)
        and _STEP.fullmatch(step) is not None
        and type(version) is int
        and isinstance(parts, dict)
        and all(isinstance(part, str | int | float) for part in parts.values())
    )


def recipe_in(path: Path) -> Recipe:
    """Return the recipe of the object in `path`, as `recipe_of` does.

    Raises:
        Damaged: No recipe is there.
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        return recipe_of(file.readline(_MOST_LINE_BYTES) + file.readline(_MOST_LINE_BYTES))
