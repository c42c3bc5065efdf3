"""Publishing: finished files are staged beside the output, then moved in under a journal.

Order of things, so that a kill at any instant leaves every file whole, old or new, and a rerun ends in the
same bytes:

1. every new file is written to `<output>/.staging/files/`, on the same filesystem, and synced;
2. `<output>/.staging/journal.json` is written whole: what to move, in which order, what to remove;
3. the moves are made, feeds last, then the removals;
4. the staging folder is removed.

A staging folder without a journal is dropped by the next run; one with a journal is rolled forward.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from builder.base.digest import canonical
from builder.base.errors import OutputError
from builder.build.names import STAGING_NAME
from builder.build.record import inner_path
from builder.system.files import cannot_write, write_atomic

_JOURNAL_NAME = "journal.json"


@dataclass(slots=True, kw_only=True)
class Staging:
    """Files on their way into an output folder.

    Holds the folder `<output>/.staging`; use it under `builder.system.lock.locked`.
    """

    output: Path
    staged: list[str] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """Where staged files lie until they are published."""
        return self.output / STAGING_NAME / "files"

    def path(self, name: str) -> Path:
        """Return where to write the file that will be `<output>/<name>`; its folder exists.

        Raises:
            OutputError: The name leads out of the output, or the folder cannot be made.
        """
        try:
            path = self.folder / inner_path(name)
        except ValueError as error:
            raise OutputError(
                f'a file of an edition cannot be called "{name}"', where=str(self.output)
            ) from error
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(path.parent, error) from error
        if name not in self.staged:
            self.staged.append(name)
        return path

    def write(self, name: str, data: bytes) -> None:
        """Stage `data` as `<output>/<name>`, unless the file there has these bytes already."""
        if not self.holds(name, data):
            write_atomic(self.path(name), data)

    def holds(self, name: str, data: bytes) -> bool:
        """Return True when `<output>/<name>` has these bytes already."""
        path = self.output / name
        try:
            return path.stat().st_size == len(data) and path.read_bytes() == data
        except OSError:
            return False

    def prepare(self) -> None:
        """Make the staging folder, so that an output that cannot be written is known at once.

        Raises:
            OutputError: It cannot be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(self.folder, error) from error

    def undo(self, kept: int) -> None:
        """Take back what was staged after the first `kept` names: an edition that came to nothing."""
        for name in self.staged[kept:]:
            (self.folder / name).unlink(missing_ok=True)
        del self.staged[kept:]

    def publish(self, *, last: Iterable[str] = (), remove: Iterable[str] = ()) -> tuple[str, ...]:
        """Move what was staged into the output, `last` after all others, then remove `remove`.

        Returns:
            The names of the files that are new or changed, in the order they were moved.

        Raises:
            OutputError: The disk does not take it; a rerun goes on where this one stopped.
        """
        late = set(last)
        moves = [name for name in self.staged if name not in late]
        moves += [name for name in self.staged if name in late]
        removals = sorted(set(remove) - set(moves))
        if moves or removals:
            for name in moves:
                _sync(self.folder / name)
            journal = {"schema": "edition-journal/1", "moves": moves, "removals": removals}
            write_atomic(self.output / STAGING_NAME / _JOURNAL_NAME, canonical(journal))
        roll_forward(self.output)
        return tuple(moves)


def drop_staged(output: Path) -> None:
    """Remove what a build staged and did not come to publish; one that began to publish is kept."""
    staging = output / STAGING_NAME
    if not (staging / _JOURNAL_NAME).exists():
        shutil.rmtree(staging, ignore_errors=True)


def roll_forward(output: Path) -> bool:
    """Finish the publication a killed build began, or drop what it had only staged.

    Returns:
        True when there was a publication to finish.

    Raises:
        OutputError: The disk does not take it.
    """
    staging = output / STAGING_NAME
    try:
        data = (staging / _JOURNAL_NAME).read_bytes()
    except FileNotFoundError:
        drop_staged(output)
        return False
    except OSError as error:
        raise cannot_write(staging, error) from error
    moves, removals = _parse_journal(data, staging)
    for name in moves:
        _move(staging / "files" / name, output / name)
    for name in removals:
        _remove(output, name)
    try:
        (staging / _JOURNAL_NAME).unlink()
    except OSError as error:
        raise cannot_write(staging, error) from error
    shutil.rmtree(staging, ignore_errors=True)
    return True


def _parse_journal(data: bytes, staging: Path) -> tuple[list[str], list[str]]:
    """Return the names to move and those to remove; none leads out of the output."""
    try:
        journal = json.loads(data)
        moves = [inner_path(name) for name in journal["moves"]]
        return moves, [inner_path(name) for name in journal["removals"]]
    except (ValueError, KeyError, TypeError) as error:
        raise OutputError(
            f"the journal of the last publication was damaged by something else: {error}",
            where=str(staging / _JOURNAL_NAME),
            hint=f"remove {staging} and build again",
        ) from error


def _move(source: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(source, target)
    except FileNotFoundError:
        return  # moved already, before the kill
    except OSError as error:
        raise cannot_write(target, error) from error


def _remove(output: Path, name: str) -> None:
    path = output / name
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from error
    for folder in path.parents:
        if folder == output:
            return
        try:
            folder.rmdir()
        except OSError:
            return  # something else is in it


def _sync(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise cannot_write(path, error) from error
