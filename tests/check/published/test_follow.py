"""A text is followed through the lines and cues it was cut into, and each way to leave it is told apart."""

from __future__ import annotations

import pytest

from builder.check.published.follow import follow, lost_words

TEXT = (
    "Tea is a drink of leaves.",
    "It takes no more than 2.5 g of them.",
    "No.",
    "Boil the water and wait.",
)


def departures(text: str, *, strict: bool = True) -> list[tuple[str, str, str]]:
    return [(each.kind, each.expected, each.found) for each in follow(TEXT, text, strict=strict).departures]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(TEXT),
        " ".join(TEXT),
        "Tea is a\ndrink of leaves. It takes\nno more than 2.5 g of\nthem.\nNo.\nBoil the water and wait.",
    ],
)
def test_line_breaks_do_not_matter(text: str) -> None:
    assert departures(text) == []


def test_the_places_are_those_of_the_letters() -> None:
    assert follow(("ab c", "d"), "a b\nc d", strict=True).places == [(0, 3), (3, 4)]


def test_a_text_that_is_missing_added_changed_or_moved_is_told() -> None:
    missing = departures("\n".join((TEXT[0], *TEXT[2:])))
    added = departures("\n".join((*TEXT[:2], "Milk cures colds.", *TEXT[2:])))
    changed = departures("\n".join((TEXT[0], TEXT[1].replace("no ", ""), *TEXT[2:])))
    moved = departures("\n".join((TEXT[1], TEXT[0], *TEXT[2:])))

    assert missing == [("missing", TEXT[1], "")]
    assert added == [("added", "", "Milk cures colds.")]
    assert changed == [("other", TEXT[1], "It takes more than 2.5 g of them.")]
    assert [kind for kind, _, _ in moved] == ["moved"]


def test_other_words_may_stand_between_where_that_is_allowed() -> None:
    text = "A title\n" + "\nBy Ada\n".join(TEXT)

    assert departures(text, strict=False) == []
    assert departures(text, strict=True) != []


def test_a_short_text_that_stands_elsewhere_was_moved() -> None:
    assert departures("\n".join((*TEXT[:2], TEXT[3], "No."))) == [("moved", "No.", "")]


def test_another_file_altogether_is_told_in_a_moment() -> None:
    sentences = tuple(f"Sentence {number} of a long book about tea." for number in range(2_000))

    followed = follow(
        sentences, "\n".join(f"Line {number} of another." for number in range(2_000)), strict=True
    )

    assert len(followed.departures) == 2_000


def test_a_departure_names_the_words_that_are_lost() -> None:
    assert lost_words("Do not burn yourself.", "Do burn yourself.") == ("not",)
