"""What a screen reader says of each page from start to end, as somebody read and approved it.

`pytest tests/pages/test_read_aloud.py --update-golden` writes it anew: read what differs as you would listen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from builder.testing.programs import absent, not_installed
from builder.testing.screen_reader import phrases

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(absent("chromium", "node"), reason="chromium or node is not installed"),
    pytest.mark.skipif(not_installed("playwright"), reason="playwright is not installed"),
]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("index", "sample/index.html"),
        ("tides.en", "sample/tides/en/index.html"),
        ("tides.ar", "sample/tides/ar/index.html"),
        ("ketamine-and-depression.en", "real/ketamine-and-depression/en/index.html"),
        ("ketamine-and-depression.es", "real/ketamine-and-depression/es/index.html"),
        ("ketamine-and-depression.fr", "real/ketamine-and-depression/fr/index.html"),
    ],
)
def test_a_screen_reader_says_what_was_approved(
    browser: Browser, address: str, golden: Callable[[str, str], None], name: str, path: str
) -> None:
    golden(f"read_aloud/{name}.txt", phrases(browser, address + path))
