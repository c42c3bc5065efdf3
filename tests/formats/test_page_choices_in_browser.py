"""Reading along in Chromium: choices, single keys, what a browser remembers, phones, and reports."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from builder.model.publication import Publication
from builder.testing.browsing import chromium
from builder.testing.playing import playing, wait_for
from builder.testing.programs import absent
from builder.testing.samples import ENGLISH, SHOW, segment_id
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
PHONE = {"width": 360, "height": 640}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Publication]]:
    folder: Path = tmp_path_factory.mktemp("site")
    show = replace(SHOW, feedback="mailto:desk@example.org")
    english = next(each for each in write_site(folder, show=show) if each.edition.language == ENGLISH)
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
    page.goto(site[0] + PAGE)
    yield page
    context.close()


def choose(page: Page, name: str, *, on: bool = True) -> None:
    if page.locator("#choices").get_attribute("open") is None:
        page.locator("#choices summary").click()
    page.get_by_role("checkbox", name=name).set_checked(on)


def play_chapter(page: Page, number: int) -> None:
    page.locator("button.from").nth(number).dispatch_event("click")
    wait_for(page, "!sound.paused && sound.currentTime > 25.7")


def tab_stops(page: Page, *, before: str) -> list[str]:
    """Return what has the focus, key by key, until it lies in or behind `before`."""
    found: list[str] = []
    page.evaluate("document.activeElement.blur()")
    while len(found) < 100:
        page.keyboard.press("Tab")
        name, there = page.evaluate(
            """(before) => {
                const here = document.activeElement;
                const target = document.querySelector(before);
                const order = target.compareDocumentPosition(here);
                const there = target.contains(here) || Boolean(order & Node.DOCUMENT_POSITION_FOLLOWING);
                return [here.id || here.textContent.trim(), there || here === document.body];
            }""",
            before,
        )
        if there:
            break
        found.append(name)
    return found


def takes_focus(node: dict[str, Any]) -> bool:
    properties = node.get("properties", [])
    return any(each["name"] == "focusable" and each["value"]["value"] for each in properties)


def test_few_stops_lie_before_the_text(page: Page, site: tuple[str, Publication]) -> None:
    stops = tab_stops(page, before="#text")

    assert "player-toggle" in stops
    assert "player-stop" in stops
    assert len(stops) <= 20 + len(site[1].timeline.chapters)


def test_no_sentence_is_a_stop_nor_said_to_be_clickable(page: Page) -> None:
    client = page.context.new_cdp_session(page)

    nodes = client.send("Accessibility.getFullAXTree")["nodes"]

    heard = page.evaluate("[...document.querySelectorAll('[data-start]')].map((each) => each.tabIndex)")
    focusable = [node["role"]["value"] for node in nodes if takes_focus(node)]
    assert set(heard) == {-1}
    assert set(focusable) <= {
        "RootWebArea", "link", "button", "slider", "combobox", "checkbox", "DisclosureTriangle", "group",
        "option", "MenuListPopup",
    }  # fmt: skip


def test_every_stop_has_a_role_and_a_name(page: Page) -> None:
    choose(page, "Reading controls")
    client = page.context.new_cdp_session(page)

    nodes = client.send("Accessibility.getFullAXTree")["nodes"]

    nameless = [
        node["role"]["value"]
        for node in nodes
        if takes_focus(node)
        and not node.get("name", {}).get("value")
        and not node.get("ignored")
        and node["role"]["value"] != "MenuListPopup"
    ]
    assert nameless == []


def test_stop_goes_back_to_the_beginning(page: Page) -> None:
    play_chapter(page, 2)

    page.get_by_role("button", name="Stop").press("Enter")

    state = playing(page)
    assert state["paused"]
    assert state["time"] == 0
    assert state["heard"] == []


def test_marks_can_be_switched_off(page: Page) -> None:
    choose(page, "Mark the words", on=False)

    play_chapter(page, 2)

    assert playing(page)["heard"] == []


def test_the_page_stays_where_it_is_unless_it_is_asked_to_follow(page: Page) -> None:
    play_chapter(page, 3)
    wait_for(page, "sound.currentTime > 57.5")

    assert page.evaluate("scrollY") == 0


def test_the_text_follows_the_voice_until_somebody_scrolls_away(page: Page) -> None:
    choose(page, "Keep the spoken words in view")
    page.evaluate("scrollTo(0, 0)")
    play_chapter(page, 3)
    wait_for(page, "sound.currentTime > 56")
    page.wait_for_function(
        "() => document.querySelector('.heard').getBoundingClientRect().bottom <= innerHeight"
    )
    page.mouse.move(500, 400)
    page.mouse.wheel(0, -9000)
    page.wait_for_function("() => scrollY === 0")
    page.evaluate("document.getElementById('player-sound').currentTime = 59")
    page.wait_for_timeout(400)

    assert page.evaluate("scrollY") == 0


def test_reading_controls_play_from_each_paragraph_and_heading_once_they_are_asked_for(page: Page) -> None:
    before = page.locator("button[data-plays]").count()
    choose(page, "Reading controls")
    names = page.evaluate(
        "[...document.querySelectorAll('button[data-plays]')].map((each) => each.getAttribute('aria-label'))"
    )
    page.get_by_role("button", name="Play from here: The sun does the same").press("Enter")
    wait_for(page, "!sound.paused && document.querySelector('.heard')")

    assert before == 0
    assert (
        len(names)
        == len(set(names))
        == page.locator(":is(#text, section.ending) :is(p, h2, h3)[id]:has([data-start])").count()
    )
    assert playing(page)["heard"] == [f"u-{segment_id('sun_text')}-1"]
    assert page.get_by_role("link", name="Link to this place: And the sun?").get_attribute("href") == (
        f"#{segment_id('sun')}"
    )


def test_reading_controls_can_be_switched_off_again(page: Page) -> None:
    choose(page, "Reading controls")
    choose(page, "Reading controls", on=False)

    assert not page.locator("button[data-plays]").first.is_visible()
    assert page.locator(".chapter").first.get_attribute("tabindex") == "-1"


def test_single_keys_do_nothing_until_they_are_chosen(page: Page) -> None:
    page.keyboard.press("k")
    page.wait_for_timeout(200)
    before = playing(page)
    choose(page, "Single keys")
    page.evaluate("document.activeElement.blur()")
    for key in ("l", "l", "l", "j"):
        page.keyboard.press(key)
    moved = playing(page)
    page.keyboard.press("n")
    there = playing(page)
    page.keyboard.press("Control+k")
    page.keyboard.press("k")
    wait_for(page, "!sound.paused")
    page.keyboard.press("s")

    assert before["paused"]
    assert moved["time"] == pytest.approx(20, abs=0.1)
    assert there["chapters"] == ["What pulls the water?"]
    assert playing(page)["time"] == 0


def test_a_letter_in_a_list_is_not_a_single_key(page: Page) -> None:
    choose(page, "Single keys")

    page.get_by_role("combobox", name="Speed").press("k")

    assert playing(page)["paused"]


def test_place_speed_and_choices_are_remembered_in_this_browser(page: Page) -> None:
    choose(page, "Keep the spoken words in view")
    page.get_by_role("combobox", name="Speed").select_option("1.5")
    play_chapter(page, 2)
    page.evaluate("document.getElementById('player-sound').pause()")
    page.wait_for_function("() => Object.keys(localStorage).length === 2")
    stopped = playing(page)["time"]

    page.reload()
    wait_for(page, "sound.readyState > 0")
    waiting = playing(page)
    resume = page.get_by_role("button", name="Resume at 0:")
    label = resume.inner_text()
    resume.focus()
    resume.press("Enter")
    wait_for(page, "!sound.paused && sound.currentTime > 25")

    state = playing(page)
    assert (waiting["paused"], waiting["time"]) == (True, 0)
    assert label == f"Resume at 0:{int(stopped)}"
    assert stopped - 0.5 < state["time"] < stopped + 3
    assert state["focus"] == "player-toggle"
    assert not page.locator("#player-resume").is_visible()
    assert page.evaluate("document.getElementById('player-sound').playbackRate") == 1.5
    assert page.get_by_role(
        "checkbox", name="Keep the spoken words in view", include_hidden=True
    ).is_checked()


def test_who_stops_has_nothing_to_resume(page: Page) -> None:
    play_chapter(page, 2)
    page.get_by_role("button", name="Stop").click()

    page.reload()
    wait_for(page, "sound.readyState > 0")

    assert not page.locator("#player-resume").is_visible()


def test_other_sound_is_resumed_at_the_same_sentence(page: Page) -> None:
    name = f"u-{segment_id('sun_text')}-1"
    page.evaluate(
        """(name) => localStorage.setItem("edition:place:tides/en",
            JSON.stringify({time: 70, sentence: name, of: "other"}))""",
        name,
    )

    page.reload()
    page.get_by_role("button", name="Resume at").click()
    wait_for(page, "!sound.paused")

    assert playing(page)["heard"] == [name]


def test_a_deep_link_is_heeded_before_what_was_remembered(
    browser: Browser, site: tuple[str, Publication]
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(site[0] + PAGE)
    page.evaluate(
        'localStorage.setItem(\'edition:place:tides/en\', \'{"time": 70, "sentence": null, "of": ""}\')'
    )

    page.goto(f"{site[0]}{PAGE}#t=30")
    page.reload()
    wait_for(page, "sound.readyState > 0")

    assert playing(page)["time"] == pytest.approx(30, abs=0.1)
    assert not page.locator("#player-resume").is_visible()
    context.close()


def test_a_browser_that_keeps_nothing_plays_all_the_same(
    browser: Browser, site: tuple[str, Publication]
) -> None:
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', "
        "{get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(site[0] + PAGE)

    play_chapter(page, 2)
    page.get_by_role("button", name="Stop").click()

    assert faults == []
    context.close()


def test_a_report_says_language_time_place_and_sentence(page: Page) -> None:
    name = segment_id("sun_text")
    before = page.locator("#feedback").get_attribute("href")
    page.goto(f"{page.url}#{name}")
    wait_for(page, "document.querySelector('.heard')")

    page.locator("#feedback").focus()

    address = urlsplit(str(page.locator("#feedback").get_attribute("href")))
    fields = parse_qs(address.query)
    lines = fields["body"][0].split("\r\n")
    assert before is not None
    assert "Time%3A%20%0D" in before
    assert (address.scheme, address.path) == ("mailto", "desk@example.org")
    assert fields["subject"] == ["A fault in “Why the sea breathes”"]
    assert lines[0] == "Language: en"
    assert lines[1].startswith("Time: 0:4")
    assert lines[2] == f"Place: {name}"
    assert lines[3].startswith("Sentence: The sun does the same, at 46 % of the strength.")


def test_a_phones_first_screen_shows_title_disclosure_play_and_languages(
    browser: Browser, site: tuple[str, Publication]
) -> None:
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)  # type: ignore[arg-type] # a size
    page = context.new_page()
    page.goto(site[0] + PAGE)

    wanted = ("h1", ".announcement", "#player-toggle", ".languages a[lang=ar]", "#player-position")
    boxes = {name: page.locator(name).first.bounding_box() for name in wanted}

    low = {name: box for name, box in boxes.items() if box is None or box["y"] + box["height"] > 640}
    assert low == {}
    context.close()


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("word", ["Reproducir", "Воспроизвести"])
def test_no_word_of_a_button_is_cut_off_on_a_phone(
    browser: Browser, site: tuple[str, Publication], width: int, word: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 640})
    page = context.new_page()
    page.goto(site[0] + PAGE)

    page.evaluate(
        "(word) => { document.querySelector('#player-toggle span.play').textContent = word; }", word
    )
    cut = page.evaluate(
        """() => [...document.querySelectorAll("#player button, #player select")]
            .filter((each) => each.offsetParent && each.scrollWidth > each.clientWidth)
            .map((each) => each.id)"""
    )

    assert cut == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_a_device_is_told_chapter_position_and_speed(page: Page) -> None:
    page.evaluate(
        """() => {
            window.told = [];
            const set = navigator.mediaSession.setPositionState.bind(navigator.mediaSession);
            navigator.mediaSession.setPositionState = (state) => { window.told.push(state); set(state); };
        }"""
    )

    page.get_by_role("combobox", name="Speed").select_option("1.25")
    play_chapter(page, 2)

    metadata = page.evaluate("[navigator.mediaSession.metadata.title, navigator.mediaSession.metadata.album]")
    told = page.evaluate("window.told.at(-1)")
    assert metadata == ["What pulls the water?", "Why the sea breathes"]
    assert told["playbackRate"] == 1.25
    assert told["position"] == pytest.approx(25.6, abs=1.5)
    assert told["duration"] == pytest.approx(92, abs=2)


def test_another_language_opens_where_somebody_reads_who_has_played_nothing(page: Page) -> None:
    page.locator(f"#{segment_id('read_text')}").scroll_into_view_if_needed()
    page.evaluate(f"document.getElementById('{segment_id('read_text')}').scrollIntoView()")

    link = page.locator(".languages a[lang=ar]")
    link.dispatch_event("click")
    page.wait_for_url("**/tides/ar/index.html#s-*")

    assert page.url.partition("#")[2] in {segment_id("read"), segment_id("read_text"), segment_id("item_day")}
