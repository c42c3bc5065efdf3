"""The edition as plain text: everything that is heard and must be known, a line a paragraph."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.base.language import Language
from builder.catalogue.texts import Texts
from builder.formats import plain_text
from builder.formats.notes import chapter_lines, credit_lines, disclaimers, disclosures, licence_lines
from builder.model.publication import Publication
from builder.model.script import VoiceRef
from builder.testing.samples import ARABIC, ENGLISH, sample_publication


def rendered(publication: Publication) -> str:
    return plain_text.render(publication, Texts(publication.edition.language)).decode()


@pytest.mark.parametrize("language", [ENGLISH, ARABIC])
def test_every_passage_stands_on_one_line_once(language: Language) -> None:
    publication = sample_publication(language)

    lines = rendered(publication).split("\n")

    headings = {chapter.title for chapter in publication.script.chapters}
    for passage in publication.script.passages:
        if passage.written in headings or passage.kind in {"cell", "title"}:
            continue
        found = [line for line in lines if passage.written in line]
        assert len(found) == 1, passage.written


@pytest.mark.parametrize("language", [ENGLISH, ARABIC])
def test_disclosures_chapters_disclaimers_credits_and_licences_are_there(language: Language) -> None:
    publication, texts = sample_publication(language), Texts(language)

    text = rendered(publication)

    top, _, end = text.partition(f"\n\n{chapter_lines(publication)[0]}\n\n")
    assert top.split("\n\n")[0] == publication.script.passages[0].written
    assert "By Ada Moor" in top
    assert all(sentence in top for sentence in disclosures(publication, texts))
    assert all(line in top for line in chapter_lines(publication))
    assert all(f"\n\n{line}\n\n" in text for line in chapter_lines(publication))
    for disclaimer in disclaimers(publication.edition):
        assert disclaimer.text in end
    assert all(
        line in end for line in (*credit_lines(publication, texts), *licence_lines(publication, texts))
    )


def test_lists_tables_and_pictures_can_be_told_by_ear() -> None:
    text = rendered(sample_publication())

    assert "3. Find the day.\n4. Check the clock: tables rarely know summer time.\n  • Add one hour" in text
    assert "Heights on 14 March\nTime: 05:48. Height: 5.1 m.\nTime: 12:03. Height: 0.9 m." in text
    assert "Picture: A boat on its side in the mud, ropes slack." in text
    assert "    return low + (high - low) * TWELFTHS[hours]  # < 6" in text


def test_who_speaks_is_said_where_the_voice_changes_alone() -> None:
    publication = sample_publication()
    other = VoiceRef(engine="tone", voice="other")
    chapters = list(publication.script.chapters)
    passages = chapters[1].passages
    said = tuple(replace(each, voice=other) for each in passages[1].utterances)
    chapters[1] = replace(
        chapters[1], passages=(passages[0], replace(passages[1], utterances=said), *passages[2:])
    )
    script = replace(publication.script, chapters=tuple(chapters))
    publication = replace(publication, script=script, readers={other: "Ada Moor"})

    text = rendered(publication)

    assert text.count("Ada Moor: ") == 1
    assert "Ada Moor: Stand on a mole at noon" in text
    assert text.count("Narrator (synthetic): ") == 2
    assert "Narrator (synthetic): Nothing has drained away" in text


def test_nothing_of_a_text_is_wrapped_or_ends_its_line() -> None:
    publication = sample_publication()
    show = replace(publication.show, title="Salt\r\n\x00 & Water\u202e")

    text = rendered(replace(publication, show=show))

    assert "\nSalt \ufffd & Water\n" in text
    assert "\r" not in text
