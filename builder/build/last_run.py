"""Last run: what a whole build was made of and what it said, so that the same one again ends at once.

Everything but speech, packets and outside checks is made anew in each run; this record is the one exception,
and it stands for a whole run or for nothing. `.builder/last-run.json` holds

- what was asked: the options that change what is made or said, and the folder the command was run in;
- what it was asked of: this tool's own files, the interpreter and its options, every installed distribution,
  the class of the processor, and the variables of the environment that are read (`VARIABLES`);
- what the build read, or looked for in vain: `edition.toml`, `episodes.lock`, all that is in `articles/` and
  `locales/`, the shipped catalogues of a checkout, article files named by path, pictures that articles and
  the show name, music, files and folders that are named to an engine or that one looks for in the user's
  home, the tables of media types, and what the store tells of engines that are not here
  (`builder.build.inputs` lists what is known late);
- what lies in the output: every file that builds made there, and which editions and feeds there are;
- what would be said if nothing had changed, and the exit status.

If all of it is as it was, a build would read the same, make the same, and say that. Of the store nothing else
is looked at: it only holds what can be made again. A file counts as the same by its bytes, or, where it is
large, by its size, times and number; one that changed so shortly before the look that its times might stand
still is read.

A record is kept where a run came to its end, what it had read was untouched from before it read it, and what
stopped an edition stops it again. A run that ends otherwise leaves the record before it, which holds only for
what that run saw.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from builder import __version__
from builder.base.digest import Json, digest_text
from builder.base.errors import Busy
from builder.build.names import RECORD_NAME, STAGING_NAME
from builder.system.lock import locked
from builder.system.seen import Watch, are_still, digest_of_times, is_settled

_FILE_NAME = "last-run.json"
VARIABLES = ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HIBARI_HOME", "PATH", "USERPROFILE")
"""The variables of the environment that change what a build makes or says."""
_SCHEMA = "edition-last-run/1"
_DISTRIBUTION_SUFFIXES = (".dist-info", ".egg-info", ".egg-link", ".pth")
_PACKAGE = Path(__file__).parent.parent


class Said(NamedTuple):  # no dataclass: the module of those takes longer to import than all the rest
    """What a build tells."""

    out: str
    """On standard output."""
    err: str
    """On standard error, after its progress."""
    status: int


class Place(NamedTuple):
    """Where a build works."""

    workspace: Path
    output: Path
    """As it was asked for."""
    published: Path
    """Where editions go: a folder in `output` for drafts."""

    @property
    def record(self) -> Path:
        """The file of the last run."""
        return self.workspace / ".builder" / _FILE_NAME


class Beginning(NamedTuple):
    """What was there before a build read anything."""

    asked: str
    """Digest of what was asked, and of what."""
    watch: Watch
    settled: bool
    """False when the tool was changed so shortly before that it may have changed again unseen."""


def begin(place: Place, words: Mapping[str, Json], articles: tuple[str, ...]) -> Beginning:
    """Look at everything a build is known to read before it starts.

    Args:
        place: Where it works.
        words: What it is asked for.
        articles: As they are named on the command line, by slug or by path.
    """
    watch = Watch()
    asked, changed_ns = _asked(place, words)
    root = place.workspace
    names = ("edition.toml", "episodes.lock", "articles", "locales", ".builder/store/engines.json")
    watch.add((*(root / name for name in names), *map(Path, articles), _PACKAGE.parent / "locales"))
    return Beginning(asked=asked, watch=watch, settled=is_settled(changed_ns, looked_ns=watch.looked_ns))


def repeated(place: Place, words: Mapping[str, Json]) -> Said | None:
    """Return what the last run would say, if this is the same one and nothing it rests on has changed."""
    found = _read(place.record)
    if found is None or found["asked"] != _asked(place, words)[0] or not place.output.is_dir():
        return None
    try:
        with locked(place.output, what="output folder"):
            same = (
                not (place.published / STAGING_NAME).exists()
                and _published(place.published) == found["published"]
                and are_still(found["inputs"], looked_ns=found["looked_ns"])
                and are_still(found["output"], looked_ns=found["ended_ns"])
            )
    except Busy:
        return None
    return Said(*found["said"]) if same else None


def keep(beginning: Beginning, place: Place, said: Said, *, made: Iterable[Path]) -> None:
    """Keep the record of a run that has come to its end; while the output is still held.

    Args:
        beginning: Its own.
        place: Where it worked.
        said: What the same run will say.
        made: Every file that builds made in the output.
    """
    from builder.base.errors import OutputError
    from builder.system.files import write_atomic

    if not beginning.settled or not beginning.watch.holds():
        return
    now = Watch()
    now.add(made)
    value: dict[str, Any] = {
        "schema": _SCHEMA,
        "asked": beginning.asked,
        "inputs": beginning.watch.seen,
        "looked_ns": beginning.watch.looked_ns,
        "output": now.seen,
        "ended_ns": now.looked_ns,
        "published": _published(place.published),
        "said": list(said),
    }
    # Where it cannot be written, the next run takes the long way.
    try:
        text = json.dumps(value, sort_keys=True)
        write_atomic(place.record, f"{digest_text(text)}\n{text}".encode())
    except OutputError:
        return


def _read(path: Path) -> dict[str, Any] | None:
    """Return the record in `path`, or None where there is none that is whole and of this version."""
    try:
        digest, _, text = path.read_text(encoding="ascii").partition("\n")
    except (OSError, ValueError):
        return None
    if digest != digest_text(text):
        return None
    found: dict[str, Any] = json.loads(text)
    return found if found["schema"] == _SCHEMA else None


def _asked(place: Place, words: Mapping[str, Json]) -> tuple[str, int]:
    """Return a digest of all that is no file of a workspace, and when the newest file of the tool changed."""
    tool, changed_ns = digest_of_times([_PACKAGE])
    value = {
        "words": dict(words),
        "folders": [str(path.absolute()) for path in place],
        "here": str(Path.cwd()),
        "tool": [__version__, tool],
        "python": [sys.executable, sys.version, list(sys.flags), sys.path],
        "distributions": _distributions(),
        "processor": _processor(),
        "environment": {name: os.environ.get(name) for name in VARIABLES},
    }
    return digest_text(json.dumps(value, sort_keys=True)), changed_ns


def _distributions() -> list[str]:
    """Return the names of all that is installed, with versions, and when each was installed."""
    found: list[str] = []
    for folder in filter(os.path.isdir, dict.fromkeys(sys.path)):
        with os.scandir(folder) as entries:
            found += [
                f"{entry.path} {entry.stat().st_mtime_ns}"
                for entry in entries
                if entry.name.endswith(_DISTRIBUTION_SUFFIXES)
            ]
    return sorted(found)


def _processor() -> str:
    from builder.speech.processor import instructions

    return instructions()


def _published(output: Path) -> list[str]:
    """Return the records of editions, and the feeds, that lie in an output folder."""
    found = []
    for above in output.iterdir() if output.is_dir() else ():
        if above.name == "feeds":
            found += [str(path) for path in above.glob("*.xml")]
        elif above.is_dir():
            found += [str(path) for path in above.glob(f"*/{RECORD_NAME}")]
    return sorted(found)
