"""What a finding is about is marked, and nothing in a text can hide or turn what follows it."""

from hypothesis import given
from hypothesis import strategies as st

from builder.check.marking import quoted, sentence, stretches, visible


def marked(text: str, *wanted: str) -> list[str]:
    return [stretch.text for stretch in stretches(text, wanted) if stretch.marked]


def test_a_figure_is_marked_where_it_stands_by_itself() -> None:
    assert marked("45 minutes for 5 cups, 15 spoons", "5") == ["5"]
    assert marked("５5个 5", "5") == ["5", "5"]


def test_the_end_of_a_plural_hides_nothing() -> None:
    assert marked("the 1960s, SSRIs, 19601", "1960", "SSRI") == ["1960", "SSRI"]
    assert marked("19604s 1960st", "1960") == []


def test_the_longest_of_what_is_quoted_is_marked() -> None:
    wanted = quoted('the dose "0.5 mg/kg" stands there as "5 mg" or “5”')

    assert wanted == ("0.5 mg/kg", "5 mg", "5")
    assert marked("0.5 mg/kg, 5 mg, 5", *wanted) == ["0.5 mg/kg", "5 mg", "5"]


def test_a_quotation_that_was_cut_is_marked_as_far_as_it_goes() -> None:
    assert quoted('has "a long sen…"') == ("a long sen",)


def test_a_whole_text_is_not_marked() -> None:
    assert marked("Not advice.", "Not advice.") == []


def test_an_invisible_character_is_shown_by_number_and_named() -> None:
    (_, hidden, _) = stretches("a\u202eb")

    assert (hidden.text, hidden.marked) == ("[U+202E]", True)
    assert hidden.stands_for == "right-to-left override"
    assert visible("a\u200bb") == "a[U+200B]b"


def test_a_message_becomes_a_sentence_and_a_command_can_be_pasted() -> None:
    assert sentence("a\u202eb is\nlost") == "A[U+202E]b is lost."
    assert sentence("is it lost?") == "Is it lost?"
    assert sentence("run: edition update tea") == "Run: edition update tea"


def test_joiners_are_letters_and_stay() -> None:
    assert visible("می\u200cروم") == "می\u200cروم"


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_no_visible_character_is_lost(text: str, wanted: list[str]) -> None:
    parts = stretches(text, wanted)

    kept = "".join(chr(int(part.text[3:-1], 16)) if part.stands_for else part.text for part in parts)
    assert kept == text
