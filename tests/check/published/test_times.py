"""Chapters and sentences are compared with most of the files; what is off is told at the file it is in."""

from __future__ import annotations

from dataclasses import replace

from builder.base.language import Language
from builder.check.published.expected import Expected, Sentence
from builder.check.published.reading import Reading
from builder.check.published.times import check_times
from builder.check.readers.read import Read, ReadChapter, ReadCue

WORDS = ("Tea is a drink.", "It is hot.", "Boil water.", "Wait.")
SPANS = ((40, 900), (1000, 1900), (2040, 2900), (3000, 3900))
EXPECTED = Expected(
    language=Language("en"),
    title="Tea",
    texts=(),
    listings=(),
    sentences=tuple(
        Sentence(id=f"s-{number}.1", text=text, chapter=number // 2, announced=False)
        for number, text in enumerate(WORDS)
    ),
    chapters=(("Opening", "opening"), ("Water", "s-2")),
    disclaimer=None,
    original_disclaimer=None,
    disclosures=(),
    credits=(),
    attributions=(),
)
CHAPTERS = (ReadChapter(title="Opening", start_ms=0.0), ReadChapter(title="Water", start_ms=2000.0))


def cues(
    *spans: tuple[int, int], parts: tuple[int | None, ...] = (None,) * 4, ids: bool = False
) -> tuple[ReadCue, ...]:
    return tuple(
        ReadCue(
            text=text, start_ms=start, end_ms=end, part=part, id=f"u-s-{number}-1" if ids else f"s-{number}.1"
        )
        for number, (text, (start, end), part) in enumerate(zip(WORDS, spans, parts, strict=True))
    )


def reading(name: str, **values: object) -> Reading:
    return Reading(format=name, path=name, where=name, read=replace(Read(reader="test"), **values))


FILES = (
    reading("chapters", chapters=CHAPTERS),
    reading("mp3", chapters=CHAPTERS),
    reading("vtt", cues=cues(*SPANS)),
    reading("srt", cues=cues(*SPANS)),
)


def found(*readings: Reading, duration_ms: int | None = 4000) -> list[tuple[str, str]]:
    return [(each.where, each.code) for each in check_times(readings, EXPECTED, duration_ms)]


def test_files_that_agree_have_no_finding() -> None:
    assert found(*FILES) == []


def test_a_chapter_is_told_at_the_file_that_differs_from_most() -> None:
    late = (CHAPTERS[0], replace(CHAPTERS[1], start_ms=2500.0))

    assert found(*FILES, reading("opus", chapters=late)) == [("opus", "V015")]


def test_a_sentence_is_told_at_the_file_that_differs_from_most() -> None:
    late = cues(SPANS[0], (1010, 1900), *SPANS[2:])

    assert found(*FILES, reading("transcript", cues=late)) == [("transcript", "V017")]


def test_a_sentence_that_is_cut_in_two_keeps_its_times() -> None:
    halves = (
        ReadCue(text="Tea is", start_ms=40, end_ms=400),
        ReadCue(text="a drink.", start_ms=400, end_ms=950),
        *cues(*SPANS)[1:],
    )

    assert found(*FILES, reading("transcript", cues=halves)) == [("transcript", "V017")]


def test_an_overlay_may_reach_into_pauses_and_not_into_another_sentence() -> None:
    parts = (0, 0, 1, 1)
    wide = cues((0, 1000), (1000, 2000), (0, 1000), (1000, 2000), parts=parts)
    short = cues((60, 1000), (1000, 2000), (0, 1000), (1000, 2000), parts=parts)
    greedy = cues((0, 1200), (1200, 2000), (0, 1000), (1000, 2000), parts=parts)

    assert found(*FILES, reading("epub", chapters=CHAPTERS, cues=wide)) == []
    assert found(*FILES, reading("epub", chapters=CHAPTERS, cues=short)) == [("epub", "V017")]
    assert found(*FILES, reading("epub", chapters=CHAPTERS, cues=greedy)) == [("epub", "V017")] * 2


def test_a_sentence_that_is_heard_in_another_chapter_is_told() -> None:
    early = cues(SPANS[0], SPANS[1], (1920, 2900), SPANS[3])

    assert found(*FILES[:2], reading("vtt", cues=early)) == [("vtt", "V019")]


def test_chapters_cover_the_recording_from_end_to_end() -> None:
    late = (replace(CHAPTERS[0], start_ms=5.0), CHAPTERS[1])
    gap = (replace(CHAPTERS[0], end_ms=1900.0), replace(CHAPTERS[1], end_ms=4000.0))
    short = (replace(CHAPTERS[0], end_ms=2000.0), replace(CHAPTERS[1], end_ms=3900.0))

    assert found(reading("chapters", chapters=late)) == [("chapters", "V016")]
    assert found(reading("chapters", chapters=gap)) == [("chapters", "V016")]
    assert found(reading("chapters", chapters=short)) == [("chapters", "V016")]


def test_a_cue_that_ends_behind_the_recording_is_told() -> None:
    assert found(reading("vtt", cues=cues(*SPANS)), duration_ms=3500) == [("vtt", "V018")]


def test_a_page_may_show_what_is_heard_in_another_order() -> None:
    shown = cues(*SPANS, ids=True)
    page = reading("page", chapters=CHAPTERS, named={"opening": "", "s-2": ""}, cues=shown[::-1])

    assert found(*FILES, page) == []
