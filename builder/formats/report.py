"""Report: how loud an edition is, for its publisher: a page with picture and table, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from builder.article.inline import plain
from builder.base.language import Language
from builder.base.text import clean_text
from builder.base.units import clock, to_ms
from builder.catalogue.texts import TEXTS, Texts
from builder.formats import sound_picture
from builder.formats.rendering import asset, fill_in, style_policy
from builder.model.levels import Levels, SoundLevels
from builder.model.publication import Publication
from builder.model.timeline import Chapter, Timeline

NAME: str = "report"
MEDIA_TYPE: str = "text/html"
VERSION: int = 1

DATA_NAME = "report data"
"""Of the second file's artefact."""
DATA_PATH = "sound.json"
DATA_MEDIA_TYPE = "application/json"
_SCHEMA = "edition-sound/1"
_UNKNOWN = "–"
_LABELS = tuple(name for name in TEXTS if name.startswith("report_"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLevels:
    """A row of the table, its numbers written as people read them."""

    number: int
    """Of the chapter."""
    title: str
    start: str
    length: str
    loudness: str
    range: str
    peak: str


def path(publication: Publication) -> str:  # noqa: ARG001 -- every format is asked for its path this way
    """Return the file's name in the edition's folder."""
    return "sound.html"


def labels(texts: Texts) -> tuple[str, ...]:
    """Return every text of ours that the page shows, nothing filled in."""
    return tuple(texts(name, title="", target="", ceiling="", low="", high="") for name in _LABELS)


def render(
    publication: Publication,
    texts: Texts,
    *,
    levels: SoundLevels,
    target_lufs: float,
    ceiling_dbtp: float,
) -> bytes:
    """Return the page as HTML; everything is in this one file, it needs no network and has no script.

    Args:
        publication: Of it the title and the timeline are shown.
        texts: In the edition's language.
        levels: Of its sound.
        target_lufs: What the sound should have, as two ears hear it.
        ceiling_dbtp: The highest true peak it should have before encoding.
    """
    from builder.catalogue.cldr import direction

    style = asset("report.css").decode().strip()
    language, timeline = publication.edition.language, publication.timeline
    low, high = _short_term(levels)
    return fill_in(
        "report.html",
        t=texts,
        style=style,
        policy=style_policy(style),
        language=language,
        direction=direction(language),
        title=plain(publication.edition.document.title.markup),
        target=_written(target_lufs, language),
        ceiling=_written(ceiling_dbtp, language),
        low=_written(low, language),
        high=_written(high, language),
        picture=sound_picture.sound_picture(timeline, levels, target_lufs=target_lufs),
        frame=sound_picture,
        whole=_row(levels.whole, _all(timeline), timeline, language),
        rows=tuple(_rows(timeline, levels, language)),
    ).encode()


def render_data(
    publication: Publication, *, levels: SoundLevels, target_lufs: float, ceiling_dbtp: float
) -> bytes:
    """Return the same figures as JSON, for programs."""
    timeline = publication.timeline
    value = {
        "schema": _SCHEMA,
        "slug": publication.edition.document.metadata.slug,
        "language": publication.edition.language,
        "target_lufs": target_lufs,
        "ceiling_dbtp": ceiling_dbtp,
        "duration_ms": to_ms(timeline.frames, timeline.sample_rate_hz),
        **_figures(levels.whole),
        "chapters": [
            {
                "title": chapter.title,
                "start_ms": to_ms(chapter.start, timeline.sample_rate_hz),
                "end_ms": to_ms(chapter.end, timeline.sample_rate_hz),
                **_figures(each),
            }
            for chapter, each in zip(timeline.chapters, levels.chapters, strict=True)
        ],
    }
    return (clean_text(json.dumps(value, ensure_ascii=False, indent=1)) + "\n").encode()


def _figures(levels: Levels) -> dict[str, float | None]:
    return {
        "loudness_lufs": levels.loudness_lufs,
        "range_lu": levels.range_lu,
        "true_peak_dbtp": levels.true_peak_dbtp,
    }


def _all(timeline: Timeline) -> Chapter:
    return Chapter(id="", title="", start=0, end=timeline.frames, anchor="")


def _rows(timeline: Timeline, levels: SoundLevels, language: Language) -> Iterator[ShownLevels]:
    chapters = zip(timeline.chapters, levels.chapters, strict=True)
    for number, (chapter, each) in enumerate(chapters, start=1):
        yield _row(each, chapter, timeline, language, number=number)


def _row(
    levels: Levels, chapter: Chapter, timeline: Timeline, language: Language, *, number: int = 0
) -> ShownLevels:
    rate = timeline.sample_rate_hz
    return ShownLevels(
        number=number,
        title=chapter.title,
        start=clock(to_ms(chapter.start, rate)),
        length=clock(to_ms(chapter.end - chapter.start, rate)),
        loudness=_written(levels.loudness_lufs, language),
        range=_written(levels.range_lu, language),
        peak=_written(levels.true_peak_dbtp, language),
    )


def _short_term(levels: SoundLevels) -> tuple[float | None, float | None]:
    heard = [each.short_term_lufs for each in levels.columns if each.short_term_lufs is not None]
    return (min(heard), max(heard)) if heard else (None, None)


def _written(value: float | None, language: Language) -> str:
    from builder.catalogue.cldr import format_decimal

    # A hyphen would be said as one, and may end a line.
    return _UNKNOWN if value is None else format_decimal(value, language).replace("-", "−")
