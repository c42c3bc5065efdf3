"""Segments: one traversal, one order, ids that last."""

from dataclasses import replace
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from builder.article.markdown import read_markdown
from builder.article.segments import (
    KnownSegment,
    identify,
    map_texts,
    mint_ids,
    plain_words,
    segments,
    with_texts,
)
from builder.base.digest import digest_text
from builder.base.language import Language
from builder.model.document import (
    Block,
    Code,
    Document,
    Figure,
    ItemList,
    Metadata,
    Paragraph,
    Quote,
    Section,
    Table,
    Text,
)
from builder.model.finding import Locator
from builder.model.segment import Context, SegmentId

EN, FR = Language("en"), Language("fr")

SOURCE = """---
title: T
deck: D
summary: S
notice: N
disclaimer: L
disclaimer_short: LS
---

Intro.

> Quoted.
>
> - In a quote

![Alt](a.png "Caption")

## One

- Item
  > Deep

### Inner

| H1 | |
|----|----|
| C1 | C2 |

```
code
```

## Two

Text.
"""


def document(markdown: str = SOURCE) -> Document:
    return read_markdown(markdown, path="a.md", language=EN)


def known(*entries: tuple[str, Context | None, str]) -> tuple[KnownSegment, ...]:
    return tuple(
        KnownSegment(id=SegmentId(name), context=context, text=text) for name, context, text in entries
    )


