"""Piper worker: checks and loads a voice once, then speaks each utterance in a fork of its own.

Piper draws its noise on from where the utterance before left off, and so does the library that finds its
sounds. A fork of the process that loaded the voice with a fixed seed and never spoke gives the same samples
for the same text, whatever was said before. One thread, and no level set by the loudest moment of each
sentence: that is what the voice's gain is for.
Run as `python -m builder.speech.piper_worker FOLDER [no-fork]`, where FOLDER holds the voices outside the
wheel; with `no-fork` it speaks once and ends.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.base.errors import VoiceMissing
from builder.speech.models import check_folder, known_model, package_folder
from builder.speech.pace import is_speakable
from builder.speech.piper import SAMPLE_RATE_HZ
from builder.speech.piper_voices import SPEAKER_MARK, VoiceFiles, check_model, find_voices
from builder.speech.piper_words import Sound, sound_starts, with_lengths, word_starts
from builder.system.fork import Answer, answer_in_a_fork
from builder.system.worker import WorkerError, serve

if TYPE_CHECKING:
    from piper.voice import PiperVoice

Given = tuple[int, int, str]
"""A stretch of a text whose sounds the author gave: start, end, IPA."""

_SEED = 0
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# What authors of IPA write, and what the voices' spelling has for it. Ties, stops between syllables and
# brackets have no sound.
_IPA = str.maketrans({"g": "ɡ", "'": "ˈ", ":": "ː", **dict.fromkeys("͜͡.‿[]/()")})


class Voice:
    """A loaded voice."""

    def __init__(self, voice: PiperVoice) -> None:
        """Speak with `voice`, which never spoke."""
        self._voice = voice

    def speaker(self, name: str) -> int | None:
        """Return the number of a speaker; None for the voice's own.

        Raises:
            WorkerError: It has no such speaker.
        """
        if not name:
            return None
        if name not in self._voice.config.speaker_id_map:
            raise WorkerError("voice", f'it has no speaker called "{name}"')
        return int(self._voice.config.speaker_id_map[name])

    def speak(
        self, text: str, *, rate_percent: int, speaker: int | None, given: Sequence[Given]
    ) -> tuple[bytes, list[tuple[int, int, int]]]:
        """Return 16-bit samples of `text`, none where there is nothing to say, and its word starts.

        To be called once in the life of a process.
        """
        if not is_speakable(text):
            return b"", []
        import numpy as np
        from piper.config import SynthesisConfig

        config = SynthesisConfig(
            speaker_id=speaker,
            length_scale=self._voice.config.length_scale * 100 / rate_percent,
            normalize_audio=False,
        )
        quiet = plain(text)
        given = [(start, end, as_spelled(ipa)) for start, end, ipa in given]
        given = [each for each in given if self._can_say(each[2])]
        stretches: list[Any] = []
        sounds: list[Sound] | None = []
        frame = 0
        for symbols in self._voice.phonemize(with_sounds(quiet, given)):
            sound, starts = self._say(symbols, config)
            stretches.append(sound)
            if sounds is not None:
                sounds = None if starts is None else [*sounds, *((each, frame + at) for each, at in starts)]
            frame += len(sound)
        if not stretches:
            return b"", []
        samples = self._at_our_rate(np.concatenate(stretches))
        words = [] if sounds is None else word_starts(quiet, sounds, self._sounds_of, given)
        scale = SAMPLE_RATE_HZ / self._voice.config.sample_rate
        marks = [(start, end, min(round(at * scale), len(samples) // 2)) for start, end, at in words]
        return samples, marks

    def _say(self, symbols: list[str], config: Any) -> tuple[Any, list[Sound] | None]:
        """Return the sound of one of Piper's sentences, and where each symbol starts if that can be told."""
        import numpy as np

        numbers = self._voice.phonemes_to_ids(symbols)
        found = self._voice.phoneme_ids_to_audio(numbers, config, include_alignments=True)
        sound, lengths = found if isinstance(found, tuple) else (found, None)
        sound = np.atleast_1d(sound)
        if lengths is None or len(lengths) != len(numbers) or int(lengths.sum()) != len(sound):
            return sound, None
        return sound, sound_starts(symbols, lengths.tolist(), self._voice.config.phoneme_id_map)

    def _at_our_rate(self, sound: Any) -> bytes:
        import numpy as np

        if self._voice.config.sample_rate != SAMPLE_RATE_HZ:
            import soxr

            sound = soxr.resample(sound, self._voice.config.sample_rate, SAMPLE_RATE_HZ)
        if not np.isfinite(sound).all():
            raise WorkerError("fault", "it gave samples that are no numbers")
        samples: bytes = np.rint(np.clip(sound, -1.0, 1.0) * 32767.0).astype("<i2").tobytes()
        return samples

    def _can_say(self, ipa: str) -> bool:
        """Tell whether the voice has every sound of `ipa`; with one missing the word would be another."""
        return all(
            symbol in self._voice.config.phoneme_id_map
            for symbol in ipa
            if unicodedata.category(symbol) in {"Ll", "Lo", "Lu"}
        )

    def _sounds_of(self, word: str) -> str:
        return "".join(symbol for symbols in self._voice.phonemize(word) for symbol in symbols)


