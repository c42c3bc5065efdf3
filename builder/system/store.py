"""Store: results of slow steps, kept by the key of their recipe and verified on every read.

An object is one file, as `builder.system.store_object` has it; its name is the key. A file that does not fit
its digest or its recipe is a miss and is removed. The time a file was changed last is the time of its use,
to the day, so that what nobody uses can be found; it is not what a result depends on.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from builder.base.errors import OutputError
from builder.model.recipe import Recipe
from builder.system.files import write_atomic
from builder.system.lock import locked
from builder.system.store_object import Damaged, payload_of, render_object

_DAY_S = 86_400.0
# Read errors that another try does not mend: something else is there, or the disk lost it.
_LOST = (errno.EISDIR, errno.EIO, errno.ELOOP, errno.ENXIO)
_FOLDER = re.compile(r"[0-9a-f]{2}")
_NAME = re.compile(r"[0-9a-f]{62}")
_HALF_WRITTEN = re.compile(r"\..+\.part")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptObject:
    """A file of the store, by its name; what is in it was not read."""

    step: str
    key: str
    path: Path
    size_bytes: int
    used_s: float
    """When it was used last, to the day; seconds since 1970."""


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
        self.notes: set[str] = set()
        """What the publisher should know of what was found in it, a sentence each."""
        self.added_bytes = 0
        """Size of what was kept since then."""
        self._now_s = time.time()

    def path(self, recipe: Recipe) -> Path:
        """Return where the result of `recipe` is kept, whether or not it is there."""
        key = recipe.key
        return self.root / recipe.step / key[:2] / key[2:]

    def holds(self, recipe: Recipe) -> bool:
        """Return True when an object is there; it is verified only when it is read."""
        path = self.path(recipe)
        try:
            facts = path.stat()
        except OSError:
            return False
        if not stat.S_ISREG(facts.st_mode) or not os.access(path, os.R_OK):
            return False
        self._note_use(path, facts)
        return True

    def get(self, recipe: Recipe) -> bytes | None:
        """Return the payload kept for `recipe`, or None when there is none that is whole."""
        found = self._read(recipe)
        return found and found[1]

    def get_object(self, recipe: Recipe) -> bytes | None:
        """Return the object kept for `recipe` with all that is in its file, or None as `get` does."""
        found = self._read(recipe)
        return found and found[0]

    def put(self, recipe: Recipe, payload: bytes) -> None:
        """Keep `payload` as the result of `recipe`.

        Raises:
            OutputError: The disk does not take it.
        """
        self.put_object(recipe, render_object(recipe, payload))

    def put_object(self, recipe: Recipe, data: bytes) -> None:
        """Keep `data`, which is the object of `recipe`.

        Raises:
            OutputError: The disk does not take it.
        """
        path = self.path(recipe)
        if path.is_dir():
            self.drop(path)
        try:
            write_atomic(path, data)
        except OutputError as error:
            error.hint = f"the store needs {len(data)} more bytes in {self.root}"
            raise
        self.added_bytes += len(data)

    def objects(self) -> Iterator[KeptObject]:
        """Yield every object by step and key; what has the name of none is passed over."""
        for path in self._files(_NAME):
            with contextlib.suppress(OSError):
                facts = path.lstat()
                if stat.S_ISREG(facts.st_mode):
                    step, first, rest = path.parts[-3:]
                    yield KeptObject(
                        step=step,
                        key=first + rest,
                        path=path,
                        size_bytes=facts.st_size,
                        used_s=facts.st_mtime,
                    )

    def half_written(self) -> tuple[Path, ...]:
        """Return the files that a killed build began and did not come to name, sorted."""
        return tuple(self._files(_HALF_WRITTEN))

    def drop(self, path: Path) -> bool:
        """Remove a file of the store, or what is in its place; return False where it cannot be."""
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def in_use(self) -> contextlib.AbstractContextManager[None]:
        """Hold the store until the block ends, so that nothing is removed by others meanwhile.

        Raises:
            Busy: It is being cleaned.
            OutputError: Its folder cannot be made.
        """
        return locked(self.root, what="store", shared=True)

    def alone(self) -> contextlib.AbstractContextManager[None]:
        """Hold the store until the block ends, so that nobody else uses it.

        Raises:
            Busy: A build uses it.
            OutputError: Its folder cannot be made.
        """
        return locked(self.root, what="store")

    def _read(self, recipe: Recipe) -> tuple[bytes, bytes] | None:
        """Return the bytes of an object, and the payload in them."""
        path = self.path(recipe)
        try:
            with path.open("rb", buffering=0) as file:
                data = file.read()
                self._note_use(path, os.fstat(file.fileno()))
            return data, payload_of(data, recipe)
        except OSError as error:
            if error.errno not in _LOST:
                return None
        except Damaged:
            pass
        self.damaged += 1
        self.drop(path)
        return None

    def _files(self, name: re.Pattern[str]) -> Iterator[Path]:
        """Yield the paths of this kind of name where objects lie, sorted."""
        for step in _children(self.root):
            for folder in _children(step):
                if _FOLDER.fullmatch(folder.name):
                    yield from (path for path in _children(folder) if name.fullmatch(path.name))

    def _note_use(self, path: Path, facts: os.stat_result) -> None:
        # To the day, so that a build that changes nothing writes nothing either.
        if self._now_s - facts.st_mtime > _DAY_S:
            with contextlib.suppress(OSError):
                os.utime(path)


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
