"""The documents name what there is: every command, format, setting, profile and finding code."""

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from builder.build import settings
from builder.build.music_settings import MusicTable
from builder.cli.main import COMMANDS
from builder.formats.names import NAMES
from builder.prefill.providers import OPTIONS
from builder.speech.profile import Profile

ROOT = Path(__file__).parents[1]


def document(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_documented_and_shows_an_example(command: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "builder", command, "--help"], capture_output=True, text=True, check=True
    )

    assert f"`edition {command}" in document("commands.md")
    assert f"example: edition {command}" in re.sub(r"\s+", " ", shown.stdout)


def test_every_finding_code_is_documented() -> None:
    code = re.compile(r'code="([A-Z]\d{3})"|"([TPV]\d{3})"')
    found = {
        next(filter(None, match))
        for path in (ROOT / "builder").rglob("*.py")
        for match in code.findall(path.read_text(encoding="utf-8"))
    }

    documented = set(re.findall(r"\| `([A-Z]\d{3})` \|", document("findings.md")))

    assert found
    assert found == documented


@pytest.mark.parametrize("name", ["EDITION_DEBUG", "EDITION_PLAIN", "NO_COLOR", "CI", "SOURCE_DATE_EPOCH"])
def test_every_variable_of_the_environment_is_documented(name: str) -> None:
    assert f"`{name}`" in document("configuration.md")


def test_every_setting_is_documented() -> None:
    text = document("configuration.md")
    tables = {
        "show": settings._ShowTable,
        "policy": settings._PolicyTable,
        "translators": settings._TranslatorsTable,
        "rights": settings._RightsTable,
        "formats": settings._FormatsTable,
        "sound": settings._SoundTable,
        "music": MusicTable,
        "verify": settings._VerifyTable,
        "store": settings._StoreTable,
    }

    names = [f"`{table}.{key}`" for table, kind in tables.items() for key in kind.__struct_fields__]
    names += [f"`voices.<language>.{key}`" for key in settings._VoiceTable.__struct_fields__]
    common = set.intersection(*map(set, OPTIONS.values()))
    names += [f"`prefill.<name>.{key}`" for key in sorted(common)]
    names += [
        f"`prefill.{name}.{key}`" for name, keys in OPTIONS.items() for key in keys if key not in common
    ]

    assert [name for name in names if name not in text] == []


def test_every_format_and_profile_is_documented() -> None:
    text = document("configuration.md")

    assert [name for name in NAMES if f"`{name}`" not in text] == []
    assert [name for name in get_args(Profile) if f"| `{name}` |" not in text] == []


def test_links_between_documents_lead_somewhere() -> None:
    broken = [
        (path.name, link)
        for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md"))
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8"))
        if not (path.parent / link).exists()
    ]

    assert broken == []


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120


def test_no_document_holds_marks_of_a_merge() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]

    marked = [
        path.name
        for path in documents
        if re.search(r"^(<{7}|={7}|>{7})( |$)", path.read_text(), re.MULTILINE)
    ]

    assert marked == []
