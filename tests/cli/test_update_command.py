"""`edition update` and `add-language` tell what was done to each text."""

import json
import re
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.testing.workspaces import ARTICLE, SLUG, make_workspace


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "articles" / f"{SLUG}.md"
    path.write_text(path.read_text().replace(old, new))


def catalogue(folder: Path, slug: str = SLUG, locale: str = "es") -> Path:
    return folder / "locales" / locale / "LC_MESSAGES" / f"{slug}.po"


def run(folder: Path, *words: str) -> int:
    return main([*words, "--workspace", str(folder)])


def test_a_dry_run_tells_each_text_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_workspace(tmp_path, languages=["es"])
    before = catalogue(tmp_path).read_bytes()
    edit(tmp_path, "Wait 3 minutes", "Wait 4 minutes")

    status = run(tmp_path, "update", "--dry-run")

    said = capsys.readouterr().out
    assert (status, catalogue(tmp_path).read_bytes()) == (0, before)
    assert "would write locales/es/LC_MESSAGES/tea.po: 10 kept, 1 edited" in said
    assert (
        "  articles/tea.md:15: edited: “3 minutes” → “4 minutes”: “Boil 250 ml of water. Wait 4 minutes.”"
        in said
    )


def test_the_report_can_be_had_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_workspace(tmp_path, languages=["es"])
    edit(tmp_path, "Wait 3 minutes", "Wait 4 minutes")

    run(tmp_path, "update", SLUG, "--json")

    value = json.loads(capsys.readouterr().out)
    assert value["schema"] == "edition-update/1"
    text = value["catalogues"][0]["texts"][0]
    assert (text["what"], text["changes"]) == ("edited", [{"before": "3 minutes", "after": "4 minutes"}])


def test_minor_edits_keep_the_translation_and_others_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_workspace(tmp_path, article=ARTICLE.replace("burn yourself", "burn yourslef"), languages=["es"])
    edit(tmp_path, "burn yourslef", "burn yourself")
    edit(tmp_path, "Wait 3 minutes", "Wait 4 minutes")

    status = run(tmp_path, "update", SLUG, "--minor")

    said = capsys.readouterr().out
    assert status == 0
    assert "1 edited, 1 minor" in said
    assert "not minor: a figure differs" in said
    assert catalogue(tmp_path).read_text().count("#, fuzzy") == 1


def test_minor_wants_an_article(tmp_path: Path) -> None:
    make_workspace(tmp_path, languages=["es"])

    assert run(tmp_path, "update", "--minor") == 2


def test_a_text_of_another_article_is_remembered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_workspace(tmp_path, languages=["es"])
    (tmp_path / "articles" / "coffee.md").write_text(ARTICLE.replace("Tea", "Coffee"))

    run(tmp_path, "update", "coffee", "--language", "es")

    said = capsys.readouterr().out
    assert "wrote locales/es/LC_MESSAGES/coffee.po: 10 remembered; " in said
    text = catalogue(tmp_path, "coffee").read_text()
    assert "#. From memory: tea" in text
    assert 'msgstr "es Boil 250 ml of water. Wait 3 minutes."' in text


def test_the_imported_memory_serves_and_its_origin_is_told(tmp_path: Path) -> None:
    make_workspace(tmp_path, languages=["es"])
    (tmp_path / "locales" / "es" / "memory.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        '#. From: old.tmx\nmsgid "Warm the cup first."\nmsgstr "Caliente la taza."\n'
    )
    edit(tmp_path, "Use a pot.", "Warm the cup first.")

    run(tmp_path, "update", SLUG)

    text = catalogue(tmp_path).read_text()
    assert "#. From memory: old.tmx" in text
    assert 'msgstr "Caliente la taza."' in text


def test_a_broken_catalogue_is_not_used_as_memory_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_workspace(tmp_path, languages=["es"])
    catalogue(tmp_path, "broken").write_text("not a catalogue\n")

    status = run(tmp_path, "update", SLUG)

    assert status == 0
    assert "locales/es/LC_MESSAGES/broken.po: not used as memory" in capsys.readouterr().err


def test_add_language_makes_what_is_missing_and_says_how_much_there_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_workspace(tmp_path, languages=["es"])
    before = catalogue(tmp_path).read_bytes()

    status = run(tmp_path, "add-language", "es", "pt-BR", SLUG)

    said = capsys.readouterr().out.splitlines()
    assert status == 0
    assert "left alone locales/es/LC_MESSAGES/tea.po: it is there already" in said
    assert any(
        line.startswith("wrote locales/pt_BR/LC_MESSAGES/tea.po: 11 texts, ") and "of speech" in line
        for line in said
    )
    assert any(line.startswith("wrote locales/pt_BR/LC_MESSAGES/builder.po: ") for line in said)
    assert said[-2].startswith("next: translate locales/pt_BR/LC_MESSAGES/tea.po")
    assert catalogue(tmp_path).read_bytes() == before


def test_add_language_makes_the_tools_own_texts_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_workspace(tmp_path)

    status = run(tmp_path, "add-language", "pt-BR", "builder")

    said = capsys.readouterr().out.splitlines()
    assert status == 0
    assert said[0].startswith("wrote locales/pt_BR/LC_MESSAGES/builder.po: ")
    assert " of the tool itself, " in said[0]
    assert not catalogue(tmp_path, "pt_BR").exists()


def test_add_language_and_stats_count_the_same_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_workspace(tmp_path)

    run(tmp_path, "add-language", "pt-BR", SLUG)
    run(tmp_path, "stats", SLUG)

    words = re.findall(r"([\d,]+) words", capsys.readouterr().out)
    assert words[0] == words[-1]


def test_add_language_says_when_there_is_nothing_to_add(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_workspace(tmp_path, languages=["es"])

    run(tmp_path, "add-language", "es")

    assert capsys.readouterr().out.splitlines()[-1] == "nothing to add"


def test_add_language_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_workspace(tmp_path)

    run(tmp_path, "add-language", "fr", "--dry-run")

    assert "would write locales/fr/LC_MESSAGES/tea.po" in capsys.readouterr().out
    assert not (tmp_path / "locales").exists()


@pytest.mark.parametrize("names", [["tea"], ["es", "no-such-article-here"], ["en"]])
def test_add_language_tells_what_it_cannot_follow(tmp_path: Path, names: list[str]) -> None:
    make_workspace(tmp_path)

    assert run(tmp_path, "add-language", *names) in {2, 3}
