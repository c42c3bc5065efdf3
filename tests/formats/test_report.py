"""The sound report: every chapter in figures and in the picture, in any language, small and inert."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from builder.article.inline import plain
from builder.base.language import Language
from builder.base.units import to_ms
from builder.catalogue import builder_domain
from builder.catalogue.texts import Texts
from builder.formats import report
from builder.model.levels import Column, Levels, SoundLevels
from builder.model.publication import Publication
from builder.testing.samples import ARABIC, ENGLISH, sample_publication

SPANISH = Language("es")
QUIET = Levels(loudness_lufs=-19.25, range_lu=2.4, true_peak_dbtp=-5.06)


def levels_of(
    publication: Publication, *, columns: Sequence[float | None] = (-16.0, -19.5) * 100
) -> SoundLevels:
    return SoundLevels(
        whole=Levels(loudness_lufs=-16.11, range_lu=1.79, true_peak_dbtp=-2.0),
        chapters=(QUIET,) * len(publication.timeline.chapters),
        columns=tuple(
            Column(mean=0.1, loudest=0.3, short_term_lufs=each)
            if each
            else Column(mean=0, loudest=0, short_term_lufs=None)
            for each in columns
        ),
    )


def rendered(publication: Publication, texts: Texts | None = None) -> str:
    return report.render(
        publication,
        texts or Texts(publication.edition.language),
        levels=levels_of(publication),
        target_lufs=-16.0,
        ceiling_dbtp=-2.0,
    ).decode()


def rows(page: str) -> list[list[str]]:
    """Return the cells of every row of the table, without their tags."""
    return [
        [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in re.findall(r"<tr>.*?</tr>", page)
    ]


def test_every_chapter_and_the_whole_stand_in_the_table() -> None:
    publication = sample_publication()

    _, *chapters, whole = rows(rendered(publication))

    assert [cells[0] for cells in chapters] == [
        f"{number}. {chapter.title}" for number, chapter in enumerate(publication.timeline.chapters, start=1)
    ]
    assert {tuple(cells[3:]) for cells in chapters} == {("−19.2", "2.4", "−5.1")}
    assert whole[3:] == ["−16.1", "1.8", "−2.0"]


def test_the_picture_has_a_name_and_a_description_and_every_chapters_line() -> None:
    publication = sample_publication()

    page = rendered(publication)

    svg = ET.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])
    named = {each.get("id"): each.text for each in svg if each.get("id")}
    assert svg.get("role") == "img"
    assert [named[name] for name in str(svg.get("aria-labelledby")).split()] == [
        "Picture of the sound",
        "The loudness over time, which lies between −19.5 and −16.0 LUFS. All figures are in the table.",
    ]
    lines = next(str(each.get("d")) for each in svg if each.get("class") == "chapters")
    assert lines.count("M") == len(publication.timeline.chapters)


def test_figures_and_words_are_in_the_editions_language() -> None:
    publication = sample_publication(ARABIC)
    spanish = builder_domain.shipped(SPANISH)
    assert spanish is not None

    page = report.render(
        replace(
            publication,
            edition=replace(
                publication.edition, document=replace(publication.edition.document, language=SPANISH)
            ),
        ),
        Texts(SPANISH, (spanish,)),
        levels=levels_of(publication),
        target_lufs=-16.0,
        ceiling_dbtp=-2.0,
    ).decode()

    assert '<html lang="es" dir="ltr">' in page
    assert "Sonoridad (LUFS)" in page
    assert "<td>−16,1</td>" in page


def test_a_language_from_right_to_left_is_laid_out_so() -> None:
    assert '<html lang="ar" dir="rtl">' in rendered(sample_publication(ARABIC))


def test_what_an_author_wrote_is_shown_and_not_obeyed() -> None:
    publication = sample_publication()
    evil = '<script>alert("&")</script>\x00-->'
    first, *others = publication.timeline.chapters
    timeline = replace(publication.timeline, chapters=(replace(first, title=evil), *others))

    page = rendered(replace(publication, timeline=timeline))

    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\x00" not in page


def test_nothing_is_loaded_and_no_style_stands_in_an_element() -> None:
    page = rendered(sample_publication())

    assert not re.findall(r'\s(?:src|href|style|on\w+)="', page)
    assert "default-src 'none'; style-src 'sha256-" in html.unescape(page)


def test_a_sound_without_a_loud_moment_has_no_figures() -> None:
    publication = sample_publication()
    silent = Levels(loudness_lufs=None, range_lu=None, true_peak_dbtp=-120.0)
    levels = SoundLevels(
        whole=silent,
        chapters=(silent,) * len(publication.timeline.chapters),
        columns=(Column(mean=0.0, loudest=0.0, short_term_lufs=None),) * 3,
    )

    page = report.render(
        publication, Texts(ENGLISH), levels=levels, target_lufs=-16.0, ceiling_dbtp=-2.0
    ).decode()

    assert "<td>–</td><td>–</td><td>−120.0</td>" in page
    assert 'class="loudness"' not in page


def test_a_book_of_26_hours_has_a_page_of_less_than_100_kilobytes_and_a_picture_of_60() -> None:
    publication = sample_publication()
    length = 26 * 3_600 * 24_000
    first = publication.timeline.chapters[0]
    timeline = replace(
        publication.timeline,
        frames=length,
        chapters=tuple(
            replace(
                first,
                title=f"Chapter {number}",
                start=number * length // 300,
                end=(number + 1) * length // 300,
            )
            for number in range(300)
        ),
    )
    book = replace(publication, timeline=timeline)
    levels = levels_of(book, columns=[-16.04 - number % 7 / 10 for number in range(480)])

    page = report.render(book, Texts(ENGLISH), levels=levels, target_lufs=-16.0, ceiling_dbtp=-2.0)

    assert page.index(b"</svg>") - page.index(b"<svg") < 60_000
    assert len(page) < 100_000
    assert len(re.findall(rb"<text x", page)) < 60


@pytest.mark.parametrize("seconds", [1, 59, 3_600, 93_600])
def test_times_along_the_picture_are_few_and_round(seconds: int) -> None:
    publication = sample_publication()
    chapter = replace(publication.timeline.chapters[0], end=seconds * 24_000)
    timeline = replace(publication.timeline, frames=seconds * 24_000, chapters=(chapter,))

    page = report.render(
        replace(publication, timeline=timeline),
        Texts(ENGLISH),
        levels=replace(levels_of(publication), chapters=(QUIET,)),
        target_lufs=-16.0,
        ceiling_dbtp=-2.0,
    ).decode()

    times = re.findall(r'y="328">([\d:]+)<', page)
    assert 2 <= len(times) <= 11
    assert times[0] == "0:00"


def test_the_same_figures_stand_in_the_json() -> None:
    publication = sample_publication()

    found = json.loads(
        report.render_data(publication, levels=levels_of(publication), target_lufs=-16.0, ceiling_dbtp=-2.0)
    )

    timeline = publication.timeline
    assert found["schema"] == "edition-sound/1"
    assert (found["loudness_lufs"], found["range_lu"], found["true_peak_dbtp"]) == (-16.11, 1.79, -2.0)
    assert [(each["title"], each["end_ms"], each["loudness_lufs"]) for each in found["chapters"]] == [
        (chapter.title, to_ms(chapter.end, timeline.sample_rate_hz), -19.25) for chapter in timeline.chapters
    ]


def test_the_title_names_the_edition() -> None:
    publication = sample_publication()

    page = rendered(publication)

    title = plain(publication.edition.document.title.markup)
    assert f"<title>Sound report: {title}</title>" in page
