"""A book in a reader of other people, foliate-js in Chromium: its overlays play, and the words are marked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.base.language import Language
from builder.testing.books import book_publication, make_book
from builder.testing.browsing import chromium
from builder.testing.programs import absent, not_installed
from builder.testing.samples import ARABIC, ENGLISH
from builder.testing.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

READER = Path(os.environ.get("NODE_DIR", "")) / "node_modules/foliate-js"

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(absent("chromium"), reason="chromium is not installed"),
    pytest.mark.skipif(not_installed("playwright"), reason="playwright is not installed"),
    pytest.mark.skipif(
        "CI" not in os.environ and not READER.is_dir(), reason="NODE_DIR has no node_modules/foliate-js"
    ),
]

PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Reader</title>
<style>foliate-view { display: block; height: 600px }</style>
<body><script type="module">
import './foliate-js/view.js'
const view = document.createElement('foliate-view')
document.body.append(view)
await view.open(new URL('book.epub', location.href).href)
const play = HTMLMediaElement.prototype.play
HTMLMediaElement.prototype.play = function () { window.sound = this; return play.call(this) }
window.marked = []
view.mediaOverlay.addEventListener('highlight', event => setTimeout(() => {
    const { doc } = view.renderer.getContents()[0]
    const active = [...doc.querySelectorAll('.' + CSS.escape(view.book.media.activeClass))]
    marked.push({
        ids: active.map(each => each.id),
        lines: active.map(each => getComputedStyle(each).textDecorationLine),
        asked: event.detail.text, heard: sound.currentTime, playing: !sound.paused,
    })
}, 100))
window.view = view
</script></body></html>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium("--autoplay-policy=no-user-gesture-required") as running:
        yield running


@pytest.mark.parametrize("language", [ENGLISH, ARABIC], ids=str)
def test_sentence_after_sentence_is_heard_and_marked(
    browser: Browser, tmp_path: Path, language: Language
) -> None:
    made = make_book(tmp_path, book_publication(tmp_path, language))
    shutil.copy(made.path, tmp_path / "book.epub")
    shutil.copytree(READER, tmp_path / "foliate-js")
    (tmp_path / "reader.html").write_text(PAGE, encoding="utf-8")
    expected = made.pairs[:5]

    with served(tmp_path) as address:
        page = browser.new_page(viewport={"width": 800, "height": 640})
        page.goto(f"{address}reader.html")
        page.wait_for_function("window.view?.mediaOverlay")
        page.evaluate("view.goTo(1).then(() => { view.mediaOverlay.setRate(3); view.startMediaOverlay() })")
        page.wait_for_function("marked.length >= 5")
        marked, told = page.evaluate("[marked.slice(0, 5), view.book.media]")
        page.close()

    assert [each["asked"] for each in marked] == [pair.text for pair in expected]
    assert [each["ids"] for each in marked] == [[pair.text.partition("#")[2]] for pair in expected]
    assert all(each["playing"] and each["lines"] == ["underline"] for each in marked)
    for each, pair in zip(marked, expected, strict=True):
        assert pair.begin_ms <= each["heard"] * 1000 <= pair.end_ms + 1000
    assert told["narrator"] == "Synthetic voice (tone, tone)"
