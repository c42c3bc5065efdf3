"""Sentences in HTML: one element each, whatever tags run across them."""

from __future__ import annotations

import html
import itertools
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.article.inline import escape, plain, render_html
from builder.formats.sentences import TimedSentence, mark_sentences


def sentence(start: int, end: int, name: str = "u") -> TimedSentence:
    return TimedSentence(id=name, start=start, end=end, start_ms=start * 100, end_ms=end * 100)


class Reader(HTMLParser):
    """Collects the text of each sentence and refuses tags that cross."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""
        self.sentences: list[str] = []
        self.empty = 0
        self.feed(markup)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert attrs or tag != "span"
        self.open.append(tag)
        if tag == "span":
            assert self.open == ["span"]
            self.sentences.append("")
        self.before = self.text

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.empty += self.text == self.before

    def handle_data(self, data: str) -> None:
        self.text += data
        if "span" in self.open:
            self.sentences[-1] += data


def test_plain_text_is_wrapped_and_the_space_between_stays_outside() -> None:
    marked = mark_sentences("One. Two.", [sentence(0, 4, "u-1"), sentence(5, 9, "u-2")])

    assert marked == (
        '<span id="u-1" data-start="0.000" data-end="0.400">One.</span> '
        '<span id="u-2" data-start="0.500" data-end="0.900">Two.</span>'
    )


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<em>One. Two.</em>", "[<em>One.</em>] [<em>Two.</em>]"),
        ("One. <em>Two.</em>", "[One.] [<em>Two.</em>]"),
        ("<em>One.</em> Two.", "[<em>One.</em>] [Two.]"),
        (
            'O<a href="/?a&amp;b">ne. T</a>wo.',
            '[O<a href="/?a&amp;b">ne.</a>] [<a href="/?a&amp;b">T</a>wo.]',
        ),
        ("<strong><em>One</em>. T</strong>wo.", "[<strong><em>One</em>.</strong>] [<strong>T</strong>wo.]"),
        ("One.<em> </em>Two.", "[One.] [Two.]"),
    ],
    ids=["over both", "on the second", "on the first", "link across", "nested across", "on the space"],
)
def test_tags_across_sentences_are_closed_and_opened_again(markup: str, expected: str) -> None:
    marked = mark_sentences(markup, [sentence(0, 4), sentence(5, 9)])

    assert re.sub(r"<span[^>]*>", "[", marked).replace("</span>", "]") == expected


def test_an_entity_counts_as_one_character() -> None:
    marked = mark_sentences("A &amp; B. &lt;C&gt;", [sentence(0, 6), sentence(7, 10)])

    assert Reader(marked).sentences == ["A & B.", "<C>"]


def test_text_that_is_not_heard_stays_as_it_is() -> None:
    assert mark_sentences("One <em>two</em>", []) == "One <em>two</em>"


TEXT = st.text(st.sampled_from("ab .&<é語"), min_size=1, max_size=12).map(escape)
MARKUP = st.recursive(
    TEXT,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        inner.map(lambda text: f"<em>{text}</em>"),
        inner.map(lambda text: f"<a1>{text}</a1>"),
        inner.map(lambda text: f"<strong>{text}</strong>"),
    ),
    max_leaves=8,
)


@given(MARKUP, st.data())
def test_no_text_is_lost_and_each_sentence_is_one_element(markup: str, data: st.DataObject) -> None:
    text = plain(markup)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6).filter(bool)))
    places = [
        (start, end)
        for start, end in itertools.pairwise(cuts)
        if text[start:end].strip() == text[start:end] != ""
    ]

    marked = mark_sentences(render_html(markup, ("/x",)), [sentence(start, end) for start, end in places])

    reader = Reader(marked)
    assert reader.text == text
    assert reader.sentences == [text[start:end] for start, end in places]
    assert reader.empty == 0
    assert html.unescape(re.sub(r"<[^>]*>", "", marked)) == text
