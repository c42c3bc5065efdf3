"""ID3 tags, as mutagen reads them and as they stand in the bytes."""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from datetime import date

import pytest
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st
from mutagen import id3

from builder.base.errors import ContentError
from builder.base.language import Language
from builder.formats.id3 import iso_639_2, render_id3
from builder.formats.sound_tags import SoundChapter, SoundTags
from builder.model.publication import Picture

JPEG = b"\xff\xd8\xff\xe0" + bytes(100)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
PLAIN = SoundTags(title="Title", language=Language("en"))
FULL = SoundTags(
    title="Ketamina y depresión",
    language=Language("es"),
    album="Ediciones",
    artist="Ana Núñez",
    writer="قلم",
    genre="Podcast",
    published=date(2026, 2, 28),
    copyright_notice="Ana Núñez. All rights reserved",
    link="https://example.org/a/es/",
    comment="One\nTwo",
    transcript="Primero.\n\nSegundo 😀.",
    named_texts={"Disclosure": "Voz sintética.", "Credits": "A\nB", "Empty": ""},
    picture=Picture(data=JPEG, description="Una ola"),
    chapters=(
        SoundChapter(title="Apertura", start_ms=0, end_ms=1_500, link="https://example.org/a/es/#opening"),
        SoundChapter(title="¿Qué?", start_ms=1_500, end_ms=90_000),
    ),
)


def read(tags: SoundTags) -> id3.ID3:
    return id3.ID3(io.BytesIO(render_id3(tags)), translate=False)


def test_texts_are_read_back() -> None:
    tags = read(FULL)

    names = ("TIT2", "TALB", "TPE1", "TEXT", "TCON", "TLAN", "TYER", "TDAT")
    assert [tags[name].text[0] for name in names] == [
        "Ketamina y depresión", "Ediciones", "Ana Núñez", "قلم", "Podcast", "spa", "2026", "2802",
    ]  # fmt: skip


def test_a_track_is_told_with_how_many_there_are() -> None:
    tags = read(replace(PLAIN, track=(3, 12)))

    assert tags["TRCK"].text == ["3/12"]
    assert "TRCK" not in read(PLAIN)


def test_the_version_is_2_3_and_the_size_covers_all() -> None:
    data = render_id3(FULL)

    assert data[:6] == b"ID3\3\0\0"
    assert (
        sum(byte << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True)) == len(data) - 10
    )


def test_a_copyright_notice_starts_with_its_year() -> None:
    # ID3v2.3, TCOP: "must begin with a year and a space character".
    assert read(FULL)["TCOP"].text == ["2026 Ana Núñez. All rights reserved"]
    assert "TCOP" not in read(replace(FULL, published=None))


def test_comment_and_transcript_keep_their_lines_and_language() -> None:
    tags = read(FULL)

    assert tags["COMM::spa"].text == ["One\nTwo"]
    assert tags["USLT::spa"].text == "Primero.\n\nSegundo 😀."


def test_named_texts_are_read_back_and_empty_ones_left_out() -> None:
    tags = read(FULL)

    assert {frame.desc: frame.text for frame in tags.getall("TXXX")} == {
        "Disclosure": ["Voz sintética."],
        "Credits": ["A\nB"],
    }


@pytest.mark.parametrize(("data", "media_type"), [(JPEG, "image/jpeg"), (PNG, "image/png")])
def test_a_cover_has_its_kind_and_its_description(data: bytes, media_type: str) -> None:
    tags = read(replace(FULL, picture=Picture(data=data, description="Una ola")))

    picture = tags.getall("APIC")[0]
    assert (picture.mime, picture.desc, picture.type, picture.data) == (media_type, "Una ola", 3, data)


def test_a_cover_that_is_neither_jpeg_nor_png_is_refused() -> None:
    with pytest.raises(ContentError, match="neither JPEG nor PNG"):
        render_id3(replace(PLAIN, picture=Picture(data=b"GIF89a", description="")))


def test_tags_larger_than_a_tag_can_be_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.formats.id3._MOST_BYTES", 100)

    with pytest.raises(ContentError, match="an MP3 can have 100"):
        render_id3(replace(PLAIN, title="long" * 25))


