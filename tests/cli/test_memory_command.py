"""`edition memory`: translations go out as TMX, come in from TMX and PO, and none is overwritten unasked."""

from pathlib import Path

import pytest

from builder.base.language import Language
from builder.catalogue.tmx import parse_tmx, render_tmx
from builder.cli.main import main
from builder.model.memory import MemoryUnit
from builder.testing.workspaces import make_workspace

Output = pytest.CaptureFixture[str]
EN, ES = Language("en"), Language("es")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "show", languages=["es"])


def memory(workspace: Path, *words: str, language: str = "es") -> int:
    return main(["memory", *words, "--language", language, "--workspace", str(workspace)])


def compendium(workspace: Path) -> Path:
    return workspace / "locales" / "es" / "memory.po"


def write_tmx(folder: Path, **texts: str) -> Path:
    units = [MemoryUnit(source=source, target=target) for source, target in texts.items()]
    path = folder / "old.tmx"
    path.write_bytes(render_tmx(units, source_language=EN, language=ES))
    return path


def test_all_catalogues_of_a_language_go_out(workspace: Path, tmp_path: Path, capsys: Output) -> None:
    file = tmp_path / "es.tmx"

    status = memory(workspace, "export", "--output", str(file))

    units = parse_tmx(file.read_bytes(), path="es.tmx", source_language=EN, language=ES)
    assert status == 0
    assert {unit.origin for unit in units} == {"tea", "builder"}
    assert (
        MemoryUnit(source="How to Make Tea", target="es How to Make Tea", msgctxt="title", origin="tea")
        in units
    )
    assert capsys.readouterr().out == f"wrote {file}: {len(units)} texts from en into es\n"


