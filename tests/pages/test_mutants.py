"""Mutants: a page with one fault planted, and the judge that has to find it."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.testing.browsing import accessibility_findings
from builder.testing.judging import Judged, html_validate, vnu
from builder.testing.keyboard import keyboard_findings, said_while_playing
from builder.testing.programs import absent, not_installed
from builder.testing.screen_reader import phrases, unnamed
from builder.testing.serving import served
from builder.testing.watching import happenings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(absent("chromium", "node", "java"), reason="chromium, node or java is not installed"),
    pytest.mark.skipif(not_installed("playwright"), reason="playwright is not installed"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One fault, the judge that finds it, and what that says."""

    judge: str
    told: str
    pattern: str = ""
    """Of what is changed in the page, once."""
    becomes: str = ""
    style: str = ""
    """What is added to the page's style sheet."""


MUTANTS: Mapping[str, Mutant] = {
    "a play button that is no button": Mutant(
        pattern=r'<button type="button" id="player-toggle"([^>]*)>(.*?)</button>',
        becomes=r'<div id="player-toggle"\1 onclick="play()">\2</div>',
        judge="keyboard",
        told="listens for clicks and is no control",
    ),
    "a button without a name": Mutant(
        pattern=r'<button type="button" id="player-back"[^>]*>.*?</button>',
        becomes='<button type="button" id="player-back"></button>',
        judge="tree",
        told="button",
    ),
    "an image without alternative text": Mutant(
        pattern=r'(<img[^>]*?) alt="[^"]*"', becomes=r"\1", judge="html-validate", told="wcag/h37"
    ),
    "a heading level skipped": Mutant(
        pattern=r'<h2( id="s-[^>]*>.*?)</h2>',
        becomes=r"<h4\1</h4>",
        judge="html-validate",
        told="heading-level",
    ),
    "an id that stands twice": Mutant(
        pattern="</main>", becomes='<p id="text">Again.</p></main>', judge="html-validate", told="no-dup-id"
    ),
    "an attribute HTML does not have": Mutant(
        pattern="<main", becomes='<main align="center"', judge="vnu", told="“align” not allowed"
    ),
    "sound that starts by itself": Mutant(
        pattern="<audio ", becomes="<audio autoplay ", judge="html-validate", told="no-autoplay"
    ),
    "a language that is not the text's": Mutant(
        pattern='<html lang="en"', becomes='<html lang="fr"', judge="read aloud", told="-language: en"
    ),
    "foreign words without their language": Mutant(
        pattern=r'(<a [^>]*hreflang="ar") lang="ar"',
        becomes=r"\1",
        judge="read aloud",
        told="-language: ar",
    ),
    "a disclaimer nobody sees": Mutant(
        style="section.ending > p { display: none; }",
        judge="read aloud",
        told="-It is no tide table and no advice",
    ),
    "a disclosure only for eyes": Mutant(
        pattern=r'<aside class="notices"',
        becomes='<aside aria-hidden="true" class="notices"',
        judge="read aloud",
        told="-The voice in this edition is synthetic.",
    ),
    "text that is too pale": Mutant(
        style=".text p { color: #6d6d6d; }", judge="axe", told="color-contrast-enhanced"
    ),
    "a focus that is not seen": Mutant(
        style=":focus-visible { outline: none !important; }", judge="keyboard", told="the focus is not seen"
    ),
    "a target of 20 pixels": Mutant(
        style="button { block-size: 20px !important; min-block-size: 0 !important; padding: 0 !important; }",
        judge="keyboard",
        told="smaller than 24 px",
    ),
    "a sentence that is a tab stop": Mutant(
        pattern=r'(<span id="u-[^"]*")',
        becomes=r'\1 tabindex="0"',
        judge="keyboard",
        told="a tab stop that is no control",
    ),
    "a chapter that leads nowhere": Mutant(
        pattern=r'class="chapter" href="#',
        becomes='class="chapter" href="#gone-',
        judge="keyboard",
        told="a link to nowhere",
    ),
    "no link to skip what comes first": Mutant(
        pattern=r'<p class="skip">.*?</p>', judge="keyboard", told="no link to skip what comes first"
    ),
    "a clock that is said over the voice": Mutant(
        pattern='id="player-now"', becomes='id="player-now" aria-live="polite"', judge="voice", told="0:0"
    ),
    "code in the page": Mutant(
        pattern="</main>",
        becomes="<script>count()</script></main>",
        judge="watch",
        told="policy: script-src-elem inline",
    ),
    "a picture that is somewhere else": Mutant(
        pattern="</main>",
        becomes='<img alt="" src="https://elsewhere.example/dot.png"></main>',
        judge="watch",
        told="policy: img-src https://elsewhere.example/dot.png",
    ),
}

