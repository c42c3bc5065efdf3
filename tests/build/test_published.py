"""What is published is found again, with what is heard of it and where it was written."""

import json
from pathlib import Path

import pytest

from builder.base.errors import ContentError, VerificationFailed
from builder.base.language import Language
from builder.build.project import load_project
from builder.build.published import Published, places, published_editions, spoken_cues
from builder.build.sources import read_sources
from builder.cli.main import main
from builder.testing.workspaces import ARTICLE, make_workspace

PICTURED = ARTICLE + "\n![A pot on a stove.](pot.png)\n\n| Leaf | Minutes |\n|---|---|\n| Green | 2 |\n"
# The smallest picture there is: one grey point.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001"
    "48afa4710000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_workspace(tmp_path_factory.mktemp("published") / "tea", article=PICTURED, languages=["es"])
    (folder / "articles" / "pot.png").write_bytes(PICTURE)
    assert main(["build", "--workspace", str(folder), "--plain", "--jobs", "1"]) == 0
    return folder


def editions(
    workspace: Path, *, output: str = "output", languages: tuple[str, ...] = ()
) -> tuple[Published, ...]:
    project = load_project(workspace)
    sources = read_sources(project, project.articles())
    return published_editions(project, sources, workspace / output, languages=tuple(map(Language, languages)))


def test_every_edition_is_found_with_its_voice(workspace: Path) -> None:
    found = editions(workspace)

    assert [each.name for each in found] == ["tea/en", "tea/es"]
    assert {each.record.voices for each in found} == {("tone (Test tones)",)}
    assert [each.shown for each in found] == ["output/tea/en/", "output/tea/es/"]


def test_the_sound_is_the_mp3_or_what_there_is_in_its_place(workspace: Path, tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "tea")
    assert main(["build", "--workspace", str(folder), "--plain", "--format", "opus", "--format", "m4b"]) == 0

    (both,), (other,) = editions(workspace, languages=("en",)), editions(folder)

    assert (both.sound().path, other.sound().path) == ("tea.en.mp3", "tea.en.m4b")


def test_an_edition_without_sound_says_how_to_make_it(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "tea")
    assert main(["build", "--workspace", str(folder), "--plain", "--format", "vtt"]) == 0
    (silent,) = editions(folder)

    with pytest.raises(VerificationFailed, match="without the format mp3"):
        silent.sound()


def test_what_the_announcer_adds_is_expected_too(workspace: Path) -> None:
    (english,) = editions(workspace, languages=("en",))

    said = {cue.text: cue.said for cue in spoken_cues(load_project(workspace), english)}

    assert said["Use a pot."] == "Use a pot."
    assert said["A pot on a stove."] != "A pot on a stove."
    assert said["A pot on a stove."].endswith("A pot on a stove.")
    assert "Leaf" in said["Green"]
    assert "Minutes" in said["2"]


def test_each_sentence_has_its_line_in_the_article(workspace: Path) -> None:
    (spanish,) = editions(workspace, languages=("es",))
    where = places(spanish)

    lines = PICTURED.splitlines()
    cues = spoken_cues(load_project(workspace), spanish)
    boil = next(cue for cue in cues if "Boil 250 ml" in cue.text)
    path, _, line = where[boil.passage_id].partition(":")
    assert path == "articles/tea.md"
    assert lines[int(line) - 1].startswith("Boil 250 ml of water.")


def test_a_broken_transcript_is_told(workspace: Path, tmp_path: Path) -> None:
    (english,) = editions(workspace, languages=("en",))
    path = english.folder / "tea.en.vtt"
    whole = path.read_bytes()
    path.write_bytes(b"1\n00:00 hello")

    with pytest.raises(VerificationFailed, match="cannot be read as WebVTT") as caught:
        spoken_cues(load_project(workspace), english)

    path.write_bytes(whole)
    assert caught.value.where == "output/tea/en/tea.en.vtt"


def test_a_record_in_another_editions_folder_is_passed_over(workspace: Path, tmp_path: Path) -> None:
    record = json.loads((workspace / "output/tea/en/build.json").read_bytes())
    folder = workspace / "elsewhere" / "tea" / "fr"
    folder.mkdir(parents=True)
    (folder / "build.json").write_text(json.dumps(record))

    with pytest.raises(ContentError, match="nothing is published"):
        editions(workspace, output="elsewhere")
