"""espeak-ng worker: checks and loads the library once, then speaks each utterance in a fork of its own.

The library's sound depends on what it said before, even on which voices it had before, and nothing in it
takes that back. A fork of a process that loaded it, took one voice and never spoke gives the same samples as
a fresh start, for a millisecond; the voice, which takes two, is there for all its sentences in a row.
Run as `python -m builder.speech.espeak_worker [vowels] [no-fork]`, with `vowels` to put them into Arabic and
`no-fork` to speak once and end; see `builder.speech.worker_engine` for the messages.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from builder.base.errors import VoiceMissing
from builder.model.script import PhonemeSpan
from builder.speech.arabic import ARABIC, Diacritise, load_diacritiser, marks_in_text, with_vowels
from builder.speech.models import check_file, check_folder, known_model, package_folder
from builder.speech.phonemes import UnknownSound, in_espeak, phoneme_spans
from builder.system.fork import Answer, serve_in_forks
from builder.system.worker import WorkerError

# speak_lib.h of espeak-ng 1.52.
_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_POSITION_IN_CHARACTERS = 1
_UTF8 = 1
_PHONEMES = 0x100
_RATE = 1
_NORMAL_RATE = 175
_SLOWEST_RATE, _FASTEST_RATE = 80, 450
_LIST_ENDS, _WORD_STARTS = 0, 1
# French and its like write "l'" and "d'" before a word; alone it would be spelled.
_ELIDING = frozenset({"fr", "it", "ca"})
_ELISIONS = {"l": "l", "d": "d", "j": "ʒ", "m": "m", "t": "t", "s": "s", "n": "n", "c": "s", "qu": "k"}
_ELIDED = re.compile(r"(?<!\w)(l|d|j|m|t|s|n|c|qu)['’]\Z", re.IGNORECASE)
_LONE_HYPHEN = re.compile(r"(?<!\S)-(?=\s*\Z)")
# A control character can be a command to the library, and two brackets start phonemes even in plain text.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),  # in characters, from 1
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),  # in milliseconds
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_SoundCallback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text, and what the library is given for it."""

    start: int
    end: int
    request: str
    is_sound: bool = False
    """True for mnemonics in their brackets; else the request is as long as the stretch."""


