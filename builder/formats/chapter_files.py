"""Chapter files: an edition's sound as one MP3 a chapter, joined of the same units as the whole.

Each chapter has a master timeline of its own that starts at 0, so its sound changes with its own units alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO

from builder.formats.mp3 import write_sound
from builder.model.publication import Publication
from builder.model.script import Passage
from builder.model.sound import DEFAULT_SOUND, EncodedUnit, SoundSpec
from builder.model.timeline import Chapter


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterFile:
    """A chapter that is a file of its own; a cue starts in it at `cue.start - chapter.start`."""

    number: int
    """From 1."""
    chapter: Chapter
    """With its place on the edition's timeline."""
    passages: tuple[Passage, ...]
    """What is said in it; one unit each."""

    @property
    def frames(self) -> int:
        """Length in samples of the recording."""
        return self.chapter.end - self.chapter.start


def chapter_files(publication: Publication) -> tuple[ChapterFile, ...]:
    """Return a file for each chapter of the edition, in order."""
    chapters = zip(publication.timeline.chapters, publication.script.chapters, strict=True)
    return tuple(
        ChapterFile(number=number, chapter=chapter, passages=said.passages)
        for number, (chapter, said) in enumerate(chapters, start=1)
    )


def share_out(
    files: Iterable[ChapterFile], units: Iterable[EncodedUnit]
) -> Iterator[tuple[ChapterFile, Iterator[EncodedUnit]]]:
    """Give each file with its units; those of one have to be read before the next is asked for.

    Args:
        files: Of all chapters, in order.
        units: Of the whole edition, in the script's order; read once, never held together.

    Raises:
        ValueError: There are more units than passages.
    """
    rest = iter(units)
    for file in files:
        yield file, islice(rest, len(file.passages))
    if next(rest, None) is not None:
        raise ValueError("more units than the script has passages")


def write_chapter(
    target: IO[bytes],
    file: ChapterFile,
    units: Iterable[EncodedUnit],
    *,
    tag: bytes = b"",
    spec: SoundSpec = DEFAULT_SOUND,
) -> None:
    """Write one chapter as a whole MP3, from where `target` stands.

    Args:
        target: Can be sought in: how long the sound is stands in front of it.
        file: The chapter.
        units: Of this chapter alone, in order; read once.
        tag: What stands in front of the sound; a file inside of a book needs none.
        spec: What the recording is like.

    Raises:
        ValueError: The units are not as long as the chapter.
    """
    target.write(tag)
    write_sound(target, units, file.frames, spec)
