"""`edition glossary`: terms are listed with their uses, added, taken out and suggested."""

import json
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.testing.workspaces import ARTICLE, make_workspace

Output = pytest.CaptureFixture[str]
TERMS = "source\ttarget\tnote\n# drinks\ntea\tté\t\nFDA\t=\tan authority\nsamovar\tsamovar | tetera\t\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    more = (
        "\nIn spring she met the Tea Society of London for the first time. "
        + "The fermentation of teas. " * 3
    )
    root = make_workspace(tmp_path / "show", article=ARTICLE + more + "\n")
    (root / "locales" / "es").mkdir(parents=True)
    (root / "locales" / "es" / "glossary.tsv").write_text(TERMS)
    return root


def glossary(workspace: Path, *words: str) -> int:
    return main(["glossary", "--language", "es", "--workspace", str(workspace), *words])


def written(workspace: Path) -> str:
    return (workspace / "locales" / "es" / "glossary.tsv").read_text()


def test_terms_are_listed_with_their_uses(workspace: Path, capsys: Output) -> None:
    status = glossary(workspace)

    lines = capsys.readouterr().out.splitlines()
    assert status == 0
    assert lines[0].startswith("tea: té; 6 times, articles/tea.md:2")
    assert lines[1] == "FDA: stays as it is; an authority; once, articles/tea.md:22"
    assert lines[2] == "samovar: samovar or tetera; not used"
    assert lines[3] == "locales/es/glossary.tsv: 3 terms, 2 of them used here"


def test_the_list_is_json_for_programs(workspace: Path, capsys: Output) -> None:
    glossary(workspace, "tea", "--json")

    value = json.loads(capsys.readouterr().out)
    assert (value["schema"], value["language"]) == ("edition-glossary/1", "es")
    assert value["terms"][1] == {
        "source": "FDA",
        "targets": ["FDA"],
        "note": "an authority",
        "line": 4,
        "count": 1,
        "places": ["articles/tea.md:22"],
    }


def test_a_new_term_is_put_at_the_end_once(workspace: Path, capsys: Output) -> None:
    for _ in range(2):
        glossary(workspace, "--add", "water", "agua", "--note", "for tea")

    assert written(workspace) == TERMS + "water\tagua\tfor tea\n"
    assert capsys.readouterr().out.splitlines() == [
        "wrote locales/es/glossary.tsv: 4 terms",
        "unchanged locales/es/glossary.tsv: 4 terms",
    ]


def test_a_dry_run_writes_nothing(workspace: Path, capsys: Output) -> None:
    glossary(workspace, "--add", "water", "agua", "--dry-run")

    assert written(workspace) == TERMS
    assert capsys.readouterr().out.startswith("would write")


def test_the_first_term_makes_the_file(workspace: Path) -> None:
    main(["glossary", "--language", "fr", "--workspace", str(workspace), "--add", "tea", "thé"])

    assert (workspace / "locales" / "fr" / "glossary.tsv").read_text() == "source\ttarget\tnote\ntea\tthé\t\n"


def test_a_term_is_taken_out(workspace: Path) -> None:
    glossary(workspace, "--remove", "FDA")

    assert written(workspace) == TERMS.replace("FDA\t=\tan authority\n", "")


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("--remove", "FDB"), 2, 'there is no term "FDB"; did you mean "FDA"?'),
        (("--note", "x"), 2, "--note goes with --add"),
        (("--add", "", "x"), 3, "has no source"),
        (("--add", "x", "y", "--suggest"), 2, "not allowed with"),
        (("nothing",), 3, "there is no article"),
    ],
)
def test_what_cannot_be_done_is_told(
    workspace: Path, capsys: Output, words: tuple[str, ...], status: int, told: str
) -> None:
    found = glossary(workspace, *words)

    assert found == status
    assert told in capsys.readouterr().err


def test_a_broken_line_is_told_with_its_place(workspace: Path, capsys: Output) -> None:
    (workspace / "locales" / "es" / "glossary.tsv").write_text(TERMS + "tea\totra\n")

    status = glossary(workspace)

    assert status == 3
    assert "locales/es/glossary.tsv:6: error: " in capsys.readouterr().err


def test_acronyms_names_and_frequent_words_are_suggested(workspace: Path, capsys: Output) -> None:
    glossary(workspace, "--remove", "FDA")
    capsys.readouterr()

    glossary(workspace, "--suggest")

    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"{len(lines) - 1} suggestions"
    assert "FDA (acronym): once, articles/tea.md:22" in lines
    assert "Tea Society (name): once, articles/tea.md:24" in lines
    assert "fermentation (term): 3 times, articles/tea.md:24" in lines
    assert not any(
        line.startswith(("tea ", "Tea ", "teas ", "Ada")) and "Society" not in line for line in lines
    )


def test_suggestions_are_json_for_programs(workspace: Path, capsys: Output) -> None:
    glossary(workspace, "--suggest", "--json")

    value = json.loads(capsys.readouterr().out)
    assert {"source": "London", "kind": "name", "count": 1, "places": ["articles/tea.md:24"]} in value[
        "suggestions"
    ]


def test_an_empty_glossary_tells_how_to_begin(workspace: Path, capsys: Output) -> None:
    main(["glossary", "--language", "fr", "--workspace", str(workspace)])

    assert "hint: edition glossary --language fr --suggest" in capsys.readouterr().out


def test_another_translation_keeps_the_note_of_its_term(workspace: Path) -> None:
    glossary(workspace, "--add", "FDA", "AEMPS")

    assert "FDA\tAEMPS\tan authority\n" in written(workspace)
