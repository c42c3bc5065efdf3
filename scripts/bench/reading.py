#!/usr/bin/env python3
"""Measure how a long book reads in a browser: first paint, memory, how late the marked sentence is, seeking.

usage: scripts/bench/reading.py [--units N] [--runs N] [--keep FOLDER] [--json FILE]

The book has N paragraphs and headings (6,000 by default), none twice, and is compared with the
repository's article. Recording, page and EPUB are made by the formats themselves; only the speech is not:
units are silent and as long as a voice takes (55 ms a character), which a browser plays as it plays any
other. Chromium opens the page from a loopback port. Of several runs the least counts.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import shutil
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audio import Work, article, book, job_of

from builder.audio.lame import Mp3Encoder
from builder.formats import base, page
from builder.formats.names import SoundFormatName, TextFormatName
from builder.model.artefact import Artefact
from builder.model.publication import Publication, Sibling
from builder.model.sound import EncodedUnit
from builder.model.timeline import Timeline
from builder.system.files import digest_file
from builder.testing.browsing import chromium
from builder.testing.samples import SHOW, timeline_of, with_artefacts
from builder.testing.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SOUNDS: tuple[SoundFormatName, ...] = ("mp3", "epub")
TEXTS: tuple[TextFormatName, ...] = ("vtt", "chapters", "page")
WATCHED_S = 30
"""How long each stretch is played."""

# Notes when a sentence is marked, and how long the page took between two frames.
WATCH = """() => {
    const sound = document.getElementById("player-sound");
    window.late = [];
    window.frames = [];
    const watch = new MutationObserver((changes) => {
        for (const {target} of changes) {
            if (target.classList.contains("heard") && !sound.paused)
                window.late.push(1000 * (sound.currentTime - Number(target.dataset.start)));
        }
    });
    watch.observe(document.body, {attributes: true, attributeFilter: ["class"], subtree: true});
    let before = performance.now();
    const frame = (now) => { window.frames.push(now - before); before = now; requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
}"""
OPENED = """() => {
    const [page] = performance.getEntriesByType("navigation");
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return {paint: paint?.startTime, ready: page.domContentLoadedEventEnd, loaded: page.loadEventEnd};
}"""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """What was seen while a stretch of the recording was played."""

    place: str
    seek_ms: float
    """From the click on a chapter to the first marked sentence of it."""
    sentences: int
    late_ms: tuple[float, ...]
    """How far the sound was past a sentence's start when it was marked."""
    longest_frame_ms: float


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one page costs a browser."""

    title: str
    hours: float
    passages: int
    sentences: int
    chapters: int
    page_mb: float
    made_s: float
    epub_mb: float
    largest_document_kb: float
    first_paint_ms: float
    ready_ms: float
    heap_mb: float
    renderer_mb: float
    nodes: int
    stretches: tuple[Stretch, ...]


def silent_units(timeline: Timeline) -> Iterator[EncodedUnit]:
    """Yield the units of `timeline` as MP3, each made of one silent packet again and again."""
    import numpy as np

    encoder, rate_hz = Mp3Encoder(), timeline.sample_rate_hz
    packet = encoder.encode(np.zeros(rate_hz, dtype=np.float32))[-1]
    for start, end in itertools.pairwise((*timeline.unit_starts, timeline.frames)):
        count = encoder.codec.packets(end - start, rate_hz) + 2
        yield EncodedUnit(frames=end - start, sample_rate_hz=rate_hz, packets=(packet,) * count)


def make(work: Work, folder: Path) -> Publication:
    """Write the book's files as a site into `folder`, each format by itself, and return what they are of."""
    plan = job_of(work).plan
    publication = Publication(
        show=SHOW,
        edition=plan.edition,
        script=plan.script,
        timeline=timeline_of(plan.script),
        voices=plan.voices.credits,
        siblings=(Sibling(language=plan.edition.language, title=work.title),),
        episode_guid="",
    )
    home = folder / base.folder_of(publication)
    for name in SOUNDS:
        module = base.load(name)
        path = module.path(publication)
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        module.write(home / path, publication, silent_units(publication.timeline), plan.texts)
        publication = with_artefacts(publication, artefact(name, path, module.MEDIA_TYPE, home / path))
    for text in TEXTS:
        module = base.load(text)
        path = module.path(publication)
        (home / path).write_bytes(module.render(publication, plan.texts))
        publication = with_artefacts(publication, artefact(text, path, module.MEDIA_TYPE, home / path))
    for path, data in page.assets():
        (home / path).write_bytes(data)
    return publication


def artefact(name: str, path: str, media_type: str, file: Path) -> Artefact:
    return Artefact(
        format=name,
        path=path,
        media_type=media_type,
        size_bytes=file.stat().st_size,
        sha256=digest_file(file),
    )


def renderer_mb(browser: Browser) -> float:
    """Return the resident memory of the largest process of `browser` that shows a page."""
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    sizes = []
    for pid in (each["id"] for each in found if each["type"] == "renderer"):
        resident = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        sizes.append(int(resident[1]) if resident else 0)
    return max(sizes) / 1000


def watch(shown: Page, number: int, place: str) -> Stretch:
    """Go to chapter `number`, play it for a while, and return what was seen."""
    button = shown.locator("button.from").nth(number)
    shown.evaluate("window.late = []; window.frames = []; window.clicked = performance.now()")
    button.dispatch_event("click")
    shown.wait_for_function(
        """(number) => {
            const chapter = document.querySelectorAll("[data-from]")[number];
            const heard = document.querySelector(".heard");
            return heard && Number(heard.dataset.start) >= Number(chapter.dataset.from)
                && !document.getElementById("player-sound").seeking;
        }""",
        arg=number,
    )
    seek_ms = shown.evaluate("performance.now() - window.clicked")
    shown.wait_for_function("() => document.getElementById('player-sound').currentTime > 0")
    shown.evaluate("window.frames = []; window.late = []")
    shown.wait_for_timeout(WATCHED_S * 1000)
    late, frames = shown.evaluate("[window.late, window.frames]")
    shown.evaluate("document.getElementById('player-sound').pause()")
    return Stretch(
        place=place,
        seek_ms=round(seek_ms),
        sentences=len(late),
        late_ms=tuple(round(each) for each in late),
        longest_frame_ms=round(max(frames)),
    )


def read(work: Work, folder: Path) -> Reading:
    """Make the book's files, open its page, and return what it cost."""
    started = time.process_time()
    publication = make(work, folder)
    made_s = time.process_time() - started
    home = folder / base.folder_of(publication)
    with zipfile.ZipFile(home / base.load("epub").path(publication)) as book_file:
        documents = [each.file_size for each in book_file.infolist() if each.filename.endswith(".xhtml")]
        epub_mb = sum(each.file_size for each in book_file.infolist()) / 1e6
    with served(folder) as address, chromium("--autoplay-policy=no-user-gesture-required") as browser:
        shown = browser.new_page(viewport={"width": 1000, "height": 800})
        shown.goto(f"{address}{base.folder_of(publication)}index.html")
        shown.wait_for_function("() => document.getElementById('player-sound').readyState > 0")
        opened = shown.evaluate(OPENED)
        client = shown.context.new_cdp_session(shown)
        client.send("Performance.enable")
        shown.evaluate(WATCH)
        last = len(publication.timeline.chapters) - 2
        stretches = tuple(
            watch(shown, number, place)
            for number, place in ((1, "start"), (last // 2, "middle"), (last, "end"))
        )
        metrics = {each["name"]: each["value"] for each in client.send("Performance.getMetrics")["metrics"]}
        memory_mb = renderer_mb(browser)
    return Reading(
        title=work.title,
        hours=publication.timeline.frames / publication.timeline.sample_rate_hz / 3600,
        passages=len(publication.script.passages),
        sentences=len(publication.timeline.cues),
        chapters=len(publication.timeline.chapters),
        page_mb=(home / "index.html").stat().st_size / 1e6,
        made_s=made_s,
        epub_mb=epub_mb,
        largest_document_kb=max(documents) / 1e3,
        first_paint_ms=opened["paint"],
        ready_ms=opened["ready"],
        heap_mb=metrics["JSHeapUsedSize"] / 1e6,
        renderer_mb=memory_mb,
        nodes=int(metrics["Nodes"]),
        stretches=stretches,
    )


def least(readings: Sequence[Reading]) -> Reading:
    """Return the first reading with the least of each time that was measured."""
    first = readings[0]
    names = ("first_paint_ms", "ready_ms", "heap_mb", "renderer_mb")
    return replace(first, **{name: min(getattr(each, name) for each in readings) for name in names})


def table(readings: Sequence[Reading]) -> Iterator[str]:
    """Yield the lines of two tables in Markdown."""
    yield "| | " + " | ".join(each.title for each in readings) + " |"
    yield "|---|" + "---|" * len(readings)
    rows: tuple[tuple[str, Callable[[Reading], str]], ...] = (
        ("hours of sound", lambda each: f"{each.hours:.1f}"),
        (
            "passages, sentences, chapters",
            lambda each: f"{each.passages:,}, {each.sentences:,}, {each.chapters:,}",
        ),
        ("page, MB", lambda each: f"{each.page_mb:.1f}"),
        (
            "EPUB, MB; its largest document, kB",
            lambda each: f"{each.epub_mb:.0f}; {each.largest_document_kb:.0f}",
        ),
        ("making all of it, CPU s", lambda each: f"{each.made_s:.1f}"),
        ("first paint, ms", lambda each: f"{each.first_paint_ms:.0f}"),
        ("controls ready, ms", lambda each: f"{each.ready_ms:.0f}"),
        ("JavaScript heap, MB", lambda each: f"{each.heap_mb:.1f}"),
        ("renderer, MB", lambda each: f"{each.renderer_mb:.0f}"),
        ("nodes", lambda each: f"{each.nodes:,}"),
    )
    for name, tell in rows:
        yield f"| {name} | " + " | ".join(map(tell, readings)) + " |"
    yield ""
    yield "| played | click to mark, ms | sentences | marked late by, ms: median, most | longest frame, ms |"
    yield "|---|---|---|---|---|"
    for reading in readings:
        for each in reading.stretches:
            late = f"{statistics.median(each.late_ms):.0f}, {max(each.late_ms)}" if each.late_ms else "–"
            yield (
                f"| {reading.title}, {each.place} | {each.seek_ms:.0f} | {each.sentences} | {late} | "
                f"{each.longest_frame_ms:.0f} |"
            )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--units", type=int, default=6_000, help="paragraphs and headings of the book")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="leave the site of the book here")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="edition-reading-") as name:
        folder = Path(name)
        works = (article(folder / "article"), book(folder / "book", units=args.units))
        found = [
            least([read(work, folder / f"{work.folder.name}-site") for _ in range(args.runs)])
            for work in works
        ]
        if args.keep:
            shutil.copytree(folder / "book-site", args.keep)
    print("\n".join(table(found)))
    if args.json:
        args.json.write_text(json.dumps([asdict(each) for each in found], indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
