"""Outline: what each line was taken for, as text and as JSON."""

import argparse
import json
from pathlib import Path

import pytest

from builder.article.detect import read_article
from builder.article.outline import OutlineLine, count_kinds, outline, render_count
from builder.article.source import MOST_BYTES
from builder.base.errors import ContentError, UsageError
from builder.cli import outline as command

BARE = Path(__file__).parent.parent / "data" / "bare.txt"

SOURCE = """---
title: T
disclaimer: "Not *medical* advice."
deck: D
---

One
two.

## H

- a
- b
"""


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    args = parser.parse_args(["outline", *words])

    assert args.run(args) == 0
    return capsys.readouterr().out


def test_an_outline_goes_by_the_lines_of_the_source():
    lines = outline(read_article(SOURCE.encode(), path="a.md"))

    assert [(entry.line, entry.kind, entry.text) for entry in lines] == [
        (2, "title", "T"),
        (3, "disclaimer", "Not medical advice."),
        (4, "deck", "D"),
        (7, "paragraph", "One two."),
        (10, "heading", "H"),
        (12, "item", "a"),
        (13, "item", "b"),
    ]


def test_a_count_names_one_and_several():
    lines = [
        OutlineLine(line=1, kind="title", text="T"),
        OutlineLine(line=2, kind="item", text="a"),
        OutlineLine(line=3, kind="item", text="b"),
        OutlineLine(line=4, kind="summary", text="S"),
    ]

    assert render_count(lines) == "1 title, 1 summary, 2 list items"
    assert count_kinds(lines) == {"title": 1, "summary": 1, "item": 2}


def test_the_command_prints_lines_parted_by_tabs_and_a_count(capsys):
    rows = run(capsys, str(BARE)).splitlines()

    assert len(rows) == 61
    assert rows[0] == "1\ttitle\tA Library That Lends Ladders: How One Village Learned to Share"
    assert rows[4] == '5\theading\t"Odd Shelf" and the Green Ink'
    assert rows[-1] == "1 title, 1 deck, 9 headings, 48 paragraphs, 1 disclaimer"


def test_the_command_prints_json_with_a_schema(capsys, tmp_path):
    path = tmp_path / "my-day.md"
    path.write_text(SOURCE, encoding="utf-8")

    report = json.loads(run(capsys, str(path), "--json", "--language", "pt-br"))

    assert report["schema"] == "edition-outline/1"
    assert (report["path"], report["slug"], report["language"]) == (str(path), "my-day", "pt-BR")
    assert report["lines"][0] == {"line": 2, "kind": "title", "text": "T"}
    assert report["counts"] == {
        "title": 1, "deck": 1, "heading": 1, "paragraph": 1, "item": 2, "disclaimer": 1,
    }  # fmt: skip


def test_a_file_that_is_not_there_is_a_usage_error_with_a_suggestion(capsys, tmp_path):
    (tmp_path / "my-day.md").touch()

    with pytest.raises(UsageError, match=r'did you mean "my-day\.md"'):
        run(capsys, str(tmp_path / "my-dya.md"))
    with pytest.raises(UsageError, match="no such file"):
        run(capsys, str(tmp_path / "nowhere" / "a.md"))


def test_a_folder_is_a_usage_error(capsys, tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        run(capsys, str(tmp_path))


def test_a_huge_file_is_refused_without_being_read_whole(capsys, tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES * 1000)

    with pytest.raises(ContentError, match="larger than 5 MB"):
        run(capsys, str(path))
