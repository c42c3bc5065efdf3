"""`edition po`: any catalogue is read and written back as it was, converted when asked, and merged."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from builder.cli.main import main

Output = pytest.CaptureFixture[str]
BytesOutput = pytest.CaptureFixture[bytes]

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={charset}\\n"\n"Language: {language}\\n"\n\n'
)
ODD = (
    "# a translator's own words\n\n"
    + HEADER.format(charset="UTF-8", language="de")
    + '#   three blanks\n#. note\n#: a.c:1\n#, c-format,   custom-flag\n#| msgid  "Old"\n'
    'msgid "Te" "a"\nmsgstr   "Tee"\n\n\n\n#~ msgid "Gone"\n#~ msgstr "Weg"\n# the end'
)
TEMPLATE = HEADER.format(charset="CHARSET", language="") + (
    'msgid "Tea"\nmsgstr ""\n\nmsgid "Boil the water for three minutes."\nmsgstr ""\n'
)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "de.po"
    path.write_text(ODD)
    return path


def test_a_catalogue_is_written_back_byte_by_byte(odd: Path, capfdbinary: BytesOutput) -> None:
    status = main(["po", "cat", str(odd)])

    assert status == 0
    assert capfdbinary.readouterr().out == odd.read_bytes()


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capfdbinary: BytesOutput) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ODD.encode())))

    main(["po", "cat", "-"])

    assert capfdbinary.readouterr().out == ODD.encode()


def test_a_file_is_written_only_when_it_changes(odd: Path, tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "out.po"

    main(["po", "cat", str(odd), "--dry-run"])
    main(["po", "cat", str(odd), "-o", str(out), "--dry-run"])
    there = out.exists()
    main(["po", "cat", str(odd), "-o", str(out)])
    main(["po", "cat", str(odd), "-o", str(out)])

    assert not there
    assert out.read_bytes() == odd.read_bytes()
    assert capsys.readouterr().out.splitlines() == [
        "would write to standard output: 1 texts",
        f"would write {out}: 1 texts",
        f"wrote {out}: 1 texts",
        f"unchanged {out}: 1 texts",
    ]


@pytest.mark.parametrize(
    ("charset", "text"),
    [("ISO-8859-1", "Größe"), ("KOI8-R", "Чай"), ("EUC-JP", "日本"), ("SHIFT_JIS", "表示"), ("utf-8", "Tee")],
)
def test_another_charset_becomes_utf8(
    charset: str, text: str, tmp_path: Path, capfdbinary: BytesOutput
) -> None:
    path = tmp_path / "old.po"
    entry = f'msgid "Tea charset=x"\nmsgstr "{text}"\n'
    path.write_bytes((HEADER.format(charset=charset, language="de") + entry).encode(charset))

    status = main(["po", "cat", str(path), "--charset", charset])

    assert status == 0
    assert capfdbinary.readouterr().out == (HEADER.format(charset="UTF-8", language="de") + entry).encode()


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("cat", "old.po"), 3, "old.po:6: error: found the byte 0xe9"),
        (("cat", "old.po", "--charset", "EUC-JP"), 3, "old.po:6: error: found the byte 0xe9"),
        (("cat", "old.po", "--charset", "latin-99"), 2, 'there is no charset "latin-99"'),
        (("cat", "old.po", "--charset", "base64"), 2, "base64"),
        (("cat", "nowhere.po"), 3, "nowhere.po: error: cannot be read"),
        (("cat", "."), 3, "cannot be read"),
        (("merge", "old.po", "new.pot"), 3, "old.po:6: error: found the byte 0xe9"),
        (("merge", "de.po", "new.pot", "--language", "?"), 2, "is not a language tag"),
        (("dog", "old.po"), 2, "ACTION takes one of cat, merge"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(
    words: tuple[str, ...],
    status: int,
    told: str,
    odd: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Output,
) -> None:
    text = HEADER.format(charset="ISO-8859-1", language="fr") + 'msgid "Tea é "\nmsgstr "Thé"\n'
    (tmp_path / "old.po").write_bytes(text.encode("latin-1"))
    (tmp_path / "new.pot").write_text(TEMPLATE)
    monkeypatch.chdir(odd.parent)

    found = main(["po", *words])

    assert found == status
    assert told in capsys.readouterr().err


def test_a_template_is_merged_and_the_counts_go_to_standard_error(
    odd: Path, tmp_path: Path, capfdbinary: BytesOutput
) -> None:
    (tmp_path / "new.pot").write_text(TEMPLATE)

    status = main(["po", "merge", str(odd), str(tmp_path / "new.pot")])

    found = capfdbinary.readouterr()
    assert status == 0
    assert b'msgid "Te" "a"\nmsgstr   "Tee"\n' in found.out
    assert b'msgid "Boil the water for three minutes."\nmsgstr ""\n' in found.out
    assert b"a translator's own words" in found.out
    assert found.err.strip()


def test_merging_into_a_file_a_second_time_changes_nothing(odd: Path, tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "new.pot").write_text(TEMPLATE)
    words = ["po", "merge", str(odd), str(tmp_path / "new.pot"), "-o", str(odd)]

    main(words)
    main(words)

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["wrote", "unchanged"]


def test_a_catalogue_that_names_no_language_has_that_of_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "pl" / "LC_MESSAGES" / "x.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "b"\n'
    )
    (tmp_path / "x.pot").write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "{n} cup"\nmsgid_plural "{n} cups"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    )

    status = main(["po", "merge", str(path), str(tmp_path / "x.pot"), "-o", str(path)])

    assert status == 0
    assert "nplurals=4" in path.read_text() or "nplurals=3" in path.read_text()
    assert "msgstr[2]" in path.read_text()


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "big.po"
    entries = "".join(f'msgid "{number}"\nmsgstr "{number}"\n\n' for number in range(9000))
    path.write_text(HEADER.format(charset="UTF-8", language="de") + entries)

    with subprocess.Popen(
        [sys.executable, "-m", "builder", "po", "cat", str(path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        told = process.stderr.read()

    assert (process.returncode, told) == (141, b"")


def test_missing_texts_are_taken_from_a_compendium(odd: Path, tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "new.pot").write_text(TEMPLATE + '\nmsgid "Cup"\nmsgstr ""\n')
    (tmp_path / "old.po").write_text(
        HEADER.format(charset="UTF-8", language="de")
        + 'msgid "Tea"\nmsgstr "Tee, anders"\n\nmsgid "Boil the water for three minutes."\n'
        'msgstr "Kochen Sie das Wasser drei Minuten."\n\n#, fuzzy\nmsgid "Cup"\nmsgstr "Tasse"\n'
    )

    words = ["po", "merge", str(odd), str(tmp_path / "new.pot"), "--compendium", str(tmp_path / "old.po")]
    status = main([*words, "-o", str(odd)])
    again = main([*words, "-o", str(odd)])

    lines = capsys.readouterr().out.splitlines()
    assert (status, again) == (0, 0)
    assert 'msgstr   "Tee"' in odd.read_text()
    assert 'msgstr "Kochen Sie das Wasser drei Minuten."' in odd.read_text()
    assert '#, fuzzy\nmsgid "Cup"\nmsgstr "Tasse"' in odd.read_text()
    assert lines[0].endswith("1 kept, 2 remembered")
    assert lines[1].startswith("unchanged ")
