"""One command from article to editions, heard with test tones for voices."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.testing.workspaces import ARTICLE, SETTINGS, make_workspace, translate

Build = Callable[..., int]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_build_makes_every_file_of_every_finished_language(workspace: Path, build: Build) -> None:
    status = build()

    assert status == 0
    made = set(files(workspace / "output"))
    for tag in ("en", "es"):
        names = {"index.html", f"tea.{tag}.mp3", f"tea.{tag}.vtt", "chapters.json", "build.json"}
        assert {f"tea/{tag}/{name}" for name in names} <= made
        assert f"feeds/{tag}.xml" in made
    assert "index.html" in made
    assert not [name for name in made if name.startswith(".")]


def test_a_second_build_changes_nothing(
    workspace: Path, build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    before = {path: path.stat().st_mtime_ns for path in (workspace / "output").rglob("*")}
    capsys.readouterr()

    status = build()

    assert status == 0
    assert {path: path.stat().st_mtime_ns for path in (workspace / "output").rglob("*")} == before
    assert "nothing to do, 2 editions up to date" in capsys.readouterr().out


def test_the_bytes_are_the_same_for_any_number_of_jobs(tmp_path: Path, build: Build) -> None:
    folders = [make_workspace(tmp_path / f"jobs-{jobs}", languages=["es"]) for jobs in (1, 3)]

    for folder, jobs in zip(folders, ("1", "3"), strict=True):
        build("--jobs", jobs, folder=folder)

    assert files(folders[0] / "output") == files(folders[1] / "output")


def test_an_edit_on_a_warm_store_gives_the_bytes_of_a_clean_build(tmp_path: Path, build: Build) -> None:
    edited = ARTICLE.replace("Wait 3 minutes.", "Wait 4 minutes, no less.")
    warm = make_workspace(tmp_path / "warm")
    clean = make_workspace(tmp_path / "clean", article=edited)

    build(folder=warm)
    (warm / "articles" / "tea.md").write_text(edited)
    shutil.copy(warm / "episodes.lock", clean / "episodes.lock")
    build(folder=warm)
    build(folder=clean)

    assert files(warm / "output") == files(clean / "output")


def test_an_edit_makes_one_unit_anew(workspace: Path, build: Build) -> None:
    build()
    units = set(files(workspace / ".builder" / "store" / "unit"))
    path = workspace / "articles" / "tea.md"
    path.write_text(path.read_text().replace("Use a pot.", "Use a big pot."))

    build("--language", "en")

    assert len(set(files(workspace / ".builder" / "store" / "unit")) - units) == 1


def test_a_damaged_store_is_mended_on_the_way(workspace: Path, build: Build) -> None:
    build()
    whole = files(workspace / "output")
    for path in (workspace / ".builder" / "store").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1] + b"?")
    shutil.rmtree(workspace / "output")

    status = build()

    assert status == 0
    assert files(workspace / "output") == whole


def test_a_dry_run_writes_nothing(workspace: Path, build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(workspace)

    status = build("--dry-run")

    assert status == 0
    assert files(workspace) == before
    told = capsys.readouterr().out
    assert "tea/es: " in told
    assert 'voice for es: tone, voice "tone"' in told


def test_a_removed_language_goes_from_the_output(workspace: Path, build: Build) -> None:
    build()
    shutil.rmtree(workspace / "locales" / "es")

    build()

    assert not (workspace / "output" / "tea" / "es").exists()
    assert (workspace / "output" / "tea" / "en" / "tea.en.mp3").exists()
    assert "/es/" not in (workspace / "output" / "index.html").read_text()


def test_building_one_language_leaves_the_others_as_they_are(workspace: Path, build: Build) -> None:
    build()
    before = files(workspace / "output")

    build("--language", "es")

    assert files(workspace / "output") == before


def test_a_second_article_joins_the_feed_of_the_first(workspace: Path, build: Build) -> None:
    build()
    other = ARTICLE.replace("How to Make Tea", "How to Make Coffee").replace("2026-03-14", "2026-04-01")
    (workspace / "articles" / "coffee.md").write_text(other)

    build("coffee")

    feed = (workspace / "output" / "feeds" / "en.xml").read_text()
    assert feed.index("How to Make Coffee") < feed.index("How to Make Tea")


def guids(workspace: Path, tag: str) -> list[str]:
    feed = (workspace / "output" / "feeds" / f"{tag}.xml").read_text()
    return re.findall(r'<guid isPermaLink="false">([^<]+)</guid>', feed)


def test_an_episode_keeps_its_guid_through_rename_correction_and_move(workspace: Path, build: Build) -> None:
    build()
    before = guids(workspace, "en") + guids(workspace, "es")
    path = workspace / "articles" / "tea.md"
    path.write_text(path.read_text().replace("Use a pot.", "Use a big pot."))
    path.rename(workspace / "articles" / "green-tea.md")
    shutil.rmtree(workspace / "locales")
    translate(workspace, "es", slug="green-tea")

    build("--base-url", "https://elsewhere.example/cups")

    assert guids(workspace, "en") + guids(workspace, "es") == before
    assert not (workspace / "output" / "tea").exists()
    assert (
        "https://elsewhere.example/cups/green-tea/en/"
        in (workspace / "output" / "feeds" / "en.xml").read_text()
    )


def test_without_an_address_there_is_a_page_and_no_feed(
    tmp_path: Path, build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = "\n".join(line for line in SETTINGS.splitlines() if "base_url" not in line)
    folder = make_workspace(tmp_path / "local", settings=settings)

    status = build(folder=folder)

    assert status == 0
    assert (folder / "output" / "tea" / "en" / "index.html").exists()
    assert not (folder / "output" / "feeds").exists()
    assert not (folder / "episodes.lock").exists()
    assert "no feed: " in capsys.readouterr().err


def test_the_email_of_a_translator_reaches_no_output(workspace: Path, build: Build) -> None:
    path = workspace / "locales" / "es" / "LC_MESSAGES" / "tea.po"
    header = '"Last-Translator: Ana Luz <ana@private.example>\\n"\n"X-Translation-Method: human\\n"\n'
    text = re.sub(r'"X-Translation-Method: .*\n', "", path.read_text())
    path.write_text(re.sub(r'"Last-Translator: .*\n', lambda _: header, text))

    status = build()

    assert status == 0
    made = files(workspace / "output")
    assert b"Ana Luz" in made["tea/es/index.html"]
    assert not [name for name, data in made.items() if b"private.example" in data]


def test_a_strangers_text_becomes_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "my walk.txt").write_text(
        "A Walk by the Sea\n\nI went out at seven. It rained.\n\nThe sea was grey, and I was glad.\n"
    )
    main(["init", str(tmp_path), "--title", "Walks"])
    with (tmp_path / "edition.toml").open("a") as file:
        file.write('\n[voices.en]\nengine = "tone"\n')

    status = main(["build", "--workspace", str(tmp_path), "--plain"])

    assert status == 0
    page = (tmp_path / "output" / "my-walk" / "en" / "index.html").read_text()
    assert "A Walk by the Sea" in page
    assert "N002 warning: the article has no disclaimer" in capsys.readouterr().err


def test_a_loose_file_is_built_where_it_is_told(tmp_path: Path) -> None:
    source = tmp_path / "elsewhere" / "tea.md"
    source.parent.mkdir()
    source.write_text(ARTICLE.replace("language: en\n", "").replace("date: 2026-03-14\n", ""))
    work = tmp_path / "work"
    work.mkdir()
    (work / "edition.toml").write_text(SETTINGS)

    arguments = ["--workspace", str(work), "--output", str(tmp_path / "out"), "--language", "es"]
    status = main(["build", str(source), *arguments, "--date", "2026-05-01", "--plain"])

    assert status == 0
    assert '<html lang="es"' in (tmp_path / "out" / "tea" / "es" / "index.html").read_text()
    assert "01 May 2026 06:00:00" in (tmp_path / "out" / "feeds" / "es.xml").read_text()


def test_a_draft_goes_into_a_folder_of_its_own(workspace: Path, build: Build) -> None:
    build()
    published = files(workspace / "output")
    path = workspace / "locales" / "es" / "LC_MESSAGES" / "tea.po"
    path.write_text(path.read_text().replace('msgstr "es Use a pot."', 'msgstr ""'))

    status = build("--draft", "--language", "es")

    assert status == 0
    made = files(workspace / "output")
    assert {name: made[name] for name in published} == published
    assert b"Use a pot." in made["draft/tea/es/index.html"]
    assert b'<meta name="robots" content="noindex">' in made["draft/tea/es/index.html"]
    assert not [name for name in made if name.startswith("draft/feeds")]


def test_the_record_names_neither_clock_nor_host_nor_jobs(workspace: Path, build: Build) -> None:
    build("--jobs", "2")

    record = json.loads((workspace / "output" / "tea" / "en" / "build.json").read_text())

    assert record["schema"] == "edition-build/1"
    assert {made["format"] for made in record["artefacts"]} >= {"mp3", "vtt", "chapters", "page"}
    assert not re.search(r"jobs|host|20\d\d-\d\d-\d\dT", json.dumps(record["artefacts"]))


@pytest.mark.parametrize("name", ["page", "vtt", "chapters", "mp3"])
def test_why_names_what_changed(
    workspace: Path, build: Build, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    build()
    suffix = {"page": "index.html", "chapters": "chapters.json"}.get(name, f"tea.en.{name}")
    path = workspace / "output" / "tea" / "en" / suffix
    capsys.readouterr()

    main(["why", str(path), "--workspace", str(workspace)])
    unchanged = capsys.readouterr().out
    source = workspace / "articles" / "tea.md"
    source.write_text(source.read_text().replace("Use a pot.", "Use a big pot."))
    main(["why", str(path), "--workspace", str(workspace)])
    changed = capsys.readouterr().out

    assert "nothing changed" in unchanged
    assert "Use a big pot." in changed


def test_one_format_alone_leaves_the_others_in_place(workspace: Path, build: Build) -> None:
    build()
    before = files(workspace / "output")

    status = build("--format", "page")

    assert status == 0
    assert files(workspace / "output") == before


def test_a_file_that_no_longer_fits_goes_when_it_is_not_made_again(workspace: Path, build: Build) -> None:
    build()
    path = workspace / "articles" / "tea.md"
    path.write_text(path.read_text().replace("Use a pot.", "Use a big pot."))

    build("--format", "vtt", "--language", "en")

    made = {name for name in files(workspace / "output") if name.startswith("tea/en/")}
    assert made == {"tea/en/tea.en.vtt", "tea/en/build.json"}
    assert "<item>" not in (workspace / "output" / "feeds" / "en.xml").read_text()


def test_a_feed_follows_when_the_sound_alone_is_made(workspace: Path, build: Build) -> None:
    build()
    path = workspace / "articles" / "tea.md"
    path.write_text(path.read_text().replace("Use a pot.", "Use a big pot."))

    build("--format", "mp3", "--language", "en")

    record = json.loads((workspace / "output" / "tea" / "en" / "build.json").read_text())
    (sound,) = [made for made in record["artefacts"] if made["format"] == "mp3"]
    assert f"?v={sound['sha256'][:8]}" in (workspace / "output" / "feeds" / "en.xml").read_text()


def test_a_similar_article_built_alone_takes_no_other_ones_identity(workspace: Path, build: Build) -> None:
    build()
    before = (workspace / "episodes.lock").read_text()
    (workspace / "articles" / "tea-again.md").write_text(ARTICLE.replace("Make Tea", "Make Tea Again"))

    build("tea-again")

    assert (
        json.loads(before)["episodes"]["tea"]
        == json.loads((workspace / "episodes.lock").read_text())["episodes"]["tea"]
    )


def test_the_feed_of_a_language_that_is_gone_goes_too(workspace: Path, build: Build) -> None:
    build()
    shutil.rmtree(workspace / "locales" / "es")

    build()

    assert not (workspace / "output" / "feeds" / "es.xml").exists()
    assert (workspace / "output" / "feeds" / "en.xml").exists()


def test_an_article_is_found_by_its_slug(workspace: Path, build: Build) -> None:
    (workspace / "articles" / "My Coffee.md").write_text(ARTICLE.replace("Make Tea", "Make Coffee"))
    text = ARTICLE.replace("language: en", "language: en\nslug: cocoa").replace("Make Tea", "Make Cocoa")
    (workspace / "articles" / "x.md").write_text(text)

    statuses = [build("my-coffee"), build("cocoa")]

    assert statuses == [0, 0]
    page = workspace / "output" / "cocoa" / "en" / "index.html"
    assert main(["why", str(page), "--workspace", str(workspace)]) == 0


def test_why_sees_what_somebody_changed_by_hand(
    workspace: Path, build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    page = workspace / "output" / "tea" / "en" / "index.html"
    page.write_text(page.read_text() + " ")
    capsys.readouterr()

    main(["why", str(page), "--workspace", str(workspace)])

    assert "changed by something else than a build" in capsys.readouterr().out
