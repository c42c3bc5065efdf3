"""Front matter: its keys, their types and their lines."""

from datetime import date

import pytest

from builder.article.front_matter import Entry, split_front_matter
from builder.base.errors import ContentError


def refusal(front: str) -> ContentError:
    with pytest.raises(ContentError) as caught:
        split_front_matter(f"---\n{front}\n---\n\nText.\n", path="a.md")
    return caught.value


def test_every_key_is_read():
    source = (
        "---\n"
        'title: "A: *b*"\n'
        "deck: >-\n  One\n  two.\n"
        "summary: Short.\n"
        "disclaimer: No advice.\n"
        "disclaimer_short: None.\n"
        "notice: Retold.\n"
        "date: 2026-11-23\n"
        'updated: "2026-12-01"\n'
        "author: A Name\n"
        "language: pt-br\n"
        "slug: a-b\n"
        "cover: art/a.png\n"
        "---\n"
        "Body.\n"
    )

    front, body = split_front_matter(source, path="a.md")

    assert front.texts == {
        "title": Entry(value="A: *b*", line=2),
        "deck": Entry(value="One two.", line=3),
        "summary": Entry(value="Short.", line=6),
        "disclaimer": Entry(value="No advice.", line=7),
        "disclaimer_short": Entry(value="None.", line=8),
        "notice": Entry(value="Retold.", line=9),
    }
    assert (front.published, front.updated) == (date(2026, 11, 23), date(2026, 12, 1))
    assert (front.author, front.language, front.slug, front.cover) == ("A Name", "pt-BR", "a-b", "art/a.png")
    assert body == "\n" * 16 + "Body.\n"


def test_a_text_without_front_matter_is_left_alone():
    front, body = split_front_matter("Text.\n---\n", path="a.md")

    assert dict(front.texts) == {}
    assert body == "Text.\n---\n"


def test_empty_front_matter_says_nothing():
    front, body = split_front_matter("---\n---\nText.", path="a.md")

    assert dict(front.texts) == {}
    assert body == "\n\nText."


def test_norwegian_is_a_language_and_a_year_is_a_slug():
    front, _ = split_front_matter("---\nlanguage: no\nslug: 1984\n---\n", path="a.md")

    assert (front.language, front.slug) == ("no", "1984")


@pytest.mark.parametrize(
    ("front", "line", "message", "hint"),
    [
        ("title: T\ntitel: X", 3, 'did you mean "title"?', "the keys are title, deck"),
        ("xyzzy: X", 2, '"xyzzy" is not a key', "the keys are"),
        ("title: T\nslug: a\ntitle: U", 4, 'the key "title" stands twice, first in line 2', "remove"),
        ("title: 1984", 2, "title: expected a text, found a number: 1984", 'title: "1984"'),
        ("title: yes", 2, "found a yes or no: yes", "in quotes"),
        ("deck: [a, b]", 2, "deck: expected a text, found a list", "in quotes"),
        ("author:\n  name: X", 2, "author: expected a text, found a mapping", "in quotes"),
        ("disclaimer:", 2, "disclaimer: expected a text, found nothing", "remove the line"),
        ('notice: "  "', 2, "found nothing", "write the text"),
        ("title: !!python/object/apply:os.system [id]", 2, "found something else", "in quotes"),
        ("date: 23.11.2026", 2, 'expected a date as YYYY-MM-DD, found "23.11.2026"', "date: 2026-11-23"),
        ("updated: 2026-02-30", 2, 'updated: expected a date as YYYY-MM-DD, found "2026-02-30"', "updated:"),
        ("date: 2026-11-23 10:00:00", 2, "expected a date", "date: 2026-11-23"),
        ("date: ２０２６-11-23", 2, "expected a date", "date: 2026-11-23"),
        ("language: english!", 2, '"english!" is not a language tag', "BCP 47"),
        ("slug: My Slug", 2, 'found "My Slug"', "write slug: my-slug"),
        ("slug: builder", 2, 'found "builder"', "write slug: builder-article"),
        ("title: Ketamine: what now", 2, "not YAML", "quotes"),
        ("deck: a\n\ttitle: b", 3, "not YAML", "quotes"),
        ("- a\n- b", 2, "expected lines like key: value", "quotes"),
        ("[a]: b", 2, '"" is not a key', "the keys are"),
        ('title: "a\\u202eb"', 2, "U+202E", "delete"),
        ('title: "a\\ud800b"', 2, "U+D800", "delete"),
        ('title: "\\UFFFFFFFF"', 1, "not YAML", "quotes"),
        ("title: " + "[" * 5000, 1, "not YAML", "quotes"),
        ("title: " + "x" * 70_000, 1, "longer than 64 kB", "shorten"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_front_matter_cannot_have_is_refused_with_its_line(front, line, message, hint):
    error = refusal(front)

    assert error.where == f"a.md:{line}"
    assert message in error.message
    assert hint in str(error.hint)


def test_front_matter_without_an_end_is_refused():
    with pytest.raises(ContentError) as caught:
        split_front_matter("---\ntitle: T\n\nText.\n", path="a.md")

    assert caught.value.where == "a.md:1"
    assert "has no end" in caught.value.message


def test_anchors_do_not_multiply():
    front, _ = split_front_matter("---\ntitle: &a T\ndeck: *a\n---\n", path="a.md")

    assert front.texts["deck"].value == "T"
