"""The repository's own article, built once with the voices it is published with."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.testing.serving import served

ROOT = Path(__file__).parents[2]
SLUG = "ketamine-and-depression"
LANGUAGES = ("en", "es", "fr")


def copy_workspace(folder: Path) -> Path:
    """Copy what the repository commits of its workspace into `folder`."""
    for name in ("articles", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("edition.toml", "episodes.lock"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_workspace(tmp_path_factory.mktemp("real") / "workspace")
    assert main(["build", "--workspace", str(folder), "--plain"]) == 0
    return folder


@pytest.fixture(scope="session")
def output(workspace: Path) -> Path:
    return workspace / "output"


@pytest.fixture(scope="session")
def address(output: Path) -> Iterator[str]:
    with served(output) as base_url:
        yield base_url
