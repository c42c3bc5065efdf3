"""Sound files: tags, chapters and length by FFmpeg's libraries in PyAV, or by ffprobe; MP3s without either.

Only what stands in front of the sound is read, so memory does not grow with its length.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from builder.check.readers.id3_tags import length_ms, read_id3
from builder.check.readers.read import NoReader, Read, ReadChapter, Unreadable

_DEADLINE_S = 60
_TEXTS = (
    "digitalsourcetype",
    "disclosure",
    "credits",
    "attribution",
    "license",
    "comment",
    "lyrics",
    "copyright",
    "author",
    "text",
)


def read_sound(path: Path) -> Read:
    """Return what the tags of a sound file say: title, language, length, chapters, and all its texts.

    Raises:
        Unreadable: It is no sound file.
        NoReader: It is no MP3, and neither PyAV nor ffprobe is here.
    """
    if find_spec("av") is not None:
        return read_open_sound(path)
    program = shutil.which("ffprobe")
    if program is not None:
        return _by_ffprobe(program, path)
    if path.suffix != ".mp3":
        raise NoReader("reading it takes PyAV (pip install 'edition-builder[sound]') or ffprobe")
    try:
        with path.open("rb") as file:
            return _by_rules(file)
    except OSError as error:
        raise Unreadable(f"it cannot be read: {error.strerror or error}") from error


def read_open_sound(file: Path | IO[bytes]) -> Read:
    """Return what PyAV finds in a sound file, or in an open MP3 that can be sought in.

    Raises:
        Unreadable: It is no sound file.
    """
    if find_spec("av") is None and not isinstance(file, Path):
        return _by_rules(file)
    import av

    container: Any
    try:
        with av.open(str(file) if isinstance(file, Path) else file) as container:
            if not container.streams.audio:
                raise Unreadable("there is no sound in it")
            stream = container.streams.audio[0]
            tags = {**stream.metadata, **container.metadata}
            chapters = tuple(
                ReadChapter(
                    title=each["metadata"].get("title", ""),
                    start_ms=float(each["start"] * each["time_base"] * 1000),
                )
                for each in container.chapters()
            )
            duration_ms = None if container.duration is None else container.duration / 1000
            language = stream.language
    except (av.FFmpegError, OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"it is no sound file: {error}") from error
    return _read(f"PyAV {av.__version__}", tags, chapters, duration_ms, language)


def _by_rules(file: IO[bytes]) -> Read:
    # A tag of an MP3 is optional; without one it says nothing, and how long it is all the same.
    begins = file.read(3)
    file.seek(0)
    texts, chapters = read_id3(file) if begins == b"ID3" else ({}, ())
    file.seek(0)
    return _read("a parser of ID3 and libsndfile", texts, chapters, length_ms(file), None)


def _by_ffprobe(program: str, path: Path) -> Read:
    command = [
        program, "-v", "error", "-protocol_whitelist", "file", "-of", "json",
        "-show_format", "-show_streams", "-select_streams", "a", "-show_chapters", f"file:{path}",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=_DEADLINE_S)
        found: dict[str, Any] = json.loads(done.stdout)
        stream = found["streams"][0]
    except (subprocess.SubprocessError, OSError, ValueError, LookupError) as error:
        raise Unreadable(f"ffprobe finds no sound in it: {error}") from error
    tags = {**stream.get("tags", {}), **found["format"].get("tags", {})}
    chapters = tuple(
        ReadChapter(title=each.get("tags", {}).get("title", ""), start_ms=float(each["start_time"]) * 1000)
        for each in found["chapters"]
    )
    duration = found["format"].get("duration")
    return _read(
        "ffprobe",
        tags,
        chapters,
        None if duration is None else float(duration) * 1000,
        stream.get("tags", {}).get("language"),
    )


def _read(
    reader: str,
    tags: Mapping[str, str],
    chapters: tuple[ReadChapter, ...],
    duration_ms: float | None,
    track_language: str | None,
) -> Read:
    # ID3 has lyrics with their language in the name, as FFmpeg shows them; a Vorbis comment has capitals.
    texts = {key.lower().split("-")[0]: value for key, value in tags.items()}
    return Read(
        reader=reader,
        title=texts.get("title"),
        language=texts.get("language") or track_language,
        duration_ms=duration_ms,
        chapters=chapters,
        shown="\n".join(texts[name] for name in _TEXTS if name in texts),
        body=texts.get("lyrics"),
    )
