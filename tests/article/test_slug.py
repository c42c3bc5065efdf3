"""Slugs: safe everywhere a name of an article goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.article.slug import is_slug, slugify, title_of_file


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Ketamine and Depression: Beyond the Hype", "ketamine-and-depression-beyond-the-hype"),
        ("L'été à Ærø", "lete-a-aero"),
        ("Straße nach Łódź", "strasse-nach-lodz"),
        ("  --x--  ", "x"),
        ("CON", "con-article"),
        ("Builder", "builder-article"),
        ("Feeds", "feeds-article"),
        ("../../etc/passwd", "etc-passwd"),
        ("a" * 200, "a" * 80),
        ("word " * 40, "-".join(["word"] * 16)),
    ],
)
def test_a_slug_is_made_of_letters_digits_and_hyphens(text, slug):
    assert slugify(text) == slug


@pytest.mark.parametrize("text", ["", ".", "😀", "\u200b", "日本語"])
def test_a_text_without_latin_letters_has_a_slug_of_its_own(text):
    assert slugify(text).startswith("article-")
    assert slugify(text) == slugify(text)
    assert slugify(text) != slugify(text + "語")


@given(st.text())
def test_every_text_has_a_slug(text):
    assert is_slug(slugify(text))


@given(st.text())
def test_the_slug_of_a_slug_is_itself(text):
    assert slugify(slugify(text)) == slugify(text)


@pytest.mark.parametrize("text", ["", "A", "a--b", "-a", "a_b", "é", "con", "builder", "x" * 81, "a\n"])
def test_other_texts_are_no_slugs(text):
    assert not is_slug(text)


def test_a_title_is_made_of_a_file_name():
    assert title_of_file("my-first_text") == "My first text"
    assert title_of_file("DNA-day") == "DNA day"
