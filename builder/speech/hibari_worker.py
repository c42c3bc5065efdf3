"""hibari worker: checks and loads a voice once, then speaks; what it said before does not matter.

The same text gives the same samples on one kind of processor: one thread, a fixed seed for each utterance,
and numpy's Fourier transform even where scipy is installed, for that one rounds in another way.
Word starts come from the lengths the model gives its sounds; see `builder.speech.hibari_words`.
Run as `python -m builder.speech.hibari_worker FOLDER`, where FOLDER holds the voices outside the wheel.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

from builder.base.digest import Json
from builder.base.errors import VoiceMissing
from builder.model.script import PhonemeSpan
from builder.speech.hibari_words import Listener, Session, Token, with_lengths
from builder.speech.models import check_file, check_folder, known_model, package_folder
from builder.speech.phonemes import UnknownSound, in_misaki, phoneme_spans
from builder.system.worker import WorkerError, serve

_SEED = 0
_IN_WHEEL = "heart"
_NO_BRACKETS = str.maketrans("[]()", "    ")


class _Hibari(Protocol):
    """What is used of `hibari.Hibari` 0.2.1."""

    sample_rate: int
    sess: Session
    vocab: Mapping[str, int]
    g2p: Any

    def __call__(self, text: str, speed: float, seed: int) -> object:
        """Return a float32 numpy array, of one dimension and within -1…1."""


class Voice:
    """A loaded voice, and what it hears of its own words."""

    def __init__(self, voice: _Hibari, listener: Listener | None) -> None:
        """Speak with `voice`; without a `listener` there are no word starts."""
        self._voice = voice
        self._listener = listener
        self.sample_rate_hz = voice.sample_rate

    def speak(
        self, text: str, *, rate_percent: int, request: str | None = None
    ) -> tuple[bytes, list[tuple[int, int, int]]]:
        """Return 16-bit samples of `text`, none where there is nothing to say, and its word starts.

        Args:
            text: Of an utterance.
            rate_percent: 100 is the voice's own rate.
            request: What the voice is given for it, as `with_sounds` has it; by default as `plain` has it.
        """
        import numpy as np

        if self._listener is not None:
            self._listener.forget()
        said = self._voice(plain(text) if request is None else request, speed=rate_percent / 100, seed=_SEED)
        sound = np.asarray(said, dtype=np.float32)
        if not np.isfinite(sound).all():
            raise WorkerError("fault", "it gave samples that are no numbers")
        samples: bytes = np.rint(np.clip(sound, -1.0, 1.0) * 32767.0).astype("<i2").tobytes()
        if self._listener is None:
            return samples, []
        return samples, self._listener.word_starts(text, frames=len(sound))


class Voices:
    """The voices loaded so far."""

    def __init__(self, folder: Path) -> None:
        """Check the files in the wheel; other voices are looked for in `folder`.

        Raises:
            WorkerError: The wheel is missing, or its files are not those we know.
        """
        self._folder = folder
        self._loaded: dict[str, Voice] = {}
        self._model = known_model("hibari")
        package = package_folder("hibari")
        if package is None:
            raise WorkerError("model", f"{self._model.package} is not installed")
        self._assets = package / "assets"
        try:
            check_folder(self._assets, self._model)
        except VoiceMissing as error:
            raise WorkerError("model", error.message) from error

    def voice(self, name: str) -> Voice:
        """Return the voice called `name`, loaded.

        Raises:
            WorkerError: There is none, or its file is not the one we know.
        """
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def _load(self, name: str) -> Voice:
        _keep_scipy_out()
        from hibari import Hibari, dsp, voices

        if dsp.FFT_BACKEND != "numpy":
            raise WorkerError("fault", f"it computes with {dsp.FFT_BACKEND}, expected numpy")
        if name not in voices.VOICES:
            raise WorkerError("voice", f'it has no voice called "{name}"')
        path = self._assets / "hibari.onnx"
        if name != _IN_WHEEL:
            path = self._folder / voices.VOICES[name]["file"]
            try:
                check_file(path, self._model)
            except VoiceMissing as error:
                raise WorkerError("model", error.message) from error

        def load(model: bytes) -> _Hibari:
            return cast("_Hibari", Hibari(voice=name, model=model, threads=1))

        return load_voice(path.read_bytes(), load)


def load_voice(model: bytes, load: Callable[[bytes], _Hibari]) -> Voice:
    """Return the voice that `load` makes of an ONNX model, with word starts where the model tells lengths."""
    try:
        voice = load(with_lengths(model))
    except Exception as error:  # noqa: BLE001 # onnxruntime has its own classes; the plain model tells what is wrong
        sys.stderr.write(f"no word starts: {error}\n")
        return Voice(load(model), None)
    listener = Listener(voice.sess, voice.vocab)
    voice.sess = listener
    tell = voice.g2p.phonemize_tokens

    def tell_and_note(tokens: object) -> Sequence[Token]:
        words: Sequence[Token] = tell(tokens)
        listener.said(words)
        return words

    voice.g2p.phonemize_tokens = tell_and_note
    return Voice(voice, listener)


def plain(text: str) -> str:
    """Return `text` on one line without `[word](/phonemes/)`, which the voice would take as a command."""
    return " ".join(_harmless(text).split())


def with_sounds(text: str, phonemes: Sequence[PhonemeSpan], name: str) -> str:
    """Return `text` as `plain` does, with the voice's own command for each sound it has.

    Args:
        text: Of an utterance.
        phonemes: In order, without overlap; a sound that English does not have stays text.
        name: Of the voice.
    """
    parts: list[str] = []
    position = 0
    for span in phonemes:
        try:
            sounds = in_misaki(span.ipa, name)
        except UnknownSound:
            continue
        word = text[span.start : span.end].translate(_NO_BRACKETS)
        parts.extend((_harmless(text[position : span.start]), f"[{word}](/{sounds}/)"))
        position = span.end
    return " ".join("".join((*parts, _harmless(text[position:]))).split())


def _harmless(text: str) -> str:
    return text.replace("](", "] (")


def _keep_scipy_out() -> None:
    for name in ("scipy", "scipy.fft"):
        sys.modules[name] = None  # type: ignore[assignment]  # None makes its import fail


def main() -> None:
    """Answer requests until standard input ends."""
    loaded: list[Voices] = []

    def answer(header: Mapping[str, object], payload: bytes) -> tuple[Mapping[str, Json], bytes]:
        if not loaded:
            loaded.append(Voices(Path(sys.argv[1])))
        if not header:
            return {"sample_rate_hz": loaded[0].voice(_IN_WHEEL).sample_rate_hz}, b""
        voice = loaded[0].voice(str(header["voice"]))
        name = str(header["voice"])
        text, sounds = payload.decode(), phoneme_spans(header)
        pcm, words = voice.speak(
            text, rate_percent=int(str(header["rate_percent"])), request=with_sounds(text, sounds, name)
        )
        return {"sample_rate_hz": voice.sample_rate_hz, "marks": words}, pcm

    serve(answer)


if __name__ == "__main__":
    main()
