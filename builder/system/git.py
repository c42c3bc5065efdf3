"""Git: a file as it was in an earlier revision. Nothing is written, and nothing of the repository is run."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from builder.base.errors import UsageError
from builder.base.text import shorten

_DEADLINE_S = 30
_PASSED_ON = ("PATH", "HOME", "XDG_CONFIG_HOME", "SYSTEMROOT")
# gitrevisions(7): what would start an option, name a path or be no name at all is refused here.
_REVISION = re.compile(r"[^-:\s\x00-\x1f\x7f][^:\s\x00-\x1f\x7f]*")


def file_at(folder: Path, revision: str, path: str) -> bytes | None:
    """Return the bytes a file had in a revision, or None where it was not there.

    Args:
        folder: In the repository's working tree.
        revision: As git names them: a commit, a tag, a branch, `HEAD~3`, `@{yesterday}`.
        path: Relative to `folder`, `/` between its parts.

    Raises:
        UsageError: Git is not installed, `folder` is in no repository, or it has no such revision.
    """
    if _REVISION.fullmatch(revision) is None:
        raise UsageError(
            f'"{shorten(revision)}" is neither a file nor the name of a revision',
            hint="name a .po file, or a commit, tag or branch: --since HEAD~1",
        )
    found = _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if found.returncode:
        inside = _git(folder, "rev-parse", "--is-inside-work-tree")
        if inside.returncode:
            said = inside.stderr.decode("utf-8", "replace").strip()
            raise UsageError(
                f"git finds no repository here: {shorten(said, 120)}",
                where=str(folder),
                hint="compare with a file: --since OLD.po",
            )
        raise UsageError(
            f'there is neither a file nor a revision "{shorten(revision)}"',
            where=str(folder),
            hint="git log --oneline lists revisions",
        )
    commit = found.stdout.decode().strip()
    if _git(folder, "cat-file", "-e", f"{commit}:./{path}").returncode:
        return None
    # Not "git show", which would run filters and pagers that the repository names.
    blob = _git(folder, "cat-file", "blob", f"{commit}:./{path}")
    return blob.stdout if blob.returncode == 0 else None


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        return subprocess.run(
            ("git", *arguments),
            cwd=folder,
            env={**kept, "LC_ALL": "C.UTF-8", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_DEADLINE_S,
            check=False,
        )
    except FileNotFoundError as error:
        raise UsageError(
            "git is not installed, and only it can read earlier revisions",
            hint="install git, or compare with a file: --since OLD.po",
        ) from error
    except subprocess.TimeoutExpired as error:
        raise UsageError(
            f"git gave no answer within {_DEADLINE_S} s", where=str(folder), hint="compare with a file"
        ) from error
