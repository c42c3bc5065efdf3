"""Piper: neural voices of some forty languages, each in a file of its own, in a process of its own.

The package `piper-tts` (GPL-3.0-or-later) speaks; see `builder.speech.piper_voices` for what it speaks with.
Nothing is fetched here: `edition voices install` alone does that, when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from builder.base.errors import VoiceMissing
from builder.speech.engine import NO_OPTIONS, Band, EngineInfo, Options, Voice, may_fork
from builder.speech.models import (
    gains_db,
    installed_version,
    known_model,
    package_folder,
    require_version,
)
from builder.speech.piper_voices import SPEAKER_MARK, PiperVoice, default_folder, find_voices, read_voice
from builder.speech.processor import instructions

if TYPE_CHECKING:
    from builder.speech.worker_engine import WorkerEngine

NAME: str = "piper"
OPTIONS: tuple[str, ...] = ("folder", "catalogue", "fork")
PATHS: tuple[str, ...] = ("folder",)
INSTALL: str = "pip install 'edition-builder[piper]'"

SAMPLE_RATE_HZ: int = 22_050
"""Of every clip. Most voices have it; small ones have 16 kHz and are resampled."""
_EXAMPLE = "es_ES-davefx-medium"
_ONE_THREAD: Mapping[str, str] = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
# Whisper base, English article: 8.0 % of the words wrong.
_MEASURED: Mapping[str, Band] = {"en_US-joe-medium": "usable"}


def info(options: Options = NO_OPTIONS) -> EngineInfo:
    """Return what Piper tells of itself, without starting it.

    Raises:
        VoiceMissing: Its package is not installed, is not the release we know, or has no voice here.
        UsageError: A setting cannot be followed.
    """
    may_fork(options)
    package = package_folder(NAME)
    if package is None:
        raise VoiceMissing("Piper is not installed", engine=NAME, hint=INSTALL)
    model = known_model(NAME)
    require_version(NAME, model, package, install=INSTALL)
    voices = tuple(_voices(voice_folder(options)))
    if not voices:
        raise VoiceMissing("Piper has no voice here", engine=NAME, hint=f"edition voices install {_EXAMPLE}")
    return EngineInfo(
        name=NAME,
        title="Piper",
        version=model.version,
        voices=voices,
        parts={
            "pronunciations": model.folder,
            "onnxruntime": installed_version("onnxruntime", "onnxruntime"),
            "numpy": installed_version("numpy", "numpy"),
            "soxr": installed_version("soxr", "soxr"),
            "instructions": instructions(),
            "word starts": "1",
        },
        says_phonemes=True,
        speed=9.0,  # 11 by itself, on one core; the rest is what becomes of the sound
        sample_rate_hz=SAMPLE_RATE_HZ,
    )


def load(options: Options = NO_OPTIONS) -> WorkerEngine:
    """Return the engine; its worker starts with the first utterance.

    Raises:
        VoiceMissing: As `info`.
        UsageError: As `info`.
    """
    from builder.speech.worker_engine import Deadline, WorkerEngine
    from builder.system.process import python_worker

    words = [str(voice_folder(options)), *([] if may_fork(options) else ["no-fork"])]
    return WorkerEngine(
        info(options),
        python_worker("builder.speech.piper_worker", *words),
        deadline=Deadline(start_s=90, base_s=60, character_s=0.5),
        environment=_ONE_THREAD,
        hint="fetch the voice again, by its name: edition voices install NAME",
    )


def voice_folder(options: Options) -> Path:
    """Return where the user's voices lie."""
    return Path(options["folder"]) if "folder" in options else default_folder()


def _voices(folder: Path) -> Iterator[Voice]:
    gains = gains_db(NAME)
    for files in find_voices(folder):
        voice = read_voice(files)
        yield _voice(files.name, voice, gain_db=gains.get(files.name) if files.known else None)
        for speaker in voice.speakers:
            yield _voice(f"{files.name}{SPEAKER_MARK}{speaker}", voice, gain_db=None)


def _voice(name: str, voice: PiperVoice, *, gain_db: float | None) -> Voice:
    band: Band = "not measured"
    if voice.fault is not None:
        band = "not usable"
    elif voice.files.known:
        band = _MEASURED.get(name, band)
    return Voice(
        name=name,
        languages=voice.languages,
        licence=voice.licence,
        attribution=voice.attribution,
        gain_db=gain_db,
        bands=dict.fromkeys(voice.languages, band),
        neural=True,
        digest=voice.digest,
    )
