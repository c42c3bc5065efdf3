"""The page in Chromium while it plays: when words are marked, what changes, who scrolls, where links lead."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.model.publication import Publication
from builder.testing.browsing import chromium
from builder.testing.playing import playing, wait_for
from builder.testing.programs import absent
from builder.testing.samples import ENGLISH, segment_id
from builder.testing.serving import served
from builder.testing.sites import write_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(absent("chromium"), reason="chromium is not installed"),
    pytest.mark.skipif(
        "CI" not in os.environ and importlib.util.find_spec("playwright") is None,
        reason="playwright is not installed",
    ),
]

PAGE = "tides/en/index.html"

# What the page waits for, and where the sound was when it began to.
WAITS = """
    window.waits = [];
    const wait = window.setTimeout;
    window.setTimeout = (act, delay) => {
        const sound = document.getElementById("player-sound");
        window.waits.push({time: sound.currentTime, delay, rate: sound.playbackRate});
        return wait(act, delay);
    };
"""
LISTENED_TO = ("click", "mousedown", "mouseup", "keydown", "keypress", "keyup")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Publication]]:
    folder: Path = tmp_path_factory.mktemp("site")
    english = next(each for each in write_site(folder) if each.edition.language == ENGLISH)
    with served(folder) as address:
        yield address, english


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium("--autoplay-policy=no-user-gesture-required") as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, site: tuple[str, Publication]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1000, "height": 700}, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(WAITS)
    page.goto(site[0] + PAGE)
    yield page
    context.close()


def play_from(page: Page, time: float) -> None:
    page.evaluate(
        """(time) => {
            const sound = document.getElementById("player-sound");
            sound.currentTime = time;
            sound.play();
        }""",
        time,
    )
    wait_for(page, f"!sound.paused && !sound.seeking && sound.currentTime > {time}")


def start_of(site: tuple[str, Publication], name: str) -> float:
    cues = site[1].timeline.cues
    return next(cue.start for cue in cues if cue.segment_id == segment_id(name)) / 24_000


def test_a_sentence_is_waited_for_and_marked_when_it_starts(
    page: Page, site: tuple[str, Publication]
) -> None:
    begin = start_of(site, "sun_text") - 1
    page.get_by_role("combobox", name="Speed").select_option("2")
    play_from(page, begin)
    wait_for(page, f"document.querySelector('.heard')?.id === 'u-{segment_id('sun_text')}-1'")

    waits = [each for each in page.evaluate("window.waits") if begin < each["time"] < begin + 0.9]
    assert waits
    for wait in waits:
        left = 1000 * (begin + 1 - wait["time"]) / wait["rate"]
        assert wait["delay"] == pytest.approx(left, abs=50)


def test_a_second_is_told_once(page: Page) -> None:
    page.evaluate(
        """() => {
            window.told = [];
            const now = document.getElementById("player-now");
            const watch = new MutationObserver(() => window.told.push(now.textContent));
            watch.observe(now, {childList: true, characterData: true, subtree: true});
        }"""
    )
    play_from(page, 30)
    wait_for(page, "sound.currentTime > 32.2")

    told = page.evaluate("window.told")
    assert told == sorted(set(told))
    assert {"0:30", "0:31", "0:32"} <= set(told)


def test_only_links_and_buttons_listen_so_that_nothing_else_is_clickable(page: Page) -> None:
    page.locator("#choices summary").click()
    page.get_by_role("checkbox", name="Reading controls").check()
    client = page.context.new_cdp_session(page)
    client.send("DOM.enable")

    root = client.send("Runtime.evaluate", {"expression": "document"})["result"]["objectId"]
    found = client.send("DOMDebugger.getEventListeners", {"objectId": root, "depth": -1, "pierce": False})
    whole = client.send("Runtime.evaluate", {"expression": "document"})["result"]
    nodes = {each.get("backendNodeId") for each in found["listeners"] if each["type"] in LISTENED_TO}

    names = set()
    for node in nodes - {None}:
        described = client.send("DOM.describeNode", {"backendNodeId": node})["node"]
        names.add(described["nodeName"].lower())
    assert whole["className"] == "HTMLDocument"
    assert names <= {"#document", "a", "button", "input"}
    assert "button" in names


def test_whatever_scrolls_the_page_stops_it_from_following(page: Page) -> None:
    page.locator("#choices summary").click()
    page.get_by_role("checkbox", name="Keep the spoken words in view").check()
    page.locator("button.from").nth(3).dispatch_event("click")
    page.wait_for_function("() => scrollY > 0 && document.querySelector('.heard')")
    # No sentence may start meanwhile, or the page scrolls by itself once more.
    page.evaluate("document.getElementById('player-sound').pause()")
    page.wait_for_timeout(1600)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function("() => scrollY === 0")
    page.wait_for_timeout(100)
    page.evaluate("document.getElementById('player-sound').play()")
    wait_for(page, "!sound.paused")
    marked = playing(page)["heard"]

    page.evaluate("document.getElementById('player-sound').currentTime += 8")
    wait_for(page, f"document.querySelector('.heard').id !== '{marked[0]}'")
    page.wait_for_timeout(200)

    assert not playing(page)["paused"]
    assert page.evaluate("scrollY") == 0


def test_a_deep_link_is_followed_while_it_plays(page: Page, site: tuple[str, Publication]) -> None:
    play_from(page, 8)
    name = segment_id("sun_text")

    page.evaluate(f"location.hash = '{name}'")
    wait_for(page, f"!sound.seeking && sound.currentTime >= {start_of(site, 'sun_text')}")
    there = playing(page)
    page.evaluate("location.hash = 't=1:10'")
    wait_for(page, "!sound.seeking && sound.currentTime >= 70")

    assert not there["paused"]
    assert there["heard"][0].startswith(f"u-{name}")
    assert not playing(page)["paused"]
    assert playing(page)["focus"] == ""


def test_another_language_opens_at_what_is_heard_and_plays_only_when_it_is_asked_to(
    page: Page, site: tuple[str, Publication]
) -> None:
    play_from(page, start_of(site, "read_text"))
    page.evaluate("scrollTo(0, 0)")

    page.get_by_role("link", name="العربية").click()
    page.wait_for_url(f"**/tides/ar/index.html#{segment_id('read_text')}")
    wait_for(page, "sound.readyState > 0")

    state = playing(page)
    assert state["heard"] == [f"u-{segment_id('read_text')}-1"]
    assert state["paused"]


def test_another_language_opens_at_the_text_before_an_announcement(
    page: Page, site: tuple[str, Publication]
) -> None:
    announced = next(cue for cue in site[1].timeline.cues if cue.passage_id == "a-code-1")
    play_from(page, announced.start / 24_000)
    wait_for(page, "document.querySelector('.heard').id === 'u-a-code-1-1'")

    page.get_by_role("link", name="العربية").dispatch_event("click")

    page.wait_for_url(f"**/tides/ar/index.html#{segment_id('m_2')}")


def test_a_lock_screen_gets_chapter_and_picture(page: Page, site: tuple[str, Publication]) -> None:
    play_from(page, 30)
    wait_for(page, "document.querySelector('[aria-current=true]')")

    told = page.evaluate(
        """() => {
            const {title, artist, artwork} = navigator.mediaSession.metadata;
            return [title, artist, artwork.map((each) => each.src)];
        }"""
    )
    assert told == ["What pulls the water?", "Salt & Water", [f"{site[0]}cover.jpg"]]
