"""Bare text: what is found in it without any markup."""

from pathlib import Path

import pytest

from builder.article.plain import read_plain
from builder.article.segments import plain_words, segments
from builder.base.language import Language
from builder.model.document import Document

BARE = Path(__file__).parent.parent / "data" / "bare.txt"

LONG = (
    "The library lent forty tools in its first year, and every one of them came back, most of them cleaner."
)
LONGER = f"{LONG} Nobody had expected that, least of all the neighbor who had given the ladders."
ADVICE = "This text is for informational purposes only and is not legal advice."


def read(text: str, path: str = "my-first_text.txt") -> Document:
    return read_plain(text, path=path, language=Language("en"))


def kinds(text: str) -> list[tuple[str, int]]:
    return [(segment.kind, segment.locator.line) for segment in segments(read(text))]


def test_a_text_of_one_paragraph_a_line_gives_title_deck_headings_and_disclaimer():
    document = read_plain(BARE.read_text(encoding="utf-8"), path="bare.txt", language=Language("en"))

    found = segments(document)
    assert [segment.locator.line for segment in found] == list(range(1, 61))
    assert (found[0].kind, found[1].kind, found[-1].kind) == ("title", "deck", "disclaimer")
    headings = [segment.locator.line for segment in found if segment.kind == "heading"]
    assert headings == [5, 11, 17, 22, 28, 36, 46, 52, 56]
    assert sum(segment.kind == "paragraph" for segment in found) == 48


def test_no_word_of_a_bare_text_is_lost():
    text = BARE.read_text(encoding="utf-8")

    words = plain_words(read_plain(text, path="bare.txt", language=Language("en")))

    assert list(words) == text.split()


def test_a_soft_wrapped_text_with_blank_lines_gives_the_same():
    text = (
        "A Library of Ladders\n\n"
        "How a village learned to lend its tools, and\nwhat it found out about its neighbors.\n\n"
        "For years the library lent nothing but books.\nThen somebody asked for a drill, and nobody at\n"
        "the desk knew what to say to that.\n\n"
        "Why Ladders?\n"
        "They are long, they are dear, and most of the\nyear they hang in a shed.\n\n"
        "This article is for educational purposes only\nand is not professional advice.\n"
    )

    assert kinds(text) == [
        ("title", 1), ("deck", 3), ("paragraph", 6), ("heading", 10), ("paragraph", 11), ("disclaimer", 14),
    ]  # fmt: skip
    assert plain_words(read(text)) == tuple(text.split())


def test_a_strangers_three_paragraphs_have_a_title_of_the_files_name():
    document = read(f"{LONG}\n\n{LONGER}\n\n{LONG}\n")

    assert document.title.markup == "My first text"
    assert document.title.locator.line == 1
    assert document.deck is None
    assert len(document.introduction) == 3
    assert document.sections == ()
    assert document.disclaimer is None
    assert document.metadata.slug == "my-first-text"


def test_a_first_line_that_does_not_end_like_a_sentence_is_the_title():
    assert kinds(f"The Ladder\n{LONGER}\n{LONG}") == [("title", 1), ("paragraph", 2), ("paragraph", 3)]


def test_a_deck_is_one_sentence_before_a_longer_paragraph():
    assert kinds(f"The Ladder\n{LONG}\n{LONGER}")[1] == ("deck", 2)
    assert kinds(f"The Ladder\n{LONGER}\n{LONGER}")[1] == ("paragraph", 2)
    assert kinds(f"The Ladder\n{LONG}")[1] == ("paragraph", 2)


@pytest.mark.parametrize(
    "line",
    [
        "Why Lend?",
        '"Odd Shelf" and the Green Ink',
        "A Week: More Broom",
        "x".upper() * 69,
        "2026",
        "¿Por qué?",
    ],
)
def test_a_short_line_without_a_stop_is_a_heading(line):
    assert ("heading", 3) in kinds(f"{LONG}\n{LONGER}\n{line}\n{LONG}")


@pytest.mark.parametrize(
    "line",
    [
        "It is so.", "It is so!", "These are:", "first;", "Others…", "one, two,", "X" * 70, 'He said "no."',
        "（了。）", "- a hammer", "• a saw", "a hammer",
    ],
)  # fmt: skip
def test_a_line_that_ends_like_a_sentence_or_is_an_item_is_a_paragraph(line):
    assert ("heading", 3) not in kinds(f"{LONG}\n{LONGER}\n{line}\n{LONG}")


def test_a_short_last_line_is_no_heading():
    assert kinds(f"{LONG}\n{LONGER}\nAnn from Thistleby")[-1] == ("paragraph", 3)


def test_three_short_lines_in_a_row_are_verse_and_no_headings():
    assert "heading" not in dict(kinds(f"{LONG}\n{LONGER}\nA hammer\nA saw\nA drill\n{LONG}"))


def test_two_headings_in_a_row_leave_the_first_without_text():
    document = read(f"{LONG}\n{LONGER}\nOne\nTwo\n{LONG}")

    assert [len(section.blocks) for section in document.sections] == [0, 1]


def test_a_byline_and_a_date_under_the_title_are_paragraphs():
    assert kinds(f"The Ladder\n3 May\nBy Ann\n{LONGER}\n{LONG}") == [
        ("title", 1), ("paragraph", 2), ("paragraph", 3), ("paragraph", 4), ("paragraph", 5),
    ]  # fmt: skip


def test_a_heading_right_under_the_title_is_a_heading():
    assert kinds(f"The Ladder\nIntroduction\n{LONGER}\n{LONG}")[1] == ("heading", 2)


@pytest.mark.parametrize("label", ["Disclaimer", "DISCLAIMER:", "Legal disclaimer"])
def test_a_label_above_the_disclaimer_is_left_to_the_disclaimers_chapter(label):
    assert kinds(f"{LONG}\n{LONGER}\n{label}\n{ADVICE}") == [
        ("title", 1), ("paragraph", 1), ("paragraph", 2), ("disclaimer", 4),
    ]  # fmt: skip


def test_a_disclaimer_is_looked_for_in_the_last_paragraph_alone():
    assert "disclaimer" not in dict(kinds(f"{LONG}\n{ADVICE}\n{LONG}"))


def test_signs_of_markup_are_text():
    document = read(f"R&D <b>\n{LONGER}\n{LONG}")

    assert document.title.markup == "R&amp;D &lt;b&gt;"


def test_many_headings_are_found_in_one_pass():
    document = read(f"{LONG}\n" + f"A Heading\n{LONG}\n" * 5_000)

    assert len(document.sections) == 5_000
