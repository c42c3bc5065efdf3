"""A template has every text once, in order, with what a translator should know of it."""

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from builder.article.detect import read_article
from builder.article.segments import segments
from builder.base.language import Language
from builder.catalogue.extract import extract
from builder.catalogue.pace import rounded_seconds, spoken_seconds
from builder.catalogue.po import parse_po, render_po
from builder.model.catalogue import Message
from builder.model.document import Document

ARTICLE = """---
title: A Library That Lends Ladders
deck: How one village learned to share.
summary: A village lends tools.
date: 2026-11-23
language: en
disclaimer: Climb at your own risk, and never above 3 m.
disclaimer_short: At your own risk.
notice: This is a retelling.
---

It began with a drill < 3, and 0.5 mg/kg of *green* ink from the [FDA](https://example.org).

## The Tools

Lend it.

- Lend it.
- A drill.

![A shelf](shelf.png)
"""


def read(text: str = ARTICLE) -> Document:
    return read_article(text.encode(), path="articles/ladders.md", language=Language("en"))


def message(msgid: str, document: Document | None = None) -> Message:
    return next(entry for entry in extract(document or read()).messages if entry.msgid == msgid)


def test_the_messages_are_the_segments_in_order_each_text_once() -> None:
    document = read()

    template = extract(document)

    keys = [(segment.context, segment.markup) for segment in segments(document)]
    assert [entry.key for entry in template.messages] == list(dict.fromkeys(keys))
    assert template.domain == "ladders"
    assert template.path == "locales/ladders.pot"


def test_inline_markup_is_written_as_tags_and_other_angle_brackets_escaped() -> None:
    msgids = [entry.msgid for entry in extract(read()).messages]

    assert (
        "It began with a drill &lt; 3, and 0.5 mg/kg of <em>green</em> ink from the <a1>FDA</a1>." in msgids
    )


def test_a_text_that_stands_twice_is_one_message_with_both_places() -> None:
    assert message("Lend it.").references == ("articles/ladders.md:16", "articles/ladders.md:18")


def test_the_notes_tell_role_chapter_time_neighbours_and_terms() -> None:
    first = message(
        "It began with a drill &lt; 3, and 0.5 mg/kg of <em>green</em> ink from the <a1>FDA</a1>."
    )

    assert first.extracted_comments == (
        "Paragraph · about 5 s",
        "Before: “This is a retelling.”",
        "Next: “The Tools”",
        "Keep: 3 · 0.5 mg/kg · FDA",
    )
    assert message("A drill.").extracted_comments[0] == "Item of a list in “The Tools” · about 5 s"
    assert message("The Tools").extracted_comments[0] == "Heading · about 5 s"


def test_the_notes_tell_the_language_of_foreign_words() -> None:
    markdown = "---\nlanguage: en\n---\n\n# T\n\nSo [déjà vu]{lang=fr} and [Zeit]{lang=de-AT}.\n"
    document = read_article(markdown.encode(), path="articles/t.md")

    comments = extract(document).messages[1].extracted_comments

    assert "Foreign: <l1> is French (fr) · <l2> is German (Austria) (de-AT)" in comments


@pytest.mark.parametrize("msgid", ["A village lends tools.", "This is a retelling."])
def test_a_text_that_is_not_spoken_says_so_in_place_of_a_time(msgid: str) -> None:
    assert message(msgid).extracted_comments[0].endswith(" · shown, not spoken")


def test_neighbours_are_cut_between_words_at_80_characters() -> None:
    long = "words that go on and on " * 10

    document = read(f"---\ntitle: T\ndate: 2026-11-23\n---\n\n{long}\n\nIn between.\n\n{long}\n")

    _, before, after = message("In between.", document).extracted_comments
    assert before.startswith("Before: “…")
    assert after.endswith("…”")
    assert max(len(before.partition(" ")[2]), len(after.partition(" ")[2])) <= 82
    assert before.removeprefix("Before: “…")[:-1] in long
    assert not after.removesuffix("…”").endswith(" ")


def test_the_date_of_the_template_is_that_of_the_article() -> None:
    dated = extract(read())
    undated = extract(read("---\ntitle: T\n---\n\nText.\n"))
    updated = extract(read(ARTICLE.replace("date: 2026-11-23", "date: 2026-11-23\nupdated: 2027-02-03")))

    assert dated.header["POT-Creation-Date"] == "2026-11-23 00:00+0000"
    assert updated.header["POT-Creation-Date"] == "2027-02-03 00:00+0000"
    assert "POT-Creation-Date" not in undated.header
    assert read().metadata.published == date(2026, 11, 23)


def test_the_header_has_the_fields_that_tools_expect() -> None:
    header = extract(read()).header

    assert list(header) == [
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Language",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "X-Source-Language",
        "X-Translation-Method",
        "X-Generator",
    ]
    assert header["X-Source-Language"] == "en"
    assert header["X-Generator"] == "Edition Builder"


def test_a_template_is_read_back_as_it_was_written() -> None:
    data = render_po(extract(read()))

    assert render_po(parse_po(data, path="ladders.pot", domain="ladders")) == data
    assert render_po(extract(read())) == data


@pytest.mark.parametrize(
    ("text", "tag", "seconds"),
    [
        ("one two three four", "en", 1.5),
        ("uno dos tres cuatro", "es", 1.6),
        ("don’t 0.5 mother-in-law", "en", 1.1),
        ("漢字を読む", "ja", 1.2),
        ("", "en", 0),
    ],
)
def test_the_time_to_say_a_text_follows_its_words_and_language(text: str, tag: str, seconds: float) -> None:
    assert spoken_seconds(text, Language(tag)) == pytest.approx(seconds, abs=0.05)


def test_seconds_are_rounded_to_five_and_never_none() -> None:
    assert [rounded_seconds(seconds) for seconds in (0.1, 7.4, 7.5, 12, 31)] == [5, 5, 10, 10, 30]


@pytest.mark.external
def test_gettext_accepts_a_template_and_writes_it_the_same(tmp_path: Path) -> None:
    for program in ("msgfmt", "msgcat"):
        if shutil.which(program) is None and not os.environ.get("CI"):
            pytest.skip(f"{program} is not installed")
    path = tmp_path / "ladders.pot"
    path.write_bytes(render_po(extract(read())))

    subprocess.run(["msgfmt", "-c", "-o", os.devnull, str(path)], check=True, capture_output=True, timeout=60)
    again = subprocess.run(["msgcat", str(path)], check=True, capture_output=True, timeout=60)

    assert again.stdout == path.read_bytes()
