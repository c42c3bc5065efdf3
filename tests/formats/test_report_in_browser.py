"""The sound report in Chromium, opened as a file: axe's rules, its style allowed by its policy, keys."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.base.language import Language
from builder.catalogue.texts import Texts
from builder.formats import report
from builder.model.levels import Column, Levels, SoundLevels
from builder.testing.browsing import accessibility_findings, chromium
from builder.testing.programs import absent
from builder.testing.samples import ARABIC, ENGLISH, sample_publication

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


def written(folder: Path, language: Language) -> Path:
    publication = sample_publication(language)
    some = Levels(loudness_lufs=-16.1, range_lu=1.8, true_peak_dbtp=-2.0)
    levels = SoundLevels(
        whole=some,
        chapters=(some,) * len(publication.timeline.chapters),
        columns=(Column(mean=0.1, loudest=0.3, short_term_lufs=-16.0),) * 480,
    )
    path = folder / "sound.html"
    path.write_bytes(
        report.render(publication, Texts(language), levels=levels, target_lufs=-16.0, ceiling_dbtp=-2.0)
    )
    return path


@pytest.mark.parametrize("language", [ENGLISH, ARABIC])
def test_axe_finds_nothing_in_light_and_dark_wide_and_narrow(
    browser: Browser, tmp_path: Path, language: Language
) -> None:
    path = written(tmp_path, language)

    assert accessibility_findings(browser, path.as_uri()) == []


def test_the_policy_lets_the_pages_own_style_through(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(written(tmp_path, ENGLISH).as_uri())

    assert said == []
    assert page.evaluate("getComputedStyle(document.querySelector('svg .target')).strokeDasharray") != "none"


def test_keys_alone_reach_what_is_wider_than_the_window(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 600})
    page.goto(written(tmp_path, ENGLISH).as_uri())

    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.wide').scrollLeft > 0")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('aria-labelledby')") == "figures"
