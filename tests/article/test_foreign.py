"""Foreign words: found in a text's plain reading, and at home where the text is in their language."""

import pytest

from builder.article.foreign import foreign_words, same_language
from builder.article.inline import plain
from builder.base.language import Language

FRENCH, ENGLISH, BRAZILIAN = Language("fr"), Language("en"), Language("pt-BR")
MARKUP = "A &lt; <em>very <l1>déjà <strong>vu</strong></l1></em> <a1>b <l2>c</l2></a1>."


def test_foreign_words_are_found_inside_other_tags_by_their_place_in_the_plain_text():
    text = plain(MARKUP)

    found = foreign_words(MARKUP, (FRENCH, BRAZILIAN), ENGLISH)

    assert [(text[each.start : each.end], each.language) for each in found] == [
        ("déjà vu", "fr"),
        ("c", "pt-BR"),
    ]


def test_words_of_the_texts_own_language_are_not_foreign():
    (found,) = foreign_words(MARKUP, (FRENCH, BRAZILIAN), Language("pt-PT"))

    assert found.language == FRENCH


def test_a_span_without_a_language_and_an_empty_one_are_no_words():
    assert foreign_words("<l1>a</l1> <l2></l2>", (), ENGLISH) == ()
    assert foreign_words("<l1></l1>", (FRENCH,), ENGLISH) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"), [("en", "en-GB", True), ("zh-Hans", "zh", True), ("fr", "en", False)]
)
def test_varieties_are_one_language(one, other, same):
    assert same_language(Language(one), Language(other)) is same
