from xml.dom import minidom

from hypothesis import given
from hypothesis import strategies as st

from builder.base.text import around, clean_text, one_line, shorten


@given(st.text(st.characters(exclude_categories=[])))
def test_a_cleaned_text_is_legal_in_xml(text: str) -> None:
    cleaned = clean_text(text)

    escaped = cleaned.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    minidom.parseString(f"<t>{escaped}</t>".encode())


@given(st.text(st.characters(exclude_categories=[])))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


def test_a_line_has_no_line_ends_and_single_spaces() -> None:
    assert one_line(" a\r\nb\u2028c\t\td\0 ") == "a b c d\ufffd"


def test_a_shortened_text_shows_the_cut() -> None:
    assert shorten("x" * 100) == "x" * 59 + "…"
    assert shorten("short") == "short"


def test_a_line_keeps_its_no_break_spaces() -> None:
    assert one_line("« 40\u00a0mg\u202f»  ;") == "« 40\u00a0mg\u202f» ;"


def test_words_around_a_stretch_are_cut_between_words() -> None:
    text = "The first dose of all was 0.5 mg/kg over forty minutes in that early trial of the drug"
    start = text.index("0.5")

    assert around(text, start, start + 9, 40) == "…of all was 0.5 mg/kg over forty…"
    assert around(text, 0, 3, 20) == "The first…"
    assert around(text, start, start + 9, 5) == "…0.5 mg/kg…"
    assert around("0.5 mg", 0, 6) == "0.5 mg"
