"""The page in Chromium: axe's rules, keys alone, the voice followed, scripting off."""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.model.publication import Publication
from builder.testing.browsing import accessibility_findings, chromium
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

PAGES = ("tides/en/index.html", "tides/ar/index.html", "index.html")


@pytest.fixture(scope="module")
def publications(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, Publication]]:
    folder = tmp_path_factory.mktemp("site")
    english = next(each for each in write_site(folder) if each.edition.language == ENGLISH)
    with served(folder) as address:
        yield folder, address, english


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium("--autoplay-policy=no-user-gesture-required") as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, publications: tuple[Path, str, Publication]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1000, "height": 700}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(publications[1] + PAGES[0])
    yield page
    context.close()


def tab_to(page: Page, name: str) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == name:
            return
    pytest.fail(f"no key reaches {name}")


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_in_light_and_dark_wide_and_narrow(
    browser: Browser, publications: tuple[Path, str, Publication], path: str
) -> None:
    assert accessibility_findings(browser, publications[1] + path) == []


def test_keys_alone_start_the_sound_and_the_words_follow(page: Page) -> None:
    tab_to(page, "player-toggle")
    page.keyboard.press("Enter")
    wait_for(page, "sound.currentTime > 0.3")
    first = playing(page)
    wait_for(page, "document.querySelector('.heard')?.id === 'u-a-voice-1'")
    second = playing(page)
    page.keyboard.press("Space")
    stopped = playing(page)

    assert first["heard"] == [f"u-{segment_id('title')}-1"]
    assert first["chapters"] == ["Opening"]
    assert first["focus"] == second["focus"] == "player-toggle"
    assert stopped["paused"]


def test_the_button_says_what_it_will_do(page: Page) -> None:
    button = page.get_by_role("button", name="Play", exact=True)

    button.click()
    wait_for(page, "!sound.paused")

    assert page.get_by_role("button", name="Pause", exact=True).is_visible()
    assert not page.get_by_role("button", name="Play", exact=True).is_visible()


def test_a_chapters_button_plays_from_there(page: Page, publications: tuple[Path, str, Publication]) -> None:
    chapter = publications[2].timeline.chapters[2]

    page.get_by_role("button", name=f"0:25, play “{chapter.title}”").press("Space")
    wait_for(page, "!sound.paused && sound.currentTime > 25.6")

    state = playing(page)
    assert chapter.start / 24_000 <= state["time"] < chapter.start / 24_000 + 1.5
    assert state["chapters"] == [chapter.title]
    assert state["heard"][0].startswith(f"u-{chapter.anchor}")


def test_a_chapter_that_begins_with_music_marks_its_heading_at_once(
    page: Page, publications: tuple[Path, str, Publication]
) -> None:
    folder, address, english = publications
    chapter, name = english.timeline.chapters[2], f"u-{segment_id('pull')}-1"
    html = (folder / PAGES[0]).read_text("utf-8")
    later = re.sub(
        rf'(id="{name}" data-start=")([\d.]+)', lambda found: f"{found[1]}{float(found[2]) + 1.5}", html
    )
    page.route("**/en/index.html", lambda route: route.fulfill(body=later, content_type="text/html"))
    page.goto(address + PAGES[0])

    page.get_by_role("button", name=f"0:25, play “{chapter.title}”").press("Space")
    wait_for(page, "!sound.paused && sound.currentTime > 25.8")

    state = playing(page)
    assert later != html
    assert state["time"] < 27
    assert state["heard"] == [name]


def test_nothing_is_announced_and_no_focus_moves_while_it_plays(page: Page) -> None:
    page.evaluate(
        """() => {
            window.changes = [];
            const live = document.querySelectorAll("[aria-live], [role=status], [role=alert]");
            const watch = new MutationObserver((changes) => window.changes.push(changes.length));
            const all = {childList: true, characterData: true, subtree: true};
            for (const each of live) watch.observe(each, all);
            document.addEventListener("focusin", () => window.changes.push("focus"));
        }"""
    )

    page.locator("button.from").nth(1).dispatch_event("click")
    wait_for(page, f"document.querySelector('.heard')?.id === 'u-{segment_id('deck')}-2'")

    assert page.evaluate("window.changes") == []


def test_the_slider_speaks_words_and_moves_by_keys(page: Page) -> None:
    slider = page.get_by_role("slider", name="Position")

    slider.focus()
    for _ in range(3):
        slider.press("ArrowRight")
    slider.press("PageUp")

    assert playing(page)["time"] == pytest.approx(75, abs=0.1)
    assert slider.get_attribute("aria-valuetext") == "1 minute 15 seconds of 2 minutes, chapter 4"


def test_a_slider_in_focus_is_silent_while_it_plays(page: Page) -> None:
    slider = page.get_by_role("slider", name="Position")
    page.keyboard.press("Tab")
    slider.focus()
    page.evaluate("document.getElementById('player-sound').play()")
    wait_for(page, "!sound.paused")
    before = slider.get_attribute("aria-valuetext")

    wait_for(page, "sound.currentTime > 1.6")

    assert slider.get_attribute("aria-valuetext") == before


def test_back_and_forward_go_ten_seconds(page: Page) -> None:
    for _ in range(3):
        page.get_by_role("button", name="Forward 10 seconds").click()
    page.get_by_role("button", name="Back 10 seconds").click()

    assert playing(page)["time"] == pytest.approx(20, abs=0.1)


