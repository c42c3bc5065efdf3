"""How the page is set, in Chromium: on paper, in large letters, from right to left, for screen readers."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from builder.model.publication import Publication
from builder.testing.browsing import chromium
from builder.testing.programs import absent
from builder.testing.samples import ENGLISH
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

PAGES = ("tides/en/index.html", "tides/ar/index.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, Publication]]:
    folder = tmp_path_factory.mktemp("site")
    english = next(each for each in write_site(folder) if each.edition.language == ENGLISH)
    with served(folder) as address:
        yield folder, address, english


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1000, "height": 700}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def spoken(node: Mapping[str, Any], nodes: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the texts and pictures of the accessibility tree at `node`, in reading order."""
    if node["role"]["value"] in ("StaticText", "image"):
        return str(node["name"]["value"])
    return "".join(spoken(nodes[name], nodes) for name in node.get("childIds", ()) if name in nodes)


def squeezed(text: str) -> str:
    """Return `text` without white space."""
    return "".join(text.split())


@pytest.mark.parametrize("path", PAGES)
def test_on_paper_there_are_notices_and_addresses_and_nothing_to_press(
    page: Page, site: tuple[Path, str, Publication], path: str
) -> None:
    page.goto(site[1] + path)
    page.emulate_media(media="print")

    shown = page.evaluate(
        """() => {
            const seen = (names) => [...document.querySelectorAll(names)].filter((each) => each.offsetParent);
            const link = document.querySelector(".text a[href^=http]");
            return {
                pressed: seen("button, input, select, audio, summary").map((each) => each.id),
                kept: seen(".notices, .announcement, #disclaimer, .text, #licence").length,
                after: getComputedStyle(link, "::after").content,
                href: link.getAttribute("href"),
            };
        }"""
    )

    assert shown["pressed"] == []
    assert shown["kept"] >= 6
    assert shown["href"] in shown["after"]


@pytest.mark.parametrize("path", PAGES)
def test_letters_of_twice_the_size_fit_a_narrow_screen(
    browser: Browser, site: tuple[Path, str, Publication], path: str
) -> None:
    # 320 pixels at 200 % are as many as 160: letters, and the queries of the style, grow alike.
    context = browser.new_context(viewport={"width": 160, "height": 320})
    page = context.new_page()
    page.goto(site[1] + path)

    found = page.evaluate(
        """() => [...document.querySelectorAll("#player-controls *, .chapters *, .downloads *, .subscribe *")]
            .filter((each) => each.checkVisibility() && !each.closest(".unseen, option, svg"))
            .filter((each) => {
                const {left, right} = each.getBoundingClientRect();
                return left < -1 || right > innerWidth + 1;
            })
            .map((each) => each.id || each.textContent)"""
    )

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_a_figure_and_its_unit_stay_on_one_line_from_right_to_left(
    browser: Browser, site: tuple[Path, str, Publication]
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(site[1] + PAGES[1])

    lines = page.evaluate(
        "[...document.querySelectorAll('[data-start] bdi')].map((each) => each.getClientRects().length)"
    )

    assert lines
    assert set(lines) == {1}
    context.close()


def test_a_screen_reader_gets_every_word_that_is_heard(
    page: Page, site: tuple[Path, str, Publication]
) -> None:
    page.goto(site[1] + PAGES[0])
    client = page.context.new_cdp_session(page)

    nodes = client.send("Accessibility.getFullAXTree")["nodes"]

    read = squeezed(spoken(nodes[0], {node["nodeId"]: node for node in nodes}))
    missing = [cue.text for cue in site[2].timeline.cues if squeezed(cue.text) not in read]
    assert missing == []
