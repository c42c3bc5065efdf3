"""`edition extract`, `update` and `approve` write what changed, and tell it in one line a file."""

from pathlib import Path

import pytest

from builder.base.errors import ContentError
from builder.cli.main import main

ARTICLE = """---
title: Ladders
date: 2026-11-23
disclaimer: Climb at your own risk.
---

It began with *green* ink and a saw with a chipped handle.

Lend it.
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "edition.toml").write_text('[show]\ntitle = "T"\nowner = "O"\nlanguage = "en"\n')
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "ladders.md").write_text(ARTICLE)
    return tmp_path


def run(workspace: Path, *words: str) -> int:
    return main([*words, "--workspace", str(workspace)])


def spanish(workspace: Path) -> Path:
    return workspace / "locales" / "es" / "LC_MESSAGES" / "ladders.po"


def translate(workspace: Path) -> None:
    """Fill the Spanish catalogue in as a translator's editor would."""
    text = spanish(workspace).read_text()
    for source, translation in {
        '"Ladders"\n': "Escaleras",
        '"Climb at your own risk."\n': "Suba por su cuenta.",
        '"It began with <em>green</em> ink and a saw with a chipped handle."\n': "Con <em>tinta</em>.",
        '"Lend it."\n': "Préstela.",
    }.items():
        text = text.replace(f'msgid {source}msgstr ""', f'msgid {source}msgstr "{translation}"')
    spanish(workspace).write_text(text)


