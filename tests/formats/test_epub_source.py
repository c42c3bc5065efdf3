"""What a book takes over of an edition: nothing that leads to files it has not got, nothing that runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from builder.formats.epub_source import book_source, whole_address
from builder.testing.book_reading import book_faults
from builder.testing.books import (
    book_publication,
    make_book,
    write_book,
)
from builder.testing.samples import SHOW


@pytest.mark.parametrize(
    "drawing",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="https://evil.example/x.png"/></svg>',
        b"this is no drawing",
    ],
    ids=["script", "handler", "remote", "none"],
)
def test_a_drawing_that_could_do_something_is_told_in_words_alone(tmp_path: Path, drawing: bytes) -> None:
    publication = book_publication(tmp_path)
    (source,) = publication.pictures.values()
    source.write_bytes(drawing)

    found = make_book(tmp_path, publication)

    assert not [name for name in found.book.entries if "figures/" in name]
    assert "A boat on its side in the mud, ropes slack." in found.all_text()
    assert book_faults(found.path) == ()


@pytest.mark.parametrize(
    ("address", "base", "whole"),
    [
        ("https://a.example/x?y=1#z", None, "https://a.example/x?y=1#z"),
        ("https://a.example/ä ö", None, "https://a.example/%C3%A4%20%C3%B6"),
        ("tables.html", "https://b.example/tides/en/", "https://b.example/tides/en/tables.html"),
        ("#part", "https://b.example/tides/en/", "https://b.example/tides/en/#part"),
        ("tables.html", None, None),
        ("https://", None, None),
        ("https://[bad", None, None),
        ("https://a.example:port/", None, None),
        ("mailto:desk@example.org", None, "mailto:desk@example.org"),
    ],
)
def test_a_link_leads_out_of_the_book_or_nowhere(address: str, base: str | None, whole: str | None) -> None:
    assert whole_address(address, base) == whole


def test_a_link_that_leads_nowhere_is_its_text(tmp_path: Path) -> None:
    publication = book_publication(tmp_path)
    document = publication.edition.document
    text = replace(document.introduction[1].text, links=("tables.html",))  # type: ignore[union-attr]
    block = replace(document.introduction[1], text=text)
    document = replace(document, introduction=(document.introduction[0], block))  # type: ignore[arg-type]
    publication = replace(
        publication,
        show=replace(SHOW, base_url=None),
        edition=replace(publication.edition, document=document),
    )

    source = book_source(publication, heard=True).edition.document.introduction[1]

    assert source.text.links == ("",)  # type: ignore[union-attr]
    assert book_faults(write_book(tmp_path, publication)) == ()


HOSTILE = '<script>alert("1")</script> --> ]]> \0 " onload="x &amp;lt; {{ 7*7 }}'


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    publication = book_publication(tmp_path)
    document = publication.edition.document
    document = replace(
        document,
        title=replace(document.title, markup=HOSTILE),
        metadata=replace(document.metadata, author=HOSTILE),
    )
    show = replace(SHOW, title=HOSTILE, owner=HOSTILE, cover_alt=HOSTILE)
    publication = replace(
        publication, show=show, edition=replace(publication.edition, document=document, source=document)
    )

    found = make_book(tmp_path, publication)

    assert book_faults(found.path) == ()
    for path in found.book.spine:
        tags = {each.tag.rpartition("}")[2] for each in found.book.document(path).iter()}
        assert "script" not in tags
    assert found.book.core("publisher") == (HOSTILE.replace("\0", "�"),)
