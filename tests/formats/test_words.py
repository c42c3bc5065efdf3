"""Words with their times: what is written, when it is heard."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from builder.base.language import Language
from builder.base.units import to_ms
from builder.catalogue.texts import Texts
from builder.formats import words
from builder.model.publication import Publication
from builder.model.sound import UnitHead
from builder.testing.heads import heads_of
from builder.testing.samples import ARABIC, ENGLISH, sample_publication


def written(publication: Publication, heads: list[UnitHead] | None = None) -> dict[str, Any]:
    file = io.BytesIO()
    made = heads_of(publication) if heads is None else iter(heads)
    words.write(file, publication, Texts(publication.edition.language), made)
    found: dict[str, Any] = json.loads(file.getvalue())
    return found


@pytest.mark.parametrize("language", [ENGLISH, ARABIC])
def test_each_sentence_has_its_cues_times_and_text(language: Language) -> None:
    publication = sample_publication(language)

    value = written(publication)

    rate = publication.timeline.sample_rate_hz
    assert value["schema"] == "edition-words/1"
    assert (value["slug"], value["language"]) == ("tides", language)
    assert value["duration"] == to_ms(publication.timeline.frames, rate) / 1000
    assert [(each["id"], each["start"], each["end"], each["text"]) for each in value["sentences"]] == [
        (cue.utterance_id, to_ms(cue.start, rate) / 1000, to_ms(cue.end, rate) / 1000, cue.text)
        for cue in publication.timeline.cues
    ]


@pytest.mark.parametrize("language", [ENGLISH, ARABIC])
def test_words_are_in_order_inside_their_sentence_and_leave_out_nothing_but_blanks(
    language: Language,
) -> None:
    value = written(sample_publication(language))

    for sentence in value["sentences"]:
        times = [time for start, end, _, _ in sentence["words"] for time in (start, end)]
        assert times == sorted(times)
        assert sentence["start"] <= times[0]
        assert times[-1] == sentence["end"]
        assert all(before[1] == after[0] for before, after in pairwise(sentence["words"]))
        said = "".join(sentence["text"][first:last] for _, _, first, last in sentence["words"])
        assert said == sentence["text"].replace(" ", "")


def test_the_words_of_the_announcer_before_a_cell_are_not_shown() -> None:
    value = written(sample_publication())

    (cell,) = [each for each in value["sentences"] if each["text"] == "5.1 m"]
    assert [(first, last) for _, _, first, last in cell["words"]] == [(0, 3), (4, 5)]
    assert cell["words"][0][0] > cell["start"]


def test_a_sentence_whose_engine_tells_no_words_has_none() -> None:
    publication = sample_publication()

    value = written(publication, list(heads_of(publication, marked=False)))

    assert all(sentence["words"] is None for sentence in value["sentences"])


def test_a_sentence_of_two_voices_has_the_words_of_both_and_one_group_where_one_tells_none() -> None:
    publication = sample_publication()
    passages = publication.script.chapters[1].passages
    second = passages[1]
    assert len(second.utterances) == 2
    joined = replace(second, utterances=(second.utterances[0], replace(second.utterances[1], continues=True)))
    chapters = list(publication.script.chapters)
    chapters[1] = replace(chapters[1], passages=(passages[0], joined, *passages[2:]))
    cues = publication.timeline.cues
    at = next(number for number, cue in enumerate(cues) if cue.passage_id == second.id)
    one = replace(cues[at], text=second.written, end=cues[at + 1].end)
    heads = list(heads_of(publication))
    unit = publication.script.passages.index(second)
    places = heads[unit].places
    heads[unit] = replace(heads[unit], places=(places[0], replace(places[1], marks=())))
    publication = replace(
        publication,
        script=replace(publication.script, chapters=tuple(chapters)),
        timeline=replace(publication.timeline, cues=(*cues[:at], one, *cues[at + 2 :])),
    )

    value = written(publication, heads)

    (sentence,) = [each for each in value["sentences"] if each["id"] == one.utterance_id]
    groups = [sentence["text"][first:last] for _, _, first, last in sentence["words"]]
    assert groups[:4] == ["Stand", "on", "a", "mole"]
    assert groups[-1] == "Come back at six and they lie on the mud, 4.2 m below."
    assert sentence["words"][-1][1] == sentence["end"]


def test_units_of_another_script_are_refused() -> None:
    publication = sample_publication()

    with pytest.raises(ValueError, match="zip"):
        written(publication, list(heads_of(publication))[:-1])


def test_heads_are_read_one_after_the_other() -> None:
    publication = sample_publication()
    file = io.BytesIO()
    lengths: list[int] = []

    def watched() -> Any:
        for head in heads_of(publication):
            lengths.append(file.tell())
            yield head

    words.write(file, publication, Texts(ENGLISH), watched())

    assert lengths == sorted(set(lengths))
    assert file.getvalue().count(b"\n") == len(publication.timeline.cues) + 2
