"""Slugs: safe everywhere a name of an article goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.article.slug import file_words, is_slug, slugify, title_of_file


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


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("What About DIY Ketamine?", "What About DIY Ketamine"),
        ("¿Qué hace la ketamina en el cerebro?", "Que hace la ketamina en el cerebro"),
        ("Ærø – l’été à Łódź", "Aero - l'ete a Lodz"),
        ("De «droga de fiesta» a medicamento", "De droga de fiesta a medicamento"),
        ("Salt & Water (part 2): 0.5 mg", "Salt & Water (part 2) 0.5 mg"),
        ("5–10 mg, never more…", "5-10 mg, never more"),
        ("Before\u202f/\u202fafter <b>: a | b * \\ 😀", "Before after b a b"),
        ("../../etc/passwd", ".. .. etc passwd"),
        ("con", "con"),
        ("Trailing dots. . .", "Trailing dots"),
        ("Nul\x00 and \n newline", "Nul and newline"),
    ],
)
def test_a_title_in_latin_letters_gives_words_for_a_file(title, words):
    assert file_words(title, most=60) == words


@pytest.mark.parametrize(
    "title",
    [
        "1/2 g", "≥ 2 g a day", "−5 degrees", "10² cells", "½ tablet", "20 µg", "10:30", "50 %", "5 * 3",
        "日本語", "Что это такое", "الافتتاح", "Ketamin と うつ", "😀", "", "?",
    ],
)  # fmt: skip
def test_a_title_that_would_say_something_else_in_ascii_gives_none(title):
    assert file_words(title, most=60) == ""


@given(st.text(max_size=400))
def test_words_for_a_file_are_safe_on_every_disk(title):
    words = file_words(title, most=56)

    assert words.isascii()
    assert len(words) <= 56
    assert not set(words) & set('\\/:*?"<>|%#\x7f')
    assert words.isprintable()
    assert not words.endswith(" ")


def test_words_that_were_cut_end_in_dots():
    words = file_words("Never take it without " + "very " * 60 + "good reasons", most=30)

    assert words == "Never take it without very..."


def test_one_long_word_is_cut_too():
    assert file_words("a" * 300, most=30) == "a" * 27 + "..."