def test_extract_writes_templates_and_ids_once(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = run(workspace, "extract")
    before = {path: path.stat().st_mtime_ns for path in (workspace / "locales").iterdir()}
    lines = capsys.readouterr().out.splitlines()

    second = run(workspace, "extract")

    assert (first, second) == (0, 0)
    assert sorted(path.name for path in before) == ["builder.pot", "ladders.pot", "ladders.segments.json"]
    assert lines[:2] == [
        "wrote locales/ladders.pot: 4 messages",
        "wrote locales/ladders.segments.json: 4 segments",
    ]
    assert all(line.startswith("unchanged ") for line in capsys.readouterr().out.splitlines())
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_extract_check_tells_what_is_out_of_date(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = run(workspace, "extract", "--check")
    wrote = (workspace / "locales").exists()
    run(workspace, "extract")

    after = run(workspace, "extract", "--check")

    assert (before, wrote, after) == (3, False, 0)
    assert "out of date locales/ladders.pot: 4 messages" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(workspace, "extract", "--dry-run")
    run(workspace, "update", "--language", "es", "--dry-run")

    assert not (workspace / "locales").exists()
    assert "would write locales/es/LC_MESSAGES/ladders.po" in capsys.readouterr().out


def test_update_starts_a_language_only_when_it_is_asked_for(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(workspace, "update")
    said = capsys.readouterr().out

    run(workspace, "update", "--language", "pt-BR")

    assert said == "no translations here; to start one: edition add-language es\n"
    assert (workspace / "locales" / "pt_BR" / "LC_MESSAGES" / "ladders.po").is_file()
    # The tool has no Portuguese texts of its own, so there is something to translate here.
    assert (workspace / "locales" / "pt_BR" / "LC_MESSAGES" / "builder.po").is_file()
    assert (
        "wrote locales/pt_BR/LC_MESSAGES/ladders.po: 0 of 4 translated, 0 to look at"
        in capsys.readouterr().out
    )


def test_update_makes_no_catalogue_of_texts_that_come_with_the_tool(workspace: Path) -> None:
    run(workspace, "update", "--language", "es")

    assert spanish(workspace).is_file()
    assert not (spanish(workspace).parent / "builder.po").exists()


def test_update_brings_an_edit_to_the_translator_and_changes_nothing_the_second_time(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(workspace, "update", "--language", "es")
    translate(workspace)
    (workspace / "articles" / "ladders.md").write_text(ARTICLE.replace("a chipped", "a mended"))
    capsys.readouterr()

    run(workspace, "update")
    data = spanish(workspace).read_bytes()
    run(workspace, "update")

    assert capsys.readouterr().out.splitlines() == [
        "wrote locales/es/LC_MESSAGES/ladders.po: 3 kept, 1 edited; 3 of 4 translated, 1 to look at",
        "unchanged locales/es/LC_MESSAGES/ladders.po: 4 kept; 3 of 4 translated, 1 to look at",
    ]
    assert spanish(workspace).read_bytes() == data
    assert b"#, fuzzy\n#| msgid" in data
    assert "Con <em>tinta</em>." in data.decode()


def test_update_tells_of_a_text_that_is_back_to_its_earlier_wording(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(workspace, "update", "--language", "es")
    translate(workspace)
    (workspace / "articles" / "ladders.md").write_text(ARTICLE.replace("a chipped", "a mended"))
    run(workspace, "update")
    (workspace / "articles" / "ladders.md").write_text(ARTICLE)
    capsys.readouterr()

    run(workspace, "update")
    run(workspace, "update")

    end = "3 of 4 translated, 1 to look at; 1 text is back to its earlier wording: confirm it"
    assert [line.endswith(end) for line in capsys.readouterr().out.splitlines()] == [True, True]
    assert b"#, fuzzy" in spanish(workspace).read_bytes()


def own_texts(workspace: Path, locale: str) -> Path:
    return workspace / "locales" / locale / "LC_MESSAGES" / "builder.po"


@pytest.mark.parametrize("words", [("builder", "--language", "ar"), ("--language", "ar")])
def test_update_starts_the_tools_own_texts_in_the_language_of_the_articles(
    workspace: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    text = (workspace / "edition.toml").read_text()
    (workspace / "edition.toml").write_text(text.replace('language = "en"', 'language = "ar"'))

    status = run(workspace, "update", *words)
    run(workspace, "update", "builder")

    first, second = capsys.readouterr().out.splitlines()
    assert status == 0
    assert own_texts(workspace, "ar").is_file()
    assert not own_texts(workspace, "ar").with_name("ladders.po").exists()
    assert first.startswith("wrote locales/ar/LC_MESSAGES/builder.po: 0 of ")
    assert second.startswith("unchanged locales/ar/LC_MESSAGES/builder.po: ")


def test_the_tools_own_texts_in_the_language_of_the_articles_are_kept_up_to_date(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(workspace, "update", "builder", "--language", "en")
    capsys.readouterr()

    run(workspace, "update")

    assert capsys.readouterr().out.startswith("unchanged locales/en/LC_MESSAGES/builder.po: ")


def test_the_tools_own_texts_can_be_worded_anew_where_a_translation_comes_with_the_tool(
    workspace: Path,
) -> None:
    run(workspace, "update", "builder", "--language", "es")

    assert own_texts(workspace, "es").is_file()
    assert not spanish(workspace).exists()


def test_update_of_the_tools_own_texts_needs_no_article(workspace: Path) -> None:
    (workspace / "articles" / "ladders.md").unlink()

    assert run(workspace, "update", "builder", "--language", "ar") == 0
    assert run(workspace, "extract", "builder") == 0


def test_extract_of_the_tools_own_texts_writes_their_template_alone(workspace: Path) -> None:
    run(workspace, "extract", "builder")

    assert [path.name for path in (workspace / "locales").iterdir()] == ["builder.pot"]


def test_approve_in_the_articles_own_language_tells_why_there_is_nothing_to_approve(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(workspace, "approve", "ladders", "--language", "en", "--name", "Ana Ruiz", "--all")

    said = capsys.readouterr().err
    assert status == 2
    assert "that is the language of the article" in said
    assert "edition update" not in said


def test_a_broken_catalogue_does_not_stop_the_others(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(workspace, "update", "--language", "es", "--language", "fr")
    spanish(workspace).write_text("<<<<<<< HEAD\n")
    capsys.readouterr()

    status = run(workspace, "update")

    said = capsys.readouterr()
    assert status == 3
    assert said.out.startswith("unchanged locales/fr/LC_MESSAGES/ladders.po")
    assert said.err.startswith("locales/es/LC_MESSAGES/ladders.po:1: error: found the mark of an unfinished")
    assert spanish(workspace).read_text() == "<<<<<<< HEAD\n"


def test_nothing_is_translated_into_the_articles_own_language(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(workspace, "update", "--language", "en") == 2
    assert "it is the language of the article" in capsys.readouterr().err


def test_approve_marks_what_was_chosen(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(workspace, "extract")
    run(workspace, "update", "--language", "es")
    translate(workspace)
    who = ("approve", "ladders", "--language", "es", "--name", "Ana Ruiz", "--date", "2026-11-24")
    capsys.readouterr()

    run(workspace, *who, "--context", "disclaimer")
    run(workspace, *who, "--id", "s-00000000")
    run(workspace, *who, "--context", "text", "--dry-run")
    run(workspace, *who, "--all")

    name = "locales/es/LC_MESSAGES/ladders.po"
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        f"wrote {name}: 1 newly approved, 1 of 4 in all",
        f"would write {name}: 2 newly approved, 3 of 4 in all",
        f"wrote {name}: 3 newly approved, 4 of 4 in all",
    ]
    assert 'no text has the id "s-00000000"' in said.err
    assert spanish(workspace).read_text().count("# reviewed: Ana Ruiz 2026-11-24 ") == 4


def test_approve_by_id_marks_that_text_alone(workspace: Path) -> None:
    run(workspace, "extract")
    run(workspace, "update", "--language", "es")
    translate(workspace)
    ids = (workspace / "locales" / "ladders.segments.json").read_text()
    line = next(line for line in ids.splitlines() if "Lend it." in line)

    run(workspace, "approve", "ladders", "--language", "es", "--name", "Ana Ruiz", "--id", line.split('"')[3])

    text = spanish(workspace).read_text()
    assert text.count("# reviewed: ") == 1
    assert "# reviewed: " in text.partition('msgid "Lend it."')[0].rpartition("\n\n")[2]


def test_approve_passes_over_a_translation_with_a_fault(workspace: Path) -> None:
    run(workspace, "update", "--language", "es")
    translate(workspace)
    spanish(workspace).write_text(spanish(workspace).read_text().replace("<em>tinta</em>", "tinta"))

    run(workspace, "approve", "ladders", "--language", "es", "--name", "Ana Ruiz", "--all")

    assert spanish(workspace).read_text().count("# reviewed: ") == 3


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--language", "es", "--name", "a@example.org", "--all"), 2, "is not a name"),
        (("--language", "fr", "--name", "Ana", "--all"), 3, "there is no translation"),
    ],
)
def test_approve_tells_what_is_wrong(
    workspace: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], status: int, said: str
) -> None:
    run(workspace, "update", "--language", "es")

    assert run(workspace, "approve", "ladders", *words) == status
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", ["extract", "update", "approve"])
def test_help_shows_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])

    assert f"example: edition {command} " in capsys.readouterr().out


def test_an_article_nobody_wrote_is_told(workspace: Path) -> None:
    assert run(workspace, "extract", "snakes") == ContentError.exit_status
