"""WebVTT: every sentence with its time, as written."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.base.language import Language
from builder.base.units import to_ms
from builder.catalogue.texts import Texts
from builder.formats import vtt
from builder.formats.notes import disclosures
from builder.model.publication import Publication
from builder.testing.programs import absent
from builder.testing.samples import ARABIC, ENGLISH, sample_publication

_TIMES = re.compile(r"(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})")


def rendered(publication: Publication) -> str:
    return vtt.render(publication, Texts(publication.edition.language)).decode()


def read_cues(text: str) -> list[tuple[str, int, int, str]]:
    """A small reader of our own: id, start and end in milliseconds, text on one line without tags."""
    header, *blocks = text.strip("\n").split("\n\n")
    assert header == "WEBVTT"
    cues = []
    for block in blocks:
        if block.startswith("NOTE"):
            continue
        name, times, *lines = block.split("\n")
        found = _TIMES.fullmatch(times)
        assert found, times
        numbers = [int(part) for part in found.groups()]
        start, end = (
            ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
            for hours, minutes, seconds, ms in (numbers[:4], numbers[4:])
        )
        shown = " ".join(lines)
        assert "-->" not in shown
        cues.append((name, start, end, html.unescape(re.sub(r"</?lang[^>]*>", "", shown))))
    return cues


def with_text(publication: Publication, text: str) -> Publication:
    first, *others = publication.timeline.cues
    timeline = replace(publication.timeline, cues=(replace(first, text=text), *others))
    return replace(publication, timeline=timeline)


@pytest.mark.parametrize("language", [ENGLISH, ARABIC])
def test_each_utterance_is_one_cue_with_its_id_its_times_and_its_words(language: Language) -> None:
    publication = sample_publication(language)

    cues = read_cues(rendered(publication))

    rate = publication.timeline.sample_rate_hz
    assert cues == [
        (cue.utterance_id, to_ms(cue.start, rate), to_ms(cue.end, rate), cue.text)
        for cue in publication.timeline.cues
    ]


def test_a_note_at_the_top_says_how_voice_and_translation_came_about() -> None:
    publication = sample_publication(ARABIC)

    text = rendered(publication)

    note = text.split("\n\n")[1]
    assert note.startswith("NOTE\n")
    assert all(sentence in note for sentence in disclosures(publication, Texts(ARABIC)))


def test_a_title_cannot_end_the_note() -> None:
    publication = sample_publication(show=replace(sample_publication().show, title="A --> B\n\nC"))

    text = rendered(publication)

    assert text.split("\n\n")[1].startswith("NOTE\nA → B C: ")


def test_markup_and_arrows_in_a_sentence_stay_text() -> None:
    publication = with_text(sample_publication(), "Is 3 < 4 --> yes & <b>no</b>?")

    text = rendered(publication)

    assert "Is 3 &lt; 4 --&gt; yes &amp; &lt;b&gt;no&lt;/b&gt;?" in text


def test_a_sentence_in_another_language_says_so() -> None:
    publication = sample_publication(ARABIC)
    first, *others = publication.timeline.cues
    cue = replace(first, language=ENGLISH, text="Not translated yet.")
    publication = replace(publication, timeline=replace(publication.timeline, cues=(cue, *others)))

    text = rendered(publication)

    assert "<lang en>Not translated yet.</lang>" in text


def test_a_cue_that_rounds_to_nothing_lasts_a_millisecond() -> None:
    publication = sample_publication()
    first, *others = publication.timeline.cues
    cue = replace(first, start=24_000, end=24_001)
    publication = replace(publication, timeline=replace(publication.timeline, cues=(cue, *others)))

    text = rendered(publication)

    assert "00:00:01.000 --> 00:00:01.001" in text


def test_two_lines_are_about_as_long() -> None:
    text = "Stand on a mole at noon and the boats float at your feet, come back at six."

    lines = vtt.wrap(text)

    assert lines == ("Stand on a mole at noon and the boats", "float at your feet, come back at six.")


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("The dose that the study gave to each of its patients was 0.5 mg/kg of body weight.", "0.5 mg/kg"),
        ("It lasts, as everyone who has ever waited for a boat will tell you, 24 hours at most.", "24 hours"),
        ("A share that no one expected when the work began years ago: 46 % of all cases.", "46 % of"),
    ],
)  # fmt: skip
def test_no_line_ends_between_a_figure_and_its_unit(text: str, together: str) -> None:
    lines = vtt.wrap(text)

    assert len(lines) == 2
    assert any(together in line for line in lines)


def test_figures_in_a_row_are_broken_all_the_same() -> None:
    text = " ".join(str(number) for number in range(100, 140))

    lines = vtt.wrap(text)

    assert max(map(len, lines)) <= vtt.LINE_LENGTH


def test_a_script_without_spaces_breaks_after_its_own_marks_and_not_inside_figures() -> None:
    text = (
        "海は一日に二度、息をするように満ち引きする。月が地球の近い側をより強く引くからであり、"
        "その差はおよそ0.0001ミリメートル毎秒毎秒にすぎない、と水先案内人は静かな声で語った。"
    )

    lines = vtt.wrap(text)

    assert len(lines) == 2
    assert "".join(lines) == text
    assert any("0.0001" in line for line in lines)
    assert all(line[0] not in "、。" for line in lines)


@given(
    st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1)
    .map(str.split)
    .map(" ".join)
)
def test_wrapping_loses_no_character(text: str) -> None:
    lines = vtt.wrap(text)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(line == line.strip() for line in lines)


@pytest.mark.external
@pytest.mark.skipif(absent("node"), reason="node is not installed")
def test_the_parser_of_the_standard_finds_no_fault(tmp_path: Path) -> None:
    folder = os.environ.get("NODE_DIR")
    if folder is None and "CI" not in os.environ:
        pytest.skip("NODE_DIR names no folder of npm packages")
    path = tmp_path / "sample.vtt"
    path.write_bytes(vtt.render(sample_publication(ARABIC), Texts(ARABIC)))
    program = (
        "const {WebVTTParser} = require('webvtt-parser');"
        "const r = new WebVTTParser().parse(require('fs').readFileSync(process.argv[1], 'utf8'));"
        "console.log(JSON.stringify([r.cues.length, r.errors]))"
    )

    found = subprocess.run(
        ["node", "-e", program, str(path)], cwd=folder, check=True, capture_output=True, text=True
    )

    assert json.loads(found.stdout) == [len(sample_publication(ARABIC).timeline.cues), []]