def test_without_a_file_it_goes_to_standard_output(
    workspace: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    status = memory(workspace, "export")

    found = capfdbinary.readouterr()
    assert status == 0
    assert len(parse_tmx(found.out, path="-", source_language=EN, language=ES)) > 50
    assert b"texts from en into es" in found.err


def test_what_went_out_comes_in_once(workspace: Path, tmp_path: Path, capsys: Output) -> None:
    file = tmp_path / "es.tmx"
    memory(workspace, "export", "-o", str(file))
    capsys.readouterr()

    first = memory(workspace, "import", str(file))
    before = compendium(workspace).read_bytes()
    second = memory(workspace, "import", str(file))

    lines = capsys.readouterr().out.splitlines()
    assert (first, second) == (0, 0)
    assert compendium(workspace).read_bytes() == before
    assert lines[0].startswith("wrote locales/es/memory.po: ")
    assert lines[1].startswith("unchanged locales/es/memory.po: ")
    assert " new" not in lines[1]


def test_the_memory_goes_out_too(workspace: Path, tmp_path: Path) -> None:
    memory(workspace, "import", str(write_tmx(tmp_path, Stir="Remueva")))
    file = tmp_path / "es.tmx"

    memory(workspace, "export", "-o", str(file))

    units = parse_tmx(file.read_bytes(), path="es.tmx", source_language=EN, language=ES)
    assert MemoryUnit(source="Stir", target="Remueva", origin="memory") in units


def test_another_translation_stays_unless_it_is_to_be_replaced(
    workspace: Path, tmp_path: Path, capsys: Output
) -> None:
    memory(workspace, "import", str(write_tmx(tmp_path, Stir="Remueva", Cup="Taza")))
    newer = write_tmx(tmp_path, Stir="Mezcle", Cup="Taza", Pot="Olla")
    capsys.readouterr()

    memory(workspace, "import", str(newer))
    kept = compendium(workspace).read_text()
    memory(workspace, "import", str(newer), "--replace")

    lines = capsys.readouterr().out.splitlines()
    assert 'msgstr "Remueva"' in kept
    assert 'msgstr "Mezcle"' in compendium(workspace).read_text()
    assert "1 new, 1 known, 1 kept with another translation; 3 texts in all" in lines[0]
    assert "2 known, 1 replaced" in lines[1]


def test_a_translators_note_in_the_memory_is_kept(workspace: Path, tmp_path: Path) -> None:
    memory(workspace, "import", str(write_tmx(tmp_path, Stir="Remueva")))
    text = compendium(workspace).read_text().replace('msgid "Stir"', '# never "mezcle"\nmsgid "Stir"')
    compendium(workspace).write_text(text)

    memory(workspace, "import", str(write_tmx(tmp_path, Cup="Taza")))

    assert compendium(workspace).read_text().startswith(text)


def test_a_translators_note_stays_where_another_translation_is_taken(workspace: Path, tmp_path: Path) -> None:
    memory(workspace, "import", str(write_tmx(tmp_path, Stir="Remueva")))
    text = compendium(workspace).read_text().replace('msgid "Stir"', '# never "batir"\nmsgid "Stir"')
    compendium(workspace).write_text(text)

    memory(workspace, "import", str(write_tmx(tmp_path, Stir="Mezcle")), "--replace")

    kept = compendium(workspace).read_text()
    assert '# never "batir"' in kept
    assert 'msgstr "Mezcle"' in kept


def test_a_catalogue_comes_in_without_its_fuzzy_texts(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.po"
    file.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: es_MX\\n"\n\n'
        'msgid "Stir"\nmsgstr "Remueva"\n\n#, fuzzy\nmsgid "Cup"\nmsgstr "Copa"\n\n'
        '#~ msgid "Old"\n#~ msgstr "Viejo"\n'
    )

    memory(workspace, "import", str(file))

    text = compendium(workspace).read_text()
    assert '#. From: other\nmsgid "Stir"\nmsgstr "Remueva"\n' in text
    assert "Viejo" in text
    assert "Copa" not in text


def test_a_dry_run_writes_nothing(workspace: Path, tmp_path: Path, capsys: Output) -> None:
    file = write_tmx(tmp_path, Stir="Remueva")

    memory(workspace, "import", str(file), "--dry-run")
    memory(workspace, "export", "--dry-run")
    memory(workspace, "export", "--dry-run", "-o", str(tmp_path / "new.tmx"))

    lines = capsys.readouterr().out.splitlines()
    assert [line[:11] for line in lines] == ["would write"] * 3
    assert not compendium(workspace).exists()
    assert not (tmp_path / "new.tmx").exists()


@pytest.mark.parametrize(
    ("words", "language", "status", "told"),
    [
        (("import", "nowhere.tmx"), "es", 3, "cannot be read"),
        (("import", "old.csv"), "es", 2, "another ending than .tmx and .po"),
        (("import", "old.tmx"), "fr", 3, "no pair of texts is in en and fr"),
        (("import", "old.tmx"), "en", 2, "language of the texts themselves"),
        (("import", "de.po"), "es", 3, 'Language "de"; expected "es"'),
        (("export",), "fr", 3, "no confirmed translation from en into fr"),
        (("forget",), "es", 2, "ACTION takes one of export, import"),
    ],
)
def test_what_cannot_be_done_is_told(
    workspace: Path,
    tmp_path: Path,
    capsys: Output,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    language: str,
    status: int,
    told: str,
) -> None:
    write_tmx(tmp_path, Stir="Remueva")
    (tmp_path / "de.po").write_text('msgid ""\nmsgstr "Language: de\\n"\n\nmsgid "a"\nmsgstr "b"\n')
    monkeypatch.chdir(tmp_path)

    found = memory(workspace, *words, language=language)

    assert (found, told in capsys.readouterr().err) == (status, True)


def test_a_memory_has_one_source_language(workspace: Path, tmp_path: Path, capsys: Output) -> None:
    file = write_tmx(tmp_path, Stir="Remueva")
    memory(workspace, "import", str(file))
    file.write_bytes(
        render_tmx([MemoryUnit(source="Tasse", target="Taza")], source_language=Language("de"), language=ES)
    )

    status = memory(workspace, "import", str(file), "--source-language", "de")

    assert status == 2
    assert "the memory holds texts in en; expected de" in capsys.readouterr().err


def test_an_approval_in_a_file_of_others_approves_nothing_here(workspace: Path, tmp_path: Path) -> None:
    mark = "reviewed: Ana Ruiz 2026-11-23 11111111/22222222"
    unit = MemoryUnit(source="Rest a while.", target="Descanse un rato.", translator_comments=("short", mark))
    (tmp_path / "old.tmx").write_bytes(render_tmx([unit], source_language=EN, language=ES))

    memory(workspace, "import", str(tmp_path / "old.tmx"))

    text = compendium(workspace).read_text(encoding="utf-8")
    assert "# short" in text
    assert "reviewed:" not in text