def test_chapters_have_titles_times_and_links() -> None:
    chapters = read(FULL).getall("CHAP")

    assert [(chapter.start_time, chapter.end_time) for chapter in chapters] == [(0, 1_500), (1_500, 90_000)]
    assert [chapter.sub_frames["TIT2"].text[0] for chapter in chapters] == ["Apertura", "¿Qué?"]
    assert {(chapter.start_offset, chapter.end_offset) for chapter in chapters} == {(0xFFFFFFFF, 0xFFFFFFFF)}
    assert chapters[0].sub_frames["WXXX:"].url == "https://example.org/a/es/#opening"
    assert "WXXX:" not in chapters[1].sub_frames


def test_chapters_stand_in_the_file_in_the_order_they_are_heard() -> None:
    titles = ["Ω" * (20 - number) for number in range(12)]
    chapters = tuple(
        SoundChapter(title=title, start_ms=number * 1_000, end_ms=number * 1_000 + 1_000)
        for number, title in enumerate(titles)
    )

    data = render_id3(replace(PLAIN, chapters=chapters[::-1]))

    places = [data.index(struct.pack(">I", number * 1_000) + b"\0\0") for number in range(1, 12)]
    assert places == sorted(places)
    assert data.count(b"CHAP") == 12


def test_the_table_of_contents_names_every_chapter_in_order() -> None:
    contents = read(FULL).getall("CTOC")

    assert [(table.element_id, table.flags, table.child_element_ids) for table in contents] == [
        ("toc", 3, ["chp1", "chp2"])
    ]


@pytest.mark.parametrize("count", [255, 256, 600])
def test_a_long_table_of_contents_is_nested(count: int) -> None:
    chapters = tuple(
        SoundChapter(title=str(number), start_ms=number, end_ms=number + 1) for number in range(count)
    )

    tables = {table.element_id: table for table in read(replace(PLAIN, chapters=chapters)).getall("CTOC")}

    listed = tables["toc"].child_element_ids
    names = [
        name for entry in listed for name in (tables[entry].child_element_ids if entry in tables else [entry])
    ]
    assert names == [f"chp{number}" for number in range(1, count + 1)]
    assert [name for name, table in tables.items() if table.flags & 2] == ["toc"]


def test_nothing_is_written_for_what_is_not_known() -> None:
    assert set(read(PLAIN)) == {"TIT2", "TLAN"}


def test_line_ends_and_nul_in_a_title_do_no_harm() -> None:
    tags = read(replace(PLAIN, title="One\0two\r\nthree\x85four", album="tail"))

    assert tags["TIT2"].text == ["One\N{REPLACEMENT CHARACTER}two three four"]
    assert tags["TALB"].text == ["tail"]


def test_an_address_beyond_ascii_is_escaped() -> None:
    tags = read(replace(PLAIN, link="https://example.org/año/?v=1#s-é"))

    assert tags["WXXX:"].url == "https://example.org/a%C3%B1o/?v=1#s-%C3%A9"


@given(title=st.text(min_size=1), comment=st.text(), name=st.text(min_size=1, max_size=20))
def test_any_text_leaves_the_frames_behind_it_whole(title: str, comment: str, name: str) -> None:
    tags = read(replace(FULL, title=title, comment=comment, named_texts={name: title}, picture=None))

    assert tags["TALB"].text == ["Ediciones"]
    assert len(tags.getall("CHAP")) == 2


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("en", "eng"), ("es", "spa"), ("fr", "fra"), ("pt-BR", "por"), ("zh-Hans", "zho"), ("sr-Latn", "srp"),
        ("yue", "yue"), ("xx", "und"),
    ],
)  # fmt: skip
def test_a_language_has_three_letters(language: str, code: str) -> None:
    assert iso_639_2(Language(language)) == code


def test_the_codes_are_those_of_locale_data() -> None:
    aliases = get_global("language_aliases")
    languages = sorted({two for three, two in aliases.items() if len(three) == 3 and len(two) == 2})

    wrong = [language for language in languages if aliases.get(iso_639_2(Language(language))) != language]

    assert len(languages) > 170
    assert wrong == []
