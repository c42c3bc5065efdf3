"""`edition prefill`: says what goes where, keeps what came, publishes nothing."""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from builder.article.inline import plain
from builder.catalogue.figures import acronyms, figures
from builder.catalogue.po import parse_po, render_po
from builder.cli.main import main
from builder.model.catalogue import Catalogue, Message
from builder.prefill.drafts import Batch, Task, draft
from builder.prefill.provider import Provider
from builder.testing.programs import absent
from builder.testing.translating import Fault, StubService, stub_service
from builder.testing.workspaces import make_workspace

ROOT = Path(__file__).parents[2]
KEY = "key-of-a-test-4711"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[StubService]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    with stub_service() as stub:
        yield stub


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = make_workspace(tmp_path / "ws")
    assert main(["update", "--language", "es", "--workspace", str(folder)]) == 0
    capsys.readouterr()
    return folder


def catalogue(folder: Path, language: str = "es", slug: str = "tea") -> Catalogue:
    path = folder / "locales" / language / "LC_MESSAGES" / f"{slug}.po"
    return parse_po(path.read_bytes(), path=path.name, domain=slug)


def prefill(folder: Path, *more: str, language: str = "es") -> int:
    return main(["prefill", "--language", language, "--workspace", str(folder), *more])


def test_drafts_are_written_fuzzy_and_dated(workspace: Path, service: StubService) -> None:
    status = prefill(workspace, "--provider", "libretranslate", "--url", service.address)

    done = catalogue(workspace)
    assert status == 0
    assert all(message.fuzzy and message.msgstr[0] for message in done.live)
    assert done.live[0].translator_comments == ("machine: libretranslate en-es 2026-11-23",)


def test_it_is_said_that_texts_leave_the_machine(
    workspace: Path, service: StubService, capsys: pytest.CaptureFixture[str]
) -> None:
    prefill(workspace, "--provider", "libretranslate", "--url", service.address)

    assert f"to {service.address}" in capsys.readouterr().err


def test_a_dry_run_sends_nothing_and_needs_no_key(
    workspace: Path, service: StubService, capsys: pytest.CaptureFixture[str]
) -> None:
    before = catalogue(workspace)

    status = prefill(workspace, "--provider", "deepl", "--url", service.address, "--dry-run")

    assert (status, service.asked, catalogue(workspace)) == (0, [], before)
    assert f"characters, sent away to {service.address}" in capsys.readouterr().out


def test_a_dry_run_without_a_key_takes_an_address_in_the_house(workspace: Path) -> None:
    url = "http://translate.lan:5000"

    assert prefill(workspace, "--provider", "libretranslate", "--url", url, "--dry-run") == 0


def test_an_address_in_the_settings_is_consent(workspace: Path, service: StubService) -> None:
    with (workspace / "edition.toml").open("a") as file:
        file.write(f'\n[prefill.openai]\nurl = "{service.address}/v1"\nmodel = "small"\n')

    status = prefill(workspace, "--provider", "openai", "--limit", "1")

    assert (status, [asked.path for asked in service.asked]) == (0, ["/v1/chat/completions"])


def test_what_came_before_a_fault_is_written(
    workspace: Path, service: StubService, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
    with (workspace / "edition.toml").open("a") as file:
        file.write(f'\n[prefill.deepl]\nurl = "{service.address}"\nmost_characters = 200\n')
    service.faults = [Fault(), Fault(status=403, body=f'{{"message": "no key {KEY}"}}'.encode())]

    status = prefill(workspace, "--provider", "deepl", "--json")

    said = capsys.readouterr()
    drafted = sum(any(message.msgstr) for message in catalogue(workspace).live)
    report = json.loads(said.out)
    assert status == 7
    assert 0 < drafted < len(catalogue(workspace).live)
    assert (report["schema"], report["complete"]) == ("edition-prefill/1", False)
    assert report["catalogues"][0]["drafted"] == drafted
    assert KEY not in said.out + said.err + catalogue(workspace).header_message.__repr__()
    assert not any(KEY in path.read_text() for path in workspace.rglob("*.po"))


def test_a_key_is_never_written_anywhere(
    workspace: Path, service: StubService, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)

    prefill(workspace, "--provider", "deepl", "--url", service.address)

    said = capsys.readouterr()
    assert service.asked[0].headers["Authorization"].endswith(KEY)
    assert KEY not in said.out + said.err
    assert not any(KEY in path.read_text() for path in workspace.rglob("*") if path.is_file())


def test_drafts_with_lost_tags_are_left_out_and_told(
    workspace: Path, service: StubService, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = Fault(change=lambda texts: [text.replace("<em>", "").replace("</em>", "") for text in texts])
    service.faults = [lost, lost]

    status = prefill(workspace, "--provider", "libretranslate", "--url", service.address)

    assert status == 0
    assert "T001 left out" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--provider", "libretranslate"),
        ("--provider", "deepL"),
        ("--url", "https://x.example"),
        ("--limit", "0"),
        ("--provider", "libretranslate", "--url", "ftp://x"),
    ],
)
def test_what_cannot_be_followed_is_a_usage_error(workspace: Path, arguments: tuple[str, ...]) -> None:
    assert prefill(workspace, *arguments) == 2


