"""The files a page offers: every one that was made, in groups, and no other."""

from __future__ import annotations

import pytest

from builder.catalogue.texts import Texts
from builder.formats import page
from builder.formats.footer import GROUPS, STATEMENT
from builder.model.artefact import Artefact
from builder.testing.reading import Element, read_html
from builder.testing.samples import ENGLISH, sample_publication

TYPES = {
    "mp3": "audio/mpeg", "m4b": "audio/mp4", "opus": "audio/ogg", "zip": "application/zip",
    "epub": "application/epub+zip", "epub-text": "application/epub+zip", "offline": "text/html",
    "vtt": "text/vtt", "srt": "application/x-subrip", "transcript": "application/json", "text": "text/plain",
    "words": "application/json", "chapters": "application/json+chapters", "accessibility": "text/html",
}  # fmt: skip


def made(name: str) -> Artefact:
    return Artefact(format=name, path=f"{name}.file", media_type=TYPES[name], size_bytes=12_300, sha256="ab")


def rendered(*names: str) -> Element:
    publication = sample_publication(artefacts=tuple(map(made, names)))
    return read_html(page.render(publication, Texts(ENGLISH)).decode())


def test_every_file_has_a_line_with_label_type_and_size() -> None:
    root = rendered(*TYPES)

    (block,) = root.find("section", class_="downloads")
    lines = [" ".join(each.text.split()) for each in block.find("li")]
    assert lines == [
        "Sound (MP3), 12.3 kB",
        "Audiobook with chapters (M4B), 12.3 kB",
        "Small sound file (Opus), 12.3 kB",
        "Sound, one file for each chapter (ZIP), 12.3 kB",
        "Book with its sound (EPUB), 12.3 kB",
        "Book without sound (EPUB), 12.3 kB",
        "This page as one file, for use without a network (HTML), 12.3 kB",
        "Transcript with times (WebVTT), 12.3 kB",
        "Subtitles (SRT), 12.3 kB",
        "Transcript for podcast apps (JSON), 12.3 kB",
        "Text alone (TXT), 12.3 kB",
        "Times of every word (JSON), 12.3 kB",
        "Chapters (JSON), 12.3 kB",
    ]
    assert [each.text for each in block.find("h3")] == ["Sound", "Book", "Transcript"]


def test_a_link_tells_its_media_type_and_changes_with_its_file() -> None:
    root = rendered("srt")

    (link,) = root.find("section", class_="downloads")[0].find("a")
    assert link.attributes == {"href": "srt.file?v=ab", "type": "application/x-subrip", "download": ""}


@pytest.mark.parametrize("name", [name for names in GROUPS.values() for name in names])
def test_a_file_that_was_not_made_has_no_line_and_an_empty_group_no_heading(name: str) -> None:
    root = rendered(name)

    (block,) = root.find("section", class_="downloads")
    assert len(block.find("li")) == len(block.find("h3")) == 1


def test_the_statement_on_accessibility_is_a_page_and_no_download() -> None:
    root = rendered(STATEMENT)

    (link,) = root.find("section", class_="downloads")[0].find("a")
    assert link.text == "Accessibility of this edition"
    assert link.attributes == {"href": "accessibility.file?v=ab"}


def test_without_files_there_is_no_heading() -> None:
    assert not rendered().find("section", class_="downloads")
