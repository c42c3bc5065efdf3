"""Recorded: the voice of a person, who read some of the texts; each clip is a voice that says one text.

So a person can speak the disclaimer, or all of an article. A clip is heard only while the edition has the
very text that was read: see `builder.build.recordings`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from builder.base.errors import EngineFault, VoiceMissing
from builder.base.text import one_line, shorten
from builder.model.script import Utterance
from builder.model.sound import Clip
from builder.speech.engine import NO_OPTIONS, EngineInfo, Options, Voice
from builder.speech.recordings import Recording, all_recordings, shown
from builder.speech.sound_file import read_sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAME: str = "recorded"
OPTIONS: tuple[str, ...] = ("folder",)
PATHS: tuple[str, ...] = ("folder",)

_SAMPLE_RATE_HZ = 48_000
"""What studios record at: a show of that rate keeps all of the voice."""
_BLOCK_MS = 20
_ROOM_PERCENT = 5
"""As much of a reading is pauses at least, in which the room alone is heard."""
_ABOVE_ROOM = 2.0
_CLEAR_OF_ROOM = 0.1
"""A room as loud as this share of the loudest part is not told from speech, and nothing is cut."""
_GUARD_MS = 120
"""Left at either end, for soft onsets and endings."""
_MOST_S = 1200
"""Of one clip: nobody reads a paragraph for twenty minutes."""


def info(options: Options = NO_OPTIONS) -> EngineInfo:
    """Return what the engine tells of itself: a voice for each clip; none where no folder is set.

    Raises:
        UsageError: The folder is not there, or one in it has the name of no language.
    """
    voices = tuple(_voice(each) for each in _recordings(options))
    return EngineInfo(
        name=NAME,
        title="a person's recording",
        version="2",
        voices=voices,
        parts={},
        speed=500.0,
        sample_rate_hz=_SAMPLE_RATE_HZ,
        human=True,
    )


def load(options: Options = NO_OPTIONS) -> RecordedEngine:
    """Return the engine.

    Raises:
        UsageError: As `info`.
    """
    return RecordedEngine(options)


def voice_name(recording: Recording) -> str:
    """Return the name of the voice that one clip is."""
    return f"{recording.language}/{recording.segment_id}"


class RecordedEngine:
    """Gives the sound of files."""

    def __init__(self, options: Options) -> None:
        """Look up what was recorded; no sound is read yet."""
        self._info = info(options)
        self._recordings = {voice_name(each): each for each in _recordings(options)}

    @property
    def info(self) -> EngineInfo:
        """What the engine tells of itself."""
        return self._info

    def synthesise(self, utterance: Utterance) -> Clip:
        """Return the clip that is the utterance's voice, mono, at 48 kHz.

        Raises:
            VoiceMissing: There is no such clip, or PyAV, which its format needs, is not installed.
            EngineFault: The clip says another text, or its file holds no sound.
        """
        recording = self._recordings.get(utterance.voice.voice)
        if recording is None:
            raise VoiceMissing(f'no recording called "{utterance.voice.voice}"')
        if one_line(utterance.text) != recording.text:
            raise EngineFault(
                f'the recording says "{shorten(recording.text)}", asked for "{shorten(utterance.text)}"',
                where=utterance.id,
                hint=f"record it again, then change {recording.where}",
            )
        samples, rate_hz = _sound(recording.path)
        return Clip(pcm=_pcm(_without_room(samples, rate_hz), rate_hz), sample_rate_hz=_SAMPLE_RATE_HZ)

    def close(self) -> None:
        """End nothing; there is nothing to end."""


def _recordings(options: Options) -> tuple[Recording, ...]:
    return tuple(all_recordings(Path(options["folder"]))) if "folder" in options else ()


def _voice(recording: Recording) -> Voice:
    return Voice(
        name=voice_name(recording),
        title=recording.reader,
        languages=(recording.language,),
        licence=recording.licence,
        attribution=recording.attribution,
        bands={recording.language: "not measured"},
        only_text=recording.text,
        digest=recording.digest,
    )


def _sound(path: Path) -> tuple[NDArray[np.float32], int]:
    samples, rate_hz = read_sound(path)
    if len(samples) == 0 or len(samples) > _MOST_S * rate_hz:
        raise EngineFault(
            f"{shown(path)} holds {len(samples) / rate_hz:.0f} s of sound, expected up to {_MOST_S} s",
            hint="save it again as WAV",
        )
    return samples, rate_hz


def _without_room(samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
    """Return `samples` without what is no more than the hum of the room before and after the reading."""
    import numpy as np

    block = max(1, rate_hz * _BLOCK_MS // 1000)
    blocks = samples[: len(samples) - len(samples) % block].reshape(-1, block)
    level = np.sqrt(np.square(blocks).mean(axis=1)) if len(blocks) else np.zeros(1)
    room = float(np.percentile(level, _ROOM_PERCENT)) * _ABOVE_ROOM
    if room >= float(level.max()) * _CLEAR_OF_ROOM:
        return samples
    (reading,) = np.nonzero(level > room)
    guard = _GUARD_MS // _BLOCK_MS
    return samples[max(0, reading[0] - guard) * block : (reading[-1] + 1 + guard) * block]


def _pcm(samples: NDArray[np.float32], rate_hz: int) -> bytes:
    import numpy as np

    if rate_hz != _SAMPLE_RATE_HZ:
        import soxr

        samples = soxr.resample(samples, rate_hz, _SAMPLE_RATE_HZ, quality="HQ")
    pcm: bytes = np.clip(np.rint(samples * np.float32(32767)), -32768, 32767).astype("<i2").tobytes()
    return pcm
