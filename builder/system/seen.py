"""Seen: what files and folders were like when they were looked at, and whether they still are.

What was seen is plain JSON, so that it can be kept: None where nothing is; for a file its size, times, number
and SHA-256; for a folder what is in it, by name. Nothing here imports more than a command may that is to end
at once.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from builder.base.digest import digest_text

Seen: TypeAlias = "list[int | str | None] | dict[str, Seen] | None"

_MOST_READ_AGAIN = 1 << 18
"""A file of at most so many bytes is read again whatever its times say: it is quick, and times can lie."""
_MOST_DIGESTED = 1 << 26
"""Of a larger file the times alone are kept."""
_COARSEST_CLOCK_NS = 2_000_000_000
"""FAT counts in steps of two seconds: what changed so shortly before a look may change again unseen."""
_FIELDS = 5


class Watch:
    """Looks at files before a run reads them, and tells whether they were the same to its end."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.looked_ns = time.time_ns()
        self.seen: dict[str, Seen] = {}

    def add(self, paths: Iterable[Path]) -> None:
        """Look at each of `paths`, unless that was done."""
        for path in paths:
            name = str(path.absolute())
            if name not in self.seen:
                self.seen[name] = look(path)

    def holds(self) -> bool:
        """Return True when nothing that was looked at has been touched since."""
        return all(look(Path(name)) == before for name, before in self.seen.items())


def look(path: Path, _above: frozenset[tuple[int, int]] = frozenset()) -> Seen:
    """Return what is at `path` now, with all that is in it; links are followed."""
    try:
        facts = path.stat()
        if stat.S_ISREG(facts.st_mode):
            return [*_facts(facts), _digest(path, facts.st_size)]
        here = (facts.st_dev, facts.st_ino)
        if not stat.S_ISDIR(facts.st_mode) or here in _above:
            return [stat.S_IFMT(facts.st_mode)]
        return {child.name: look(child, _above | {here}) for child in sorted(path.iterdir())}
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return [error.errno]


def are_still(seen: Mapping[str, Seen], *, looked_ns: int) -> bool:
    """Return True when every path of `seen` has the bytes it had then, or is not there as it was not then.

    Args:
        seen: By path.
        looked_ns: When that was, in nanoseconds of the system's clock. A file that had only just changed then
            is read again.
    """
    return all(_is_still(Path(name), before, looked_ns) for name, before in seen.items())


def is_settled(changed_ns: int, *, looked_ns: int) -> bool:
    """Return True when another change after a look would have left another time."""
    return changed_ns < looked_ns - _COARSEST_CLOCK_NS


def digest_of_times(folders: Iterable[Path]) -> tuple[str, int]:
    """Return one SHA-256 over the names, sizes and times of all files below `folders`, and the newest time.

    Bytecode is passed over: it follows from the rest.
    """
    lines: list[str] = []
    newest_ns = 0
    waiting = list(map(str, folders))
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if not entry.is_dir():
                    facts = entry.stat()
                    newest_ns = max(newest_ns, _changed_ns(facts))
                    lines.append(f"{entry.path}\0{_facts(facts)}\n")
                elif entry.name != "__pycache__":
                    waiting.append(entry.path)
    return digest_text("".join(sorted(lines))), newest_ns


def _is_still(path: Path, before: Seen, looked_ns: int) -> bool:
    if isinstance(before, list) and len(before) == _FIELDS:
        return _is_still_a_file(path, before, looked_ns)
    if not isinstance(before, dict):
        return _kind(path) == before
    try:
        children = {child.name: child for child in path.iterdir()}
    except OSError:
        return False
    return children.keys() == before.keys() and all(
        _is_still(child, before[name], looked_ns) for name, child in children.items()
    )


def _is_still_a_file(path: Path, before: list[int | str | None], looked_ns: int) -> bool:
    *facts_before, digest = before
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode) or facts.st_size != facts_before[0]:
            return False
        untouched = _facts(facts) == facts_before and is_settled(_changed_ns(facts), looked_ns=looked_ns)
        if untouched and facts.st_size > _MOST_READ_AGAIN:
            return True
        return digest is not None and _digest(path, facts.st_size) == digest
    except OSError:
        return False


def _kind(path: Path) -> Seen:
    """Return what is seen of a path that is neither a file nor a folder looked into."""
    try:
        return [stat.S_IFMT(path.stat().st_mode)]
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return [error.errno]


def _facts(facts: os.stat_result) -> list[int]:
    return [facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino]


def _changed_ns(facts: os.stat_result) -> int:
    # The system alone sets the second one: a file that was moved here keeps the first.
    return max(facts.st_mtime_ns, facts.st_ctime_ns)


def _digest(path: Path, size_bytes: int) -> str | None:
    if size_bytes > _MOST_DIGESTED:
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
