"""Playing: what a page's player does, asked of Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page


def playing(page: Page) -> dict[str, Any]:
    """Return where the sound is, what is marked, and which element has the focus."""
    found: dict[str, Any] = page.evaluate(
        """() => ({
            time: document.getElementById("player-sound").currentTime,
            paused: document.getElementById("player-sound").paused,
            heard: [...document.querySelectorAll(".heard")].map((each) => each.id),
            chapters: [...document.querySelectorAll("[aria-current=true]")].map((each) => each.textContent),
            focus: document.activeElement.id,
        })"""
    )
    return found


def wait_for(page: Page, condition: str) -> None:
    """Wait until `condition` holds; `sound` in it is the page's sound."""
    page.wait_for_function(
        f"() => {{ const sound = document.getElementById('player-sound'); return {condition}; }}"
    )
