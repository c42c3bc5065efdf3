"""Times, sizes and their spellings; the one place where frames become milliseconds."""

from __future__ import annotations


def to_ms(frames: int, sample_rate_hz: int) -> int:
    """Return whole milliseconds, rounded half up, of a position in frames."""
    return (frames * 2000 + sample_rate_hz) // (2 * sample_rate_hz)


def to_frames(duration_ms: int, sample_rate_hz: int) -> int:
    """Return whole frames, rounded half up, of a duration in milliseconds."""
    return (duration_ms * sample_rate_hz * 2 + 1000) // 2000


def clock(position_ms: int) -> str:
    """Return `M:SS` or `H:MM:SS`, cut to the second, as people read a position."""
    hours, minutes, seconds = _parts(position_ms // 1000)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def show_notes_clock(position_ms: int) -> str:
    """Return `MM:SS` or `H:MM:SS`, cut to the second, as podcast apps make links of them."""
    hours, minutes, seconds = _parts(position_ms // 1000)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def vtt_time(position_ms: int) -> str:
    """Return `HH:MM:SS.mmm`.

    Source: WebVTT, "WebVTT timestamp".
    """
    hours, minutes, seconds = _parts(position_ms // 1000)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{position_ms % 1000:03}"


def itunes_duration(duration_ms: int) -> str:
    """Return whole seconds, rounded half up, as `itunes:duration` takes them."""
    return str((duration_ms + 500) // 1000)


def _parts(seconds: int) -> tuple[int, int, int]:
    return seconds // 3600, seconds // 60 % 60, seconds % 60
