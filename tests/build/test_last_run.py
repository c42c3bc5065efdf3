"""The last run again: nothing is read where nothing has changed, and everything where anything has."""

import contextlib
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.base.errors import EngineFault
from builder.base.language import Language
from builder.build import last_run
from builder.build.project import Project
from builder.build.run import Refusal, Report
from builder.cli import built
from builder.cli.main import main
from builder.system.lock import locked
from builder.testing.recordings import write_clip, write_recordings
from builder.testing.workspaces import ARTICLE, SETTINGS, make_workspace, translate

Output = pytest.CaptureFixture[str]
Change = Callable[[Path], object]
PICTURE = bytes.fromhex("89504e470d0a1a0a") + b"a picture"


class Again(Exception):
    """A build takes the long way."""


@pytest.fixture(scope="module", autouse=True)
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a workspace in which nothing is left to do, and the folders a user has beside it."""
    folder = tmp_path_factory.mktemp("last-run")
    with pytest.MonkeyPatch.context() as patch:
        # Whoever changes the tool and tests it at once finds no record; these tests are not about that.
        patch.setattr(last_run, "is_settled", lambda *_args, **_named: True)
        patch.setenv("XDG_DATA_HOME", str(folder / "home"))
        patch.syspath_prepend(str(folder / "packages"))
        (folder / "packages").mkdir()
        make_full_workspace(folder / "show")
        build(folder / "show")
        build(folder / "show")
        shutil.copytree(folder / "show", folder / "kept")
        yield folder


@pytest.fixture
def workspace(shared: Path) -> Path:
    """The workspace as it was when nothing was left to do."""
    for name in ("show", "home", "packages"):
        shutil.rmtree(shared / name, ignore_errors=True)
    (shared / "packages").mkdir()
    return Path(shutil.copytree(shared / "kept", shared / "show"))


def make_full_workspace(folder: Path) -> None:
    """Write a workspace that has everything a build reads."""
    make_workspace(
        folder,
        article=ARTICLE.replace("## The Water", "![A pot](../pictures/pot.png)\n\n## The Water"),
        languages=["es"],
        settings=SETTINGS.replace('category = "Education"', 'category = "Education"\ncover = "art/show.png"')
        + '\n[engines.recorded]\nfolder = "recordings"\n'
        '\n[music]\ncue = "sounds/cue.wav"\nlicence = "A cue by Ana Ruiz, CC0"\n',
    )
    for name in ("pictures/pot.png", "art/show.png"):
        (folder / name).parent.mkdir()
        (folder / name).write_bytes(PICTURE)
    (folder / "sounds").mkdir()
    write_clip(folder / "sounds" / "cue.wav", seconds=1.0)
    write_recordings(folder / "recordings", {"s-00000000": "A text that was taken out."})


def build(folder: Path, *words: str) -> int:
    return main(["build", "--workspace", str(folder), "--plain", "--jobs", "1", *words])


def takes_the_long_way(folder: Path, *words: str) -> bool:
    """Return True when a build would read everything, which it does not come to here."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("run_build", "run_plan"):
            patch.setattr(built, name, _again)
        try:
            build(folder, *words)
        except Again:
            return True
        return False


def _again(*_args: object) -> last_run.Said:
    raise Again


