"""Models: which release of each voice's files is known, and the check that these are its bytes."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.base.errors import VoiceMissing

_DATA = Path(__file__).parent / "data"
_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModel:
    """The release of an engine's package that was measured, and SHA-256 of its files."""

    package: str
    """As pip calls it."""
    version: str
    folder: str
    """Digest of the data folder, see `folder_digest`; empty where single files are checked alone."""
    files: Mapping[str, tuple[str, ...]]
    """Single files by name; several digests where they differ between platforms."""


def known_model(engine: str) -> KnownModel:
    """Return what is known of the files of `engine`."""
    entry = json.loads((_DATA / "models.json").read_bytes())[engine]
    return KnownModel(
        package=entry["package"],
        version=entry["version"],
        folder=entry["folder"],
        files={name: tuple(digests) for name, digests in entry["files"].items()},
    )


def gains_db(engine: str) -> Mapping[str, float]:
    """Return the calibrated gain in dB of each voice of `engine` that was measured."""
    gains: dict[str, float] = json.loads((_DATA / "gains.json").read_bytes())
    prefix = f"{engine}/"
    return {name.removeprefix(prefix): gain for name, gain in gains.items() if name.startswith(prefix)}


def package_folder(module: str) -> Path | None:
    """Return the folder `module` is installed in, without importing it, or None when it is not there."""
    found = importlib.util.find_spec(module)
    return Path(found.origin).parent if found and found.origin else None


def package_version(package: str, folder: Path) -> str:
    """Return the version of an installed package; `folder` is that of its module.

    The name of the record beside it tells without the 30 ms that `importlib.metadata` takes to import.
    """
    pattern = f"{package.replace('-', '_')}-*.dist-info"
    found = [path.name for path in folder.parent.glob(pattern)]
    if len(found) == 1:
        return found[0].removesuffix(".dist-info").rpartition("-")[2]
    import importlib.metadata

    return importlib.metadata.version(package)


def installed_version(package: str, module: str) -> str:
    """Return the version of `package`, whose module is `module`, or "missing"."""
    folder = package_folder(module)
    return package_version(package, folder) if folder else "missing"


def require_version(engine: str, model: KnownModel, folder: Path, *, install: str) -> None:
    """Check that the release of `engine` in `folder` is the one its digests were taken of.

    Raises:
        VoiceMissing: It is another one.
    """
    found = package_version(model.package, folder)
    if found != model.version:
        raise VoiceMissing(
            f"{engine} needs {model.package} {model.version}, and {found} is installed", hint=install
        )


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hex digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_READ_BYTES):
            digest.update(block)
    return digest.hexdigest()


def folder_digest(folder: Path) -> str:
    """Return one SHA-256 over the names and contents of every file under `folder`.

    It is taken of lines `path NUL digest` in the order of their paths, with `/` between folders.
    """
    digest = hashlib.sha256()
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    for name in sorted(files):
        digest.update(f"{name}\0{file_digest(files[name])}\n".encode())
    return digest.hexdigest()


def check_folder(folder: Path, model: KnownModel) -> None:
    """Check that `folder` holds what it did when `model` was measured.

    Raises:
        VoiceMissing: A file is missing, added or changed.
    """
    found = folder_digest(folder)
    if found != model.folder:
        raise VoiceMissing(f"{folder} has SHA-256 {found[:12]}…, expected {model.folder[:12]}…")


def check_file(path: Path, model: KnownModel) -> None:
    """Check that `path` is one of the files `model` knows by that name.

    Raises:
        VoiceMissing: It is missing or has other bytes.
    """
    try:
        found = file_digest(path)
    except OSError as error:
        raise VoiceMissing(f"{path} cannot be read: {error.strerror}") from error
    if found not in model.files.get(path.name, ()):
        raise VoiceMissing(f"{path} has SHA-256 {found[:12]}…, which is none we know")
