"""Where music stands in a script."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.base.language import Language
from builder.catalogue.texts import Texts
from builder.model.music import MusicName
from builder.model.script import Script
from builder.narration.music import with_music
from builder.testing.spoken import spoken_passage, spoken_script

TEXTS = Texts(Language("en"))


def script() -> Script:
    """Return a script of an opening, an introduction, two sections and the disclaimer."""
    said = spoken_script(
        [
            [spoken_passage("s-title", kind="title"), spoken_passage("a-voice", kind="announcement")],
            [spoken_passage("s-deck", kind="deck")],
            [spoken_passage("s-one", kind="heading"), spoken_passage("s-a")],
            [spoken_passage("s-two", kind="heading"), spoken_passage("s-b")],
            [spoken_passage("s-end", kind="disclaimer"), spoken_passage("a-credit", kind="announcement")],
        ]
    )
    names = ("opening", "introduction", "s-one", "s-two", "disclaimer")
    chapters = zip(said.chapters, names, strict=True)
    return replace(said, chapters=tuple(replace(chapter, id=name) for chapter, name in chapters))


def order(names: list[MusicName]) -> list[list[str]]:
    told = with_music(script(), names, TEXTS)
    return [[passage.id for passage in chapter.passages] for chapter in told.chapters]


def test_the_voice_is_disclosed_before_the_intro_and_the_outro_is_last() -> None:
    assert order(["intro", "outro"]) == [
        ["s-title", "a-voice", "m-intro"],
        ["s-deck"],
        ["s-one", "s-a"],
        ["s-two", "s-b"],
        ["s-end", "a-credit", "m-outro"],
    ]


def test_a_cue_begins_each_chapter_that_has_a_heading() -> None:
    assert order(["cue"]) == [
        ["s-title", "a-voice"],
        ["s-deck"],
        ["m-cue-1", "s-one", "s-a"],
        ["m-cue-2", "s-two", "s-b"],
        ["s-end", "a-credit"],
    ]


def test_without_music_the_script_is_what_it_was() -> None:
    assert with_music(script(), [], TEXTS) == script()


@pytest.mark.parametrize("name", ["intro", "cue", "outro"])
def test_nothing_that_is_said_changes(name: MusicName) -> None:
    told = with_music(script(), [name], TEXTS)

    assert told.utterances == script().utterances
    assert [(chapter.id, chapter.title, chapter.anchor) for chapter in told.chapters] == [
        (chapter.id, chapter.title, chapter.anchor) for chapter in script().chapters
    ]


def test_music_says_nothing_and_tells_its_name() -> None:
    music = [passage for passage in with_music(script(), ["intro"], TEXTS).passages if passage.music]

    assert [(passage.music, passage.kind, passage.utterances) for passage in music] == [
        ("intro", "music", ())
    ]
    assert music[0].written == "♪ music ♪"
