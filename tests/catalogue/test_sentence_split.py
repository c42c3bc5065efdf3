"""Sentences of a markup text keep their tags and lose no character."""

from hypothesis import given
from hypothesis import strategies as st

from builder.base.language import Language
from builder.catalogue.sentence_split import split_markup

EN = Language("en")


def test_a_sentence_keeps_its_tags() -> None:
    parts = split_markup("It is <em>here.</em> Go to <a1>the shop</a1>. <strong>Now.</strong>", EN)

    assert parts == ("It is <em>here.</em>", "Go to <a1>the shop</a1>.", "<strong>Now.</strong>")


def test_sentences_inside_one_tag_stay_together() -> None:
    parts = split_markup("First. <em>Second one. Third one.</em> Fourth &amp; last.", EN)

    assert parts == ("First.", "<em>Second one. Third one.</em>", "Fourth &amp; last.")


PIECES = st.sampled_from(
    [
        "One is. ",
        "Two? ",
        "<em>",
        "</em>",
        "<a1>",
        "</a1>",
        "&amp;",
        " ",
        "Dr. No ",
        "3.5 mg. ",
        "<x>",
        "&",
        "…",
    ]
)


@given(st.lists(PIECES, max_size=12), st.booleans())
def test_no_character_is_lost(pieces: list[str], thorough: bool) -> None:
    text = "".join(pieces)

    parts = split_markup(text, EN, thorough=thorough)

    assert "".join("".join(parts).split()) == "".join(text.split())
