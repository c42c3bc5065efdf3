"""Heard: what is in a finished recording, whoever made it: where its chapters start, and how loud it is."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from builder.testing.hearing import lag

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

RATE_HZ = 24_000
SOUND_S = 1.5
"""As much of a chapter's beginning is looked for."""
_AHEAD_S = 1.0
_DRIFT_S = 0.1
"""A join is looked for so much further on for each chapter before it."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """A chapter's beginning, and where it is to be."""

    mark: int
    """In samples, as the file tells players."""
    sound: Samples


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was found in a recording."""

    sound_s: float
    chapters: int
    largest_ms: float
    """Of what lies between a chapter's mark and its sound, whichever comes first."""
    last_ms: float
    """The last chapter's sound, after its mark."""
    loudness_lufs: float | None
    """Integrated, as two ears hear it; None without FFmpeg."""


def listen(recording: Path, starts: Sequence[Start]) -> Heard:
    """Return where chapters start in `recording`, by correlation, and how loud it is."""
    late = []
    with tempfile.TemporaryFile(dir=recording.parent) as raw:
        samples = _decoded(recording, raw)
        for number, start in enumerate(starts):
            most = round(RATE_HZ * (_AHEAD_S + _DRIFT_S * number))
            first = max(0, start.mark - most)
            window = samples[first : start.mark + most + len(start.sound)].astype("<f4")
            late.append(lag(window, start.sound, start.mark - first, most=most))
        sound_s = len(samples) / RATE_HZ
    return Heard(
        sound_s=sound_s,
        chapters=len(starts),
        largest_ms=1000 / RATE_HZ * max(map(abs, late)),
        last_ms=1000 / RATE_HZ * late[-1],
        loudness_lufs=loudness_lufs(recording),
    )


def loudness_lufs(recording: Path) -> float | None:
    """Return the integrated loudness FFmpeg measures, of a mono file heard by two ears."""
    if shutil.which("ffmpeg") is None:
        return None
    command = [
        "ffmpeg", "-hide_banner", "-nostats", "-i", str(recording), "-map", "0:a",
        "-af", "ebur128=dualmono=true:framelog=verbose", "-f", "null", "-",
    ]  # fmt: skip
    run = subprocess.run(command, check=True, capture_output=True)
    said = run.stderr.decode("utf-8", "replace")  # long tags are cut in the middle of a letter
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])


def _decoded(recording: Path, raw: object) -> NDArray[np.int16]:
    """Return the samples of a mono recording, as it is played, kept in the file `raw`."""
    import numpy as np

    for piece in _pieces(recording):
        np.rint(np.clip(piece, -1, 1) * 32767).astype("<i2").tofile(raw)  # type: ignore[arg-type]
    return np.memmap(raw, dtype="<i2", mode="r")  # type: ignore[call-overload,no-any-return]


def _pieces(recording: Path) -> Iterator[Samples]:
    import av

    with av.open(str(recording)) as container:
        stream = container.streams.audio[0]
        assert stream.rate == RATE_HZ
        for frame in container.decode(stream):
            yield frame.to_ndarray()[0]
