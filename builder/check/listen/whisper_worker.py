"""Whisper worker: loads a model and a sound file once, then writes down what it hears in stretches of it.

Each stretch is heard by itself, with temperature 0 and without another try: what was heard before cannot make
it dream, and a loop ends with the stretch. Nothing is looked for on the network.
Run as `python -m builder.check.listen.whisper_worker FOLDER THREADS`, where FOLDER holds the model.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from builder.base.digest import Json
from builder.system.worker import WorkerError, serve

_RATE_HZ = 16_000
_BEAMS = 5
_MOST_AT_ONCE_S = 30.0
_MOST_TOKENS = 440
"""A whole context but for the prompt: 28 s of quick speech are 150 in Spanish, and far more in Hindi."""
_SILENCE = 0.003
"""Full scale is 1; in what is quieter (-50 dB) a recogniser hears words that are not there."""


class Listener:
    """A loaded model, and the sound it listens to."""

    def __init__(self, folder: Path, threads: int) -> None:
        """Load the model in `folder`.

        Raises:
            WorkerError: It cannot be loaded.
        """
        from faster_whisper import WhisperModel

        try:
            self._model: Any = WhisperModel(
                str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise WorkerError("model", f"{folder} cannot be loaded: {error}") from error
        self._sound: Any = None

    @property
    def languages(self) -> list[str]:
        """The codes of the languages it can write."""
        return sorted(self._model.supported_languages)

    def open(self, path: str) -> int:
        """Decode a sound file and return its length in milliseconds.

        Raises:
            WorkerError: It cannot be read.
        """
        from faster_whisper.audio import decode_audio

        try:
            self._sound = decode_audio(path, sampling_rate=_RATE_HZ)
        except (OSError, ValueError, IndexError) as error:  # PyAV's errors are such, too
            raise WorkerError("sound", f"cannot be decoded: {error}") from error
        return len(self._sound) * 1000 // _RATE_HZ

    def hear(self, start_ms: int, end_ms: int, language: str) -> str | None:
        """Return what is said in a stretch; None where it is silent."""
        sound = self._stretch(start_ms, end_ms)
        if self._is_silent(sound):
            return None
        found, _ = self._model.transcribe(
            sound,
            language=language,
            beam_size=_BEAMS,
            temperature=0.0,
            condition_on_previous_text=False,
            compression_ratio_threshold=None,
            log_prob_threshold=None,
            no_speech_threshold=None,
            without_timestamps=len(sound) <= _MOST_AT_ONCE_S * _RATE_HZ,
            max_new_tokens=_MOST_TOKENS,
        )
        return " ".join(segment.text.strip() for segment in found)

    def guess(self, start_ms: int, end_ms: int) -> dict[str, Json]:
        """Return how sure it is of each language that may be spoken in a stretch, the likeliest five."""
        sound = self._stretch(start_ms, end_ms)
        if self._is_silent(sound):
            return {}
        _, _, likely = self._model.detect_language(sound)
        return {code: round(float(sure), 4) for code, sure in likely[:5]}

    def _stretch(self, start_ms: int, end_ms: int) -> Any:
        if self._sound is None:
            raise WorkerError("sound", "no sound file is open")
        return self._sound[start_ms * _RATE_HZ // 1000 : end_ms * _RATE_HZ // 1000]

    def _is_silent(self, sound: Any) -> bool:
        return len(sound) == 0 or float(abs(sound).max()) < _SILENCE


def main() -> None:
    """Answer requests until standard input ends."""
    loaded: list[Listener] = []

    def answer(header: Mapping[str, object], _: bytes) -> tuple[Mapping[str, Json], bytes]:
        if not loaded:
            loaded.append(Listener(Path(sys.argv[1]), int(sys.argv[2])))
        listener = loaded[0]
        if "open" in header:
            return {"duration_ms": listener.open(str(header["open"]))}, b""
        if "start_ms" not in header:
            return {"languages": listener.languages}, b""
        start_ms, end_ms = int(str(header["start_ms"])), int(str(header["end_ms"]))
        if "language" not in header:
            return {"languages": listener.guess(start_ms, end_ms)}, b""
        text = listener.hear(start_ms, end_ms, str(header["language"]))
        return {"silent": text is None}, (text or "").encode()

    serve(answer)


if __name__ == "__main__":
    main()
