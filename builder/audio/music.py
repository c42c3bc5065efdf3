"""Music: a sound file of the publisher's as a unit of its own, a little softer than the voice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from builder.audio.unit import LEAD_IN_MS
from builder.audio.versions import versions
from builder.base.errors import BuilderError, ContentError, SpeechError, UsageError, VoiceMissing
from builder.base.units import to_frames
from builder.model.music import Music, MusicName
from builder.model.recipe import Recipe
from builder.model.sound import DEFAULT_SOUND, Clip, SoundSpec, UnitHead, UtterancePlace
from builder.speech.sound_file import read_sound

if TYPE_CHECKING:
    from builder.audio.pcm import Samples

STEP = "unit"
"""A unit like those of speech: whatever lists, keeps or joins units takes both."""
VERSION = 1
"""Raised when the same file gives another sound."""

LONGEST_S: Mapping[MusicName, int] = {"intro": 10, "outro": 60, "cue": 5}
"""A longer file has to be cut, by the publisher or by a key that says where."""
PAUSE_MS: Mapping[MusicName, int] = {"intro": 600, "outro": 1000, "cue": 400}
"""Silence behind it."""
FADE_OUT_MS = 1500
"""Of what is cut, half of it at most."""

_SILENT_BELOW_DBFS = -60.0
"""A file whose loudest sample lies under this holds the noise of a recorder."""
_SHORTEST_S = 0.4
"""Of what is measured by BS.1770, whose blocks are as long."""
_MOST_LIMITED_DB = 6.0
"""A sound of nothing but peaks, such as a clap, is left softer rather than flattened more than that."""
_MOST_ITERATIONS = 8
_CLOSE_LU = 0.02
_SLACK_MS = 100
"""What a codec adds to the length of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicFile:
    """A sound file of the publisher's, found in the workspace."""

    music: Music
    path: Path
    sha256: str


def music_recipe(file: MusicFile, spec: SoundSpec = DEFAULT_SOUND) -> Recipe:
    """Return all that its unit depends on; where it is heard and what credits it are not among it."""
    music = file.music
    return Recipe(
        step=STEP,
        version=VERSION,
        parts={
            "sample_rate_hz": spec.sample_rate_hz,
            "ceiling_dbtp": float(spec.ceiling_dbtp),
            "music": file.sha256,
            "loudness_lufs": float(spec.target_lufs + music.level_lu),
            "most_s": float(music.most_s or LONGEST_S[music.name]),
            "cut": music.most_s is not None,
            "pause_after_ms": PAUSE_MS[music.name],
            **versions("numpy", "pydub", "soxr"),
        },
    )


def make_music(file: MusicFile, spec: SoundSpec = DEFAULT_SOUND) -> tuple[UnitHead, Samples]:
    """Return the sound of a file as `make_unit` returns that of a passage: lead-in, music, pause.

    Silence around it is cut off, its edges are faded, its channels are mixed to one, and its loudness is
    brought to what `music.level_lu` says beside the voice, its peaks to the ceiling.

    Raises:
        ContentError: The file cannot be read, is silent, or lasts longer than music of its name may.
        UsageError: PyAV, which reads all but WAV, is not installed.
    """
    import numpy as np

    from builder.audio.loudness import energies
    from builder.audio.pcm import resample
    from builder.audio.peaks import true_peak_dbtp

    rate_hz, name = spec.sample_rate_hz, file.music.name
    samples, from_hz = _read(file)
    heard = resample(_cut(samples, from_hz, file), from_hz, rate_hz)
    sound = _levelled(heard, spec, loudness_lufs=spec.target_lufs + file.music.level_lu)
    start, pause = to_frames(LEAD_IN_MS, rate_hz), to_frames(PAUSE_MS[name], rate_hz)
    whole = np.pad(sound, (start, pause))
    head = UnitHead(
        frames=len(whole),
        sample_rate_hz=rate_hz,
        places=(UtterancePlace(start=start, end=start + len(sound)),),
        energies=energies(whole, rate_hz),
        true_peak_dbtp=true_peak_dbtp(whole, rate_hz),
    )
    return head, whole


def _read(file: MusicFile) -> tuple[Samples, int]:
    """Return the samples of the file, as loud as they can be, and their rate."""
    import numpy as np

    from builder.audio.pcm import db_to_factor

    try:
        samples, rate_hz = read_sound(file.path)
    except SpeechError as error:
        raise _refused(file, error.message, error.hint, kind=_kind(error)) from error
    peak = float(np.abs(samples).max(initial=0))
    if peak < db_to_factor(_SILENT_BELOW_DBFS):
        raise _refused(file, f'"{file.music.path}" is silent', "name another file, or take the line out")
    return samples / np.float32(peak), rate_hz


def _cut(samples: Samples, rate_hz: int, file: MusicFile) -> Samples:
    """Return what is heard of the file: without silence around it, as long as it may be, faded."""
    import numpy as np

    from builder.audio.pcm import to_pcm16
    from builder.audio.trim import segment, trimmed

    music = file.music
    sound = segment(trimmed(Clip(pcm=to_pcm16(samples), sample_rate_hz=rate_hz)))
    if music.most_s is not None:
        most_ms = round(music.most_s * 1000)
        if len(sound) > most_ms:
            sound = sound[:most_ms].fade_out(min(FADE_OUT_MS, most_ms // 2))
    elif len(sound) > LONGEST_S[music.name] * 1000 + _SLACK_MS:
        raise _refused(
            file,
            f'"{music.path}" lasts {len(sound) / 1000:.1f} s, expected up to {LONGEST_S[music.name]} s',
            f"to hear its beginning alone, faded out, write under [music]: "
            f"{music.name}_s = {LONGEST_S[music.name]}",
        )
    return np.frombuffer(sound.raw_data, dtype="<i2").astype(np.float32) / np.float32(32768)


def _levelled(samples: Samples, spec: SoundSpec, *, loudness_lufs: float) -> Samples:
    """Return `samples` at a loudness, or as near to it as their peaks let them come."""
    from builder.audio.limiter import limit
    from builder.audio.peaks import true_peak_dbtp

    rate_hz = spec.sample_rate_hz
    most_db = spec.ceiling_dbtp - true_peak_dbtp(samples, rate_hz) + _MOST_LIMITED_DB
    gain_db, levelled = 0.0, samples
    for _ in range(_MOST_ITERATIONS):
        levelled = limit(_louder(samples, gain_db), rate_hz, ceiling_dbtp=spec.ceiling_dbtp)
        wanted_db = round(min(gain_db + loudness_lufs - _loudness_lufs(levelled, rate_hz), most_db), 2)
        if abs(wanted_db - gain_db) < _CLOSE_LU:
            break
        gain_db = wanted_db
    return levelled


def _loudness_lufs(samples: Samples, rate_hz: int) -> float:
    """Return the loudness; of what is shorter than a block of BS.1770, that of it heard again and again."""
    import numpy as np

    from builder.audio.loudness import loudness_lufs

    least = int(_SHORTEST_S * rate_hz)
    return loudness_lufs(np.tile(samples, -(-least // len(samples))), rate_hz)


def _louder(samples: Samples, gain_db: float) -> Samples:
    from builder.audio.pcm import db_to_factor

    return samples * samples.dtype.type(db_to_factor(gain_db))


def _refused(
    file: MusicFile, message: str, hint: str | None, *, kind: type[BuilderError] = ContentError
) -> BuilderError:
    return kind(f"music.{file.music.name}: {message}", where=file.music.where, hint=hint)


def _kind(error: SpeechError) -> type[BuilderError]:
    return UsageError if isinstance(error, VoiceMissing) else ContentError