class Voices:
    """The voices loaded so far."""

    def __init__(self, folder: Path) -> None:
        """Check the package's own files; voices outside the wheel are looked for in `folder`.

        Raises:
            WorkerError: The package is missing, or its files are not those we know.
        """
        self._folder = folder
        self._loaded: dict[str, Voice] = {}
        package = package_folder("piper")
        if package is None:
            raise WorkerError("model", f"{known_model('piper').package} is not installed")
        try:
            check_folder(package / "espeak-ng-data", known_model("piper"))
        except VoiceMissing as error:
            raise WorkerError("model", error.message) from error

    def voice(self, name: str) -> Voice:
        """Return the voice called `name`, loaded.

        Raises:
            WorkerError: There is none, its files are not those we know, or they cannot be loaded.
        """
        if name not in self._loaded:
            files = next((each for each in find_voices(self._folder) if each.name == name), None)
            if files is None:
                raise WorkerError("voice", f'there is no voice called "{name}" in {self._folder}')
            try:
                check_model(files)
                self._loaded[name] = load_voice(files)
            except VoiceMissing as error:
                raise WorkerError("model", error.message) from error
        return self._loaded[name]


def load_voice(files: VoiceFiles) -> Voice:
    """Return a voice that never spoke; with word starts where its model tells lengths.

    Raises:
        WorkerError: The files are those of no voice.
    """
    import onnxruntime
    from piper.config import PiperConfig
    from piper.voice import PiperVoice

    onnxruntime.set_seed(_SEED)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    model = files.model.read_bytes()
    try:
        model = with_lengths(model)
    except ValueError as error:
        sys.stderr.write(f"no word starts: {error}\n")
    try:
        config = PiperConfig.from_dict(json.loads(files.settings.read_bytes()))
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has its own classes, and a settings file any shape
        raise WorkerError("model", f"{files.model} cannot be loaded: {error}") from error
    return Voice(PiperVoice(session=session, config=config))


def plain(text: str) -> str:
    """Return `text` with nothing in it that the voice takes for a command; as long as it was."""
    return _CONTROLS.sub(" ", text).replace("[", "(").replace("]", ")")


def with_sounds(text: str, given: Sequence[Given]) -> str:
    """Return `text` with each stretch whose sounds are given replaced by `[[sounds]]`; `text` has none."""
    parts = []
    after = 0
    for start, end, ipa in given:
        parts += [text[after:start], f"[[{ipa}]]"]
        after = end
    return "".join((*parts, text[after:]))


def as_spelled(ipa: str) -> str:
    """Return the sounds an author gave as Piper's voices spell them."""
    return unicodedata.normalize("NFD", ipa).translate(_IPA).strip()


def _given(header: Mapping[str, object]) -> list[Given]:
    found = header.get("phonemes", [])
    spans = found if isinstance(found, list) else []
    return [(int(start), int(end), str(ipa)) for start, end, ipa in spans]


def main() -> None:
    """Answer requests until standard input ends."""
    loaded: list[Voices] = []

    def answer(header: Mapping[str, object], payload: bytes) -> Answer:
        if not loaded:
            loaded.append(Voices(Path(sys.argv[1])))
        if not header:
            return {"sample_rate_hz": SAMPLE_RATE_HZ}, b""
        name, _, speaker_name = str(header["voice"]).partition(SPEAKER_MARK)
        voice = loaded[0].voice(name)
        speaker = voice.speaker(speaker_name)

        def speak() -> Answer:
            pcm, words = voice.speak(
                payload.decode(),
                rate_percent=int(str(header["rate_percent"])),
                speaker=speaker,
                given=_given(header),
            )
            return {"sample_rate_hz": SAMPLE_RATE_HZ, "marks": words}, pcm

        return answer_in_a_fork(speak, fork="no-fork" not in sys.argv[2:])

    serve(answer)


if __name__ == "__main__":
    main()
