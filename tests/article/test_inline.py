"""Inline markup: what translators move about, and what happens to what they mistype."""

import html
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.article.inline import (
    CodeSpan,
    Emphasis,
    Link,
    Plain,
    Strong,
    escape,
    is_allowed_address,
    parse_inline,
    plain,
    problems,
    render_html,
    render_markup,
)

PIECES = st.sampled_from([
    "<em>", "</em>", "<strong>", "</strong>", "<code>", "</code>", "<a1>", "</a1>", "<a2>", "</a2>",
    "&lt;", "&gt;", "&amp;", "&", "<", ">", "<b>", "</a>", "&quot;", "dose", " ", "0.5 mg/kg", "é",
])  # fmt: skip
SOUP = st.lists(PIECES, max_size=25).map("".join)


def test_parse_gives_a_tree_of_emphasis_code_and_links():
    nodes = parse_inline("Take <em>0.5 <strong>mg</strong></em>, not <code>5</code>; see <a2>here</a2>.")

    assert nodes == (
        Plain(text="Take "),
        Emphasis(children=(Plain(text="0.5 "), Strong(children=(Plain(text="mg"),)))),
        Plain(text=", not "),
        CodeSpan(text="5"),
        Plain(text="; see "),
        Link(number=2, children=(Plain(text="here"),)),
        Plain(text="."),
    )


def test_plain_text_has_neither_tags_nor_entities():
    assert plain("a &lt; b &amp; <em>c</em> <a1>d</a1> <code>&gt;</code>") == "a < b & c d >"


def test_html_has_the_tags_of_its_markup():
    markup = "<strong>a <em>b</em></strong> <code>c &lt; d</code>"

    assert render_html(markup) == markup


def test_html_has_links_with_escaped_addresses():
    assert render_html("<a1>Q &amp; A</a1>", ['https://example.org/?a=1&b="2"']) == (
        '<a href="https://example.org/?a=1&amp;b=&quot;2&quot;">Q &amp; A</a>'
    )


@pytest.mark.parametrize("links", [(), ("javascript:alert(1)",), ("//example.org",)], ids=str)
def test_html_shows_the_words_of_a_link_that_may_not_be_one(links):
    assert render_html("<a1>words</a1>", links) == "words"


def test_html_shows_a_translators_stray_characters_as_text():
    assert render_html("5 < 6 & <script>x</script>") == "5 &lt; 6 &amp; &lt;script&gt;x&lt;/script&gt;"


def test_a_tag_without_its_pair_is_left_out_and_its_words_stay():
    assert render_html("one <em>two <strong>three</em> four</a1>") == "one <em>two three</em> four"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b#c",
        "http://x",
        "mailto:a@example.org",
        "notes.html",
        "../b/c.md",
        "#part",
        "/a:b",
        "?q",
    ],
)
def test_web_mail_and_relative_addresses_may_be_links(address):
    assert is_allowed_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "javascript:x", "JavaScript:x", "java\tscript:x", " javascript:x", "data:text/html,x", "file:///etc",
        "vbscript:x", "//example.org", "\\\\host", "/\\host", "ftp://x", "a:b", "1:b", "https:", "mailto:",
        "x\u2028y",
    ],
)  # fmt: skip
def test_other_addresses_may_not_be_links(address):
    assert not is_allowed_address(address)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("5 < 6", ['"< 6" at column 3 is no tag of ours; a bare "<" is written "&lt;"']),
        ("a & b", ['"& b" at column 3 is no tag of ours; a bare "&" is written "&amp;"']),
        ("x <em>y", ["<em> at column 3 is not closed"]),
        ("x</em>", ["</em> at column 2 closes nothing"]),
        ("<em><strong>x</em></strong>", [
            "<strong> at column 5 is not closed before </em>", "</strong> at column 19 closes nothing",
        ]),
        ("<em><em>x</em></em>", [
            "<em> at column 5 cannot stand inside <em>", "</em> at column 15 closes nothing",
        ]),
        ("<a1><a2>x</a2></a1>", [
            "<a2> at column 5 cannot stand inside <a1>", "</a2> at column 10 closes nothing",
        ]),
    ],
    ids=["less-than", "ampersand", "unclosed", "unopened", "crossed", "twice", "links"],
)  # fmt: skip
def test_problems_name_the_fault_and_its_column(markup, expected):
    assert list(problems(markup)) == expected


@pytest.mark.parametrize(
    ("translation", "expected"),
    [
        ("<a1>uno</a1> <em>dos</em>", []),
        ("<em>dos</em> <a1>uno</a1>", []),
        ("<em>dos</em>", ["<a1>…</a1> of the source is missing"]),
        ("<a1>1</a1> <em>2</em> <code>3</code>", ["<code>…</code> is not in the source"]),
        ("<a1>1</a1> <em>2</em> <em>3</em>", ["<em>…</em> stands here 2 times, in the source 1"]),
    ],
    ids=["same", "reordered", "missing", "surplus", "twice"],
)
def test_problems_compare_a_translations_tags_with_its_source(translation, expected):
    assert list(problems(translation, "<a1>one</a1> <em>two</em>")) == expected


@given(st.text())
def test_escaped_text_reads_as_itself(text):
    assert plain(escape(text)) == text
    assert problems(escape(text)) == ()


def test_well_formed_markup_is_rendered_as_it_was_written():
    markup = "a &lt; <strong>b <em>c</em></strong> <code>d &amp;</code> <a12>e <em>f</em></a12>"

    assert render_markup(parse_inline(markup)) == markup


@given(SOUP)
def test_parsing_what_was_rendered_gives_the_same_nodes(markup):
    nodes = parse_inline(markup)

    assert parse_inline(render_markup(nodes)) == nodes
    assert problems(render_markup(nodes)) == ()


@given(SOUP)
def test_html_of_any_markup_is_well_formed_and_reads_as_the_plain_text(markup):
    element = ET.fromstring(f"<p>{render_html(markup, ['#a', 'https://example.org'])}</p>")

    assert "".join(element.itertext()) == plain(markup)
    assert {child.tag for child in element.iter()} <= {"p", "em", "strong", "code", "a"}


@given(st.text(alphabet="<>&/;emaltgx1 \"'"))
def test_html_of_any_text_reads_as_the_plain_text_in_a_browsers_parser(markup):
    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__(convert_charrefs=True)
            self.words = ""

        def handle_data(self, data: str) -> None:
            self.words += data

    reader = Reader()
    reader.feed(render_html(markup))
    reader.close()

    assert reader.words == plain(markup)
    assert html.unescape(escape(markup)) == markup


@pytest.mark.parametrize("piece", ["<", "&", "<em>", "</em>", "<a1>", "<em><a1>", "<em>x</em>"])
def test_long_faulty_texts_are_read_in_one_pass(piece):
    nodes = parse_inline(piece * 20_000)

    assert len(nodes) in {0, 1, 20_000}
    assert len(problems(piece * 20_000)) <= 40_000
