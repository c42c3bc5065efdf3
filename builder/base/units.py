"""Times, sizes and their spellings; the one place where frames become milliseconds."""

from __future__ import annotations

import re

_SIZES = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12,
          "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}  # fmt: skip
_SIZE = re.compile(rf"([0-9]{{1,12}}(?:\.[0-9]{{1,6}})?) ?({'|'.join(_SIZES)})", re.IGNORECASE)


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


def smil_clock(position_ms: int) -> str:
    """Return `H:MM:SS.mmm`.

    Source: EPUB 3.3, "SMIL clock value", a full clock value.
    """
    hours, minutes, seconds = _parts(position_ms // 1000)
    return f"{hours}:{minutes:02}:{seconds:02}.{position_ms % 1000:03}"


def itunes_duration(duration_ms: int) -> str:
    """Return whole seconds, rounded half up, as `itunes:duration` takes them."""
    return str((duration_ms + 500) // 1000)


def parse_size(text: str) -> int:
    """Return the bytes that a size such as `2 GB`, `1.5 GiB` or `500MB` means.

    Raises:
        ValueError: It is none, or nothing.
    """
    found = _SIZE.fullmatch(text.strip())
    units = {name.lower(): size for name, size in _SIZES.items()}
    size = int(float(found[1]) * units[found[2].lower()]) if found else 0
    if size < 1:
        raise ValueError(f'expected a size like "2 GB", found "{text[:60]}"')
    return size


def show_size(size_bytes: int) -> str:
    """Return a size as people read it: `0 B`, `999 B`, `1.2 kB`, `12 MB`."""
    unit, amount = "B", float(size_bytes)
    for name in ("kB", "MB", "GB", "TB"):
        if amount < 999.5:
            break
        unit, amount = name, amount / 1000
    return f"{amount:.1f} {unit}" if unit != "B" and amount < 9.95 else f"{amount:.0f} {unit}"


def _parts(seconds: int) -> tuple[int, int, int]:
    return seconds // 3600, seconds // 60 % 60, seconds % 60
