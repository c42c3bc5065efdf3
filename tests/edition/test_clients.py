"""A podcast app subscribes to every feed, and a browser finds nothing to object to on every page."""

import importlib.util
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from builder.testing.browsing import accessibility_findings, chromium
from builder.testing.programs import absent
from builder.testing.serving import served

from .conftest import LANGUAGES, SLUG, copy_workspace

pytestmark = [pytest.mark.voice, pytest.mark.external]


@pytest.mark.skipif(absent("newsboat"), reason="newsboat is not installed")
def test_newsboat_subscribes_to_the_three_feeds(output: Path, tmp_path: Path) -> None:
    with served(output) as address:
        (tmp_path / "urls").write_text("".join(f"{address}feeds/{tag}.xml\n" for tag in LANGUAGES))
        (tmp_path / "config").touch()
        files = ["-u", tmp_path / "urls", "-c", tmp_path / "cache.db", "-C", tmp_path / "config"]
        subprocess.run(
            ["newsboat", "-q", *files, "-x", "reload"],
            check=True,
            env={**os.environ, "HOME": str(tmp_path)},
            capture_output=True,
            timeout=60,
        )

    with sqlite3.connect(tmp_path / "cache.db") as cache:
        found = cache.execute(
            "SELECT enclosure_url, enclosure_type FROM rss_item ORDER BY feedurl"
        ).fetchall()
    cache.close()
    assert [kind for _, kind in found] == ["audio/mpeg"] * 3
    for (url, _), tag in zip(found, LANGUAGES, strict=True):
        assert f"/{SLUG}/{tag}/{SLUG}.{tag}.mp3?v=" in url


@pytest.mark.skipif(absent("chromium"), reason="chromium is not installed")
@pytest.mark.skipif(
    "CI" not in os.environ and importlib.util.find_spec("playwright") is None,
    reason="playwright is not installed",
)
def test_axe_finds_nothing_on_the_pages(address: str) -> None:
    pages = [f"{SLUG}/{tag}/index.html" for tag in LANGUAGES] + ["index.html"]

    with chromium() as browser:
        found = [each for path in pages for each in accessibility_findings(browser, address + path)]

    assert found == []


@pytest.mark.skipif(absent("unshare"), reason="unshare is not installed")
def test_a_build_needs_no_network(tmp_path: Path) -> None:
    folder = copy_workspace(tmp_path / "workspace")
    article = folder / "articles" / f"{SLUG}.md"
    text = article.read_text(encoding="utf-8")
    article.write_text(text[: text.index("\n## ")] + "\n", encoding="utf-8")
    shutil.rmtree(folder / "locales")
    alone = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]
    command = [*alone, sys.executable, "-m", "builder", "build", "--workspace", str(folder)]

    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)

    assert done.returncode == 0, done.stderr
    assert (folder / "output" / SLUG / "en" / f"{SLUG}.en.mp3").stat().st_size > 100_000
