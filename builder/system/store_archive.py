"""Store archive: objects of a store, and documents about them, as one zip with the same bytes every time.

Nothing in it is packed, so that it takes no more room than its file: what is kept is packed already. No name
in it ever becomes a path: an object is put where its own recipe says.
"""

from __future__ import annotations

import contextlib
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from builder.base.digest import canonical
from builder.base.errors import ContentError
from builder.base.text import shorten
from builder.model.recipe import Recipe
from builder.system.files import open_atomic
from builder.system.store import Store
from builder.system.store_object import Damaged, check_object
from builder.system.zip_entry import zip_entry

SCHEMA = "edition-store-archive/1"

_MANIFEST = "manifest.json"
_OBJECT = re.compile(r"objects/([a-z][a-z0-9-]{0,39})/([0-9a-f]{2})/([0-9a-f]{62})")
_DOCUMENT = re.compile(r"[a-z][a-z0-9-]{0,39}\.json")
_MOST_OBJECT_BYTES = 1 << 30
_MOST_DOCUMENT_BYTES = 1 << 22
_FAULTS = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, struct.error, ValueError, OSError)


def write_archive(path: Path, store: Store, recipes: Iterable[Recipe], documents: Mapping[str, bytes]) -> int:
    """Write the objects of `recipes` that are whole in `store`, and `documents`; return how many objects.

    Raises:
        OutputError: The disk does not take it.
    """
    paths = {f"objects/{each.step}/{each.key[:2]}/{each.key[2:]}": each for each in recipes}
    objects = 0
    with open_atomic(path) as file, zipfile.ZipFile(file, "w") as archive:
        for name, data in sorted(documents.items()):
            archive.writestr(zip_entry(name), data)
        for name, recipe in sorted(paths.items()):
            found = store.get_object(recipe)
            if found is not None:
                archive.writestr(zip_entry(name), found)
                objects += 1
        archive.writestr(zip_entry(_MANIFEST), _manifest(objects))
    return objects


class Archive:
    """An archive that is open for reading, whose names and sizes are what they should be."""

    def __init__(self, file: zipfile.ZipFile, shown: str) -> None:
        """Read the table of contents; `shown` is how errors name the file."""
        self._file = file
        self._shown = shown
        self._objects = {info.filename: info for info in file.infolist() if _OBJECT.fullmatch(info.filename)}

    @property
    def size(self) -> int:
        """How many objects are in it."""
        return len(self._objects)

    def document(self, name: str) -> bytes | None:
        """Return the bytes of a document, or None where it is not there.

        Raises:
            ContentError: It cannot be read.
        """
        with _refused(self._shown):
            return self._file.read(name) if name in self._file.namelist() else None

    def objects(self) -> Iterator[tuple[Recipe, bytes]]:
        """Yield every object, whole and under its own name, one at a time.

        Raises:
            ContentError: One is damaged.
        """
        for name, info in sorted(self._objects.items()):
            found = _OBJECT.fullmatch(name)
            assert found is not None
            with _refused(self._shown):
                data = self._file.read(info)
                recipe = check_object(data, step=found[1], key=found[2] + found[3])
            yield recipe, data


@contextlib.contextmanager
def read_archive(path: Path) -> Iterator[Archive]:
    """Open an archive until the block ends.

    Raises:
        ContentError: It cannot be read, is no archive of a store, or holds what none holds: other files,
            names that lead elsewhere, one name twice, or more than the size of its file.
    """
    shown = str(path)
    with contextlib.ExitStack() as opened:
        with _refused(shown):
            file = opened.enter_context(zipfile.ZipFile(path))
            _check_contents(file, path.stat().st_size)
            archive = Archive(file, shown)
        yield archive


def _check_contents(file: zipfile.ZipFile, size_bytes: int) -> None:
    """Refuse an archive that could hold anything but what `write_archive` writes."""
    infos = file.infolist()
    for info in infos:
        is_object = _OBJECT.fullmatch(info.filename) is not None
        if not is_object and not _DOCUMENT.fullmatch(info.filename):
            raise Damaged(f'it holds "{shorten(info.filename)}", which is not part of a store')
        if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
            raise Damaged(f'"{shorten(info.filename, 30)}" in it is packed; nothing in a store archive is')
        if info.file_size > (_MOST_OBJECT_BYTES if is_object else _MOST_DOCUMENT_BYTES):
            raise Damaged(f'"{shorten(info.filename, 30)}" in it takes {info.file_size} bytes')
    if len({info.filename for info in infos}) < len(infos):
        raise Damaged("it holds one name twice")
    if sum(info.file_size for info in infos) > size_bytes:
        raise Damaged("its files take more bytes than it has")
    objects = sum(_OBJECT.fullmatch(info.filename) is not None for info in infos)
    if _MANIFEST not in file.namelist() or file.read(_MANIFEST) != _manifest(objects):
        raise Damaged(f'it does not say that it is "{SCHEMA}" of {objects} objects')


@contextlib.contextmanager
def _refused(shown: str) -> Iterator[None]:
    try:
        yield
    except _FAULTS as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ContentError(
            f"this is no whole archive of a store: {shorten(reason, 120)}",
            where=shown,
            hint="make it again where the store is: edition store export FILE",
        ) from error


def _manifest(objects: int) -> bytes:
    return canonical({"schema": SCHEMA, "objects": objects}) + b"\n"
