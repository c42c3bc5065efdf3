"""Sites: the sample article as a folder of real files, for readers and browsers of other people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from builder.base.digest import digest_bytes
from builder.base.language import Language
from builder.catalogue.texts import Texts
from builder.formats import base, chapters, feed, index, offline, page, vtt
from builder.formats.figures import figures
from builder.model.artefact import Artefact
from builder.model.publication import Publication
from builder.model.show import Show
from builder.testing.samples import ARABIC, ENGLISH, SAMPLE_RATE_HZ, SHOW, sample_publication

FEED_GUID = "9b024349-ccf0-5f69-a609-6b82873eab3c"

_ANOTHER_SOUND = b"\0" * 4_096
"""In place of the same sound in other formats, which nobody plays here."""
_PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="240">'
    b'<rect width="640" height="240" fill="#6d5f4b"/></svg>'
)


def write_site(folder: Path, *, show: Show = SHOW) -> tuple[Publication, ...]:
    """Write both editions of the sample, their feeds and the index into `folder`, and return them."""
    publications = tuple(write_edition(folder, language, show=show) for language in (ARABIC, ENGLISH))
    for publication in publications:
        language, texts = publication.edition.language, Texts(publication.edition.language)
        if show.base_url:
            episode = feed.episode_of(publication, texts)
            _write(
                folder / base.feed_path(language), feed.render_feed(show, [episode], texts, guid=FEED_GUID)
            )
    entries = [index.entry_of(publication) for publication in publications]
    _write(folder / base.INDEX_PATH, index.render_index(show, entries, Texts(show.language)))
    for name, data in index.assets():
        _write(folder / name, data)
    return publications


def write_edition(folder: Path, language: Language, *, show: Show = SHOW) -> Publication:
    """Write one edition of the sample with a hum for its sound, and return it with its artefacts."""
    publication = sample_publication(language, show=show, artefacts=())
    home, texts = folder / base.folder_of(publication), Texts(language)
    made = [_artefact(home, "mp3", base.file_name(publication, "mp3"), "audio/mpeg", hum(publication))]
    for name, kind in (("m4b", "audio/mp4"), ("opus", "audio/ogg")):
        made.append(_artefact(home, name, base.file_name(publication, name), kind, _ANOTHER_SOUND))
    for _, path in figures(publication.edition.document):
        made.append(_artefact(home, "figure", path, "image/svg+xml", _PICTURE))
    publication = replace(publication, artefacts=tuple(made))
    for module in (vtt, chapters):
        data = module.render(publication, texts)
        made.append(_artefact(home, module.NAME, module.path(publication), module.MEDIA_TYPE, data))
    publication = replace(publication, artefacts=tuple(made))
    made.append(_write_offline(home, publication, texts))
    publication = replace(publication, artefacts=tuple(made))
    _write(home / page.path(publication), page.render(publication, texts))
    for name, data in page.assets():
        _write(home / name, data)
    return publication


def _write_offline(home: Path, publication: Publication, texts: Texts) -> Artefact:
    path = home / offline.path(publication)
    parts = offline.compose(publication, texts)
    offline.write(path, parts, lambda name: (home / name).open("rb"))
    return _artefact(home, offline.NAME, path.name, offline.MEDIA_TYPE, path.read_bytes())


def hum(publication: Publication) -> bytes:
    """Return an MP3 as long as the publication: a quiet tone at a constant bit rate."""
    import lameenc
    import numpy as np

    times = np.arange(publication.timeline.frames) / SAMPLE_RATE_HZ
    samples = (3000 * np.sin(2 * np.pi * 220 * times)).astype("<i2")
    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(SAMPLE_RATE_HZ)
    encoder.set_channels(1)
    encoder.set_bit_rate(64)
    encoder.set_quality(9)
    encoder.silence()
    return bytes(encoder.encode(samples.tobytes()) + encoder.flush())


def _artefact(home: Path, name: str, path: str, media_type: str, data: bytes) -> Artefact:
    _write(home / path, data)
    return Artefact(
        format=name, path=path, media_type=media_type, size_bytes=len(data), sha256=digest_bytes(data)
    )


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
