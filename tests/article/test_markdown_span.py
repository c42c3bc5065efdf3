"""Words in another language: marked by the author, refused with their line where they would be lost."""

import pytest

from builder.article.inline import problems, render_html
from builder.article.markdown import read_markdown
from builder.base.errors import ContentError
from builder.base.language import Language
from builder.model.document import Document, Paragraph, Text


def read(markdown: str) -> Document:
    return read_markdown(markdown, path="articles/a.md", language=Language("en"))


def only_text(markdown: str) -> Text:
    (block,) = read(markdown).introduction
    assert isinstance(block, Paragraph)
    return block.text


def refusal(markdown: str) -> ContentError:
    with pytest.raises(ContentError) as caught:
        read(markdown)
    return caught.value


def test_a_span_becomes_a_numbered_tag_and_its_language_is_kept_beside_it():
    text = only_text('A [déjà vu]{lang=fr}, a [pt-br *word*]{lang="pt-br"}.')

    assert text.markup == "A <l1>déjà vu</l1>, a <l2>pt-br <em>word</em></l2>."
    assert text.languages == ("fr", "pt-BR")


def test_a_link_may_stand_inside_a_span():
    text = only_text("[[Der Berg](https://x.example)]{lang=de} [there](#here)")

    assert text.markup == "<l1><a1>Der Berg</a1></l1> <a2>there</a2>"
    assert text.links == ("https://x.example", "#here")


def test_a_span_may_go_over_the_end_of_a_line():
    assert only_text("One [two\nthree]{lang=fr}.").markup == "One <l1>two three</l1>."


def test_front_matter_has_spans_too():
    assert read("---\ntitle: The [Zeitgeist]{lang=de}\n---\n\nText.\n").title.languages == ("de",)


@pytest.mark.parametrize("markdown", ["[x]{.note}", "[x] {b}", "[x]{}", "`[x]{lang=fr}`", "f[i]{j}"])
def test_other_brackets_and_braces_stay_as_they_are(markdown):
    text = only_text(f"A {markdown} b.")

    assert text.languages == ()
    assert render_html(text.markup).replace("<code>", "`").replace("</code>", "`") == f"A {markdown} b."


REFUSED = {
    "no tag": ("a\n[b]{lang=}", 4, "is not a language tag"),
    "no language": ("[b]{lang=french_}", 3, '"french_" is not a language tag'),
    "something beside it": ("[b]{.c lang=fr}", 3, "expected a language alone"),
    "one in another": ("[a [b]{lang=fr} c]{lang=de}", 3, "inside words in another language"),
    "inside a link": ("[the [Berg]{lang=de} is](https://y.example)", 3, "a link around words"),
    "behind a link": ("[b](https://x.example){lang=fr}", 3, "stands behind no words in brackets"),
}


@pytest.mark.parametrize(("markdown", "line", "says"), REFUSED.values(), ids=REFUSED)
def test_a_span_that_cannot_be_kept_is_refused_with_its_line(markdown, line, says):
    error = refusal(f"# T\n\n{markdown}\n")

    assert error.where == f"articles/a.md:{line}"
    assert says in error.message
    assert error.hint


def test_a_page_tells_the_language_of_the_words():
    shown = render_html("A <l1>déjà <em>vu</em></l1>, <l2>x</l2>.", (), (Language("fr"),))

    assert shown == 'A <span lang="fr" dir="auto">déjà <em>vu</em></span>, x.'


def test_a_translation_may_leave_a_span_out_but_not_make_one_up():
    assert problems("Un déjà vu.", "A <l1>déjà vu</l1>.") == ()
    assert problems("Un <l1>déjà vu</l1>.", "A <l1>déjà vu</l1>.") == ()
    assert problems("Un <l2>déjà vu</l2>.", "A <l1>déjà vu</l1>.") == ("<l2>…</l2> is not in the source",)
    assert problems("<l1>a</l1> <l1>b</l1>", "<l1>a</l1>") == (
        "<l1>…</l1> stands here 2 times, in the source 1",
    )
    assert problems("Un <l1>déjà vu.", "A <l1>déjà vu</l1>.") == ("<l1> at column 4 is not closed",)
