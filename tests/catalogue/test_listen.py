"""`#. Listen:` lines: where each entry can be heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.article.detect import read_article
from builder.article.segments import identify
from builder.base.language import Language
from builder.catalogue.extract import extract
from builder.catalogue.listen import segment_ids, with_listen
from builder.cli.main import main
from builder.testing.workspaces import ARTICLE, SETTINGS, make_workspace

URL = "https://tea.example/proof/"
ES = Language("es")


def listening(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#. Listen: ")]


def test_each_message_names_the_text_of_its_languages_proof() -> None:
    document = identify(read_article(ARTICLE.encode(), path="articles/tea.md"))
    ids = segment_ids(document)

    linked = with_listen(extract(document), ES, ids, URL)

    lines = [message.extracted_comments[-1] for message in linked.messages]
    assert lines == [f"Listen: {URL}es/tea/#{ids[message.key]}" for message in linked.messages]  # type: ignore[index]


def test_twice_is_once_and_no_address_leaves_no_line() -> None:
    document = identify(read_article(ARTICLE.encode(), path="articles/tea.md"))
    template, ids = extract(document), segment_ids(document)

    linked = with_listen(template, ES, ids, URL)

    assert with_listen(linked, ES, ids, URL) == linked
    assert with_listen(linked, ES, ids, None) == template


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    settings = f'{SETTINGS}\n[translators]\nproof_url = "https://tea.example/proof"\n'
    return make_workspace(tmp_path / "tea-show", languages=["es"], settings=settings)


def test_an_update_writes_the_lines_once_and_takes_them_away(workspace: Path) -> None:
    path = workspace / "locales/es/LC_MESSAGES/tea.po"
    before = path.read_bytes()

    main(["update", "--workspace", str(workspace)])
    linked = path.read_bytes()
    main(["update", "--workspace", str(workspace)])
    again = path.read_bytes()
    (workspace / "edition.toml").write_text(SETTINGS, encoding="utf-8")
    main(["update", "--workspace", str(workspace)])

    assert len(listening(linked.decode())) == 11
    assert listening(linked.decode())[0].startswith("#. Listen: https://tea.example/proof/es/tea/#s-")
    assert again == linked
    assert listening(path.read_text(encoding="utf-8")) == []
    assert before != linked


def test_an_address_of_another_kind_is_told(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (workspace / "edition.toml").write_text(
        f'{SETTINGS}\n[translators]\nproof_url = "tea"\n', encoding="utf-8"
    )

    assert main(["update", "--workspace", str(workspace)]) == 2
    assert "edition.toml:" in capsys.readouterr().err
