"""Markdown: every block and its line, and what is refused because it would be lost or read aloud."""

from datetime import date

import pytest

from builder.article.markdown import read_markdown
from builder.base.errors import ContentError
from builder.base.language import Language
from builder.model.document import Code, Document, Figure, ItemList, Paragraph, Quote, Table, Text


def read(markdown: str, path: str = "articles/my-day.md") -> Document:
    return read_markdown(markdown, path=path, language=Language("en"))


def refusal(markdown: str) -> ContentError:
    with pytest.raises(ContentError) as caught:
        read(markdown)
    return caught.value


def seen(text: Text | None) -> tuple[str, int] | None:
    return None if text is None else (text.markup, text.locator.line)


def only_block(markdown: str) -> object:
    (block,) = read(markdown).introduction
    return block


def test_front_matter_gives_texts_with_their_lines_and_metadata():
    document = read(
        "---\ntitle: The *real* title\ndeck: >-\n  Two\n  lines & more.\nsummary: S\nnotice: N\n"
        "disclaimer: D\ndisclaimer_short: DS\ndate: 2026-11-23\nauthor: Ann\nlanguage: fr\nslug: other\n---\n"
        "\nText.\n"
    )

    assert seen(document.title) == ("The <em>real</em> title", 2)
    assert seen(document.deck) == ("Two lines &amp; more.", 3)
    assert seen(document.summary) == ("S", 6)
    assert seen(document.notice) == ("N", 7)
    assert seen(document.disclaimer) == ("D", 8)
    assert seen(document.disclaimer_short) == ("DS", 9)
    assert document.language == "fr"
    assert document.metadata.slug == "other"
    assert document.metadata.published == date(2026, 11, 23)
    assert document.metadata.author == "Ann"
    assert document.metadata.path == "articles/my-day.md"


def test_front_matter_wins_over_what_the_caller_knows():
    markdown = "---\ndate: 2026-01-01\nlanguage: fr\n---\nText."

    document = read_markdown(markdown, path="a.md", language=Language("en"), published=date(2020, 1, 1))

    assert (document.language, document.metadata.published) == ("fr", date(2026, 1, 1))


def test_the_callers_language_and_date_fill_what_front_matter_lacks():
    document = read_markdown("Text.", path="a.md", language=Language("es"), published=date(2020, 1, 1))

    assert (document.language, document.metadata.published) == ("es", date(2020, 1, 1))


def test_a_text_of_no_known_language_is_undetermined():
    assert read_markdown("Text.", path="a.md").language == "und"


@pytest.mark.parametrize(
    ("markdown", "title", "headings"),
    [
        ("# The title\n\nText.\n\n## One\n\nText.\n", ("The title", 1), ["One"]),
        ("---\ntitle: T\n---\n\n# One\n\nText.\n", ("T", 2), ["One"]),
        ("---\ntitle: The Title\n---\n\n# The *title*\n\nText.\n", ("The Title", 2), []),
        ("Text.\n\n# One\n\nText.\n", ("My day", 1), ["One"]),
        ("## One\n\nText.\n", ("My day", 1), ["One"]),
    ],
    ids=["from-heading", "from-front-matter", "from-both", "heading-too-late", "from-file-name"],
)
def test_the_title_is_front_matters_or_the_first_headings_or_the_files(markdown, title, headings):
    document = read(markdown)

    assert seen(document.title) == title
    assert [section.heading.markup for section in document.sections] == headings


def test_sections_nest_without_skipped_levels():
    document = read("# T\n\nI.\n\n## A\n\na\n\n#### B\n\nb\n\n### C\n\nc\n\n## D\n\nd\n")

    first, second = document.sections
    assert [(first.heading.markup, first.level), (second.heading.markup, second.level)] == [
        ("A", 2),
        ("D", 2),
    ]
    assert [(inner.heading.markup, inner.level) for inner in first.sections] == [("B", 3), ("C", 3)]
    assert len(document.introduction) == 1


def test_soft_and_hard_breaks_become_one_space_and_no_break_spaces_stay():
    block = only_block("one\n  two  \nthree\\\nfour\tfive  six\u00a0mg\n")

    assert isinstance(block, Paragraph)
    assert block.text.markup == "one two three four five six\u00a0mg"


def test_inline_markup_becomes_numbered_tags():
    block = only_block("*a* **b** `c < d` [e](https://example.org/é) <https://x.org> & *f **g** h*\n")

    assert isinstance(block, Paragraph)
    assert block.text.markup == (
        "<em>a</em> <strong>b</strong> <code>c &lt; d</code> <a1>e</a1> <a2>https://x.org</a2>"
        " &amp; <em>f <strong>g</strong> h</em>"
    )
    assert block.text.links == ("https://example.org/%C3%A9", "https://x.org")


def test_emphasis_inside_emphasis_is_one_emphasis():
    block = only_block("*a *b* c* and **d __e__**\n")

    assert isinstance(block, Paragraph)
    assert block.text.markup == "<em>a b c</em> and <strong>d e</strong>"


def test_a_quote_holds_blocks():
    block = only_block("> one\n> two\n>\n> three\n")

    assert isinstance(block, Quote)
    assert [seen(inner.text) for inner in block.blocks if isinstance(inner, Paragraph)] == [
        ("one two", 1),
        ("three", 4),
    ]


def test_lists_nest_and_keep_their_start():
    block = only_block("3. a\n4. b\n\n   c\n   - d\n   - e\n")

    assert isinstance(block, ItemList)
    assert (block.ordered, block.start, len(block.items)) == (True, 3, 2)
    second, third, inner = block.items[1]
    assert isinstance(second, Paragraph)
    assert isinstance(third, Paragraph)
    assert (seen(second.text), seen(third.text)) == (("b", 2), ("c", 4))
    assert isinstance(inner, ItemList)
    assert (inner.ordered, len(inner.items)) == (False, 2)


