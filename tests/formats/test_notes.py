"""Show notes: the same words in feed, tags and page, and never too long."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.catalogue.texts import Texts
from builder.formats.notes import (
    ShowNotes,
    credit_lines,
    disclaimers,
    disclosures,
    licence_line,
    licence_lines,
    render_text,
    show_notes,
    weak_voice,
)
from builder.model.edition import Edition, TranslationMethod
from builder.model.publication import Publication, VoiceCredit
from builder.model.show import Rights
from builder.testing.samples import ARABIC, ENGLISH, SHOW, sample_document, sample_edition, sample_publication

TEXTS = Texts(ENGLISH)


def published(edition: Edition) -> Publication:
    return sample_publication(edition.language, edition=edition)


def translation(
    method: TranslationMethod, *, reviewed: bool, translators: tuple[str, ...] = ()
) -> Publication:
    edition = sample_edition(ARABIC)
    return published(replace(edition, method=method, reviewed=reviewed, translators=translators))


def test_the_original_says_that_its_voice_is_synthetic() -> None:
    assert disclosures(sample_publication(), TEXTS) == (TEXTS("disclosure_synthetic"),)


@pytest.mark.parametrize(
    ("method", "reviewed", "names"),
    [
        ("machine", False, ["synthetic", "machine", "unreviewed"]),
        ("machine", True, ["synthetic", "machine", "reviewed"]),
        ("machine+post-edited", False, ["synthetic", "machine", "unreviewed"]),
        ("human", False, ["synthetic", "unreviewed"]),
        ("human", True, ["synthetic", "reviewed"]),
    ],
)
def test_a_translation_says_how_it_was_made_and_whether_it_was_reviewed(
    method: TranslationMethod, reviewed: bool, names: list[str]
) -> None:
    publication = translation(method, reviewed=reviewed)

    found = disclosures(publication, TEXTS)

    assert list(found) == [TEXTS(f"disclosure_{name}") for name in names]


def test_translators_are_named() -> None:
    publication = translation("human", reviewed=True, translators=("Ana", "Bo", "Cid"))

    assert "Translated by Ana, Bo, and Cid." in disclosures(publication, TEXTS)
    assert "Translated by Ana, Bo, and Cid" in credit_lines(publication, TEXTS)


def test_a_draft_says_so_first() -> None:
    publication = published(replace(sample_edition(ARABIC), draft=True))

    assert disclosures(publication, TEXTS)[0] == TEXTS("disclosure_draft")


def test_the_original_disclaimer_stands_under_an_unreviewed_translation() -> None:
    found = disclaimers(sample_edition(ARABIC))

    assert [(each.language, each.original) for each in found] == [(ARABIC, False), (ENGLISH, True)]


@pytest.mark.parametrize(
    "edition",
    [sample_edition(), replace(sample_edition(ARABIC), reviewed=True)],
    ids=["original", "reviewed translation"],
)
def test_otherwise_there_is_one_disclaimer(edition: Edition) -> None:
    found = disclaimers(edition)

    assert [each.original for each in found] == [False]


def test_nothing_is_said_of_an_original_disclaimer_that_does_not_exist() -> None:
    source = replace(sample_document(), disclaimer=None)
    edition = replace(sample_edition(ARABIC), source=source)
    edition = replace(edition, document=replace(edition.document, disclaimer=None))

    found = disclosures(published(edition), TEXTS)

    assert found[-1] == TEXTS("disclosure_unreviewed_bare")
    assert disclaimers(edition) == ()


def test_a_disclaimer_left_in_the_source_language_is_not_said_twice() -> None:
    edition = sample_edition(ARABIC)
    disclaimer = edition.source.disclaimer
    assert disclaimer is not None
    document = replace(edition.document, disclaimer=replace(disclaimer, language=ENGLISH))
    edition = replace(edition, document=document, draft=True)

    found = disclaimers(edition)

    assert [(each.language, each.original) for each in found] == [(ENGLISH, False)]


def test_a_weak_voice_is_told_with_the_command_that_gets_a_better_one() -> None:
    publication = sample_publication()
    weak = replace(publication, voices=(replace(publication.voices[0], band="weak"),))

    assert weak_voice(publication, TEXTS) is None
    assert "pip install 'edition-builder[en]'" in str(weak_voice(weak, TEXTS))


def test_voices_get_the_words_their_licence_asks_for() -> None:
    voice = VoiceCredit(
        engine="Tone", voice="hum", band="good", licence="CC BY 4.0", attribution="Hum by Ana, 2024"
    )
    publication = replace(sample_publication(), voices=(voice, voice))

    found = credit_lines(publication, TEXTS)

    assert found == (
        "By Ada Moor",
        "Synthetic voice: hum, from Tone",
        "Hum by Ana, 2024",
        "Licence of the voice: CC BY 4.0",
    )


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        (Rights(), "All rights reserved"),
        (Rights(article="CC BY 4.0", translations="CC BY 4.0", audio="CC BY 4.0"), "CC BY 4.0"),
        (
            Rights(article="CC BY 4.0"),
            "Article: CC BY 4.0 · Translation: All rights reserved · Sound: All rights reserved",
        ),
    ],
    ids=["nothing said", "one for all", "one part"],
)
def test_what_nothing_was_said_of_is_reserved(rights: Rights, expected: str) -> None:
    publication = sample_publication(ARABIC, show=replace(SHOW, rights=rights))

    assert licence_line(publication, TEXTS) == expected


def test_the_original_has_no_licence_of_a_translation() -> None:
    publication = sample_publication(show=replace(SHOW, rights=Rights(translations="CC BY 4.0")))

    assert licence_line(publication, TEXTS) == "All rights reserved"


def test_notes_have_a_line_for_each_chapter_and_the_disclaimer_after_them() -> None:
    publication = sample_publication()

    text = render_text(show_notes(publication, TEXTS), TEXTS, most_bytes=4000)

    lines = text.splitlines()
    assert lines[0].startswith("Twice a day")
    assert "00:00 Opening" in lines
    disclaimer = next(number for number, line in enumerate(lines) if line.startswith("This article explains"))
    assert disclaimer > lines.index("00:00 Opening")
    assert lines[-2:] == ["Article: CC BY 4.0", "Sound: All rights reserved"]


def long_notes(chapters: int, disclaimer_words: int = 20) -> ShowNotes:
    notes = show_notes(sample_publication(), TEXTS)
    disclaimer = replace(notes.disclaimers[0], text=" ".join(["caution"] * disclaimer_words))
    return replace(
        notes,
        chapters=tuple(f"{number:02}:00 Título {number}" for number in range(chapters)),
        disclaimers=(disclaimer,),
    )


@pytest.mark.parametrize("chapters", [0, 40, 90, 200, 2000])
def test_long_notes_lose_credits_and_chapters_before_anything_else(chapters: int) -> None:
    notes = long_notes(chapters)

    text = render_text(notes, TEXTS, most_bytes=4000)

    assert len(text.encode()) <= 4000
    assert notes.disclosures[0] in text
    assert notes.disclaimers[0].text in text
    assert text.endswith("\n".join(notes.licences))


def test_a_disclaimer_longer_than_all_notes_is_cut_at_a_word() -> None:
    text = render_text(long_notes(5, disclaimer_words=2000), TEXTS, most_bytes=4000)

    assert 3900 < len(text.encode()) <= 4000
    assert text.endswith("caution…")


def test_each_part_is_named_where_a_licence_could_be_taken_for_something_else() -> None:
    rights = Rights(article="CC BY 4.0", translations="CC BY 4.0", audio="CC BY 4.0")
    publication = sample_publication(show=replace(SHOW, rights=rights))

    assert licence_lines(publication, TEXTS) == ("Article: CC BY 4.0", "Sound: CC BY 4.0")
    assert licence_lines(sample_publication(show=replace(SHOW, rights=Rights())), TEXTS) == (
        "All rights reserved",
    )
