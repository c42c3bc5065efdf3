"""`edition words`: gathers words, loses nothing, says what it does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.catalogue.po import parse_po
from builder.cli.main import main
from builder.testing.workspaces import make_workspace

Output = pytest.CaptureFixture[str]
PO = "locales/es/LC_MESSAGES/pronunciation.po"
TEA = "locales/es/LC_MESSAGES/tea.po"
POT = "locales/pronunciation.pot"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = make_workspace(tmp_path / "tea-show", languages=["es"])
    path = folder / TEA
    path.write_text(path.read_text("utf-8").replace('msgstr "es ', 'msgstr "'), encoding="utf-8")
    return folder


def words(workspace: Path, *arguments: str) -> int:
    return main(["words", "--workspace", str(workspace), *arguments])


def entries(path: Path) -> dict[str, str]:
    catalogue = parse_po(path.read_bytes(), path=path.name, domain="pronunciation")
    return {message.msgid: message.msgstr[0] for message in catalogue.live}


def test_words_go_into_the_catalogue_and_the_template(workspace: Path, capsys: Output) -> None:
    assert words(workspace, "es") == 0

    told = capsys.readouterr().out
    assert entries(workspace / PO) == {"FDA": ""}
    assert entries(workspace / POT) == {"FDA": ""}
    assert "FDA (acronym, once), spoken now: F.D.A\n" in told
    assert f"wrote {PO}: 1 word to be sure of, 1 new, 0 filled in\n" in told
    assert f"wrote {POT}: 1 word\n" in told


def test_each_word_has_a_sentence_and_how_it_is_spoken(workspace: Path) -> None:
    words(workspace, "es")

    text = (workspace / PO).read_text(encoding="utf-8")
    assert "#. Acronym · once\n#. In: “Leaves from the FDA's list are safe.”\n#. Spoken now: F.D.A\n" in text
    assert '#: articles/tea.md:22\nmsgctxt "say"\nmsgid "FDA"\n' in text
    assert '"X-Source-Language: es\\n"' in text


def test_the_articles_own_language_has_words_too(workspace: Path) -> None:
    assert words(workspace, "en", "es") == 0

    assert entries(workspace / "locales/en/LC_MESSAGES/pronunciation.po") == {"FDA": ""}


def test_a_second_run_changes_nothing_and_keeps_what_was_filled_in(workspace: Path, capsys: Output) -> None:
    words(workspace, "es")
    path = workspace / PO
    filled = path.read_text(encoding="utf-8").replace('"FDA"\nmsgstr ""', '"FDA"\nmsgstr "efe de a"')
    own = f'{filled}\n# mine\nmsgctxt "say"\nmsgid "infusión"\nmsgstr "infusiòn"\n'
    path.write_text(own, encoding="utf-8")
    capsys.readouterr()

    assert words(workspace, "es") == 0

    told = capsys.readouterr().out
    assert f"unchanged {PO}: 1 word to be sure of, 0 new, 2 filled in\n" in told
    assert path.read_text(encoding="utf-8") == own


def test_an_empty_entry_whose_word_is_gone_goes_too(workspace: Path) -> None:
    words(workspace, "es")
    path = workspace / TEA
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgstr "Leaves from the FDA', 'msgstr "Leaves from the list'), "utf-8")

    words(workspace, "es")

    assert entries(workspace / PO) == {}
    assert entries(workspace / POT) == {}


def test_json_tells_every_word(workspace: Path, capsys: Output) -> None:
    assert words(workspace, "es", "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "edition-words/1"
    (language,) = told["languages"]
    assert language["articles"] == ["tea"]
    assert language["words"] == [
        {
            "word": "FDA",
            "doubt": "acronym",
            "spoken": "F.D.A",
            "said": None,
            "count": 1,
            "sentence": "Leaves from the FDA's list are safe.",
            "where": "articles/tea.md:22",
            "new": True,
        }
    ]


def test_a_dry_run_writes_nothing(workspace: Path, capsys: Output) -> None:
    assert words(workspace, "es", "tea", "--dry-run") == 0

    assert "would write" in capsys.readouterr().out
    assert not (workspace / PO).exists()
    assert not (workspace / POT).exists()


def test_a_language_without_a_text_is_told(workspace: Path, capsys: Output) -> None:
    assert words(workspace, "de") == 2

    told = capsys.readouterr().err
    assert "no text is in de" in told
    assert "edition add-language de" in told
    assert not (workspace / POT).exists()


def test_a_lexicon_is_written_of_one_language(workspace: Path, capsys: Output, tmp_path: Path) -> None:
    words(workspace, "es")
    path = workspace / PO
    path.write_text(path.read_text("utf-8").replace('"FDA"\nmsgstr ""', '"FDA"\nmsgstr "efe de a"'), "utf-8")
    capsys.readouterr()

    assert words(workspace, "es", "--pls", str(tmp_path / "es.pls")) == 0

    assert "<alias>efe de a</alias>" in (tmp_path / "es.pls").read_text(encoding="utf-8")
    assert capsys.readouterr().out == f"wrote {tmp_path / 'es.pls'}: 1 word\n"
    assert words(workspace, "es", "en", "--pls", str(tmp_path / "x.pls")) == 2


@pytest.mark.parametrize(
    "command",
    [
        ["update", "pronunciation"],
        ["stats", "pronunciation"],
        ["add-language", "es", "pronunciation"],
        ["approve", "pronunciation", "--language", "es", "--name", "Ana", "--all"],
    ],
)
def test_what_is_for_translations_says_where_pronunciations_belong(
    workspace: Path, capsys: Output, command: list[str]
) -> None:
    words(workspace, "es")

    assert main([*command, "--workspace", str(workspace)]) == 2
    assert "edition words" in capsys.readouterr().err


def test_pronunciations_are_no_memory_of_translations(workspace: Path, tmp_path: Path) -> None:
    words(workspace, "es")
    path = workspace / PO
    text = path.read_text("utf-8").replace('"FDA"\nmsgstr ""', '"FDA"\nmsgstr "efe de a"')
    path.write_text(text.replace("X-Source-Language: es", "X-Source-Language: en"), "utf-8")
    (workspace / "articles/other.md").write_text("---\ntitle: FDA\n---\n\nFDA\n", encoding="utf-8")

    main(["add-language", "es", "other", "--workspace", str(workspace)])
    out = tmp_path / "memory.tmx"
    main(["memory", "export", "--language", "es", "-o", str(out), "--workspace", str(workspace)])

    assert "efe de a" not in (workspace / "locales/es/LC_MESSAGES/other.po").read_text(encoding="utf-8")
    assert "efe de a" not in out.read_text(encoding="utf-8")
