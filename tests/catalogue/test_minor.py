"""A correction of a typo is told from an edit that says something else."""

import pytest

from builder.base.language import Language
from builder.catalogue.minor import why_not_minor

EN = Language("en")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The house is recieved.", "The house is received."),
        ("Teh house stands.", "The house stands."),
        ("The the house stands.", "The house stands."),
        ("Alot of wine, they say", "A lot of wine, they say."),
        ("Its a gift.", "It's a gift."),
        ("he saw house", "He saw the house"),
        ("A cafe here.", "A café here."),
        ("The “end”", 'The "end"'),
        ("Same", "Same"),
        ("Take 5mg now.", "Take 5 mg now."),
        ("Take 10-20 drops.", "Take 10–20 drops."),
    ],
)
def test_a_typo_is_minor(old: str, new: str) -> None:
    assert why_not_minor(old, new, EN) is None


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("It takes 40 minutes.", "It takes 45 minutes.", "a figure"),
        ("Take 10-20 drops.", "Take 10 20 drops.", "a figure"),
        ("Take 5 mg now.", "Take 5 µg now.", "a figure"),
        ("Take two hours.", "Take two days.", "a unit"),
        ("Take seven pills.", "Take seventy pills.", "a number word|a unit"),
        ("You may go.", "You must go.", "may"),
        ("It is safe.", "It is not safe.", "a negation"),
        ("He can go.", "He can't go.", "a negation|may"),
        ("They are able.", "They are unable.", "a negation"),
        ("For hypertension.", "For hypotension.", "another word"),
        ("<em>All</em> of it.", "All of it.", "tags"),
        ("The cat sat.", "The dog sat.", "another word"),
        ("The cat sat.", "The cat sat down there.", "another word"),
        ("a > b or c", "a < b or c", "a sign"),
        ("Is it so.", "Is it so?", "a sign"),
        ("Wun twoo threee foor fivee sixx", "Wunn twooo thre fooor fivve six", "words differ|another|number"),
    ],
)  # fmt: skip
def test_an_edit_that_says_something_else_is_refused(old: str, new: str, reason: str) -> None:
    found = why_not_minor(old, new, EN)

    assert found is not None
    assert any(part in found for part in reason.split("|"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Give 100ml now.", "Give 100mg now."),
        ("An area of 100m² here.", "An area of 100m³ here."),
        ("Enzymes of CYP3A here.", "Enzymes of CYP3B here."),
        ("A power of 100 mW.", "A power of 100 MW."),
        ("It was 5 mM strong.", "It was 5 mm strong."),
        ("It was - 5 degrees.", "It was 5 degrees."),
    ],
)
def test_a_figure_with_its_unit_is_never_a_typo(old: str, new: str) -> None:
    assert why_not_minor(old, new, EN) is not None
    assert why_not_minor(old, new, Language("de")) is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("in June", "in July"),
        ("by Tuesday", "by Thursday"),
        ("the maximum dose", "the minimum dose"),
        ("a major depression", "a minor depression"),
        ("about that", "above that"),
        ("within two hours", "with two hours"),
        ("most people", "more people"),
        ("the sixteenth", "the sixtieth"),
        ("take prednisone", "take prednisolone"),
        ("abduction of it", "adduction of it"),
        ("a legal matter", "a local matter"),
        ("a fine drink", "a free drink"),
    ],
)
def test_a_word_that_is_one_edit_from_another_known_word_is_no_typo(old: str, new: str) -> None:
    assert why_not_minor(old, new, EN) is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It was Zarate who found it.", "It was Zaratte who found it."),
        ("The US trial.", "The us trial."),
        ("See example.org/drugs there.", "See example.org/drogs there."),
        ("Write to ana@example.org there.", "Write to anna@example.org there."),
    ],
)
def test_a_name_or_address_is_never_a_typo_since_translations_copy_it(old: str, new: str) -> None:
    assert why_not_minor(old, new, EN) is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Take <a1>this</a1> drug.", "Take this <a1>drug</a1>."),
        ("Take <em>all</em> of this.", "Take all of <em>this</em>."),
        ("Find {title} here.", "Find {titel} here."),
    ],
)
def test_a_tag_or_place_that_moved_or_has_another_name_is_no_typo(old: str, new: str) -> None:
    assert why_not_minor(old, new, EN) is not None


def test_a_typo_beside_a_tag_is_minor() -> None:
    assert why_not_minor("Teh <em>house</em>, he siad.", "The <em>house,</em> he said.", EN) is None


def test_in_other_languages_only_places_of_letters_case_and_accents_may_change() -> None:
    assert why_not_minor("Die Katez schläft.", "Die Katze schlaft.", Language("de")) is None
    assert why_not_minor("Er kommt nie.", "Er kommt nun.", Language("de")) is not None
    assert why_not_minor("Das ist eine Ahnung.", "Das ist keine Ahnung.", Language("de")) is not None
