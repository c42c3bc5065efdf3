"""Pieces for a service that takes a hundred characters: few, at good places, with every word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.speech.google_text import MOST_CHARACTERS, pieces


@given(st.text(alphabet=st.sampled_from("ab ,.;—!?。、\n\u00a0)"), max_size=400))
def test_no_character_but_white_space_is_lost_and_no_piece_is_too_long(text):
    found = pieces(text)

    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(0 < len(piece) <= MOST_CHARACTERS for piece in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("  ", ()),
        ("As, it is.", ("As, it is.",)),
        ("a, b, c, d.", ("a, b, c,", "d.")),
        ("One two. Three, four.", ("One two.", "Three,", "four.")),
        ("abcdefghijkl", ("abcdefghij", "kl")),
        ("ab cd ef gh ij", ("ab cd ef", "gh ij")),
        ("「ああ、いい」。ううえええ", ("「ああ、いい」。", "ううえええ")),
    ],
)
def test_a_text_is_cut_at_the_best_places_only_where_it_has_to_be(text, expected):
    assert pieces(text, most=10) == expected


def test_clauses_are_packed_not_sent_one_by_one():
    text = ", ".join(["a clause of some length"] * 8) + "."

    assert [len(piece) for piece in pieces(text)] == [99, 99]