LEFT_ALONE = "nothing"


@pytest.fixture(scope="module")
def mutants(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each mutant in one of its own, named as it is, and the page that is left alone."""
    folder = tmp_path_factory.mktemp("mutants")
    whole = pages / "sample/tides/en"
    for name, mutant in {**MUTANTS, LEFT_ALONE: Mutant(judge="", told="")}.items():
        home = folder / name.replace("'", "").replace(" ", "-")
        home.mkdir()
        for path in (each for each in whole.rglob("*") if each.is_file()):
            (home / path.relative_to(whole)).parent.mkdir(exist_ok=True)
            os.link(path, home / path.relative_to(whole))
        _plant(home / "index.html", mutant.pattern, mutant.becomes)
        style = (home / "page.css").read_text(encoding="utf-8")
        (home / "page.css").unlink()
        (home / "page.css").write_text(f"{style}\n{mutant.style}\n", encoding="utf-8")
    return folder


def _plant(path: Path, pattern: str, becomes: str) -> None:
    html = path.read_text(encoding="utf-8")
    changed, count = re.subn(pattern, becomes, html, count=1, flags=re.DOTALL) if pattern else (html, 1)
    assert count == 1, f"the page has no {pattern}"
    path.unlink()
    path.write_text(changed, encoding="utf-8")


@pytest.fixture(scope="module")
def judges(
    mutants: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Callable[[str], list[str]]]:
    """Each judge by name: what it says of the mutant in a folder."""
    paths = sorted(mutants.glob("*/index.html"))
    at_once: dict[str, list[Judged]] = {}

    def asked_once(name: str, ask: Callable[[], list[Judged]]) -> Callable[[str], list[str]]:
        def say(home: str) -> list[str]:
            if name not in at_once:
                at_once[name] = ask()
            page = str(mutants / home / "index.html")
            return [f"{rule}: {words}" for path, rule, words in at_once[name] if path == page]

        return say

    rules = tmp_path_factory.mktemp("rules") / "rules.json"
    with served(mutants) as address:

        def page_of(home: str) -> str:
            return f"{address}{home}/index.html"

        def read_aloud(home: str) -> list[str]:
            both = (phrases(browser, page_of(each)).splitlines() for each in (LEFT_ALONE, home))
            return [line for line in difflib.unified_diff(*both, n=0) if not line.startswith(("---", "+++"))]

        def watch(home: str) -> list[str]:
            # From a folder: of a server a browser asks for an icon too, once.
            own = [each.as_uri() for each in (mutants / home).rglob("*.*")]
            return happenings(browser, (mutants / home / "index.html").as_uri(), own=own)

        yield {
            "vnu": asked_once("vnu", lambda: vnu(paths)),
            "html-validate": asked_once("html-validate", lambda: html_validate(paths, rules)),
            "axe": lambda home: [str(each) for each in accessibility_findings(browser, page_of(home))],
            "keyboard": lambda home: [str(each) for each in keyboard_findings(browser, page_of(home))],
            "tree": lambda home: [str(each) for each in unnamed(browser, page_of(home))],
            "voice": lambda home: said_while_playing(browser, page_of(home)),
            "read aloud": read_aloud,
            "watch": watch,
        }


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_caught(
    name: str, judges: Mapping[str, Callable[[str], list[str]]], mutants: Path
) -> None:
    mutant = MUTANTS[name]

    said = judges[mutant.judge](name.replace("'", "").replace(" ", "-"))

    assert [each for each in said if mutant.told in each], said


@pytest.mark.parametrize(
    "judge", ["vnu", "html-validate", "axe", "keyboard", "tree", "voice", "read aloud", "watch"]
)
def test_the_page_left_alone_is_praised_by_all(
    judge: str, judges: Mapping[str, Callable[[str], list[str]]]
) -> None:
    assert judges[judge](LEFT_ALONE) == []
