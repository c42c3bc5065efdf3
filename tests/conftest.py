"""What all tests share: golden files, and how hypothesis runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from builder.speech import engines

GOLDEN = Path(__file__).parent / "golden"

# Two cores are shared by many tests: how long one example takes says nothing about the code.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what the code gives into tests/golden; read it in the diff before it is committed",
    )


def pytest_configure(config: pytest.Config) -> None:
    # Voices that somebody installed for themselves would be chosen in tests.
    os.environ["XDG_DATA_HOME"] = str(Path(__file__).parent / "no-such-folder")
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError(
            "--update-golden writes what tests must compare; it is refused where CI is set"
        )


@pytest.fixture(autouse=True, scope="session")
def small_voices() -> Iterator[None]:
    """Let no test choose a voice by what else is installed: those of Kokoro take their time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "LOCAL", ("espeak-ng", "hibari", "piper"))
        yield


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the file of that name under `tests/golden`, or write it with `--update-golden`."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), (
            f"no golden file {name}: run pytest with --update-golden and read what it wrote"
        )
        assert text == path.read_text(encoding="utf-8")

    return compare
