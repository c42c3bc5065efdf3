"""hibari: a small neural English voice that runs on one processor core, in a process of its own.

Its model comes in the wheel `hibari-tts` (Apache-2.0). Four more voices speak where their files lie in the
folder the package itself keeps them in; this program never downloads them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from builder.base.errors import VoiceMissing
from builder.base.language import Language
from builder.speech.engine import NO_OPTIONS, Band, EngineInfo, Options, Voice
from builder.speech.models import (
    gains_db,
    installed_version,
    known_model,
    package_folder,
    require_version,
)
from builder.speech.processor import instructions

if TYPE_CHECKING:
    from builder.speech.worker_engine import WorkerEngine

NAME: str = "hibari"
OPTIONS: tuple[str, ...] = ()
PATHS: tuple[str, ...] = ()
INSTALL: str = "pip install 'edition-builder[en]'"

_ONE_THREAD: Mapping[str, str] = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
# The package's own figures for Whisper's word error rate: 2.4 to 2.7 % for each; ours for heart: 1.9 %.
_BAND: Band = "good"
_VOICES: Mapping[str, tuple[str | None, tuple[str, ...]]] = {
    "heart": (None, ("en", "en-US")),
    "emma": ("bf_emma.int8.onnx", ("en-GB",)),
    "fable": ("bm_fable.int8.onnx", ("en-GB",)),
    "fenrir": ("am_fenrir_v2.int8.onnx", ("en-US",)),
    "kore": ("af_kore.int8.onnx", ("en-US",)),
}


def info(_options: Options = NO_OPTIONS) -> EngineInfo:
    """Return what hibari tells of itself, without starting it.

    Raises:
        VoiceMissing: Its wheel is not installed, or not the release we know.
    """
    folder = package_folder("hibari")
    if folder is None:
        raise VoiceMissing("hibari is not installed", hint=INSTALL)
    model = known_model(NAME)
    require_version(NAME, model, folder, install=INSTALL)
    return EngineInfo(
        name=NAME,
        title="hibari",
        version=model.version,
        voices=_voices(voice_folder()),
        parts={
            "models": model.folder,
            "onnxruntime": installed_version("onnxruntime", "onnxruntime"),
            "numpy": installed_version("numpy", "numpy"),
            "instructions": instructions(),
            "word starts": "1",
        },
        says_phonemes=True,
        speed=60.0,  # 130 by itself; the rest is what becomes of the sound
    )


def load(_options: Options = NO_OPTIONS) -> WorkerEngine:
    """Return the engine; its worker starts with the first utterance.

    Raises:
        VoiceMissing: As `info`.
    """
    from builder.speech.worker_engine import Deadline, WorkerEngine
    from builder.system.process import python_worker

    return WorkerEngine(
        info(),
        python_worker("builder.speech.hibari_worker", str(voice_folder())),
        deadline=Deadline(start_s=90, base_s=20, character_s=0.2),
        environment=_ONE_THREAD,
    )


def voice_folder() -> Path:
    """Return the folder where the package keeps the voices that are not in its wheel."""
    if home := os.environ.get("HIBARI_HOME"):
        return Path(home)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "hibari"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hibari"


def _voices(folder: Path) -> tuple[Voice, ...]:
    gains = gains_db(NAME)
    return tuple(
        Voice(
            name=name,
            languages=tuple(Language(tag) for tag in languages),
            licence="Apache-2.0",
            gain_db=gains.get(name),
            bands={Language(tag): _BAND for tag in languages},
            neural=True,
        )
        for name, (file, languages) in _VOICES.items()
        if file is None or (folder / file).is_file()
    )
