"""What one machine spoke, another builds the same bytes of, though it has no voice."""

import importlib.util
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from builder.base.errors import VoiceMissing
from builder.cli.main import main
from builder.speech import engines, tone
from builder.system.store import Store
from builder.system.store_archive import write_archive
from builder.testing.workspaces import SETTINGS, make_workspace

Output = pytest.CaptureFixture[str]
HINT = "pip install 'edition-builder[tones]'"


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def run(command: str, folder: Path, *words: str) -> int:
    return main([*command.split(), *words, "--workspace", str(folder)])


def build(folder: Path, *words: str) -> int:
    return run("build", folder, "--plain", *words)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A workspace that was built with its voice."""
    folder = make_workspace(tmp_path / "here", languages=["es"])
    assert build(folder) == 0
    return folder


@pytest.fixture
def there(tmp_path: Path, here: Path) -> Path:
    """The same workspace on another machine: what is committed of it."""
    folder = tmp_path / "there"
    shutil.copytree(here, folder, ignore=shutil.ignore_patterns("output", ".builder"))
    return folder


@pytest.fixture
def without_voice(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Give what takes every voice away from this machine."""

    def missing(_options: object = None) -> None:
        raise VoiceMissing("the tones are not installed", hint=HINT)

    def take_away() -> None:
        monkeypatch.setattr(tone, "info", missing)
        monkeypatch.setattr(tone, "load", missing)
        monkeypatch.setattr(engines, "LOCAL", ())

    return take_away


@pytest.mark.parametrize("words", [(), ("--speech-alone",)], ids=["all", "speech alone"])
def test_a_machine_without_a_voice_builds_the_same_bytes(
    here: Path, there: Path, tmp_path: Path, without_voice: Callable[[], None], words: tuple[str, ...]
) -> None:
    archive = str(tmp_path / "speech.zip")
    assert run("store export", here, archive, *words) == 0
    without_voice()

    statuses = run("store import", there, archive), build(there)

    assert statuses == (0, 0)
    assert files(there / "output") == files(here / "output")


def test_without_the_import_it_says_what_to_install(
    there: Path, without_voice: Callable[[], None], capsys: Output
) -> None:
    without_voice()

    status = build(there)

    assert status == 5
    assert HINT in capsys.readouterr().err


def test_a_sentence_that_is_not_in_the_import_is_named_and_the_others_are_built(
    here: Path, there: Path, tmp_path: Path, without_voice: Callable[[], None], capsys: Output
) -> None:
    archive = str(tmp_path / "speech.zip")
    run("store export", here, archive)
    run("store import", there, archive)
    without_voice()
    path = there / "locales" / "es" / "LC_MESSAGES" / "tea.po"
    path.write_text(path.read_text().replace('"es Use a pot."', '"es Use a big pot."'))

    status = build(there)

    error = capsys.readouterr().err
    assert status == 4
    assert "tea/es is not built" in error
    assert 'the store does not hold "es Use a big pot."' in error
    assert HINT in error
    assert "articles/tea.md:" in error


def test_one_language_is_exported_alone(
    here: Path, there: Path, tmp_path: Path, without_voice: Callable[[], None]
) -> None:
    archive = str(tmp_path / "speech.zip")
    run("store export", here, archive, "--language", "es", "--article", "tea")
    run("store import", there, archive)
    without_voice()

    statuses = build(there, "--language", "es"), build(there, "--language", "en")

    assert statuses == (0, 5)


def test_an_export_has_the_same_bytes_twice(here: Path, there: Path, tmp_path: Path) -> None:
    build(there)

    for name, folder in (("a", here), ("b", here), ("c", there)):
        run("store export", folder, str(tmp_path / name))

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == (tmp_path / "c").read_bytes()


def test_what_is_exported_without_a_voice_can_be_taken_further(
    here: Path, there: Path, tmp_path: Path, without_voice: Callable[[], None]
) -> None:
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    run("store export", here, str(first))
    without_voice()
    run("store import", there, str(first))

    status = run("store export", there, str(second))

    assert status == 0
    assert second.read_bytes() == first.read_bytes()


def test_an_object_that_is_here_and_whole_stays(here: Path, there: Path, tmp_path: Path) -> None:
    build(there)
    archive = str(tmp_path / "speech.zip")
    run("store export", here, archive)
    before = {
        path: path.stat().st_ino for path in (there / ".builder" / "store").rglob("*") if path.is_file()
    }

    run("store import", there, archive)

    assert {path: path.stat().st_ino for path in before} == before


def test_a_damaged_object_is_replaced(here: Path, there: Path, tmp_path: Path) -> None:
    build(there)
    archive = str(tmp_path / "speech.zip")
    run("store export", here, archive)
    damaged = next(Store(there / ".builder" / "store").objects()).path
    damaged.write_bytes(b"damaged")

    run("store import", there, archive)

    assert damaged.read_bytes() == (here / damaged.relative_to(there)).read_bytes()


def test_a_damaged_archive_changes_nothing(here: Path, there: Path, tmp_path: Path, capsys: Output) -> None:
    archive = tmp_path / "speech.zip"
    run("store export", here, str(archive))
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 1
    archive.write_bytes(data)

    status = run("store import", there, str(archive))

    assert status == 3
    assert "no whole archive of a store" in capsys.readouterr().err
    assert files(there / ".builder") == {}


