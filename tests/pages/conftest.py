"""Every kind of page the product makes, made once: of the sample, of the repository's article, of a proof."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.catalogue.texts import Texts
from builder.cli.main import main
from builder.formats.names import NAMES, SOUND_NAMES
from builder.testing.browsing import chromium
from builder.testing.hostile_pages import report_of
from builder.testing.samples import ARABIC, ENGLISH, sample_publication
from builder.testing.serving import served
from builder.testing.sites import write_site
from builder.testing.workspaces import SETTINGS, make_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
SLUG = "ketamine-and-depression"
LANGUAGES = ("en", "es", "fr")
_SOUND = re.compile(rb"(;base64,[A-Za-z0-9+/]{400})[A-Za-z0-9+/=]{2000,}")
"""Of a page that holds its sound: judges of text read it for minutes."""


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sites `sample`, `real` and `tea`; the last has proofs and a page of findings."""
    folder = tmp_path_factory.mktemp("pages")
    write_sample(folder / "sample")
    write_real(tmp_path_factory.mktemp("real"), folder / "real")
    write_tea(tmp_path_factory.mktemp("tea"), folder / "tea")
    for path in folder.rglob("*.html"):
        path.write_bytes(_SOUND.sub(rb"\1", path.read_bytes()))
    return folder


@pytest.fixture(scope="session")
def found_pages(pages: Path) -> list[Path]:
    """Every page there is, so that one of a new kind is judged unasked."""
    return sorted(pages.rglob("*.html"))


@pytest.fixture(scope="session")
def address(pages: Path) -> Iterator[str]:
    with served(pages) as base_url:
        yield base_url


# Two that are driven from one thread do not get on, and other modules have theirs.
@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with chromium("--autoplay-policy=no-user-gesture-required") as browser:
        yield browser


def write_sample(folder: Path) -> None:
    write_site(folder)
    for language in (ENGLISH, ARABIC):
        made = report_of(sample_publication(language), Texts(language))
        (folder / f"tides/{language}/sound.html").write_bytes(made)


def write_real(workspace: Path, folder: Path) -> None:
    """Build the repository's article with test tones, in every format of text."""
    for name in ("articles", "locales"):
        shutil.copytree(ROOT / name, workspace / name)
    shutil.copy(ROOT / "episodes.lock", workspace)
    settings = (ROOT / "edition.toml").read_text(encoding="utf-8")
    formats = [name for name in NAMES if name == "mp3" or name not in (*SOUND_NAMES, "epub")]
    settings = re.sub(r"(?ms)^build = \[.*?\]", f"build = {formats}", settings)
    tones = "".join(f'[voices.{tag}]\nengine = "tone"\n' for tag in LANGUAGES)
    settings = settings.replace('[voices]\nprofile = "auto"\n', tones)
    (workspace / "edition.toml").write_text(settings, encoding="utf-8")
    assert main(["build", "--workspace", str(workspace), "--plain"]) == 0
    shutil.copytree(workspace / "output", folder)


def write_tea(workspace: Path, folder: Path) -> None:
    """Make proofs in two languages with a change, a text to confirm and findings, and a page of findings."""
    make_workspace(workspace, languages=["es", "ar"], settings=f'{SETTINGS}[voices.ar]\nengine = "tone"\n')
    assert main(["proof", "--workspace", str(workspace), "--plain"]) == 0
    catalogue = workspace / "locales/es/LC_MESSAGES/tea.po"
    text = catalogue.read_text(encoding="utf-8")
    text = text.replace('msgstr "es Use a pot."', 'msgstr "Usa una tetera con 3 tazas."')
    leaves = 'msgctxt "heading"\nmsgid "The Leaves"'
    text = text.replace(leaves, f'#, fuzzy\n#| msgctxt "heading"\n#| msgid "Leaf"\n{leaves}')
    catalogue.write_text(text, encoding="utf-8")
    assert main(["proof", "--workspace", str(workspace), "--plain"]) == 0
    findings = str(workspace / "output/findings.html")
    main(["check", "--workspace", str(workspace), "--format", "html", "--output", findings])
    shutil.copytree(workspace / "output", folder)
