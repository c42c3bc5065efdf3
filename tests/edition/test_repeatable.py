"""Same inputs, same bytes: with the real voices, for any number of jobs, after an edit or from nothing."""

from pathlib import Path

import pytest

from builder.cli.main import main
from builder.testing.workspaces import ARTICLE, SETTINGS, make_workspace

pytestmark = pytest.mark.voice

VOICES = SETTINGS[: SETTINGS.index("[voices.en]")] + SETTINGS[SETTINGS.index("[policy]") :]


def built(folder: Path, jobs: str) -> dict[str, bytes]:
    assert main(["build", "--workspace", str(folder), "--plain", "--jobs", jobs]) == 0
    output = folder / "output"
    return {
        path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()
    }


def test_two_clones_with_one_and_two_jobs_give_the_same_bytes(tmp_path: Path) -> None:
    folders = [
        make_workspace(tmp_path / name, languages=["es", "fr"], settings=VOICES) for name in ("one", "two")
    ]

    outputs = [built(folder, jobs) for folder, jobs in zip(folders, ("1", "2"), strict=True)]

    assert outputs[0] == outputs[1]


def test_an_edit_on_a_warm_store_gives_the_bytes_of_a_clean_build(tmp_path: Path) -> None:
    edited = ARTICLE.replace("Use a pot.", "Use a big pot, never a small one.")
    warm = make_workspace(tmp_path / "warm", languages=["es"], settings=VOICES)
    clean = make_workspace(tmp_path / "clean", article=edited, languages=["es"], settings=VOICES)
    built(warm, "2")
    for name in ("articles/tea.md", "locales/es/LC_MESSAGES/tea.po"):
        (warm / name).write_bytes((clean / name).read_bytes())
    (clean / "episodes.lock").write_bytes((warm / "episodes.lock").read_bytes())

    outputs = [built(warm, "2"), built(clean, "1")]

    assert outputs[0] == outputs[1]
