"""The accessibility statement in Chromium: axe's rules, and its style allowed by its policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.catalogue.texts import Texts
from builder.formats import accessibility
from builder.testing.browsing import accessibility_findings, chromium
from builder.testing.programs import absent, not_installed
from builder.testing.samples import ARABIC, sample_publication

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(absent("chromium"), reason="chromium is not installed"),
    pytest.mark.skipif(not_installed("playwright"), reason="playwright is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    path = tmp_path / "accessibility.html"
    path.write_bytes(accessibility.render(sample_publication(ARABIC), Texts(ARABIC)))
    return path


def test_axe_finds_nothing_in_light_and_dark_wide_and_narrow(browser: Browser, statement: Path) -> None:
    assert accessibility_findings(browser, statement.as_uri()) == []


def test_the_policy_lets_the_statements_own_style_through(browser: Browser, statement: Path) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(statement.as_uri())

    assert said == []
    assert page.evaluate("getComputedStyle(document.querySelector('td')).textAlign") == "start"
