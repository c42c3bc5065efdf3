"""Store: results of slow steps, kept by the key of their recipe and verified on every read.

An object is one file: a line with the SHA-256 of what follows, a line with the recipe as canonical JSON,
then the payload. A file that does not fit its digest or its recipe is a miss and is removed.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from builder.base.digest import digest_bytes
from builder.base.errors import OutputError
from builder.model.recipe import Recipe
from builder.system.files import write_atomic


class Store:
    """A folder of results.

    Several builds may use one store at once: an object is written beside and renamed, and its content
    follows from its name.
    """

    def __init__(self, root: Path) -> None:
        """Use the folder `root`; it is made when the first object is kept."""
        self.root = root
        self.damaged = 0
        """Objects found broken and removed since this store was opened."""

    def path(self, recipe: Recipe) -> Path:
        """Return where the result of `recipe` is kept, whether or not it is there."""
        key = recipe.key
        return self.root / recipe.step / key[:2] / key[2:]

    def holds(self, recipe: Recipe) -> bool:
        """Return True when an object is there; it is verified only when it is read."""
        return self.path(recipe).is_file()

    def get(self, recipe: Recipe) -> bytes | None:
        """Return the payload kept for `recipe`, or None when there is none that is whole."""
        path = self.path(recipe)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        digest, _, rest = data.partition(b"\n")
        kept_recipe, separator, payload = rest.partition(b"\n")
        if separator and kept_recipe == recipe.canonical() and digest == digest_bytes(rest).encode():
            return payload
        self.damaged += 1
        with contextlib.suppress(OSError):
            path.unlink()
        return None

    def put(self, recipe: Recipe, payload: bytes) -> None:
        """Keep `payload` as the result of `recipe`.

        Raises:
            OutputError: The disk does not take it.
        """
        rest = recipe.canonical() + b"\n" + payload
        try:
            write_atomic(self.path(recipe), digest_bytes(rest).encode() + b"\n" + rest)
        except OutputError as error:
            error.hint = f"the store needs {len(rest)} more bytes in {self.root}"
            raise
