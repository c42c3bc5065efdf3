"""The page as one file in Chromium, away from everything it was made beside."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.model.publication import Publication
from builder.testing.browsing import accessibility_findings, chromium
from builder.testing.programs import absent, not_installed
from builder.testing.samples import ENGLISH, SHOW
from builder.testing.sites import write_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(absent("chromium"), reason="chromium is not installed"),
    pytest.mark.skipif(not_installed("playwright"), reason="playwright is not installed"),
]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Publication]:
    """Give a folder with the files alone, with addresses and without, and the edition they are of."""
    folder = tmp_path_factory.mktemp("alone")
    found = None
    for name, show in (("mailed", SHOW), ("bare", replace(SHOW, base_url=None))):
        site = tmp_path_factory.mktemp(name)
        found = next(each for each in write_site(site, show=show) if each.edition.language == ENGLISH)
        shutil.copyfile(site / "tides/en/tides.en.html", folder / f"{name}.html")
        shutil.copyfile(site / "tides/ar/tides.ar.html", folder / f"{name}-ar.html")
        shutil.rmtree(site)
    assert found is not None
    return folder, found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium("--autoplay-policy=no-user-gesture-required") as browser:
        yield browser


def watched(page: Page) -> tuple[list[str], list[str]]:
    """Return lists that fill with each request but that of the file, and with what the browser says."""
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url[:99]))
    page.on("console", lambda message: said.append(message.text))
    return asked, said


def until(page: Page, condition: str) -> None:
    """Wait where scripting is off, and with it the timers that the browser's driver waits by."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never: {condition}")


@pytest.mark.parametrize("name", ["mailed", "bare"])
def test_it_plays_marks_the_words_and_seeks_and_asks_nobody(
    browser: Browser, alone: tuple[Path, Publication], name: str
) -> None:
    folder, publication = alone
    page = browser.new_page()
    asked, said = watched(page)
    address = (folder / f"{name}.html").as_uri()

    page.goto(address)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("() => document.querySelector('.heard')?.id === 'u-a-voice-1'")
    page.locator("button.from").nth(3).click()
    page.wait_for_function("() => document.getElementById('player-sound').currentTime > 56.2")
    heard = page.evaluate("document.querySelector('.heard').id")

    assert heard.startswith(f"u-{publication.timeline.chapters[3].anchor}")
    assert [each for each in asked if not each.startswith("data:")] == [address]
    assert said == []
    page.close()


@pytest.mark.parametrize("name", ["mailed", "bare"])
def test_with_scripting_off_the_browsers_player_plays_and_all_text_is_there(
    browser: Browser, alone: tuple[Path, Publication], name: str
) -> None:
    folder, publication = alone
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked, said = watched(page)
    address = (folder / f"{name}.html").as_uri()

    page.goto(address)
    until(page, "document.querySelector('audio').readyState > 0")
    page.locator("audio").evaluate("(sound) => { sound.currentTime = 60; return sound.play(); }")
    until(page, "document.querySelector('audio').currentTime > 60.2")

    text = " ".join(page.inner_text("body").split())
    for cue in publication.timeline.cues:
        assert cue.text in text or page.get_by_alt_text(cue.text).is_visible()
    assert page.locator("audio[controls]").is_visible()
    assert page.locator("img").evaluate_all("(all) => all.every((each) => each.naturalWidth > 0)")
    assert page.get_by_text("0:56", exact=True).first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    assert [each for each in asked if not each.startswith("data:")] == [address]
    assert said == []
    context.close()


@pytest.mark.parametrize("name", ["mailed.html", "bare.html", "mailed-ar.html"])
def test_axe_finds_nothing(browser: Browser, alone: tuple[Path, Publication], name: str) -> None:
    assert accessibility_findings(browser, (alone[0] / name).as_uri()) == []


def test_another_language_is_where_it_was_published(
    browser: Browser, alone: tuple[Path, Publication]
) -> None:
    page = browser.new_page()
    page.goto((alone[0] / "mailed.html").as_uri())

    address = page.get_by_role("link", name="العربية").get_attribute("href")

    assert address == "https://example.org/salt/tides/ar/index.html"
    page.close()
