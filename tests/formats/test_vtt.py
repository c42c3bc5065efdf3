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

from builder.base.language import Language
from builder.base.units import to_ms
from builder.catalogue.texts import Texts
from builder.formats import vtt
from builder.formats.notes import disclosures
from builder.model.publication import Publication
from builder.testing.programs import absent, not_installed
from builder.testing.samples import ARABIC, ENGLISH, sample_publication

_TIMES = re.compile(r"(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})")


def rendered(publication: Publication) -> str:
    return vtt.render(publication, Texts(publication.edition.language)).decode()


def read_cues(text: str) -> list[tuple[str, int, int, str]]:
    """A small reader of our own: id, start and end in milliseconds, text on one line without tags."""
    header, *blocks = text.strip("\n").split("\n\n")
    assert re.fullmatch(r"WEBVTT Kind: captions; Language: [A-Za-z-]+", header)
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
        cues.append((name, start, end, html.unescape(re.sub(r"</?(?:lang|v)\b[^>]*>", "", shown))))
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

    assert ">Is 3 &lt; 4 --&gt; yes &amp; &lt;b&gt;no&lt;/b&gt;?\n" in text


def test_a_sentence_in_another_language_says_so() -> None:
    publication = sample_publication(ARABIC)
    first, *others = publication.timeline.cues
    cue = replace(first, language=ENGLISH, text="Not translated yet.")
    publication = replace(publication, timeline=replace(publication.timeline, cues=(cue, *others)))

    text = rendered(publication)

    assert "<v Narrator (synthetic)><lang en>Not translated yet.</lang>\n" in text


def test_a_cue_that_rounds_to_nothing_lasts_a_millisecond() -> None:
    publication = sample_publication()
    first, *others = publication.timeline.cues
    cue = replace(first, start=24_000, end=24_001)
    publication = replace(publication, timeline=replace(publication.timeline, cues=(cue, *others)))

    text = rendered(publication)

    assert "00:00:01.000 --> 00:00:01.001" in text


def test_every_cue_says_who_speaks_and_that_the_voice_is_synthetic() -> None:
    text = rendered(sample_publication())

    lines = [block.split("\n")[2] for block in text.strip().split("\n\n")[2:]]
    assert all(line.startswith("<v Narrator (synthetic)>") for line in lines)
    assert "</v>" not in text


def test_a_person_who_was_recorded_has_a_name_and_it_is_no_markup() -> None:
    publication = sample_publication()
    voice = publication.script.utterances[0].voice
    publication = replace(publication, readers={voice: "Ada <b> & Co\n-->"})

    text = rendered(publication)

    assert "<v Ada &lt;b&gt; &amp; Co --&gt;>Why the sea breathes" in text


def test_music_has_no_speaker() -> None:
    publication = sample_publication()
    first, *others = publication.timeline.cues
    cue = replace(first, passage_id="m-intro-1", text="♪ music ♪", kind="music")
    publication = replace(publication, timeline=replace(publication.timeline, cues=(cue, *others)))

    text = rendered(publication)

    assert "\n♪ music ♪\n" in text


def test_lines_are_as_long_as_their_language_lets_them() -> None:
    publication = with_text(
        sample_publication(), "The dose was 0.5 mg/kg of body weight, given over 40 minutes."
    )

    text = rendered(publication)

    assert ">The dose was 0.5 mg/kg of body weight,\ngiven over 40 minutes.\n" in text


HOSTILE = [
    "a\n\nNOTE b",
    "a\x00b",
    "a\r\n00:00:00.000 --> 00:00:09.000\r\nb",
    "&lt;v&gt; </v><c.x>",
    "\u202e0.5\u202c \u2067x",
]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_text_makes_a_cue_more_or_less(text: str) -> None:
    publication = with_text(sample_publication(), text)

    cues = read_cues(rendered(publication))

    assert len(cues) == len(publication.timeline.cues)
    assert not set("\x00\u202e\u202c") & set(cues[0][3])
    assert cues[0][3].count("\u2067") == cues[0][3].count("\u2069")


def judged(path: Path, data: bytes) -> tuple[int, list[str]]:
    """Return what the parser of the standard's editors finds: how many cues, and which faults."""
    path.write_bytes(data)
    program = (
        "const {WebVTTParser} = require('webvtt-parser');"
        "const r = new WebVTTParser().parse(require('fs').readFileSync(process.argv[1], 'utf8'), 'captions');"
        "console.log(JSON.stringify([r.cues.length, r.errors.map(e => e.message)]))"
    )
    found = subprocess.run(
        ["node", "-e", program, str(path)],
        cwd=os.environ["NODE_DIR"], check=True, capture_output=True, text=True,
    )  # fmt: skip
    count, errors = json.loads(found.stdout)
    return count, errors


with_node = [
    pytest.mark.external,
    pytest.mark.skipif(absent("node"), reason="node is not installed"),
    pytest.mark.skipif(
        "NODE_DIR" not in os.environ and "CI" not in os.environ,
        reason="NODE_DIR names no folder of npm packages",
    ),
]


@pytest.mark.parametrize(
    "publication",
    [
        pytest.param(sample_publication(language), id=language, marks=with_node)
        for language in (ENGLISH, ARABIC)
    ]
    + [
        pytest.param(with_text(sample_publication(), text), id=ascii(text), marks=with_node)
        for text in HOSTILE
    ],
)
def test_the_parser_of_the_standard_finds_no_fault(tmp_path: Path, publication: Publication) -> None:
    data = vtt.render(publication, Texts(publication.edition.language))

    assert judged(tmp_path / "a.vtt", data) == (len(publication.timeline.cues), [])


MUTANTS = {
    "ends before it starts": ("00:00:00.040 --> 00:00:01.140", "00:00:02.040 --> 00:00:01.140"),
    "starts before the one above": ("00:00:06.820 -->", "00:00:00.020 -->"),
    "a tag that is not closed": ("Read by", "<lang ar>Read by"),
    "a time with a comma": ("00:00:03.350 -->", "00:00:03,350 -->"),
    "an arrow in the text": ("Read by", "Read --> by"),
}


@pytest.mark.parametrize(
    ("old", "new"), [pytest.param(*pair, id=name, marks=with_node) for name, pair in MUTANTS.items()]
)
def test_the_parser_of_the_standard_sees_planted_faults(tmp_path: Path, old: str, new: str) -> None:
    text = rendered(sample_publication())
    assert old in text

    assert judged(tmp_path / "a.vtt", text.replace(old, new, 1).encode())[1]


@pytest.mark.external
@pytest.mark.skipif(not_installed("webvtt"), reason="webvtt-py is not installed")
def test_another_reader_finds_speakers_and_words(tmp_path: Path) -> None:
    import webvtt

    publication = sample_publication(ARABIC)
    path = tmp_path / "a.vtt"
    path.write_bytes(vtt.render(publication, Texts(ARABIC)))

    found = webvtt.read(str(path)).captions

    assert {caption.voice for caption in found} == {"Narrator (synthetic)"}
    assert [caption.text.replace("\n", " ") for caption in found] == [
        html.escape(cue.text, quote=False) for cue in publication.timeline.cues
    ]