TEXTS = st.builds(
    Text,
    markup=st.sampled_from(["", "a", "b", "<em>c</em>", "a b", "d &amp; e"]),
    locator=st.builds(Locator, path=st.just("a.md"), line=st.integers(1, 99)),
)
BLOCKS: st.SearchStrategy[Block] = st.recursive(
    st.one_of(
        st.builds(Paragraph, text=TEXTS),
        st.builds(Figure, source=st.just("x.png"), alt=TEXTS, caption=st.none() | TEXTS),
        st.builds(Code, text=st.just("x"), locator=st.just(Locator(path="a.md", line=1))),
        st.builds(
            Table,
            header=st.tuples(TEXTS, TEXTS),
            rows=st.tuples(st.tuples(TEXTS, TEXTS)),
            caption=st.none() | TEXTS,
        ),
    ),
    lambda inner: st.one_of(
        st.builds(Quote, blocks=st.lists(inner, max_size=3).map(tuple)),
        st.builds(ItemList, items=st.lists(st.lists(inner, max_size=2).map(tuple), max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
SECTIONS = st.builds(
    Section,
    heading=TEXTS,
    level=st.just(2),
    blocks=st.lists(BLOCKS, max_size=3).map(tuple),
    sections=st.lists(
        st.builds(Section, heading=TEXTS, level=st.just(3), blocks=st.lists(BLOCKS, max_size=2).map(tuple)),
        max_size=2,
    ).map(tuple),
)
DOCUMENTS = st.builds(
    Document,
    language=st.just(EN),
    metadata=st.just(Metadata(slug="a", path="a.md")),
    title=TEXTS,
    deck=st.none() | TEXTS,
    introduction=st.lists(BLOCKS, max_size=3).map(tuple),
    sections=st.lists(SECTIONS, max_size=3).map(tuple),
    summary=st.none() | TEXTS,
    notice=st.none() | TEXTS,
    disclaimer=st.none() | TEXTS,
    disclaimer_short=st.none() | TEXTS,
)


def test_segments_come_in_one_order_with_kind_context_and_heading():
    found = [(entry.kind, entry.context, entry.markup, entry.chapter) for entry in segments(document())]

    assert found == [
        ("title", "title", "T", None),
        ("deck", "deck", "D", None),
        ("summary", "summary", "S", None),
        ("notice", None, "N", None),
        ("paragraph", None, "Intro.", None),
        ("quote", None, "Quoted.", None),
        ("item", None, "In a quote", None),
        ("alt", "alt", "Alt", None),
        ("caption", "caption", "Caption", None),
        ("heading", "heading", "One", "One"),
        ("item", None, "Item", "One"),
        ("quote", None, "Deep", "One"),
        ("heading", "heading", "Inner", "Inner"),
        ("cell", None, "H1", "Inner"),
        ("cell", None, "C1", "Inner"),
        ("cell", None, "C2", "Inner"),
        ("heading", "heading", "Two", "Two"),
        ("paragraph", None, "Text.", "Two"),
        ("disclaimer-short", "disclaimer-short", "LS", None),
        ("disclaimer", "disclaimer", "L", None),
    ]


def test_every_context_is_given():
    assert {entry.context for entry in segments(document())} == {*get_args(Context), None}


def test_an_empty_text_is_no_segment():
    found = segments(document("Text.\n\n![](a.png)\n"))

    assert [entry.kind for entry in found] == ["title", "paragraph"]


def test_texts_are_replaced_by_context_and_markup():
    translated = with_texts(document("# One\n\nOne\n"), {("title", "One"): "Un", (None, "One"): "Une"}, FR)

    assert [entry.markup for entry in segments(translated)] == ["Un", "Une"]
    assert translated.language == FR
    assert translated.title.language is None


def test_a_text_without_translation_keeps_its_markup_and_names_its_language():
    translated = with_texts(document("# One\n\nTwo\n"), {("title", "One"): "Un", (None, "Two"): ""}, FR)

    (block,) = translated.introduction
    assert isinstance(block, Paragraph)
    assert (block.text.markup, block.text.language) == ("Two", EN)


def test_a_translated_text_keeps_its_id_links_and_place():
    source = identify(document("# T\n\n[One](https://example.org)\n"))

    translated = with_texts(source, {(None, "<a1>One</a1>"): "<a1>Un</a1>"}, FR)

    before, after = source.introduction[0], translated.introduction[0]
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)
    assert after.text == replace(before.text, markup="<a1>Un</a1>")


@settings(deadline=None)
@given(DOCUMENTS)
def test_localising_with_the_source_texts_changes_nothing(source):
    texts = {(entry.context, entry.markup): entry.markup for entry in segments(source)}

    assert with_texts(source, texts, source.language) == source


@settings(deadline=None)
@given(DOCUMENTS)
def test_localising_there_and_back_gives_the_source(source):
    keys = [(entry.context, entry.markup) for entry in segments(source)]
    there = {key: f"x{key[1]}" for key in keys}
    back = {(context, f"x{markup}"): markup for context, markup in keys}

    assert with_texts(with_texts(source, there, FR), back, EN) == source


@settings(deadline=None)
@given(DOCUMENTS)
def test_visiting_without_a_change_changes_nothing(source):
    assert map_texts(source, lambda text, *_: text) == source


@settings(deadline=None)
@given(DOCUMENTS)
def test_every_segment_has_an_id_of_its_own_and_keeps_it(source):
    identified = identify(source)
    found = segments(identified)

    again = identify(
        source,
        tuple(
            KnownSegment(id=entry.id, context=entry.context, text=entry.markup) for entry in found if entry.id
        ),
    )

    assert len({entry.id for entry in found} - {None}) == len(found)
    assert again == identified


def test_an_id_is_the_digest_of_context_and_text():
    bare, heading = mint_ids([(None, "One"), ("heading", "One")])

    assert bare == f"s-{digest_text('One')[:8]}"
    assert heading == f"s-{digest_text('heading' + chr(4) + 'One')[:8]}"


def test_repeated_texts_are_numbered_in_order():
    first, second, third = mint_ids([(None, "One")] * 3)

    assert (second, third) == (f"{first}-2", f"{first}-3")


def test_known_ids_go_to_equal_texts_in_order():
    ids = mint_ids(
        [(None, "New"), (None, "One"), ("heading", "One"), (None, "One")],
        known(("s-00000001", None, "One"), ("s-00000002", None, "One"), ("s-00000003", "heading", "One")),
    )

    assert ids[1:] == ("s-00000001", "s-00000003", "s-00000002")


def test_an_id_that_is_known_is_never_minted_again():
    (fresh,) = mint_ids([(None, "One")])

    (minted,) = mint_ids([(None, "One")], known((fresh, None, "What it was before")))

    assert minted == f"{fresh}-2"


def test_ten_thousand_equal_texts_are_numbered_in_one_pass():
    ids = mint_ids([(None, "One")] * 10_000)

    assert ids[-1].endswith("-10000")


def test_words_are_those_that_are_read_in_order():
    words = plain_words(
        document("---\ntitle: A *b*c\nsummary: x\nnotice: y\n---\n\nd `e` &amp;\n\n## f\n\ng\n")
    )

    assert words == ("A", "bc", "d", "e", "&", "f", "g")


def test_words_of_chosen_kinds_can_be_left_out():
    assert plain_words(document("# A\n\nb\n"), leave_out={"title"}) == ("b",)
