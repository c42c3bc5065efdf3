"""Books: the sample article as EPUBs with a tone for each passage, for readers and judges of other people."""

from __future__ import annotations

import functools
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from builder.audio.codecs import encoder
from builder.base.language import Language
from builder.catalogue.texts import Texts
from builder.formats import epub, epub_text
from builder.formats.figures import figures
from builder.model.artefact import Artefact
from builder.model.publication import Picture, Publication
from builder.model.sound import DEFAULT_SOUND, EncodedUnit
from builder.system.zip_entry import zip_entry
from builder.testing.book_reading import Pair, ReadBook, read_book
from builder.testing.samples import ENGLISH, SAMPLE_RATE_HZ, sample_publication
from builder.testing.sound_files import png

_DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="240">'
    b'<rect width="640" height="240" fill="#6d5f4b"/></svg>'
)
LEXICON = b"""<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">
  <lexeme>
    <grapheme>neap</grapheme>
    <phoneme>ni\xcb\x90p</phoneme>
    <alias>neep</alias>
  </lexeme>
</lexicon>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBook:
    """A book with sound, what it was made of, and what is found in it."""

    path: Path
    publication: Publication
    book: ReadBook

    @property
    def chapters(self) -> list[str]:
        """Paths of the documents that are heard, in reading order."""
        return [path for path in self.book.spine if path in self.book.overlays]

    @property
    def pairs(self) -> list[Pair]:
        """What is heard, in reading order."""
        return [pair for path in self.chapters for pair in self.book.overlays[path]]

    def all_text(self) -> str:
        """Return what all documents show."""
        return " ".join(map(self.book.text, self.book.spine))


def book_publication(folder: Path, language: Language = ENGLISH) -> Publication:
    """Return the sample with a cover, a lexicon, and its picture as a file in `folder`."""
    publication = sample_publication(language, artefacts=())
    source = folder / "mud flat.svg"
    source.write_bytes(_DRAWING)
    places = {path: source for _, path in figures(publication.edition.document)}
    made = tuple(
        Artefact(format="figure", path=path, media_type="image/svg+xml", size_bytes=1, sha256="0" * 64)
        for path in places
    )
    return replace(
        publication,
        artefacts=made,
        pictures=places,
        cover=Picture(data=png(), description=publication.show.cover_alt or ""),
        lexicons=((ENGLISH, LEXICON),),
    )


def write_book(folder: Path, publication: Publication) -> Path:
    """Write `publication` as a book with sound into `folder` and return it."""
    target, texts = folder / epub.path(publication), Texts(publication.edition.language)
    epub.write(target, publication, toned_units(publication), texts, cover=publication.cover)
    return target


def write_text_book(folder: Path, publication: Publication) -> Path:
    """Write `publication` as a book without sound into `folder` and return it."""
    target = folder / epub_text.path(publication)
    target.write_bytes(epub_text.render(publication, Texts(publication.edition.language)))
    return target


def make_book(folder: Path, publication: Publication) -> MadeBook:
    """Write `publication` as a book with sound into `folder` and return what is found in it."""
    path = write_book(folder, publication)
    return MadeBook(path=path, publication=publication, book=read_book(path))


def toned_units(publication: Publication) -> Iterator[EncodedUnit]:
    """Yield a unit for each passage, as long as the timeline has it: a quiet tone, another one for each."""
    starts = publication.timeline.unit_starts
    ends = (*starts[1:], publication.timeline.frames)
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        yield _toned_unit(end - start, tone_hz(number))


def tone_hz(number: int) -> int:
    """Return the frequency of a passage of a book made here, the first one's number being 0."""
    return 220 + 20 * number


@functools.cache
def _toned_unit(frames: int, frequency_hz: int) -> EncodedUnit:
    import numpy as np

    times = np.arange(frames, dtype=np.float32) / np.float32(SAMPLE_RATE_HZ)
    samples = (0.1 * np.sin(2 * np.pi * frequency_hz * times)).astype(np.float32)
    packets = encoder("mp3", DEFAULT_SOUND).encode(samples)
    return EncodedUnit(frames=frames, sample_rate_hz=SAMPLE_RATE_HZ, packets=packets)


def book_entries(book: Path) -> Mapping[str, bytes]:
    """Return the bytes of each entry of a book, by name and in order."""
    with zipfile.ZipFile(book) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed_book(book: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write `book` to `target` with its entries as `change` leaves them, and return it."""
    entries = dict(book_entries(book))
    change(entries)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in entries.items():
            archive.writestr(zip_entry(name), data)
    return target
