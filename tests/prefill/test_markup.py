"""Markup: what is hidden from a machine comes back, and whatever it sends becomes a well-formed text."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.article.inline import parse_inline, plain, problems, render_markup
from builder.prefill.markup import hide, put_back

SOURCE = "Take <strong>0.5 mg/kg</strong> of <a1>NMDA</a1> with <code>a &lt; b</code> &amp; water"


def test_code_and_terms_are_hidden_and_put_back() -> None:
    hidden = hide(SOURCE, markup=True, terms=("0.5 mg/kg", "NMDA", "0.5"))

    assert hidden.text == ("Take <strong><x2></x2></strong> of <a1><x3></x3></a1> with <x1></x1> &amp; water")
    assert put_back(hidden.text, hidden) == SOURCE


def test_a_term_inside_a_word_or_a_tag_is_left_alone() -> None:
    hidden = hide("strong <strong>K2 K2x</strong>", markup=True, terms=("strong", "K2"))

    assert hidden.text == "<x1></x1> <strong><x2></x2> K2x</strong>"


def test_places_of_the_tools_own_texts_are_hidden() -> None:
    hidden = hide("By {name} & {voice} < 3", markup=False)

    assert hidden.text == "By <x1></x1> &amp; <x2></x2> &lt; 3"
    assert put_back("Von <x1/> &amp; <x2> </x2> &lt; 3", hidden) == "Von {name} & {voice} < 3"


def test_a_space_that_was_lost_beside_a_hidden_word_comes_back() -> None:
    hidden = hide("a 15-minute call", markup=True, terms=("15",))

    assert put_back("llamadade<x1></x1>minutos, <x1/>.", hidden) == "llamadade 15 minutos, 15."
    assert put_back("通話<x1></x1>分", hidden) == "通話15分"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("< em >viel< / em >", "<em>viel</em>"),
        ("<EM>viel</EM>", "<em>viel</em>"),
        ("l&#39;eau &amp; &quot;sel&quot;&nbsp;!", 'l\'eau &amp; "sel"\u00a0!'),
        ("5 < 6 & 7", "5 &lt; 6 &amp; 7"),
        ("<b>viel</b>", "&lt;b&gt;viel&lt;/b&gt;"),
        ("<![CDATA[a < b]]>", "a &lt; b"),
        ("  viel\n Text\t", "viel Text"),
        ("viel<x9></x9>", "viel"),
        ("a\x00b", "a\ufffdb"),
    ],
)
def test_what_comes_back_becomes_our_markup(answer: str, expected: str) -> None:
    assert put_back(answer, hide("much", markup=True)) == expected


@given(st.text())
def test_any_answer_becomes_a_text_without_stray_characters(answer: str) -> None:
    text = put_back(answer, hide("x", markup=True))

    assert not [fault for fault in problems(text) if "no tag of ours" in fault]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"])), st.lists(st.text(), max_size=3))
def test_what_is_sent_comes_back_as_it_was(text: str, terms: list[str]) -> None:
    markup = html.escape(text, quote=False)

    hidden = hide(markup, markup=True, terms=terms)

    assert plain(put_back(hidden.text, hidden)) == plain(markup)
    assert render_markup(parse_inline(put_back(hidden.text, hidden))) == markup


def test_words_in_another_language_are_not_translated() -> None:
    hidden = hide("A <l1>déjà <em>vu</em></l1> of <l12>x</l12>", markup=True)

    assert hidden.text == "A <x1></x1> of <x2></x2>"
    assert put_back("Ein <x1></x1> von <x2></x2>", hidden) == "Ein <l1>déjà <em>vu</em></l1> von <l12>x</l12>"