@pytest.fixture
def long_ways(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Gets a line for each build that takes the long way."""
    taken: list[str] = []
    run = built.run_build

    def counted(*args: object) -> last_run.Said:
        taken.append("the long way")
        return run(*args)  # type: ignore[arg-type] # whatever it is called with

    monkeypatch.setattr(built, "run_build", counted)
    return taken


def append(path: Path, data: bytes = b"\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(data)


def flip(path: Path) -> None:
    """Change one bit of a file, and leave its size and its time of change as they are."""
    facts = path.stat()
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def output_of(name: str) -> Change:
    return lambda folder: flip(folder / "output" / name)


INPUTS: dict[str, Change] = {
    "an article": lambda folder: append(folder / "articles" / "tea.md"),
    "another article": lambda folder: append(folder / "articles" / "milk.md", b"# Milk\n\nMilk is white.\n"),
    "the settings": lambda folder: append(folder / "edition.toml"),
    "the identities of episodes": lambda folder: append(folder / "episodes.lock"),
    "no identities of episodes": lambda folder: (folder / "episodes.lock").unlink(),
    "a translation": lambda folder: append(folder / "locales/es/LC_MESSAGES/tea.po"),
    "the tool's own texts": lambda folder: append(folder / "locales/es/LC_MESSAGES/builder.po"),
    "another language": lambda folder: translate(folder, "fr"),
    "no translation": lambda folder: (folder / "locales/es/LC_MESSAGES/tea.po").unlink(),
    "a glossary": lambda folder: append(folder / "locales/es/glossary.tsv"),
    "a lexicon": lambda folder: append(folder / "locales/en/lexicon.pls"),
    "pronunciations": lambda folder: append(folder / "locales/en/LC_MESSAGES/pronunciation.po"),
    "segment ids": lambda folder: append(folder / "locales/tea.segments.json", b"{}"),
    "a picture": lambda folder: flip(folder / "pictures" / "pot.png"),
    "no picture": lambda folder: (folder / "pictures" / "pot.png").unlink(),
    "the show's picture": lambda folder: flip(folder / "art" / "show.png"),
    "music": lambda folder: flip(folder / "sounds" / "cue.wav"),
    "no music": lambda folder: (folder / "sounds" / "cue.wav").unlink(),
    "a recording": lambda folder: flip(folder / "recordings" / "en" / "s-00000000.wav"),
    "the list of recordings": lambda folder: append(folder / "recordings" / "en" / "recordings.toml"),
    "a voice in the user's home": lambda folder: append(
        folder.parent / "home" / "edition-builder" / "piper" / "en_US-ada-low.onnx"
    ),
    "what the store tells of an engine": lambda folder: append(folder / ".builder/store/engines.json", b"{}"),
    "a package": lambda folder: (folder.parent / "packages" / "babel-99.dist-info").mkdir(),
}

OUTPUTS: dict[str, Change] = {
    "a recording": output_of("tea/en/tea.en.mp3"),
    "a page": output_of("tea/es/index.html"),
    "a transcript": output_of("tea/en/tea.en.vtt"),
    "a copy of a picture": lambda folder: flip(
        next(folder.joinpath("output/tea/en/figures").glob("*pot.png"))
    ),
    "a record": output_of("tea/en/build.json"),
    "a feed": output_of("feeds/es.xml"),
    "the index": output_of("index.html"),
    "the style of the index": output_of("page.css"),
    "the show's picture": output_of("cover.png"),
    "no recording": lambda folder: (folder / "output/tea/en/tea.en.mp3").unlink(),
    "no record": lambda folder: (folder / "output/tea/en/build.json").unlink(),
    "no edition": lambda folder: shutil.rmtree(folder / "output/tea/es"),
    "no output": lambda folder: shutil.rmtree(folder / "output"),
    "another edition": lambda folder: shutil.copytree(folder / "output/tea/es", folder / "output/tea/fr"),
    "another feed": lambda folder: shutil.copy(
        folder / "output/feeds/es.xml", folder / "output/feeds/fr.xml"
    ),
    "a publication that was interrupted": lambda folder: append(
        folder / "output/.staging/journal.json", b"{"
    ),
}

HARMLESS: dict[str, Change] = {
    "nothing": lambda _folder: None,
    "an article that was touched": lambda folder: os.utime(folder / "articles" / "tea.md", ns=(1, 1)),
    "a recording that was touched": lambda folder: os.utime(folder / "output/tea/en/tea.en.mp3", ns=(1, 1)),
    "an output that was copied back": lambda folder: (
        shutil.copytree(folder / "output", folder / "kept"),
        shutil.rmtree(folder / "output"),
        (folder / "kept").rename(folder / "output"),
    ),
    "a file of the host's": lambda folder: append(folder / "output" / "CNAME", b"tea.example\n"),
    "a proof": lambda folder: append(folder / "output" / "proof" / "es" / "tea" / "index.html"),
    "no store": lambda folder: shutil.rmtree(folder / ".builder" / "store"),
}


@pytest.mark.parametrize("change", INPUTS.values(), ids=INPUTS)
def test_a_build_reads_everything_again_when_something_it_reads_is_another(
    workspace: Path, change: Change
) -> None:
    before = takes_the_long_way(workspace)

    change(workspace)

    assert not before
    assert takes_the_long_way(workspace)


@pytest.mark.parametrize("change", OUTPUTS.values(), ids=OUTPUTS)
def test_a_build_makes_again_what_was_changed_in_the_output(workspace: Path, change: Change) -> None:
    before = takes_the_long_way(workspace)

    change(workspace)

    assert not before
    assert takes_the_long_way(workspace)


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS)
def test_a_build_of_which_nothing_has_changed_says_so_at_once(
    workspace: Path, long_ways: list[str], capsys: Output, change: Change
) -> None:
    change(workspace)
    capsys.readouterr()

    status = build(workspace)

    assert not long_ways
    assert status == 0
    assert capsys.readouterr().out == f"nothing to do, 2 editions up to date: {workspace / 'output'}\n"


@pytest.mark.parametrize(
    "words",
    [
        ("--language", "en"),
        ("--format", "page"),
        ("--base-url", "https://milk.example/"),
        ("--date", "2026-01-01"),
        ("--draft",),
        ("--voices", "fast"),
        ("--allow-network",),
        ("tea",),
        ("--thorough",),
        ("--dry-run",),
    ],
    ids=" ".join,
)
def test_a_build_of_something_else_reads_everything(workspace: Path, words: tuple[str, ...]) -> None:
    assert takes_the_long_way(workspace, *words)


def test_a_build_into_another_folder_reads_everything(workspace: Path, tmp_path: Path) -> None:
    assert takes_the_long_way(workspace, "--output", str(tmp_path / "elsewhere"))


@pytest.mark.parametrize("words", [("--jobs", "2"), ("--debug",)], ids=" ".join)
def test_how_a_build_is_done_and_shown_does_not_matter(
    workspace: Path, long_ways: list[str], words: tuple[str, ...]
) -> None:
    status = main(["build", "--workspace", str(workspace), *words])

    assert status == 0
    assert not long_ways


def test_a_build_from_another_folder_reads_everything(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)

    assert takes_the_long_way(workspace)


@pytest.mark.parametrize("name", last_run.VARIABLES)
def test_a_build_with_another_environment_reads_everything(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, str(workspace))

    assert takes_the_long_way(workspace)


def test_a_build_by_another_tool_reads_everything(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "tool").mkdir()
    (tmp_path / "tool" / "spoken.py").write_text("TEA = 1\n")
    monkeypatch.setattr(last_run, "_PACKAGE", tmp_path / "tool")
    build(workspace)
    before = takes_the_long_way(workspace)

    flip(tmp_path / "tool" / "spoken.py")

    assert not before
    assert takes_the_long_way(workspace)


def test_a_tool_that_was_changed_a_moment_ago_leaves_no_record(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(last_run, "is_settled", lambda *_args, **_named: False)
        build(workspace, "--language", "en")

    assert takes_the_long_way(workspace, "--language", "en")


def test_every_installed_distribution_counts() -> None:
    found = " ".join(last_run._distributions()).lower().replace("-", "_")

    for distribution in importlib.metadata.distributions():
        name = f"{distribution.metadata['Name'].lower().replace('-', '_')}_{distribution.version}"
        assert name in found or f"{name.replace('.', '_')}" in found


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b"0\n{}"])
def test_a_record_that_is_damaged_counts_as_none(workspace: Path, data: bytes) -> None:
    (workspace / ".builder" / "last-run.json").write_bytes(data)

    assert takes_the_long_way(workspace)


def test_a_record_that_was_changed_by_hand_counts_as_none(workspace: Path) -> None:
    path = workspace / ".builder" / "last-run.json"

    path.write_bytes(path.read_bytes().replace(b"nothing to do", b"nothing at all"))

    assert takes_the_long_way(workspace)


def test_a_record_that_cannot_be_kept_stops_no_build(workspace: Path) -> None:
    path = workspace / ".builder" / "last-run.json"
    path.unlink()
    path.mkdir()

    status = build(workspace)

    assert status == 0


def test_an_edit_during_a_build_is_not_hidden_by_its_record(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace / "articles" / "tea.md"
    load = built.load_project

    def load_and_edit(folder: Path) -> Project:
        path.write_text(path.read_text().replace("3 minutes", "5 minutes"))
        return load(folder)

    monkeypatch.setattr(built, "load_project", load_and_edit)

    build(workspace, "--thorough")

    assert takes_the_long_way(workspace)


def test_an_edit_that_was_taken_back_during_a_build_is_not_hidden_by_its_record(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace / "articles" / "tea.md"
    before = path.read_bytes()
    run = built.build

    def edited(*args: Any, **named: Any) -> Report:
        path.write_bytes(before.replace(b"3 minutes", b"5 minutes"))
        ended = named.pop("ended")
        report = run(*args, **named)
        path.write_bytes(before)
        ended(report)
        return report

    monkeypatch.setattr(built, "build", edited)

    build(workspace, "--thorough")

    assert takes_the_long_way(workspace)


def test_a_build_that_was_interrupted_hides_nothing(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_args: object, **_named: object) -> Report:
        raise KeyboardInterrupt

    append(workspace / "articles" / "tea.md", b"\nOne more line.\n")
    monkeypatch.setattr(built, "build", interrupted)

    status = build(workspace)

    assert status == 130
    assert takes_the_long_way(workspace)


def test_an_engine_that_failed_is_asked_again(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = built.build
    refusal = Refusal(slug="tea", language=Language("es"), error=EngineFault("it crashed"))

    def failing(*args: Any, **named: Any) -> Report:
        ended = named.pop("ended")
        report = replace(run(*args, **named), refusals=(refusal,))
        ended(report)
        return report

    monkeypatch.setattr(built, "build", failing)

    build(workspace, "--language", "en")

    assert takes_the_long_way(workspace, "--language", "en")


def test_what_was_said_of_one_run_alone_is_not_said_again(
    workspace: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = built.build

    def noting(*args: Any, **named: Any) -> Report:
        ended = named.pop("ended")
        report = replace(run(*args, **named), passing_notes=("1 object was damaged and made anew",))
        ended(report)
        return report

    monkeypatch.setattr(built, "build", noting)
    build(workspace, "--thorough")
    first = capsys.readouterr().err

    build(workspace)

    assert "damaged" in first
    assert "damaged" not in capsys.readouterr().err


def test_an_output_that_is_held_is_told_as_ever(workspace: Path, capsys: Output) -> None:
    with locked(workspace / "output", what="output folder"):
        status = build(workspace)

    assert status == 8
    assert "another build is using this output folder" in capsys.readouterr().err


def test_a_loose_file_is_built_again_when_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "edition.toml").write_text(SETTINGS.replace('base_url = "https://tea.example/"\n', ""))
    path = tmp_path / "note.md"
    path.write_text("# A Note\n\nIt says little.\n")
    words = (str(path), "--date", "2026-05-01")
    build(tmp_path, *words)
    before = takes_the_long_way(tmp_path, *words)

    path.write_text("# A Note\n\nIt says more.\n")

    assert not before
    assert takes_the_long_way(tmp_path, *words)


def test_workspaces_know_nothing_of_each_other(workspace: Path, tmp_path: Path) -> None:
    other = make_workspace(tmp_path / "other")

    assert not takes_the_long_way(workspace)
    assert takes_the_long_way(other)


def _unfinished(folder: Path) -> None:
    path = folder / "locales/es/LC_MESSAGES/tea.po"
    text = path.read_text().replace('msgstr "es Boil 250 ml of water. Wait 3 minutes."', 'msgstr ""')
    path.write_text(text, encoding="utf-8")


def _figure_lost(folder: Path) -> None:
    path = folder / "locales/es/LC_MESSAGES/tea.po"
    path.write_text(path.read_text().replace("es Boil 250 ml of water", "es Boil water"), encoding="utf-8")


SAID: dict[str, Change] = {
    "all is well": lambda _folder: None,
    "a language is not finished": _unfinished,
    "a figure is lost in a translation": _figure_lost,
    "there is no disclaimer": lambda folder: (folder / "articles" / "tea.md").write_text(
        "---\ntitle: Tea\ndate: 2026-03-14\n---\n\nTea is a drink.\n"
    ),
    "a picture is missing": lambda folder: (folder / "pictures" / "pot.png").unlink(),
    "an article cannot be read": lambda folder: append(folder / "articles" / "milk.md", b"---\nx: 1\n---\n"),
    "no feed is asked for": lambda folder: (folder / "edition.toml").write_text(
        (folder / "edition.toml").read_text().replace('base_url = "https://tea.example/"\n', "")
    ),
}


@pytest.mark.parametrize("change", SAID.values(), ids=SAID)
@pytest.mark.parametrize("words", [(), ("--draft",), ("--language", "es")], ids=" ".join)
def test_the_short_way_says_what_the_long_way_says(
    workspace: Path, long_ways: list[str], capsys: Output, change: Change, words: tuple[str, ...]
) -> None:
    change(workspace)
    build(workspace, *words)
    build(workspace, *words)
    capsys.readouterr()
    taken = len(long_ways)

    short = build(workspace, *words), capsys.readouterr()
    long = build(workspace, *words, "--thorough"), capsys.readouterr()

    assert short == long
    assert len(long_ways) == taken + 1


# Without the store a thorough build speaks anew, and tells how far it is.
EDITS = {name: edit for name, edit in {**INPUTS, **OUTPUTS, **HARMLESS, **SAID}.items() if name != "no store"}


@given(names=st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=3))
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_after_any_edits_nothing_is_left_for_a_thorough_build(
    shared: Path, capsys: Output, names: list[str]
) -> None:
    folder = workspace.__wrapped__(shared)
    for name in names:
        # One edit may have taken away what the next one would change.
        with contextlib.suppress(OSError, StopIteration):
            EDITS[name](folder)
        build(folder)
        build(folder)
        capsys.readouterr()

        short = build(folder), capsys.readouterr()
        long = build(folder, "--thorough"), capsys.readouterr()

        assert short == long


READ = """
import json, os, sys
opened = set()
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and not (arguments[2] or 0) & os.O_WRONLY:
        opened.add(os.path.realpath(arguments[0]))
sys.addaudithook(hook)
from builder.cli.main import main
status = main(sys.argv[2:])
with open(sys.argv[1], "w") as file:
    json.dump(sorted(opened), file)
sys.exit(status)
"""


def test_every_file_that_a_build_opens_is_one_its_record_looks_at(workspace: Path, tmp_path: Path) -> None:
    words = ["build", "--workspace", str(workspace), "--plain", "--thorough"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPYCACHEPREFIX"}
    subprocess.run(
        [sys.executable, "-c", READ, str(tmp_path / "opened"), *words], check=True, env=environment
    )
    opened = {Path(name) for name in json.loads((tmp_path / "opened").read_text())}
    record = json.loads((workspace / ".builder" / "last-run.json").read_text().partition("\n")[2])
    looked_at = [Path(name).resolve() for name in (*record["inputs"], *record["output"])]
    # The tool, the interpreter and packages count by version; the store holds what can be made again. Babel
    # asks for the local time zone when it is imported; no date of ours has one.
    counted = [
        last_run._PACKAGE,
        Path(sys.prefix),
        Path(sys.base_prefix),
        workspace / ".builder",
        *map(Path, filter(None, sys.path)),
        Path("/proc"),
        Path("/usr/share/zoneinfo"),
    ]

    passed_over = [
        path
        for path in opened
        if path.is_file()
        and not any(path.is_relative_to(place.resolve()) for place in (*looked_at, *counted))
    ]

    assert passed_over == []
    assert workspace / "pictures" / "pot.png" in opened


def test_every_variable_that_a_build_reads_is_one_its_record_looks_at() -> None:
    packages = (
        "audio",
        "build",
        "check",
        "formats",
        "narration",
        "speech",
        "catalogue",
        "article",
        "model",
        "base",
    )
    texts = [path.read_text() for name in packages for path in (last_run._PACKAGE / name).rglob("*.py")]

    found = {name for text in texts for name in re.findall(r'environ(?:\.get\(|\[)"(\w+)"', text)}

    assert found
    assert found <= set(last_run.VARIABLES)


def test_the_short_way_imports_nothing_that_is_slow(workspace: Path) -> None:
    script = (
        "import sys; from builder.build import last_run\n"
        "last_run.is_settled = lambda *_args, **_named: True\n"
        "from builder.cli.main import main; status = main(sys.argv[1:])\n"
        "print(*sorted(sys.modules)); sys.exit(status)"
    )
    command = [sys.executable, "-c", script, "build", "--workspace", str(workspace), "--plain"]
    subprocess.run(command, check=True, capture_output=True)

    ended = subprocess.run(command, check=True, capture_output=True, text=True)

    said, modules = ended.stdout.splitlines()
    slow = (
        "numpy",
        "babel",
        "jinja2",
        "msgspec",
        "yaml",
        "rich",
        "markdown_it",
        "dataclasses",
        "builder.build.run",
    )
    assert said.startswith("nothing to do")
    assert not set(slow) & set(modules.split())
