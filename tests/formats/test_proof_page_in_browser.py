"""A proof in Chromium: axe's rules, keys alone to a new sentence that plays, scripting off."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from builder.cli.main import main
from builder.testing.browsing import accessibility_findings, chromium
from builder.testing.programs import absent
from builder.testing.workspaces import SETTINGS, make_workspace

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


WORDS = """\
msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "say"
msgid "FDA"
msgstr "efe de a"

msgctxt "say"
msgid "Boil"
msgstr ""
"""


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of the proofs in Spanish and Arabic, Spanish with one sentence that is new."""
    settings = SETTINGS + '[voices.ar]\nengine = "tone"\n'
    folder = make_workspace(tmp_path_factory.mktemp("tea"), languages=["es", "ar"], settings=settings)
    catalogue = folder / "locales/es/LC_MESSAGES/tea.po"
    assert main(["proof", "--workspace", str(folder), "--plain"]) == 0
    text = catalogue.read_text(encoding="utf-8")
    text = text.replace('msgstr "es Use a pot."', 'msgstr "Usa una tetera con 3 tazas."')
    leaves = 'msgctxt "heading"\nmsgid "The Leaves"'
    text = text.replace(leaves, f'#, fuzzy\n#| msgctxt "heading"\n#| msgid "Leaf"\n{leaves}')
    catalogue.write_text(text, encoding="utf-8")
    assert main(["proof", "--workspace", str(folder), "--plain"]) == 0
    words = folder / "locales/es/LC_MESSAGES/pronunciation.po"
    words.write_text(WORDS, encoding="utf-8")
    assert main(["proof", "--workspace", str(folder), "--plain"]) == 0
    return {tag: (folder / f"output/proof/{tag}/tea/index.html").as_uri() for tag in ("es", "ar")}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(addresses["es"])
    yield page
    context.close()


def tab_to(page: Page, condition: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(f"(each => {condition})(document.activeElement)"):
            return
    pytest.fail(f"no key reaches {condition}")


def shown(page: Page) -> list[str]:
    names: list[str] = page.evaluate(
        """[...document.querySelectorAll(".segment")]
            .filter((each) => each.checkVisibility())
            .map((each) => each.id)"""
    )
    return names


def test_keys_alone_lead_from_a_change_to_the_new_sentence_playing(page: Page) -> None:
    tab_to(page, "each.id === 'show-all'")
    page.keyboard.press("ArrowDown")
    announced = page.inner_text("#shown")
    (name,) = shown(page)
    tab_to(page, "each.tagName === 'AUDIO' && each.ariaLabel.startsWith('Translation')")
    page.keyboard.press("Space")
    page.wait_for_function("() => document.activeElement.currentTime > 0.3")

    assert announced == "1 of 11 texts shown"
    assert "Usa una tetera" in page.inner_text(f"#{name}")
    assert page.evaluate("document.activeElement.closest('.segment').id") == name


def test_keys_alone_lead_to_a_word_that_plays_whatever_is_chosen(page: Page) -> None:
    page.check("#show-fuzzy")
    tab_to(page, "each.getAttribute('href') === '#words'")
    page.keyboard.press("Enter")
    tab_to(page, "each.tagName === 'AUDIO' && each.ariaLabel === 'FDA without the entry, Spanish'")
    page.keyboard.press("Space")
    page.wait_for_function("() => document.activeElement.currentTime > 0.1")

    assert page.inner_text(".word:has(:focus) h3") == "FDA"
    assert "Its entry: efe de a" in page.inner_text(".word:has(:focus)")


def test_an_address_of_a_text_shows_it_and_has_the_focus(page: Page, addresses: dict[str, str]) -> None:
    name = shown(page)[5]
    page.check("#show-disclaimer")
    assert name not in shown(page)

    page.evaluate(f"location.hash = '{name}'")
    page.wait_for_function(f"() => document.activeElement.id === '{name}'")

    assert name in shown(page)
    assert page.is_checked("#show-all")


@pytest.mark.parametrize(
    ("choice", "count"), [("changed", 1), ("findings", 2), ("fuzzy", 1), ("missing", 0), ("disclaimer", 2)]
)
def test_the_choices_work_without_scripting(
    browser: Browser, addresses: dict[str, str], choice: str, count: int
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(addresses["es"])
    page.check(f"#show-{choice}")

    visible = [each for each in page.locator(".segment").all() if each.is_visible()]
    label = page.inner_text(f"label:has(#show-{choice})")
    context.close()

    assert len(visible) == int(label.rpartition("(")[2].rstrip(")"))
    if choice != "findings":
        assert len(visible) == count


@pytest.mark.parametrize("tag", ["es", "ar"])
def test_axe_finds_nothing_in_light_and_dark_wide_and_narrow(
    browser: Browser, addresses: dict[str, str], tag: str
) -> None:
    assert accessibility_findings(browser, addresses[tag]) == []
