"""Sound picture: waveform, chapters and loudness over time, as shapes that a template puts into an SVG.

Lengths are those of the picture's own coordinates. Nothing is told by colour alone: the waveform is drawn in
upright strokes, loudness as one line, the aim dashed and chapters dotted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.base.units import clock, to_ms
from builder.model.levels import Column, SoundLevels
from builder.model.timeline import Timeline

WIDTH, HEIGHT = 1040, 340
LEFT, RIGHT = 60, 1020
"""Of both panels."""
WAVE_TOP, WAVE_BOTTOM = 26, 146
LOUD_TOP, LOUD_BOTTOM = 164, 304

_UNDER_LU, _OVER_LU = 15, 10
"""How far the lower panel reaches around the aim."""
_GRID_LU = 5
_MOST_TIMES = 10
_TIME_STEPS_MS = tuple(
    1_000 * seconds
    for seconds in (1, 5, 10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200)
)
_LABEL_ROOM = 24
"""A chapter's number is left out where another one stands nearer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A word of the picture and where it stands."""

    at: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundPicture:
    """The shapes of a picture; each path as the attribute `d` takes it."""

    loudest: str
    mean: str
    loudness: str
    """Empty where nothing can be heard for 3 seconds."""
    chapters: str
    target: str
    """Height of the line the loudness should keep to."""
    numbers: tuple[Label, ...]
    """Of chapters, at the top; those there is room for."""
    times: tuple[Label, ...]
    levels: tuple[tuple[str, str], ...]
    """Height and LUFS of each line of the grid."""


def sound_picture(timeline: Timeline, levels: SoundLevels, *, target_lufs: float) -> SoundPicture:
    """Return the shapes of the picture of a recording."""
    columns = levels.columns
    top = max((column.loudest for column in columns), default=0.0) or 1.0
    starts = [_across(chapter.start, timeline.frames) for chapter in timeline.chapters]
    return SoundPicture(
        loudest=_strokes([column.loudest / top for column in columns]),
        mean=_strokes([column.mean / top for column in columns]),
        loudness=_line(columns, target_lufs),
        chapters="".join(f"M{_number(x)} {WAVE_TOP - 8}V{LOUD_BOTTOM}" for x in starts),
        target=_number(_height(target_lufs, target_lufs)),
        numbers=tuple(_numbers(starts)),
        times=tuple(_times(timeline)),
        levels=tuple(
            (
                _number(_height(target_lufs + above, target_lufs)),
                f"{target_lufs + above:.0f}".replace("-", "−"),
            )
            for above in range(-_UNDER_LU, _OVER_LU + 1, _GRID_LU)
        ),
    )


def _strokes(shares: Sequence[float]) -> str:
    """Return an upright stroke around the middle for each share of the panel's height."""
    middle, half = (WAVE_TOP + WAVE_BOTTOM) / 2, (WAVE_BOTTOM - WAVE_TOP) / 2
    return "".join(
        f"M{_number(_middle(number, len(shares)))} {_number(middle - half * share)}"
        f"V{_number(middle + half * share)}"
        for number, share in enumerate(shares)
        if share > 0
    )


def _line(columns: Sequence[Column], target_lufs: float) -> str:
    """Return the line of short-term loudness, interrupted where there is none."""
    steps, drawn = [], False
    for number, column in enumerate(columns):
        if column.short_term_lufs is not None:
            height = _number(_height(column.short_term_lufs, target_lufs))
            steps.append(f"{'L' if drawn else 'M'}{_number(_middle(number, len(columns)))} {height}")
        drawn = column.short_term_lufs is not None
    return "".join(steps)


def _height(loudness: float, target_lufs: float) -> float:
    share = (loudness - target_lufs + _UNDER_LU) / (_UNDER_LU + _OVER_LU)
    return LOUD_BOTTOM - (LOUD_BOTTOM - LOUD_TOP) * min(1.0, max(0.0, share))


def _numbers(starts: Sequence[float]) -> Iterator[Label]:
    last = -float(_LABEL_ROOM)
    for number, x in enumerate(starts, start=1):
        if x - last >= _LABEL_ROOM:
            yield Label(at=_number(x), text=str(number))
            last = x


def _times(timeline: Timeline) -> Iterator[Label]:
    """Give round times along the lower edge, at most about ten of them."""
    duration_ms = max(1, to_ms(timeline.frames, timeline.sample_rate_hz))
    steps = (step for step in _TIME_STEPS_MS if duration_ms / step <= _MOST_TIMES)
    step_ms = next(steps, -(-duration_ms // _MOST_TIMES))
    for position_ms in range(0, duration_ms + 1, step_ms):
        yield Label(at=_number(_across(position_ms, duration_ms)), text=clock(position_ms))


def _middle(number: int, count: int) -> float:
    return _across(2 * number + 1, 2 * count)


def _across(position: int, length: int) -> float:
    return LEFT + (RIGHT - LEFT) * position / max(1, length)


def _number(value: float) -> str:
    """Return `value` with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")
