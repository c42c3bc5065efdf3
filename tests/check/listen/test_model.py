"""Weights come from two packages or from a folder, are checked, and never fetched."""

import hashlib
import json
from pathlib import Path

import pytest

from builder.base.errors import VoiceMissing
from builder.check.listen import model
from builder.check.listen.model import own_model, packaged_model, require_recogniser

FILES = {"config.json": b"{}", "tokenizer.json": b"[]", "vocabulary.txt": b"a\nb\n"}
PARTS = (b"first half, ", b"second half")


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two packages with parts of weights, and the digests of the whole."""
    known = {**FILES, "model.bin": b"".join(PARTS)}
    table = tmp_path / "whisper.json"
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in known.items()}
    table.write_text(json.dumps({"version": "1.2.1", "packages": ["half-1", "half-2"], "files": digests}))
    for number, part in enumerate(PARTS, start=1):
        data = tmp_path / f"half_{number}" / "data"
        data.mkdir(parents=True)
        (data / f"model.bin.part{number}").write_bytes(part)
    for name, content in FILES.items():
        (tmp_path / "half_1" / "data" / name).write_bytes(content)

    def folder_of(name: str) -> Path | None:
        return tmp_path / name if (tmp_path / name).is_dir() else None

    monkeypatch.setattr(model, "_KNOWN", table)
    monkeypatch.setattr(model, "package_folder", folder_of)
    return tmp_path


def test_the_parts_are_joined_once(packages: Path) -> None:
    folder = packages / "models" / "whisper-base"

    first = packaged_model(folder)
    written = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    second = packaged_model(folder)

    assert (folder / "model.bin").read_bytes() == b"first half, second half"
    assert {path.name for path in folder.iterdir()} == {*FILES, "model.bin"}
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == written
    assert first == second
    assert first.digest == hashlib.sha256(b"first half, second half").hexdigest()


def test_damaged_weights_are_joined_again(packages: Path) -> None:
    folder = packages / "models"
    packaged_model(folder)
    (folder / "model.bin").write_bytes(b"first half, ")

    packaged_model(folder)

    assert (folder / "model.bin").read_bytes() == b"first half, second half"


def test_parts_of_another_release_are_refused(packages: Path) -> None:
    (packages / "half_2" / "data" / "model.bin.part2").write_bytes(b"another half")

    with pytest.raises(VoiceMissing, match="SHA-256") as caught:
        packaged_model(packages / "models")

    assert str(packages / "models" / "model.bin") == caught.value.where


def test_a_missing_package_is_named(packages: Path) -> None:
    (packages / "half_2" / "data" / "model.bin.part2").unlink()
    (packages / "half_2" / "data").rmdir()
    (packages / "half_2").rmdir()

    with pytest.raises(VoiceMissing, match="half-2 is missing") as caught:
        packaged_model(packages / "models")

    assert caught.value.hint is not None
    assert "edition-builder[verify]" in caught.value.hint


@pytest.mark.parametrize("missing", ["config.json", "model.bin", "tokenizer.json"])
def test_a_folder_without_a_file_is_refused_for_it_would_be_fetched(tmp_path: Path, missing: str) -> None:
    for name in {"config.json", "model.bin", "tokenizer.json"} - {missing}:
        (tmp_path / name).write_bytes(b"{}")

    with pytest.raises(VoiceMissing, match=f"has no {missing}"):
        own_model(tmp_path)


def test_a_folder_of_ones_own_is_known_by_its_weights(tmp_path: Path) -> None:
    for name in ("config.json", "model.bin", "tokenizer.json"):
        (tmp_path / name).write_bytes(name.encode())

    found = own_model(tmp_path)

    assert (found.folder, found.digest) == (tmp_path, hashlib.sha256(b"model.bin").hexdigest())


def test_the_recogniser_that_is_not_installed_says_how_to_install_it(packages: Path) -> None:
    with pytest.raises(VoiceMissing, match="not installed") as caught:
        require_recogniser()

    assert caught.value.hint == "pip install 'edition-builder[verify]'"


def test_another_release_of_the_recogniser_is_refused(
    packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (packages / "faster_whisper").mkdir()
    monkeypatch.setattr(model, "package_version", lambda package, folder: "9.0")

    with pytest.raises(VoiceMissing, match=r"needs faster-whisper 1\.2\.1, and 9\.0"):
        require_recogniser()
