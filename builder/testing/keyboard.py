"""Keyboard: a walk through a page by keys alone, what listens for clicks, and what is said while it plays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LEAST_TARGET_PX = 24
"""WCAG 2.2, 2.5.8."""
_MOST_STOPS = 400

# What has the focus: a line inside a sentence may be lower than a target has to be (2.5.8, inline).
_STOP = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const tag = (each) => each.cloneNode(false).outerHTML.replace(/<\\/[^>]*>$/, "");
    const style = (each) => getComputedStyle(each);
    const box = (element.closest("label") ?? element).getBoundingClientRect();
    const inline = element.matches("a") && style(element).display === "inline";
    return {
        tag: tag(element),
        kind: element.tagName.toLowerCase(),
        scrolls: element.scrollWidth > element.clientWidth || style(element).overflowX === "auto",
        small: !inline && Math.min(box.width, box.height) < LEAST,
        seen: style(element).outlineStyle !== "none" && parseFloat(style(element).outlineWidth) >= 2,
    };
}""".replace("LEAST", str(LEAST_TARGET_PX))

# Chromium tells screen readers of no listeners that the whole page has.
_WHOLE_PAGE = frozenset({"!doctype", "html", "body"})
_CONTROLS = frozenset({"a", "button", "input", "select", "summary", "textarea", "audio"})

# A time in the sound is a place too (Media Fragments URI 1.0).
_LOST = """() => [...document.querySelectorAll("a[href^='#']")]
    .filter(({ hash }) => !hash.startsWith("#t="))
    .filter(({ hash }) => !document.getElementById(decodeURIComponent(hash.slice(1))))
    .map((each) => each.cloneNode(false).outerHTML)"""

_LISTEN = """() => {
    window.spoken = [];
    const all = { childList: true, characterData: true, subtree: true, attributes: true };
    const watch = new MutationObserver((changes) => {
        for (const { target } of changes) window.spoken.push(target.textContent || target.nodeName);
    });
    for (const each of document.querySelectorAll("[aria-live], [role=status], [role=alert], [role=log]")) {
        watch.observe(each, all);
    }
    document.addEventListener("focusin", ({ target }) => window.spoken.push(`focus: ${target.nodeName}`));
    document.querySelector("audio").play();
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """An element the key Tab leads to."""

    tag: str
    kind: str
    scrolls: bool
    small: bool
    seen: bool


def stops(page: Page) -> tuple[Stop, ...]:
    """Press Tab from the start of `page` to its end, and return where the focus was."""
    found: list[Stop] = []
    page.evaluate("document.activeElement.blur()")
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        at: dict[str, Any] | None = page.evaluate(_STOP)
        if at is None:
            break
        found.append(Stop(**at))
    return tuple(found)


def keyboard_findings(browser: Browser, address: str) -> list[tuple[str, str]]:
    """Return what is wrong with a page for people who use keys alone, each with the element it is about."""
    context = browser.new_context(viewport={"width": 1000, "height": 700}, reduced_motion="reduce")
    try:
        page = context.new_page()
        page.goto(address)
        found = [(fault, stop.tag) for stop in stops(page) for fault in _faults(stop)]
        first = page.evaluate(
            "document.querySelector('a, button, input, select, [tabindex]').closest('.skip')?.className ?? ''"
        )
        if first != "skip" and page.locator("nav").count():
            found.append(("no link to skip what comes first", ""))
        found += [("a link to nowhere", tag) for tag in page.evaluate(_LOST)]
        return [*found, *(("listens for clicks and is no control", each) for each in clickable(page))]
    finally:
        context.close()


def clickable(page: Page) -> list[str]:
    """Return elements that listen for clicks and are no controls: screen readers call each "clickable"."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    root = session.send("Runtime.evaluate", {"expression": "document"})["result"]["objectId"]
    asked = {"objectId": root, "depth": -1}
    found = []
    for each in session.send("DOMDebugger.getEventListeners", asked)["listeners"]:
        if each["type"] in ("click", "mousedown", "mouseup"):
            html = session.send("DOM.getOuterHTML", {"backendNodeId": each["backendNodeId"]})["outerHTML"]
            tag = str(html).partition(">")[0] + ">"
            if tag[1:].split(maxsplit=1)[0].rstrip(">").lower() not in _CONTROLS | _WHOLE_PAGE:
                found.append(tag)
    return found


def said_while_playing(browser: Browser, address: str, *, for_s: float = 1.2) -> list[str]:
    """Play a page for a while, and return what a screen reader would say over the voice."""
    context = browser.new_context(reduced_motion="reduce")
    try:
        page = context.new_page()
        page.goto(address)
        page.evaluate(_LISTEN)
        page.wait_for_function(f"() => document.querySelector('audio').currentTime > {for_s}")
        found: list[str] = page.evaluate("window.spoken")
        return found
    finally:
        context.close()


def _faults(stop: Stop) -> list[str]:
    faults = []
    if stop.kind not in _CONTROLS and not stop.scrolls:
        faults.append("a tab stop that is no control")
    if not stop.seen and stop.kind != "audio":
        faults.append("the focus is not seen")
    if stop.small and stop.kind != "audio":
        faults.append(f"smaller than {LEAST_TARGET_PX} px")
    return faults
