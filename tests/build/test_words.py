"""Words of a build: at their sound, as written, read from units that are kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from builder.speech.tone import tone_frequency_hz
from builder.testing.hearing import decode, frequency_hz

Build = Callable[..., int]


def words_of(workspace: Path, language: str = "en") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((workspace / "output" / "tea" / language / "words.json").read_bytes())
    return found


def test_words_of_tones_lie_where_they_are_heard(workspace: Path, build: Build) -> None:
    status = build("--format", "words", "--format", "mp3", "--language", "en")

    found = words_of(workspace)
    sound, rate = decode(workspace / "output" / "tea" / "en" / "tea.en.mp3")
    said = {"Wait 3 minutes.": "Wait three minutes.", "Use a pot.": "Use a pot."}
    words = {sentence["text"]: sentence["words"] for sentence in found["sentences"]}
    assert status == 0
    for text, spoken in said.items():
        assert len(words[text]) == 3
        for start, end, _, _ in words[text]:
            heard = sound[int(start * rate) + 800 : int(end * rate) - 800]
            assert frequency_hz(heard, rate) == pytest.approx(tone_frequency_hz(spoken), abs=5)


def test_tones_mark_their_words_at_even_distances(workspace: Path, build: Build) -> None:
    build("--format", "words", "--language", "en")

    sentence = next(each for each in words_of(workspace)["sentences"] if each["text"] == "Use a pot.")
    length = sentence["end"] - sentence["start"]
    assert [(first, last) for _, _, first, last in sentence["words"]] == [(0, 3), (4, 5), (6, 10)]
    for number, (start, *_) in enumerate(sentence["words"]):
        assert start == pytest.approx(sentence["start"] + length * number / 3, abs=0.001)


def test_a_dose_is_one_group_as_it_is_written(workspace: Path, build: Build) -> None:
    build("--format", "words", "--language", "en")

    sentence = next(each for each in words_of(workspace)["sentences"] if "2.5 g" in each["text"])
    groups = [sentence["text"][first:last] for _, _, first, last in sentence["words"]]
    assert groups == ["It", "takes", "no", "more", "than", "2.5 g", "of", "leaves."]
    assert all(before[1] == after[0] for before, after in pairwise(sentence["words"]))


def test_words_are_not_written_again_while_nothing_changed(
    workspace: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build("--format", "words", "--format", "srt", "--language", "en")
    before = words_of(workspace)
    monkeypatch.setattr("builder.formats.words.write", None)
    monkeypatch.setattr("builder.formats.srt.write", None)

    status = build("--format", "words", "--format", "srt", "--language", "en", "--thorough")

    assert status == 0
    assert words_of(workspace) == before


def test_words_leave_the_edition_when_they_are_stale_and_nobody_asks_for_them(
    workspace: Path, build: Build
) -> None:
    build("--format", "words", "--format", "vtt", "--language", "en")
    article = workspace / "articles" / "tea.md"
    article.write_text(article.read_text().replace("Use a pot.", "Use a cup."))

    build("--format", "vtt", "--language", "en")

    folder = workspace / "output" / "tea" / "en"
    assert not (folder / "words.json").exists()
    assert "Use a cup." in (folder / "tea.en.vtt").read_text()


@pytest.mark.voice
def test_words_of_real_speech_go_through_their_sentence_in_order(workspace: Path, build: Build) -> None:
    settings = workspace / "edition.toml"
    settings.write_text(
        settings.read_text().replace('[voices.en]\nengine = "tone"', '[voices.en]\nengine = "espeak-ng"')
    )

    status = build("--format", "words", "--language", "en")

    assert status == 0
    for sentence in words_of(workspace)["sentences"]:
        words = sentence["words"]
        assert len(words) > 0
        assert words[0][0] - sentence["start"] < 0.1
        assert words[-1][1] == sentence["end"]
        assert all(start < end for start, end, _, _ in words)
        assert all(before[1] == after[0] and before[3] <= after[2] for before, after in pairwise(words))
        # A word of a letter lasts some hundredths of a second, the longest of this article less than two.
        assert all(0.02 < end - start < 2 for start, end, _, _ in words)