def test_a_language_nobody_started_is_told(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert prefill(workspace, language="it") == 3
    assert "edition add-language it tea" in capsys.readouterr().err


def test_the_articles_own_language_is_refused(workspace: Path) -> None:
    assert prefill(workspace, language="en") == 2


def test_drafts_are_not_published(workspace: Path, service: StubService) -> None:
    prefill(workspace, "tea", "builder", "--provider", "libretranslate", "--url", service.address)

    status = main(["build", "--workspace", str(workspace), "--language", "es", "--plain"])

    assert status in {3, 4}
    assert not (workspace / "output" / "tea" / "es").exists()


@pytest.mark.external
@pytest.mark.skipif(absent("apertium", "msgfmt"), reason="apertium or gettext is not installed")
def test_apertium_drafts_the_real_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slug = "ketamine-and-depression"
    for name in ("articles", "edition.toml"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    main(["update", slug, "--language", "es", "--workspace", str(tmp_path)])
    status = prefill(tmp_path, slug, "--json", language="es")
    done = catalogue(tmp_path, "es", slug)
    checked = subprocess.run(
        ["msgfmt", "-c", "-o", "/dev/null", f"{tmp_path}/locales/es/LC_MESSAGES/{slug}.po"], check=False
    )
    built = main(["build", "--workspace", str(tmp_path), "--language", "es", "--plain"])

    report = json.loads(capsys.readouterr().out.partition("{")[2].join(("{", "")).rpartition("}")[0] + "}")
    drafts = [message for message in done.live if any(message.msgstr)]
    assert (status, checked.returncode) == (0, 0)
    assert built in {3, 4}
    assert not (tmp_path / "output" / slug / "es").exists()
    assert report["catalogues"][0]["drafted"] == len(drafts) >= len(done.live) - 2
    assert all(message.fuzzy for message in drafts)
    for message in drafts:
        source, target = plain(message.msgid), plain(message.msgstr[0])
        assert Counter((figure.value, figure.unit) for figure in figures(source, ".")) == Counter(
            (figure.value, figure.unit) for figure in figures(target, ",")
        )
        assert set(acronyms(source)) <= set(acronyms(target)) | set(target.split())


def test_what_a_translator_saves_while_the_machine_works_is_kept(
    workspace: Path, service: StubService, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace / "locales" / "es" / "LC_MESSAGES" / "tea.po"
    first = catalogue(workspace).live[0]

    def drafted_slowly(task: Task, messages: tuple[Message, ...], provider: Provider) -> Iterator[Batch]:
        now = catalogue(workspace)
        done = replace(first, msgstr=("Palabra de una persona",), translator_comments=("mine",))
        path.write_bytes(render_po(replace(now, messages=(done, *now.messages[1:]))))
        yield from draft(task, messages, provider)

    monkeypatch.setattr("builder.cli.prefill.draft", drafted_slowly)

    prefill(workspace, "--provider", "libretranslate", "--url", service.address)

    done = catalogue(workspace).live
    assert (done[0].msgstr, done[0].translator_comments) == (("Palabra de una persona",), ("mine",))
    assert not done[0].fuzzy
    assert all(message.fuzzy and message.msgstr[0] for message in done[1:])
