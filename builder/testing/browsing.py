"""Browsing: Chromium over a page, and what axe finds there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "wcag2aaa", "wcag21aaa")
"""Tags of axe's rules: WCAG 2.2 A, AA and AAA, and what its makers advise besides."""
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_WIDTHS = (1280, 320)


@contextmanager
def chromium(*options: str) -> Iterator[Browser]:
    """Give a running Chromium without sound, started with `options`, and end it afterwards."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--mute-audio", *options]
        )
        try:
            yield browser
        finally:
            browser.close()


def accessibility_findings(browser: Browser, address: str) -> list[tuple[int, str, str, str]]:
    """Return what axe finds on a page, wide and narrow, light and dark, and where it overflows its window.

    Each finding is width, colour scheme, rule and the element. The test is skipped where the folder of npm
    packages (`NODE_DIR`) is not named, never under continuous integration.
    """
    modules = os.environ.get("NODE_DIR")
    if modules is None and "CI" not in os.environ:
        pytest.skip("NODE_DIR names no folder of npm packages")
    axe = (Path(str(modules)) / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    found: list[tuple[int, str, str, str]] = []
    for width in _WIDTHS:
        context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
        page = context.new_page()
        page.goto(address)
        page.evaluate(axe)
        for scheme in _SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            result = page.evaluate(
                "rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})",
                list(RULES),
            )
            found += [(width, scheme, each["id"], each["nodes"][0]["html"]) for each in result["violations"]]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append((width, scheme, "wider than the window", ""))
        context.close()
    return found
