"""The page's footer and the list of articles in Chromium: the code is read, texts copied, nothing refused."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from builder.testing.browsing import accessibility_findings, chromium
from builder.testing.programs import absent, not_installed
from builder.testing.samples import ARABIC, ENGLISH, SHOW, sample_publication
from builder.testing.serving import served
from builder.testing.sites import write_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(absent("chromium"), reason="chromium is not installed"),
    pytest.mark.skipif(not_installed("playwright"), reason="playwright is not installed"),
]

PAGE = "tides/en/index.html"
FEED = "https://example.org/salt/feeds/en.xml"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    write_site(folder)
    _write_index(folder)
    with served(folder) as address:
        yield address


def _write_index(folder: Path) -> None:
    """Write a list in Arabic with all that an entry may have or lack."""
    from dataclasses import replace

    from builder.catalogue.texts import Texts
    from builder.formats import index

    entries = [index.entry_of(sample_publication(language)) for language in (ENGLISH, ARABIC)]
    entries += [
        replace(each, slug="mud", title="Mud " * 12, draft=True, reviewed=False, author=None, deck=None)
        for each in entries
    ]
    show = replace(SHOW, language=ARABIC)
    (folder / "index-ar.html").write_bytes(index.render_index(show, entries, Texts(ARABIC)))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.mark.skipif(not_installed("zxingcpp", "av"), reason="zxing-cpp or PyAV is not installed")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_camera_finds_the_feed_in_the_code(
    browser: Browser, site: str, scheme: Literal["light", "dark"], width: int
) -> None:
    import av
    import zxingcpp

    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto(site + PAGE)

    picture = page.locator(".subscribe").screenshot()

    with av.open(io.BytesIO(picture)) as file:
        pixels = next(file.decode(video=0)).to_ndarray(format="gray")
    page.close()
    assert [each.text for each in zxingcpp.read_barcodes(pixels)] == [FEED]


def test_with_scripting_the_address_and_the_citation_are_copied_and_it_is_told(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(site + PAGE)

    page.get_by_role("button", name="Copy the address").press("Enter")
    page.wait_for_function("() => document.getElementById('feed-copied').textContent")
    address = page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="Copy the citation").click()
    page.wait_for_function("() => document.getElementById('citation-copied').textContent")
    citation = page.evaluate("navigator.clipboard.readText()")

    assert address == FEED
    assert citation == page.inner_text("#citation")
    assert page.get_by_role("status").filter(has_text="Copied").count() == 2
    context.close()


def test_a_refused_clipboard_is_told_with_what_to_do(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.goto(site + PAGE)

    page.get_by_role("button", name="Copy the address").click()
    page.wait_for_function("() => document.getElementById('feed-copied').textContent")

    assert page.inner_text("#feed-copied") == (
        "This browser did not copy it. Select the text and copy it yourself."
    )
    page.close()


def test_with_scripting_off_there_is_no_button_and_the_address_can_be_read(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + PAGE)

    assert page.get_by_text(FEED).is_visible()
    assert not page.get_by_role("button", name="Copy the address").is_visible()
    context.close()


def test_the_policy_refuses_nothing_and_the_linked_data_run_nothing(browser: Browser, site: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.add_init_script(
        "window.refused = []; document.addEventListener('securitypolicyviolation',"
        " (event) => window.refused.push(event.violatedDirective))"
    )

    page.goto(site + PAGE)
    page.wait_for_load_state("networkidle")

    assert page.locator("script[type='application/ld+json']").count() == 1
    assert page.evaluate("window.refused") == []
    assert said == []
    page.close()


def test_axe_finds_nothing_in_a_list_from_right_to_left(browser: Browser, site: str) -> None:
    assert accessibility_findings(browser, site + "index-ar.html") == []


def test_the_list_has_landmarks_and_a_first_link_past_its_head(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site + "index.html")

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")

    assert first == "Skip to the articles"
    assert page.evaluate("location.hash") == "#articles"
    for role in ("banner", "navigation", "main"):
        assert page.get_by_role(role).count() == 1  # type: ignore[arg-type]
    page.close()
