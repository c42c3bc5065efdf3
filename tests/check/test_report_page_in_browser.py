"""The page of findings in Chromium, opened as a file: axe's rules, keys, its style allowed by its policy."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.check.report import Checked
from builder.check.report_page import render_page
from builder.testing.browsing import accessibility_findings, chromium
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page_path(tmp_path: Path, spanish: Checked, arabic: Checked, broken: Checked) -> Path:
    path = tmp_path / "findings.html"
    path.write_bytes(render_page((spanish, arabic, broken)))
    return path


def test_axe_finds_nothing_in_light_and_dark_wide_and_narrow(browser: Browser, page_path: Path) -> None:
    assert accessibility_findings(browser, page_path.as_uri()) == []


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
