"""What differs between two texts is told in words, sentence by sentence."""

import pytest

from builder.base.language import Language
from builder.catalogue.changes import Change, changed_sentences, render_changes, revision, word_diff

EN, ES = Language("en"), Language("es")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("It takes 40 minutes.", "It takes 45 minutes.", "“40 minutes” → “45 minutes”"),
        ("Give 0.5 mg/kg slowly.", "Give 0.7 mg/kg slowly.", "“0.5 mg/kg” → “0.7 mg/kg”"),
        ("The big red house.", "The red house.", "removed “big”"),
        ("The red house.", "The big red house.", "added “big”"),
        ("One stands. Two sit.", "One stands. A new one came. Two sit.", "added “A new one came.”"),
        ("An <em>old</em> house.", "An old house.", "“<em>old</em>” → “old”"),
        ("薬を飲む。", "水を飲む。", "“薬” → “水”"),
        ("Same  text.", "Same text.", ""),
    ],
    ids=["figure", "dose", "removed", "added", "sentence", "tags", "japanese", "blanks"],
)
def test_changes_are_told_as_people_read_them(old: str, new: str, told: str) -> None:
    changes = word_diff(old, new, EN)

    assert render_changes(changes) == told


def test_a_text_has_no_change_from_itself() -> None:
    assert word_diff("One. Two.", "One. Two.", EN) == ()


def test_many_changes_are_counted_and_long_ones_cut() -> None:
    changes = [Change(before="word " * 40, after="b") for _ in range(9)]

    told = render_changes(changes)

    assert told.endswith("; and 5 more")
    assert len(told) < 400


def test_the_sentences_that_changed_are_named_by_their_places_in_the_new_text() -> None:
    assert changed_sentences("One is. Two is.", "One is. New is. Two was.", EN) == (2, 3)
    assert changed_sentences("One is.", "One is.", EN) == ()


def test_a_revision_names_sentences_of_the_translation() -> None:
    old, new = "One is. Two is. Three is. Four is.", "One is. Two was. Four is. Five is."

    found = revision(old, new, "Uno. Dos. Tres. Cuatro.", EN, ES)

    assert found is not None
    assert (found.total, found.revise, found.remove, found.add) == (4, (2,), (3,), (4,))


def test_no_revision_is_told_where_the_numbers_of_sentences_differ() -> None:
    assert revision("One is. Two is.", "One is. Two was.", "Uno y dos.", EN, ES) is None
