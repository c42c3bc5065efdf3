"""Detection: which reader a file gets, and what no reader takes."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.article.detect import read_article
from builder.article.inline import problems
from builder.article.segments import identify, segments
from builder.base.errors import BuilderError, ContentError
from builder.base.language import Language
from builder.model.document import Document

LONG = (
    "The library lent forty tools in its first year, and every one of them came back, most of them cleaner."
)

FRAGMENTS = st.sampled_from([
    "# ", "## ", "#### ", "a", "b c", "\n", "\n\n", "- ", "1. ", "> ", "    ", "\t", "```", "|", "|-|\n", "*",
    "**", "_", "`", "[", "](", "x)", "<", "a>", "<b>", "&amp;", "&#x202e;", "&#12;", "![", "\\", "---\n",
    "title: ", "deck: x\n", "{", "'", '"', ":", "[^1]: ", "http://", "javascript:", "\u202e", "\ufeff", "\r",
    "\u2028", "\x00", "é", "日本", "=", "<http://[::1]/>", "%", "//", "\xa0", "not medical advice", "A Head",
    "Text here.",
])  # fmt: skip
SOUP = st.lists(FRAGMENTS, max_size=30).map("".join)
FILES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    SOUP.map(str.encode),
    SOUP.map(lambda text: f"Words.\n\n{text}".encode()),
    SOUP.map(lambda text: f"---\n{text}".encode()),
    SOUP.map(lambda text: text.encode("utf-16")),
)


def read(text: str, path: str = "a.md") -> Document:
    return read_article(text.encode(), path=path)


def refusal(text: str, path: str = "a.md") -> ContentError:
    with pytest.raises(ContentError) as caught:
        read(text, path)
    return caught.value


@pytest.mark.parametrize(
    ("path", "text", "title"),
    [
        ("a.md", f"# One\n\n{LONG}\n", "One"),
        ("a.MARKDOWN", f"# One\n\n{LONG}\n", "One"),
        ("a.txt", f"One\n{LONG}\n{LONG}\n", "One"),
        ("A", f"One\n{LONG}\n{LONG}\n", "One"),
        ("a.txt", f"# One\n\n{LONG}\n", "One"),
        ("a.txt", f"---\ntitle: One\n---\n{LONG}\n", "One"),
        ("a.txt", f"# 1 in the charts\n{LONG}\n", "# 1 in the charts"),
        ("a.txt", f"#hashtag\n\n{LONG}\n", "#hashtag"),
    ],
    ids=[
        "md", "markdown", "txt", "no-suffix", "txt-heading", "txt-front-matter", "txt-number-sign",
        "txt-hashtag",
    ],
)  # fmt: skip
def test_suffix_and_content_choose_the_reader(path, text, title):
    assert read(text, path).title.markup == title


def test_language_and_date_of_the_caller_reach_the_document():
    document = read_article(b"T\n\nText.", path="a.txt", language=Language("de"), published=date(2026, 1, 2))

    assert (document.language, document.metadata.published) == ("de", date(2026, 1, 2))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(end):
    text = f"---\ntitle: T\n---\n\nText.\n\n## H\n\n{LONG}\n".replace("\n", end)

    assert [segment.locator.line for segment in segments(read("\ufeff" + text))] == [2, 5, 7, 9]


@pytest.mark.parametrize(
    ("path", "text", "where", "message"),
    [
        ("a.docx", "x", "a.docx:1", "a .docx file; expected Markdown (.md) or bare text (.txt)"),
        ("a.txt", "<!DOCTYPE html>\n<p>x", "a.txt:1", "HTML or XML"),
        ("a.md", "# Title only\n", "a.md:1", "no text besides"),
        ("a.md", "---\ntitle: T\ndisclaimer: D\n---\n", "a.md:2", "no text besides"),
        ("a.txt", "A Title\nThis is not medical advice.", "a.txt:1", "no text besides"),
        ("a.md", "Text.\n\n## One\n\n## Two\n\nText.\n", "a.md:3", 'heading "One" has no text under it'),
        ("a.md", "Text.\n\n## One\n\n### *In* it\n", "a.md:5", 'heading "In it" has no text under it'),
        (
            "a.txt",
            f"{LONG}\n{LONG}\nWhat About It?\nAnd Then?\n{LONG}",
            "a.txt:3",
            'heading "What About It?"',
        ),
    ],
    ids=[
        "docx",
        "html",
        "title",
        "disclaimer",
        "only-disclaimer",
        "heading",
        "inner-heading",
        "bare-heading",
    ],
)
def test_what_is_no_article_is_refused_with_its_line(path, text, where, message):
    error = refusal(text, path)

    assert error.where == where
    assert message in error.message
    assert error.hint


def test_a_heading_with_only_subsections_is_fine():
    document = read("Text.\n\n## One\n\n### Two\n\nText.\n")

    assert document.sections[0].blocks == ()


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(FILES, st.sampled_from(["a.md", "a.txt", "a"]))
def test_any_bytes_give_a_sound_document_or_a_clear_refusal(data, path):
    try:
        document = identify(read_article(data, path=path))
    except BuilderError as error:
        refused = error
    else:
        refused = None

    if refused is not None:
        assert str(refused.where).startswith(f"{path}:")
        assert refused.hint
        return
    found = segments(document)
    assert len({segment.id for segment in found}) == len(found)
    for segment in found:
        assert problems(segment.markup) == ()
        assert segment.markup == segment.markup.strip(" \t\n")
        assert "\n" not in segment.markup