def test_speed_can_be_chosen(page: Page) -> None:
    page.get_by_role("combobox", name="Speed").select_option("1.5")

    assert page.evaluate("document.getElementById('player-sound').playbackRate") == 1.5


def test_a_click_on_a_sentence_plays_it_and_one_on_a_link_does_not(page: Page) -> None:
    page.locator(f"#{segment_id('sun_text')} span").nth(1).click()
    wait_for(page, "!sound.paused && sound.currentTime > 49")
    clicked = playing(page)
    page.evaluate("document.getElementById('player-sound').pause()")
    page.evaluate(
        "document.querySelector('#text a').addEventListener('click', (event) => event.preventDefault())"
    )
    page.locator("#text a").first.click()

    assert clicked["heard"] == [f"u-{segment_id('sun_text')}-2"]
    assert playing(page)["paused"]


@pytest.mark.parametrize(
    ("hash_", "time"),
    [("#t=30", 30.0), ("#t=1:05.5", 65.5), (f"#{segment_id('sun_text')}", None), ("#introduction", 6.78)],
)
def test_a_deep_link_waits_at_its_place(
    browser: Browser, publications: tuple[Path, str, Publication], hash_: str, time: float | None
) -> None:
    _, address, publication = publications
    if time is None:
        cues = publication.timeline.cues
        time = next(cue.start / 24_000 for cue in cues if f"#{cue.segment_id}" == hash_)
    context = browser.new_context(viewport={"width": 1000, "height": 700}, reduced_motion="reduce")
    page = context.new_page()

    page.goto(address + PAGES[0] + hash_)
    wait_for(page, "sound.readyState > 0")

    state = playing(page)
    assert state["paused"]
    assert state["time"] == pytest.approx(time, abs=0.05)
    # Not the sentence before, though the chapter's own starts a breath later.
    heard = next(cue for cue in publication.timeline.cues if cue.end / 24_000 > state["time"])
    assert state["heard"] == [f"u-{heard.utterance_id.replace('.', '-')}"]
    assert state["focus"] == ""
    context.close()


def test_another_language_opens_at_the_same_text(page: Page) -> None:
    page.goto(f"{page.url}#{segment_id('sun_text')}")
    page.reload()
    wait_for(page, "sound.readyState > 0")

    page.get_by_role("link", name="العربية").click()
    page.wait_for_url(f"**/tides/ar/index.html#{segment_id('sun_text')}")
    wait_for(page, "sound.readyState > 0")

    assert playing(page)["heard"] == [f"u-{segment_id('sun_text')}-1"]


def test_targets_of_the_player_are_large_enough(
    browser: Browser, publications: tuple[Path, str, Publication]
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(publications[1] + PAGES[0])

    small = page.evaluate(
        """() => [...document.querySelectorAll("#player *, .chapters *")]
            .filter((each) => each.matches("a, button, select, label, [type=range]"))
            .filter((each) => each.offsetParent)
            .map((each) => [each.id || each.textContent, each.getBoundingClientRect()])
            .filter(([, box]) => box.height < 44 || box.width < 44)
            .map(([name]) => name)"""
    )

    assert small == []
    context.close()


def test_what_is_heard_is_marked_without_colour_too(
    browser: Browser, publications: tuple[Path, str, Publication]
) -> None:
    context = browser.new_context(forced_colors="active", reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{publications[1]}{PAGES[0]}#{segment_id('first')}")
    wait_for(page, "document.querySelector('.heard')")

    style = page.evaluate(
        """() => {
            const style = (name) => getComputedStyle(document.querySelector(name));
            const [marked, page] = [style(".heard"), style("body")];
            return [marked.textDecorationLine, marked.backgroundColor !== page.backgroundColor];
        }"""
    )

    assert style == ["underline", True]
    context.close()


def test_with_scripting_off_all_text_and_the_browsers_player_are_there(
    browser: Browser, publications: tuple[Path, str, Publication]
) -> None:
    _, address, publication = publications
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(address + PAGES[0])

    text = " ".join(page.inner_text("body").split())
    for cue in publication.timeline.cues:
        assert cue.text in text or page.get_by_alt_text(cue.text).is_visible()
    assert page.locator("audio").is_visible()
    assert not page.locator("#player-controls").is_visible()
    assert page.locator("a.from").first.is_visible()
    context.close()


def test_it_works_from_a_folder_and_asks_for_nothing_else(
    browser: Browser, publications: tuple[Path, str, Publication]
) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))

    page.goto((publications[0] / PAGES[0]).as_uri())
    page.locator("button.from").nth(2).click()
    wait_for(page, "sound.currentTime > 25.7")

    home = (publications[0] / "tides/en").as_uri()
    assert asked
    assert [address for address in asked if not address.startswith(home)] == []
    assert said == []
    context.close()


def test_missing_sound_is_told_where_it_is_looked_for(
    browser: Browser, publications: tuple[Path, str, Publication]
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*.mp3*", lambda route: route.abort())
    page.goto(publications[1] + PAGES[0])

    page.get_by_role("button", name="Play", exact=True).click()

    page.wait_for_function("() => document.getElementById('player-fault').textContent")
    assert "downloaded at the end of the page" in page.inner_text("#player-fault")
    context.close()
