"""Lines of bare text put together again."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.article.wrapping import unwrap

SENTENCE = "The old library lent nothing but books until a neighbor asked at the desk for a drill one day."
PARAGRAPH = f"{SENTENCE} Nobody knew what to say, and so the question went to the council of the village."


def texts(text: str) -> list[str]:
    return [passage.text for passage in unwrap(text.split("\n"))]


def test_without_blank_lines_each_line_is_a_passage():
    assert texts(f"Title\n{PARAGRAPH}\n{SENTENCE}") == ["Title", PARAGRAPH, SENTENCE]


@pytest.mark.parametrize("width", [40, 72, 100])
def test_blank_lines_end_wrapped_paragraphs(width):
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in (PARAGRAPH, SENTENCE, PARAGRAPH))

    assert texts(wrapped) == [PARAGRAPH, SENTENCE, PARAGRAPH]


@pytest.mark.parametrize("width", [40, 60])
def test_a_text_wrapped_without_blank_lines_ends_a_paragraph_where_a_line_ends_early(width):
    paragraph = f"{PARAGRAPH} It said so."
    wrapped = "\n".join(textwrap.fill(paragraph, width) for _ in range(3))

    assert texts(wrapped) == [paragraph] * 3


def test_an_indent_starts_a_paragraph_of_a_wrapped_text():
    first = textwrap.fill("x" * 9 + " y" * 200, 60, initial_indent="    ")
    second = textwrap.fill("z" * 9 + " w" * 200, 60, initial_indent="    ")

    assert [text[:9] for text in texts(f"{first}\n{second}")] == ["x" * 9, "z" * 9]


def test_a_heading_right_above_its_wrapped_paragraph_is_a_passage():
    assert texts(f"Intro\n\nWhy Ladders?\n{textwrap.fill(PARAGRAPH, 72)}") == [
        "Intro",
        "Why Ladders?",
        PARAGRAPH,
    ]


def test_long_lines_between_blank_lines_are_passages():
    assert texts(f"{PARAGRAPH}\n{PARAGRAPH}\n\n{PARAGRAPH}") == [PARAGRAPH] * 3


def test_a_line_of_signs_parts_passages():
    assert texts(f"{SENTENCE}\n* * *\n{SENTENCE}\n---\n") == [SENTENCE, SENTENCE]


def test_chinese_lines_without_blanks_are_passages():
    line = "图书馆出借梯子和工具给村里的每一个人使用"

    assert texts("\n".join([line, line[:15], line[:9], line[:17], line])) == [
        line, line[:15], line[:9], line[:17], line,
    ]  # fmt: skip


def test_passages_know_their_first_line():
    passages = unwrap(["", "One", "", "two", "three", "", "Four"])

    assert [(passage.line, passage.line_count) for passage in passages] == [(2, 1), (4, 2), (7, 1)]


@given(st.lists(st.sampled_from(["", "  ", "***", "A Head", "a b c.", "x" * 130, "  in", SENTENCE])))
def test_no_word_is_lost_or_moved(lines):
    words = [word for line in lines if line.strip("* ") for word in line.split()]

    assert [word for passage in unwrap(lines) for word in passage.text.split()] == words