def test_an_image_alone_is_a_figure_with_its_title_as_caption():
    block = only_block('![A *dose* & a vial](img/a.png "As \\* seen")\n')

    assert isinstance(block, Figure)
    assert block.source == "img/a.png"
    assert seen(block.alt) == ("A dose &amp; a vial", 1)
    assert seen(block.caption) == ("As * seen", 1)


def test_alternative_text_is_what_its_markup_reads_as():
    block = only_block("![one ![two](b.png)\n`three` [four](x)](a.png)\n")

    assert isinstance(block, Figure)
    assert seen(block.alt) == ("one two three four", 1)


def test_an_address_inside_a_links_words_is_no_second_link():
    block = only_block("[see <https://inner.org>](https://outer.org)\n")

    assert isinstance(block, Paragraph)
    assert block.text.markup.count("<a1>") == 1
    assert "<a2>" not in block.text.markup


def test_several_images_in_a_paragraph_are_figures_with_their_lines():
    first, second = read("Text.\n\n![a](a.png)\n![](b.png)\n").introduction[1:]

    assert isinstance(first, Figure)
    assert isinstance(second, Figure)
    assert (seen(first.alt), seen(second.alt)) == (("a", 3), ("", 4))


def test_code_is_kept_as_it_was_written():
    fenced, indented = read("```python x\nif a < b:\n\n    c\n```\n\ntext\n\n    d  e\n").introduction[::2]

    assert isinstance(fenced, Code)
    assert isinstance(indented, Code)
    assert (fenced.text, fenced.language, fenced.locator.line) == ("if a < b:\n\n    c", "python", 1)
    assert (indented.text, indented.language, indented.locator.line) == ("d  e", None, 9)


def test_a_table_has_a_header_and_rows_of_its_length():
    block = only_block("| Dose | *Time* |\n|---|:-:|\n| 0.5 mg\\|kg | 40 min |\n| 1 |\n")

    assert isinstance(block, Table)
    assert [cell.markup for cell in block.header] == ["Dose", "<em>Time</em>"]
    assert [[seen(cell) for cell in row] for row in block.rows] == [
        [("0.5 mg|kg", 3), ("40 min", 3)],
        [("1", 4), ("", 4)],
    ]


def test_rules_and_comments_of_nothing_leave_no_block():
    assert len(read("one\n\n---\n\n&nbsp;\n\ntwo\n").introduction) == 2


def test_a_heading_in_a_quote_is_a_paragraph():
    block = only_block("> # Big words\n")

    assert isinstance(block, Quote)
    assert isinstance(block.blocks[0], Paragraph)


@pytest.mark.parametrize(
    ("markdown", "line", "message", "hint"),
    [
        ("Text.\n\n<div>\nx\n</div>\n", 3, '"<div> x </div>" is HTML', "&lt;"),
        ("one\ntwo\nthree <b>four</b>\n", 3, '"<b>" is HTML', "&lt;"),
        ("Text.\n\n<!-- note -->\n", 3, "is HTML", "Markdown"),
        ("---\ntitle: A <i>b</i>\n---\nText.", 2, '"<i>" is HTML', "Markdown"),
        ("---\ntitle: '&nbsp;'\n---\nText.", 2, "nothing but markup", "words"),
        ("a\n[x](javascript:alert)\n", 2, 'a link to "javascript:alert"', "remove the link"),
        ("[x]()\n", 1, 'a link to ""', "whole address"),
        ("[x](//example.org)\n", 1, "a link to", "whole address"),
        ("![a](data:image/png;base64,xx)\n", 1, "a picture at", "beside the article"),
        ("![a](#x)\n", 1, "a picture at", "beside the article"),
        ("![a <b>](x.png)\n", 1, "is HTML", "Markdown"),
        ("a\nb ![c](d.png) e\n", 2, "a picture among words", "blank lines"),
        ("[![c](d.png)](e)\n", 1, "a picture among words", "blank lines"),
        ("## A ![c](d.png)\n\nx\n", 1, "a picture among words", "blank lines"),
        ("Text.\n\n##\n\nmore\n", 3, "a heading without words", "remove the line"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", 3, "a row of 3 cells under a header of 2", r"\|"),
        ("> a | b\n> --|--\n> 1 | 2 | 3\n", 3, "a row of 3 cells", r"\|"),
        ("Text[^1].\n\n[^1]: The note is long.\n", 3, "a footnote", "sentence"),
        ("Text[^1].\n\n[^1]: Ibid.\n", 3, "a footnote", "sentence"),
        ("x\n\n" + ">" * 20_000 + "a\n", 3, "nested deeper than 12", "side by side"),
        ("- " * 40 + "a\n", 1, "nested deeper than 12", "side by side"),
        ("a &#x202e; b\n", 1, "U+202E", "delete"),
    ],
    ids=lambda value: str(value)[:25],
)
def test_what_cannot_be_read_is_refused_with_its_line(markdown, line, message, hint):
    error = refusal(markdown)

    assert error.where == f"articles/my-day.md:{line}"
    assert message in error.message
    assert hint in str(error.hint)


@pytest.mark.parametrize(
    "attack",
    ["[", "*", "_a", "`", "![", "[a](", "<a ", "<", "&", "\\", "**a", "*a **b"],
)
def test_attack_strings_are_one_paragraph_or_a_rule(attack):
    document = read(f"T\n\n{attack * 2_000}\n\nEnd.\n")

    assert len(document.introduction) in {2, 3}
