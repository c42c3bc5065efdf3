"""The feed as programs of other people read it: feedparser, podcastparser, newsboat."""

from __future__ import annotations

import importlib.util
import os
import re
import sqlite3
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from builder.testing.programs import absent
from builder.testing.samples import SHOW, sample_publication
from builder.testing.serving import served
from builder.testing.sites import write_site

pytestmark = pytest.mark.external


def without(module: str) -> bool:
    return "CI" not in os.environ and importlib.util.find_spec(module) is None


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_site(folder)
    return folder


@pytest.mark.skipif(without("feedparser"), reason="feedparser is not installed")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of feedparser's own code
@pytest.mark.parametrize("language", ["en", "ar"])
def test_feedparser_reads_a_whole_episode(site: Path, language: str) -> None:
    import feedparser

    found = feedparser.parse((site / f"feeds/{language}.xml").read_bytes())

    (episode,) = found.entries
    (enclosure,) = episode.enclosures
    sound = site / f"tides/{language}/tides.{language}.mp3"
    assert not found.bozo
    assert found.feed.language == language
    assert enclosure.type == "audio/mpeg"
    assert int(enclosure.length) == sound.stat().st_size
    assert re.fullmatch(rf"{SHOW.base_url}tides/{language}/{sound.name}\?v=[0-9a-f]{{8}}", enclosure.href)


@pytest.mark.skipif(without("podcastparser"), reason="podcastparser is not installed")
def test_podcastparser_reads_duration_and_chapters(site: Path) -> None:
    import podcastparser

    with (site / "feeds/en.xml").open("rb") as stream:
        found = podcastparser.parse("https://example.org/salt/feeds/en.xml", stream)

    (episode,) = found["episodes"]
    publication = sample_publication()
    assert episode["guid"] == publication.episode_guid
    assert episode["total_time"] == 93
    assert [each["title"] for each in episode["chapters"]] == [
        chapter.title for chapter in publication.timeline.chapters
    ]
    assert found["itunes_categories"] == [["Science", "Earth Sciences"]]
    assert found["explicit"] is False


@pytest.mark.skipif(absent("newsboat"), reason="newsboat is not installed")
def test_newsboat_subscribes_to_both_languages(tmp_path: Path) -> None:
    folder, home = tmp_path / "site", tmp_path / "home"
    home.mkdir()
    with served(folder) as address:
        write_site(folder, show=replace(SHOW, base_url=address))
        (home / "urls").write_text(f"{address}feeds/en.xml\n{address}feeds/ar.xml\n")
        files = ["-u", str(home / "urls"), "-c", str(home / "cache.db"), "-C", str(home / "config")]
        (home / "config").touch()

        subprocess.run(
            ["newsboat", "-q", *files, "-x", "reload"],
            check=True,
            env={**os.environ, "HOME": str(home)},
            capture_output=True,
            timeout=60,
        )

    with sqlite3.connect(home / "cache.db") as cache:
        episodes = cache.execute(
            "SELECT title, enclosure_url, enclosure_type FROM rss_item ORDER BY url"
        ).fetchall()
        feeds = cache.execute("SELECT title, is_rtl FROM rss_feed ORDER BY rssurl").fetchall()
    cache.close()
    assert [title for title, _, _ in episodes] == ["لماذا يتنفّس البحر", "Why the sea breathes"]
    assert {kind for _, _, kind in episodes} == {"audio/mpeg"}
    assert all(url.startswith(address) for _, url, _ in episodes)
    assert feeds == [("Salt & Water (العربية)", 1), ("Salt & Water", 0)]
