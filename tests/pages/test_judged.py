"""Every page, judged by the strictest of those other people wrote, and by walks of our own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.testing.judging import html_validate, pa11y, vnu
from builder.testing.keyboard import keyboard_findings, said_while_playing
from builder.testing.programs import absent, not_installed
from builder.testing.screen_reader import unnamed
from builder.testing.watching import happenings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(absent("chromium", "node"), reason="chromium or node is not installed"),
    pytest.mark.skipif(not_installed("playwright"), reason="playwright is not installed"),
]


def relative(found_pages: list[Path], pages: Path) -> list[str]:
    return [path.relative_to(pages).as_posix() for path in found_pages]


def test_pages_of_every_kind_are_there(found_pages: list[Path], pages: Path) -> None:
    names = set(relative(found_pages, pages))

    assert {
        "sample/index.html",
        "sample/tides/en/index.html",
        "sample/tides/ar/index.html",
        "sample/tides/ar/sound.html",
        "real/ketamine-and-depression/fr/index.html",
        "real/ketamine-and-depression/es/sound.html",
        "tea/proof/es/tea/index.html",
        "tea/proof/ar/tea/index.html",
        "tea/findings.html",
    } <= names


def test_the_nu_html_checker_finds_nothing_in_pages_and_styles(found_pages: list[Path], pages: Path) -> None:
    assert vnu([*found_pages, *sorted(pages.rglob("*.css"))]) == []


def test_html_validate_finds_nothing(found_pages: list[Path], tmp_path: Path) -> None:
    assert html_validate(found_pages, tmp_path / "rules.json") == []


def test_pa11y_finds_nothing_that_wcag_aaa_forbids(
    found_pages: list[Path], pages: Path, address: str
) -> None:
    assert pa11y([address + name for name in relative(found_pages, pages)]) == []


def test_all_that_can_have_the_focus_has_a_role_and_a_name(
    found_pages: list[Path], pages: Path, address: str, browser: Browser
) -> None:
    found = {name: unnamed(browser, address + name) for name in relative(found_pages, pages)}

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_keys_alone_see_where_they_are_and_nothing_else_is_clickable(
    found_pages: list[Path], pages: Path, address: str, browser: Browser
) -> None:
    found = {name: keyboard_findings(browser, address + name) for name in relative(found_pages, pages)}

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_no_policy_is_broken_and_no_page_asks_for_more_than_its_own(
    found_pages: list[Path], pages: Path, browser: Browser
) -> None:
    own = [path.as_uri() for path in pages.rglob("*.*")]
    code = re.compile("<script>(.*?)</script>", re.DOTALL)
    found = {
        name: happenings(browser, path.as_uri(), own=own, code=code.findall(path.read_text(encoding="utf-8")))
        for path, name in zip(found_pages, relative(found_pages, pages), strict=True)
    }

    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("path", ["sample/tides/en/index.html", "sample/tides/ar/index.html"])
def test_nothing_is_said_over_the_voice(browser: Browser, address: str, path: str) -> None:
    assert said_while_playing(browser, address + path) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_in_the_picture_of_the_sound_have_a_contrast_of_7_to_1(
    browser: Browser, address: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}sample/tides/en/sound.html")

    least = page.evaluate(
        """() => {
            const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3)
                .map((each) => each / 255)
                .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
                .reduce((sum, each, place) => sum + each * [0.2126, 0.7152, 0.0722][place], 0.05);
            const behind = light(getComputedStyle(document.querySelector("svg")).backgroundColor);
            return Math.min(...[...document.querySelectorAll("svg text")].map((each) => {
                const before = light(getComputedStyle(each).fill);
                return Math.max(before, behind) / Math.min(before, behind);
            }));
        }"""
    )

    context.close()
    assert least >= 7
