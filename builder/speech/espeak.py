"""espeak-ng: rules instead of recordings, small and quick, in more than a hundred languages.

The library comes in the wheel `espeakng-loader` (GPL-3.0-or-later) and runs in a process of its own. Where
the wheel `piper-tts` is installed, Arabic gets the short vowels that its writing leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from builder.base.errors import VoiceMissing
from builder.base.language import Language, parse_language
from builder.speech.arabic import ARABIC, installed_vowels
from builder.speech.engine import NO_OPTIONS, Band, EngineInfo, Options, Voice, may_fork
from builder.speech.models import (
    KnownModel,
    gains_db,
    installed_version,
    known_model,
    package_folder,
    require_version,
)

if TYPE_CHECKING:
    from builder.speech.worker_engine import WorkerEngine

NAME: str = "espeak-ng"
OPTIONS: tuple[str, ...] = ("fork",)
PATHS: tuple[str, ...] = ()
INSTALL: str = "pip install 'edition-builder[espeak]'"

_LIBRARY_VERSION = "1.52.0"

# How well a recogniser understood the voices, by language; one that nobody measured counts as weak.
_BANDS: Mapping[Band, str] = {
    "usable": "en it es de pl nl sv cs pt ru uk tr hu fi ro el",
    "weak": "fr hi ko vi",
    "not usable": "ja ar zh cmn yue hak",
}
# Voices whose file is not named by the tags of what they speak; the private ones are for those who name them.
_LANGUAGES_OF: Mapping[str, tuple[str, ...]] = {
    "ca-ba": ("ca-x-balear",),
    "ca-nw": ("ca-x-noroccid",),
    "ca-va": ("ca-valencia",),
    "cmn": ("zh", "zh-Hans", "zh-Hant", "cmn"),
    "en": ("en-GB",),
    "en-gb-scotland": ("en-scotland",),
    "en-us": ("en", "en-US"),
    "en-us-nyc": ("en-US-x-nyc",),
    "nb": ("nb", "no"),
    "piqd": ("tlh-Piqd",),
    "pt": ("pt", "pt-PT"),
    "py": ("art-x-pyash",),
    "ru-cl": ("ru-x-classic",),
}


def info(options: Options = NO_OPTIONS) -> EngineInfo:
    """Return what espeak-ng tells of itself, without starting it.

    Raises:
        VoiceMissing: Its wheel is not installed, or not the release we know.
        UsageError: A setting cannot be followed.
    """
    may_fork(options)
    folder, model = _installed()
    return EngineInfo(
        name=NAME,
        title="eSpeak NG",
        version=_LIBRARY_VERSION,
        voices=_voices(folder / "espeak-ng-data" / "lang"),
        parts={"package": f"{model.package} {model.version}", "data": model.folder},
        says_phonemes=True,
        speed=150.0,  # 570 by itself; the rest is what becomes of the sound
        sample_rate_hz=22_050,
    )


def load(options: Options = NO_OPTIONS) -> WorkerEngine:
    """Return the engine; its worker starts with the first utterance.

    Raises:
        VoiceMissing: As `info`.
        UsageError: As `info`.
    """
    from builder.speech.worker_engine import Deadline, WorkerEngine
    from builder.system.process import python_worker

    words = [*(["vowels"] if _vowels() else []), *([] if may_fork(options) else ["no-fork"])]
    return WorkerEngine(
        info(options),
        python_worker("builder.speech.espeak_worker", *words),
        deadline=Deadline(start_s=30, base_s=10, character_s=0.05),
    )


def _vowels() -> str | None:
    """Return what the vowels put into Arabic depend on; None where nothing here puts them in."""
    vowels = installed_vowels()
    return vowels and f"{vowels}, onnxruntime {installed_version('onnxruntime', 'onnxruntime')}"


def _installed() -> tuple[Path, KnownModel]:
    folder = package_folder("espeakng_loader")
    if folder is None:
        raise VoiceMissing("espeak-ng is not installed", hint=INSTALL)
    model = known_model(NAME)
    require_version(NAME, model, folder, install=INSTALL)
    return folder, model


def _voices(folder: Path) -> tuple[Voice, ...]:
    """Return a voice for each file of a language; the library finds a voice by the name of its file."""
    gains = gains_db(NAME)
    names = sorted(path.name.lower() for path in folder.rglob("*") if path.is_file())
    return tuple(
        Voice(
            name=name,
            languages=languages,
            licence="GPL-3.0-or-later",
            gain_db=gains.get(name),
            bands={language: _band(language) for language in languages},
            digest=_vowels() if name == ARABIC else None,
        )
        for name in names
        for languages in (_languages(name),)
    )


def _band(language: Language) -> Band:
    base = language.partition("-")[0]
    return next((band for band, languages in _BANDS.items() if base in languages.split()), "weak")


def _languages(name: str) -> tuple[Language, ...]:
    if name in _LANGUAGES_OF:
        return tuple(Language(tag) for tag in _LANGUAGES_OF[name])
    base, private, rest = name.partition("-x-")
    return (Language(parse_language(base) + private + rest),)
