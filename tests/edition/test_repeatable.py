"""Same inputs, same bytes: for any number of jobs, with forks and without, after an edit or from nothing."""

import json
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.formats.base import NAMES
from builder.testing.workspaces import ARTICLE, FEW_FORMATS, SETTINGS, make_workspace

pytestmark = pytest.mark.voice

FORMATS = f"[formats]\nbuild = {json.dumps(NAMES)}\n"
NO_FORKS = "\n[engines.espeak-ng]\nfork = false\n"
SPOKEN_BY = {
    "those that are installed": (
        SETTINGS[: SETTINGS.index("[voices.en]")] + SETTINGS[SETTINGS.index("[policy]") :]
    ).replace(FEW_FORMATS, FORMATS),
    "tone": SETTINGS.replace(FEW_FORMATS, FORMATS),
    "espeak-ng": SETTINGS.replace('"tone"', '"espeak-ng"').replace(FEW_FORMATS, FORMATS),
}
"""Settings, by who speaks."""
every_engine = pytest.mark.parametrize("settings", SPOKEN_BY.values(), ids=SPOKEN_BY)


def built(folder: Path, jobs: str) -> dict[str, bytes]:
    assert main(["build", "--workspace", str(folder), "--plain", "--jobs", jobs]) == 0
    output = folder / "output"
    return {
        path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()
    }


@every_engine
def test_clones_with_any_number_of_jobs_give_the_same_bytes(tmp_path: Path, settings: str) -> None:
    jobs = ("1", "2", "5")
    folders = [make_workspace(tmp_path / each, languages=["es", "fr"], settings=settings) for each in jobs]

    one, *others = [built(folder, each) for folder, each in zip(folders, jobs, strict=True)]

    assert others == [one, one]


def test_forks_change_no_byte(tmp_path: Path) -> None:
    settings = SPOKEN_BY["espeak-ng"]
    forked = make_workspace(tmp_path / "forked", languages=["es"], settings=settings)
    alone = make_workspace(tmp_path / "alone", languages=["es"], settings=settings + NO_FORKS)

    outputs = [built(folder, "2") for folder in (forked, alone)]

    assert outputs[0] == outputs[1]


@every_engine
def test_an_edit_on_a_warm_store_gives_the_bytes_of_a_clean_build(tmp_path: Path, settings: str) -> None:
    edited = ARTICLE.replace("Use a pot.", "Use a big pot, never a small one.")
    warm = make_workspace(tmp_path / "warm", languages=["es"], settings=settings)
    clean = make_workspace(tmp_path / "clean", article=edited, languages=["es"], settings=settings)
    built(warm, "2")
    for name in ("articles/tea.md", "locales/es/LC_MESSAGES/tea.po"):
        (warm / name).write_bytes((clean / name).read_bytes())
    (clean / "episodes.lock").write_bytes((warm / "episodes.lock").read_bytes())

    outputs = [built(warm, "3"), built(clean, "1")]

    assert outputs[0] == outputs[1]
