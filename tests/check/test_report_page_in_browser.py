"""The page of findings in Chromium, opened as a file: axe's rules, keys, its style allowed by its policy."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from builder.check.report import Checked
from builder.check.report_page import render_page
from builder.testing.programs import absent

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(absent("chromium"), reason="chromium is not installed"),
    pytest.mark.skipif(
        "CI" not in os.environ and importlib.util.find_spec("playwright") is None,
        reason="playwright is not installed",
    ),
]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "wcag2aaa", "wcag21aaa"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page_path(tmp_path: Path, spanish: Checked, arabic: Checked, broken: Checked) -> Path:
    path = tmp_path / "findings.html"
    path.write_bytes(render_page((spanish, arabic, broken)))
    return path


def test_axe_finds_nothing_in_light_and_dark_wide_and_narrow(browser: Browser, page_path: Path) -> None:
    modules = os.environ.get("NODE_DIR")
    if modules is None and "CI" not in os.environ:
        pytest.skip("NODE_DIR names no folder of npm packages")
    axe = (Path(str(modules)) / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    found = []

    for width in (1280, 320):
        context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
        page = context.new_page()
        page.goto(page_path.as_uri())
        page.evaluate(axe)
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            result = page.evaluate(
                "rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})",
                RULES,
            )
            found += [(width, scheme, each["id"], each["nodes"][0]["html"]) for each in result["violations"]]
            found += [(width, scheme, "wider than the window", "")] * page.evaluate(
                "Number(document.documentElement.scrollWidth > innerWidth)"
            )
        context.close()

    assert found == []


def test_the_policy_lets_the_pages_own_style_through(browser: Browser, page_path: Path) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(page_path.as_uri())

    assert said == []
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.finding')).borderInlineStartStyle")
        == "solid"
    )


def test_the_first_key_leads_past_the_introduction(browser: Browser, page_path: Path) -> None:
    page = browser.new_page()
    page.goto(page_path.as_uri())

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "findings"