@pytest.mark.parametrize("action", ["export", "import"])
def test_a_dry_run_writes_nothing(
    here: Path, there: Path, tmp_path: Path, capsys: Output, action: str
) -> None:
    archive = tmp_path / "speech.zip"
    if action == "import":
        run("store export", here, str(archive))
    folder = here if action == "export" else there
    before = files(tmp_path)

    status = run(f"store {action}", folder, str(archive), "--dry-run")

    assert status == 0
    assert files(tmp_path) == before
    assert "would " in capsys.readouterr().out


def test_an_edition_that_is_not_whole_is_told(here: Path, tmp_path: Path, capsys: Output) -> None:
    store = Store(here / ".builder" / "store")
    for each in store.objects():
        if each.step in ("speech", "unit"):
            each.path.unlink()

    status = run("store export", here, str(tmp_path / "speech.zip"))

    assert status == 4
    assert "passages are not in the store" in capsys.readouterr().err


def test_an_unfinished_language_is_told_and_the_others_are_exported(
    here: Path, tmp_path: Path, capsys: Output
) -> None:
    path = here / "locales" / "es" / "LC_MESSAGES" / "tea.po"
    path.write_text(path.read_text().replace('msgstr "es Use a pot."', 'msgstr ""'))

    status = run("store export", here, str(tmp_path / "speech.zip"))

    captured = capsys.readouterr()
    assert status == 4
    assert "tea/es cannot be planned, so it is not in the file" in captured.err
    assert "of 1 edition:" in captured.out


def test_a_measured_gain_goes_with_the_speech(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_voice: Callable[[], None]
) -> None:
    (voice,) = tone.info().voices
    unmeasured = replace(tone.info(), voices=(replace(voice, gain_db=None),))
    monkeypatch.setattr(tone, "info", lambda _options=None: unmeasured)
    here, archive = make_workspace(tmp_path / "here"), str(tmp_path / "speech.zip")
    build(here)
    there = tmp_path / "there"
    shutil.copytree(here, there, ignore=shutil.ignore_patterns("output", ".builder"))
    run("store export", here, archive)
    without_voice()

    run("store import", there, archive)
    status = build(there)

    assert status == 0
    assert list((there / ".builder" / "store" / "gain").rglob("*"))
    assert files(there / "output") == files(here / "output")


def test_a_folder_in_place_of_the_file_is_refused(here: Path, tmp_path: Path) -> None:
    assert run("store export", here, str(tmp_path)) == 2
    assert run("store import", here, str(tmp_path)) == 2


def test_a_workspace_that_was_never_built_has_nothing_to_export(tmp_path: Path, capsys: Output) -> None:
    folder = make_workspace(tmp_path / "new", settings=SETTINGS)

    status = run("store export", folder, str(tmp_path / "speech.zip"))

    assert status == 3
    assert "edition build" in capsys.readouterr().err


@pytest.mark.voice
def test_a_machine_where_espeak_ng_was_never_installed_builds_its_speech(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = SETTINGS.replace('"tone"', '"espeak-ng"')
    here, archive = make_workspace(tmp_path / "here", languages=["es"], settings=settings), tmp_path / "a.zip"
    build(here)
    there = tmp_path / "there"
    shutil.copytree(here, there, ignore=shutil.ignore_patterns("output", ".builder"))
    run("store export", here, str(archive))
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *rest: None if name == "espeakng_loader" else find_spec(name, *rest),
    )

    before = build(there)
    run("store import", there, str(archive))
    after = build(there)

    assert (before, after) == (5, 0)
    assert files(there / "output") == files(here / "output")


def test_both_tell_as_json(here: Path, there: Path, tmp_path: Path, capsys: Output) -> None:
    archive = str(tmp_path / "speech.zip")
    capsys.readouterr()

    run("store export", here, archive, "--json")
    written = json.loads(capsys.readouterr().out)
    run("store import", there, archive, "--json")
    taken = json.loads(capsys.readouterr().out)

    assert (written["schema"], written["not_whole"]) == ("edition-store-export/1", [])
    assert written["editions"] == ["tea/en", "tea/es"]
    assert (taken["schema"], taken["known"], taken["engines"]) == ("edition-store-import/1", 0, ["tone"])
    assert taken["new"] == written["objects"]


def test_engines_that_tell_nonsense_are_refused(there: Path, tmp_path: Path, capsys: Output) -> None:
    archive = tmp_path / "speech.zip"
    write_archive(archive, Store(tmp_path / "none"), (), {"engines.json": b'{"schema":"other/1"}'})

    status = run("store import", there, str(archive))

    assert status == 3
    assert "engines.json in it is damaged" in capsys.readouterr().err


def test_where_nothing_can_be_planned_the_first_reason_is_told(
    here: Path, tmp_path: Path, without_voice: Callable[[], None], capsys: Output
) -> None:
    without_voice()

    status = run("store export", here, str(tmp_path / "speech.zip"))

    assert status == 5
    assert HINT in capsys.readouterr().err
    assert not (tmp_path / "speech.zip").exists()
