from collections.abc import Callable
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.testing.workspaces import make_workspace

Build = Callable[..., int]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "tea-show", languages=["es"])


@pytest.fixture
def build(workspace: Path) -> Build:
    def run(*arguments: str, folder: Path | None = None) -> int:
        return main(["build", "--workspace", str(folder or workspace), "--plain", *arguments])

    return run