class Espeak:
    """The library, loaded and never yet spoken with."""

    def __init__(self, library: Path, data: Path) -> None:
        """Load `library` with the voices in the folder `data`."""
        self._library = ctypes.CDLL(str(library))
        self._library.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
        self._library.espeak_Synth.argtypes = [
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int,
            ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p,
        ]  # fmt: skip
        self.sample_rate_hz = int(
            self._library.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(data), _DONT_EXIT)
        )
        self._sound = bytearray()
        self._words: list[tuple[int, int, int]] = []
        self._callback = _SoundCallback(self._take)
        self._library.espeak_SetSynthCallback(self._callback)

    def choose(self, voice: str) -> None:
        """Take the voice that will speak; to be called once in the life of a process.

        Raises:
            WorkerError: There is no such voice.
        """
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise WorkerError("voice", f'the library has no voice called "{voice}"')

    def speak(
        self, text: str, *, voice: str, rate_percent: int, phonemes: Sequence[PhonemeSpan] = ()
    ) -> tuple[bytes, list[tuple[int, int, int]]]:
        """Return the samples and the word starts of `text`; to be called once in the life of a process.

        Where `phonemes` gives sounds that `voice`, the one chosen, has, they are spoken instead of the text.

        Raises:
            WorkerError: The library refuses the text.
        """
        rate = _NORMAL_RATE * rate_percent // 100
        self._library.espeak_SetParameter(_RATE, min(max(rate, _SLOWEST_RATE), _FASTEST_RATE), 0)
        pieces = with_sounds(text, phonemes, voice)
        data = "".join(piece.request for piece in pieces).encode() + b"\0"
        flags = _UTF8 | (_PHONEMES if any(piece.is_sound for piece in pieces) else 0)
        status = self._library.espeak_Synth(data, len(data), 0, _POSITION_IN_CHARACTERS, 0, flags, None, None)
        if status != 0:
            raise WorkerError("fault", f"the library answered with status {status}")
        words = in_text(self._words, pieces)
        lost = next((piece for piece in pieces if piece.is_sound and not _is_among(piece, words)), None)
        if lost is not None:
            raise WorkerError("fault", f'the library left out the sounds of "{text[lost.start : lost.end]}"')
        return bytes(self._sound), word_starts(words, length=len(text), frames=len(self._sound) // 2)

    def _take(self, samples: int, count: int, events: ctypes.Array[_Event]) -> int:
        if count > 0:
            self._sound += ctypes.string_at(samples, 2 * count)
        number = 0
        while (event := events[number]).type != _LIST_ENDS:
            if event.type == _WORD_STARTS:
                self._words.append((event.text_position, event.length, event.sample))
            number += 1
        return 0


def plain(text: str) -> str:
    """Return `text` with nothing in it that the library takes for a command; as long as it was."""
    return _CONTROLS.sub(" ", text).replace("[[", "((").replace("]]", "))")


def with_sounds(text: str, phonemes: Sequence[PhonemeSpan], voice: str) -> tuple[Piece, ...]:
    """Return `text` in pieces, sounds as mnemonics; those the voice does not have stay text."""
    pieces: list[Piece] = []
    position = 0
    for span in phonemes:
        elided = _ELIDED.search(text, position, span.start) if voice[:2] in _ELIDING else None
        start = elided.start() if elided else span.start
        try:
            mnemonics = in_espeak((_ELISIONS[elided[1].lower()] if elided else "") + span.ipa, voice)
        except UnknownSound:
            continue
        # The library says nothing of brackets that follow a mark at once, or a hyphen between spaces.
        before = _LONE_HYPHEN.sub("–", plain(text[position:start]))
        written = Piece(start=position, end=start, request=before)
        sound = Piece(start=start, end=span.end, request=f" [[{mnemonics}]] ", is_sound=True)
        pieces.extend((written, sound))
        position = span.end
    return (*pieces, Piece(start=position, end=len(text), request=plain(text[position:])))


def in_text(events: Sequence[tuple[int, int, int]], pieces: Sequence[Piece]) -> list[tuple[int, int, int]]:
    """Return word events with the positions they have in the text; a sound is one word, as long as its text.

    Args:
        events: Position in the request from 1, length and frame.
        pieces: What the request was made of.
    """
    found: list[tuple[int, int, int]] = []
    for position, size, frame in events:
        place = 1
        for piece in pieces:
            if place <= position < place + len(piece.request):
                own = (
                    (piece.start + 1, piece.end - piece.start)
                    if piece.is_sound
                    else (piece.start + 1 + position - place, size)
                )
                found.append((*own, frame))
                break
            place += len(piece.request)
    return found


def _is_among(piece: Piece, words: Sequence[tuple[int, int, int]]) -> bool:
    return any(position == piece.start + 1 for position, _, _ in words)


def word_starts(
    events: list[tuple[int, int, int]], *, length: int, frames: int
) -> list[tuple[int, int, int]]:
    """Return `(text start, text end, frame)` of each word, in order, inside text and sound.

    Args:
        events: Position in the text from 1, length and frame, as the library gives them: several for a
            number, and none of a length for some marks.
        length: Of the text, in code points.
        frames: Of the sound.
    """
    words: list[tuple[int, int, int]] = []
    for position, size, frame in events:
        start, end = position - 1, min(position - 1 + size, length)
        after = words[-1] if words else (0, 0, 0)
        if 0 <= start < end and start >= after[1] and after[2] <= frame <= frames:
            words.append((start, end, frame))
    return words


def _answer(espeak: Espeak, header: Mapping[str, object], text: str) -> Answer:
    pcm, words = espeak.speak(
        text,
        voice=str(header["voice"]),
        rate_percent=int(str(header["rate_percent"])),
        phonemes=phoneme_spans(header),
    )
    return {"sample_rate_hz": espeak.sample_rate_hz, "marks": words}, pcm


def load() -> Espeak:
    """Check the wheel's files and return the library, loaded.

    Raises:
        WorkerError: The wheel is missing, or its files are not those we know.
    """
    model = known_model("espeak-ng")
    folder = package_folder("espeakng_loader")
    library = None
    if folder is not None:
        library = next((folder / name for name in model.files if (folder / name).is_file()), None)
    if folder is None or library is None:
        raise WorkerError("model", f"{model.package} has no library for this kind of machine")
    try:
        check_file(library, model)
        check_folder(folder / "espeak-ng-data", model)
    except VoiceMissing as error:
        raise WorkerError("model", error.message) from error
    return Espeak(library, folder / "espeak-ng-data")


def _answer_in_arabic(
    espeak: Espeak, header: Mapping[str, object], text: str, diacritise: Diacritise
) -> Answer:
    """Speak `text` with vowels put in, and tell where words start in `text` itself."""
    spoken, places = with_vowels(text, diacritise)
    given = [
        [inside[0], inside[-1] + 1, span.ipa]
        for span in phoneme_spans(header)
        if (inside := [at for at, (start, _) in enumerate(places) if span.start <= start < span.end])
    ]
    found, pcm = _answer(espeak, {**header, "phonemes": given}, spoken)
    marks = cast("list[tuple[int, int, int]]", found["marks"])
    return {**found, "marks": marks_in_text(marks, places)}, pcm


def _load_diacritiser() -> Diacritise:
    try:
        return load_diacritiser()
    except VoiceMissing as error:
        raise WorkerError("model", error.message) from error


def main() -> None:
    """Answer requests until standard input ends."""
    loaded: list[Espeak] = []
    diacritisers: list[Diacritise] = []

    def espeak() -> Espeak:
        if not loaded:
            loaded.append(load())
        return loaded[0]

    def answer(header: Mapping[str, object], payload: bytes) -> Answer:
        if diacritisers and str(header["language"]).partition("-")[0] == ARABIC:
            return _answer_in_arabic(espeak(), header, payload.decode(), diacritisers[0])
        return _answer(espeak(), header, payload.decode())

    def prepare(voice: str) -> None:
        espeak().choose(voice)
        if voice == ARABIC and "vowels" in sys.argv[1:]:
            diacritisers.append(_load_diacritiser())

    serve_in_forks(
        answer,
        start=lambda: {"sample_rate_hz": espeak().sample_rate_hz},
        kind=lambda header: str(header["voice"]),
        prepare=prepare,
        fork="no-fork" not in sys.argv[1:],
    )


if __name__ == "__main__":
    main()
