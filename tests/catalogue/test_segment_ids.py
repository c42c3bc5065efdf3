"""A text keeps its id through edits, moves and repeats."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.article.detect import read_article
from builder.article.segments import KnownSegment
from builder.base.errors import ContentError
from builder.base.language import Language
from builder.catalogue.segment_ids import parse_segment_ids, render_segment_ids, update_segment_ids
from builder.model.document import Document
from builder.model.segment import SegmentId

LONG = "The village library of Lower Thistleby lent nothing but books until a neighbour asked for a ladder."


def article(*paragraphs: str) -> Document:
    text = "\n\n".join(["---\ntitle: Ladders\n---", *paragraphs]) + "\n"
    return read_article(text.encode(), path="articles/ladders.md", language=Language("en"))


def ids(known: tuple[KnownSegment, ...]) -> dict[str, str]:
    return {segment.text: segment.id for segment in known}


def test_an_edited_text_keeps_its_id() -> None:
    before = update_segment_ids((), article(LONG, "Another one."))
    edited = LONG.replace("ladder", "drill")

    after = update_segment_ids(before, article("Something new in front.", edited, "Another one."))

    assert ids(after)[edited] == ids(before)[LONG]
    assert ids(after)["Another one."] == ids(before)["Another one."]
    assert ids(after)["Something new in front."] not in ids(before).values()


def test_equal_texts_have_ids_of_their_own_and_keep_them() -> None:
    before = update_segment_ids((), article("Lend it.", "A drill.", "Lend it."))

    after = update_segment_ids(before, article("Lend it.", "A saw, rather.", "Lend it."))

    assert len({segment.id for segment in before}) == len(before) == 4
    assert [s.id for s in after if s.text == "Lend it."] == [s.id for s in before if s.text == "Lend it."]


def test_an_edit_of_one_of_two_equal_texts_keeps_an_id_of_theirs() -> None:
    before = update_segment_ids((), article(LONG, LONG))
    edited = LONG.replace("ladder", "drill")

    after = update_segment_ids(before, article(LONG, edited))

    assert {segment.id for segment in after} == {segment.id for segment in before}


def test_an_update_with_the_same_article_changes_nothing() -> None:
    document = article(LONG, "Lend it.", "Lend it.")
    before = update_segment_ids((), document)

    assert update_segment_ids(before, document) == before


def test_the_file_has_a_schema_and_one_segment_a_line() -> None:
    known = update_segment_ids((), article("Größe “x” \\\\ of 2 < 3"))

    data = render_segment_ids(known)

    value = json.loads(data)
    assert value["schema"] == "edition-segments/1"
    assert value["segments"][0] == {"id": known[0].id, "context": "title", "text": "Ladders"}
    assert len(data.decode().splitlines()) == len(known) + 5
    assert "Größe" in data.decode()


@given(
    st.lists(
        st.builds(
            KnownSegment,
            id=st.from_regex(r"s-[0-9a-f]{8}(-[1-9])?", fullmatch=True).map(SegmentId),
            context=st.sampled_from([None, "title", "heading", "disclaimer-short"]),
            text=st.text(st.characters(codec="utf-8"), min_size=1),
        ),
        unique_by=lambda segment: segment.id,
    )
)
def test_the_file_is_read_back_as_it_was_written(known: list[KnownSegment]) -> None:
    assert parse_segment_ids(render_segment_ids(known), path="x.json") == tuple(known)


@pytest.mark.parametrize(
    ("data", "where", "words"),
    [
        (b"{\n\n oops", "x.json:3", "not JSON"),
        (b"\xff", "x.json:1", "not JSON"),
        (b"[]", "x.json:1", 'schema: expected "edition-segments/1", found []'),
        (b'{"schema": "other"}', "x.json:1", "found other"),
        (b'{"schema": "edition-segments/1"}', "x.json:1", "segments: expected a list"),
        (b'{"schema": "edition-segments/1", "segments": [1]}', "x.json:1", "segments[0]: expected an object"),
        (
            b'{"schema": "edition-segments/1", "segments": [{"id": "7"}]}',
            "x.json:1",
            "segments[0].id: expected s- and 8 hex digits, found 7",
        ),
        (
            b'{"schema": "edition-segments/1", "segments": [{"id": "s-00000000", "context": "body"}]}',
            "x.json:1",
            "segments[0].context: expected null or one of title",
        ),
        (
            b'{"schema": "edition-segments/1", "segments": [{"id": "s-00000000", "text": ""}]}',
            "x.json:1",
            "segments[0].text: expected a text",
        ),
        (
            render_segment_ids([KnownSegment(id=SegmentId("s-00000000"), context=None, text="a")] * 2),
            "x.json:1",
            "s-00000000 stands there twice",
        ),
    ],
)
def test_a_broken_file_is_refused_by_its_place(data: bytes, where: str, words: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse_segment_ids(data, path="x.json")

    assert caught.value.where == where
    assert words in caught.value.message
