"""SRT: two short lines at a time, with times inside their sentence."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from builder.base.language import Language
from builder.base.units import to_ms
from builder.catalogue.texts import Texts
from builder.formats import srt
from builder.formats.caption_lines import columns
from builder.model.publication import Publication
from builder.testing.heads import heads_of
from builder.testing.programs import absent, not_installed
from builder.testing.samples import ARABIC, ENGLISH, sample_publication

LONG = (
    "When both pull in line, as they do at new moon and at full moon, the tide is a spring tide, and 0.5 m "
    "more come in."
)


def rendered(publication: Publication, *, marked: bool = True) -> str:
    file = io.BytesIO()
    srt.write(file, publication, Texts(publication.edition.language), heads_of(publication, marked=marked))
    return file.getvalue().decode()


def read(text: str) -> list[tuple[int, int, int, list[str]]]:
    """A small reader of our own: number, start and end in milliseconds, lines."""
    assert text.endswith("\r\n\r\n")
    assert "\n" not in text.replace("\r\n", "")
    found = []
    for block in text.removesuffix("\r\n\r\n").split("\r\n\r\n"):
        number, times, *lines = block.split("\r\n")
        match = re.fullmatch(r"(\d\d):(\d\d):(\d\d),(\d{3}) --> (\d\d):(\d\d):(\d\d),(\d{3})", times)
        assert match, times
        parts = list(map(int, match.groups()))
        start, end = (
            ((hour * 60 + minute) * 60 + second) * 1000 + ms
            for hour, minute, second, ms in (parts[:4], parts[4:])
        )
        found.append((int(number), start, end, lines))
    return found


def with_first(publication: Publication, text: str) -> Publication:
    first, *others = publication.timeline.cues
    cues = (replace(first, text=text), *others)
    return replace(publication, timeline=replace(publication.timeline, cues=cues))


@pytest.mark.parametrize("marked", [True, False], ids=["words known", "words unknown"])
@pytest.mark.parametrize("language", [ENGLISH, ARABIC])
def test_captions_are_numbered_short_in_order_and_hold_every_word(language: Language, marked: bool) -> None:
    publication = sample_publication(language)

    found = read(rendered(publication, marked=marked))

    assert [number for number, *_ in found] == list(range(1, len(found) + 1))
    times = [time for _, start, end, _ in found for time in (start, end)]
    assert times == sorted(times)
    assert all(start < end for _, start, end, _ in found)
    assert all(1 <= len(lines) <= 2 for *_, lines in found)
    assert max(columns(line) for *_, lines in found for line in lines) <= 32
    shown = " ".join(line for *_, lines in found for line in lines)
    assert shown == " ".join(cue.text for cue in publication.timeline.cues)


def test_a_sentence_starts_and_ends_with_its_cue() -> None:
    publication = sample_publication()
    rate = publication.timeline.sample_rate_hz
    starts = {to_ms(cue.start, rate) for cue in publication.timeline.cues}
    ends = {to_ms(cue.end, rate) for cue in publication.timeline.cues}

    found = read(rendered(publication))

    assert starts <= {start for _, start, _, _ in found}
    assert ends <= {end for _, _, end, _ in found}


def test_a_caption_inside_a_sentence_starts_with_its_first_word() -> None:
    publication = sample_publication()
    cue = next(each for each in publication.timeline.cues if each.text.startswith("The difference"))
    texts = cue.text.split(" ")

    found = read(rendered(publication))

    place = next(number for number, (*_, lines) in enumerate(found) if lines[0].startswith("The difference"))
    following = found[place + 1]
    word = texts.index(following[3][0].split(" ")[0])
    frames = (cue.end - cue.start) * word // len(texts)
    assert following[1] == to_ms(cue.start + frames, publication.timeline.sample_rate_hz)


def test_without_words_times_follow_the_letters() -> None:
    publication = with_first(sample_publication(), LONG)
    cue = publication.timeline.cues[0]

    found = read(rendered(publication, marked=False))

    inside = [each for each in found if each[2] <= to_ms(cue.end, publication.timeline.sample_rate_hz)]
    assert len(inside) == 2
    share = LONG.index(inside[1][3][0]) / len(LONG)
    length = cue.end - cue.start
    assert inside[1][1] == pytest.approx(
        to_ms(cue.start + int(length * share), publication.timeline.sample_rate_hz), abs=1
    )


HOSTILE = [
    "Is 3 < 4 --> yes",
    "a\n\n2\n00:00:00,000 --> 00:00:01,000\nb",
    "<b>no</b> {\\an8}",
    "a\x00b",
    "\u202e5.0\u202c",
]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_text_makes_a_caption_more_or_less_or_is_markup(text: str) -> None:
    plain = sample_publication()
    publication = with_first(plain, text)

    shown = rendered(publication, marked=False)

    found = read(shown)
    assert sum("-->" in line for line in shown.split("\r\n")) == len(found)
    assert not re.search(r"<[A-Za-z/]|\{\\|[\x00\u202e]", shown)


def test_a_comparison_stays_as_it_is_written() -> None:
    publication = with_first(sample_publication(), "It was no chance (p < 0.05).")

    assert "(p < 0.05)" in rendered(publication, marked=False)


@pytest.mark.external
@pytest.mark.skipif(not_installed("srt"), reason="srt is not installed")
@pytest.mark.parametrize("text", ["Plain words.", *HOSTILE], ids=ascii)
def test_the_srt_library_finds_no_fault(text: str) -> None:
    import srt as judge

    publication = with_first(sample_publication(ARABIC), text)
    data = rendered(publication, marked=False)

    found = list(judge.parse(data, ignore_errors=False))

    assert [each.index for each in found] == list(range(1, len(found) + 1))
    assert len(found) == len(read(data))


@pytest.mark.external
@pytest.mark.skipif(absent("ffprobe"), reason="ffprobe is not installed")
def test_ffprobe_reads_every_caption(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    text = rendered(sample_publication(ARABIC))
    path.write_bytes(text.encode())

    found = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", "packet=pts_time", "-of", "csv=p=0", str(path)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip

    assert found.stderr == ""
    times = [round(float(line.strip(",")) * 1000) for line in found.stdout.split()]
    assert times == [start for _, start, _, _ in read(text)]


def test_captions_of_one_sentence_follow_each_other_without_a_gap() -> None:
    publication = sample_publication()
    rate = publication.timeline.sample_rate_hz
    ends = [to_ms(cue.end, rate) for cue in publication.timeline.cues]

    found = read(rendered(publication))

    for _, group in groupby(found, key=lambda each: sum(end <= each[1] for end in ends)):
        captions = list(group)
        assert all(before[2] == after[1] for before, after in pairwise(captions))
