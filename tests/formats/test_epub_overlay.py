"""Overlays of a book: each sentence at its words, heard, and no sound left out."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from mutagen.mp3 import MP3

from builder.base.units import smil_clock, to_ms
from builder.catalogue.texts import Texts
from builder.formats.transcript import sentence_id
from builder.model.script import Script, UtteranceId
from builder.model.timeline import Cue, Timeline
from builder.narration.music import with_music
from builder.testing.book_reading import book_faults
from builder.testing.books import (
    MadeBook,
    book_entries,
    book_publication,
    make_book,
    tone_hz,
)
from builder.testing.hearing import decode, frequency_hz
from builder.testing.samples import ARABIC, ENGLISH, segment_id, timeline_of


@pytest.fixture(scope="module", params=[ENGLISH, ARABIC], ids=str)
def each(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> MadeBook:
    folder = tmp_path_factory.mktemp("book")
    return make_book(folder, book_publication(folder, request.param))


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> MadeBook:
    folder = tmp_path_factory.mktemp("book")
    return make_book(folder, book_publication(folder))


def test_every_sentence_that_is_spoken_is_a_clip_at_its_own_words(each: MadeBook) -> None:
    cues = each.publication.timeline.cues

    shown = [each.book.words(pair.text) for pair in each.pairs]

    assert shown == [cue.text for cue in cues]


def test_a_clip_starts_with_its_cue_and_lasts_until_the_next(each: MadeBook) -> None:
    timeline = each.publication.timeline
    for chapter, path in zip(timeline.chapters, each.chapters, strict=True):
        cues = [cue for cue in timeline.cues if chapter.start <= cue.start < chapter.end]
        starts = [0, *(to_ms(cue.start - chapter.start, timeline.sample_rate_hz) for cue in cues[1:])]

        pairs = each.book.overlays[path]

        assert [pair.begin_ms for pair in pairs] == starts
        assert pairs[-1].end_ms == to_ms(chapter.end - chapter.start, timeline.sample_rate_hz)


def test_every_clip_lets_its_own_passage_be_heard(english: MadeBook, tmp_path: Path) -> None:
    passages = {each.id: number for number, each in enumerate(english.publication.script.passages)}
    cues = iter(english.publication.timeline.cues)
    for path in english.chapters:
        pairs = english.book.overlays[path]
        sound = tmp_path / "chapter.mp3"
        sound.write_bytes(english.book.entries[pairs[0].sound])
        samples, rate = decode(sound)
        for pair in pairs:
            middle = (pair.begin_ms + pair.end_ms) * rate // 2000

            heard = frequency_hz(samples[middle - rate // 10 : middle + rate // 10], rate)

            assert heard == pytest.approx(tone_hz(passages[next(cues).passage_id]), abs=4)


def test_a_chapters_sound_is_as_long_as_its_overlay_says(english: MadeBook) -> None:
    for path in english.chapters:
        pairs = english.book.overlays[path]

        length = MP3(io.BytesIO(english.book.entries[pairs[0].sound])).info.length

        assert length * 1000 == pytest.approx(pairs[-1].end_ms, abs=1)


def test_sequences_tell_players_what_can_be_skipped(english: MadeBook) -> None:
    around = {english.book.words(pair.text): pair.inside for pair in english.pairs}

    assert around["Low water at the mole."][1] == "figure"
    assert around["A boat on its side in the mud, ropes slack."] == ("chapter", "figure")
    assert around["Find the day."] == ("chapter", "list", "list-item")
    assert around["Add one hour in summer."] == ("chapter", "list", "list-item", "list", "list-item")
    assert around["5.1 m"] == ("chapter", "table", "table-row", "table-cell")
    assert around["Heights on 14 March"][1] == "table"
    assert around["Read by a synthetic voice."] == ("titlepage",)


def test_music_has_a_place_of_its_own_in_the_text(tmp_path: Path) -> None:
    publication = book_publication(tmp_path)
    script = with_music(publication.script, ("intro", "cue", "outro"), Texts(ENGLISH))
    musical = replace(publication, script=script, timeline=with_music_cues(script))

    found = make_book(tmp_path, musical)

    shown = [found.book.words(pair.text) for pair in found.pairs]
    assert shown == [cue.text for cue in musical.timeline.cues]
    assert shown.count("♪ music ♪") == 4
    assert book_faults(found.path) == ()


def with_music_cues(script: Script) -> Timeline:
    timeline = timeline_of(script)
    places = zip(script.passages, timeline.unit_starts, strict=True)
    music = [
        Cue(
            utterance_id=UtteranceId(f"{passage.id}.1"), passage_id=passage.id, segment_id=None,
            kind="music", text=passage.written, written_start=0, language=script.language,
            start=start, end=start + 960,
        )
        for passage, start in places
        if passage.music
    ]  # fmt: skip
    cues = sorted((*timeline.cues, *music), key=lambda cue: cue.start)
    return replace(timeline, cues=tuple(cues))


def test_words_that_a_text_does_not_hold_are_heard_with_all_of_it(tmp_path: Path) -> None:
    publication = book_publication(tmp_path)
    name = segment_id("moon")
    other = [
        replace(cue, text="other words") if cue.segment_id == name else cue
        for cue in publication.timeline.cues
    ]
    odd = replace(publication, timeline=replace(publication.timeline, cues=tuple(other)))

    found = make_book(tmp_path, odd)

    clips = [pair for pair in found.pairs if name in pair.text]
    assert [pair.text.partition("#")[2] for pair in clips] == [sentence_id(UtteranceId(f"{name}.1"))]
    assert book_faults(found.path) == ()


def test_a_very_long_recordings_times_keep_their_hours() -> None:
    assert smil_clock(93_784_005) == "26:03:04.005"
    assert smil_clock(0) == "0:00:00.000"


def test_an_overlay_is_read_off_its_document(english: MadeBook) -> None:
    smil = ET.fromstring(book_entries(english.path)["EPUB/disclaimer.smil"])

    sequences = [
        each.get("{http://www.idpf.org/2007/ops}type") for each in smil.iter() if each.tag.endswith("}seq")
    ]

    assert sequences == ["notice", "credits"]
