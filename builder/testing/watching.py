"""Watching: all that a page does in Chromium and should not do, and what its text made of its structure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from builder.testing.reading import Element

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

_ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset", "ping", "cite")
_MOST_TOLD = 20

# Runs before anything of the page. Whatever hostile text calls is told, and so is what the policy refused.
_HOOKS = """() => {
    const tell = window.tellTheTest;
    for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
        window[name] = (...said) => { tell(`${name}(${said.map(String)})`); };
    }
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
        tell(`policy: ${violatedDirective} ${blockedURI} ${sample}`));
}"""

# As the browser read the page, which is not always as a parser of ours does.
_FOREIGN = """(code) => {
    const found = [];
    for (const element of document.querySelectorAll("*")) {
        for (const { name, value } of element.attributes) {
            const shown = element.matches("img, audio, source, link[rel=icon]");
            const hidden = /^(href|src|action|formaction|data|xlink:href)$/.test(name) && !shown
                && /^[\\u0000-\\u0020]*(javascript|data|vbscript|blob|file):/i.test(value);
            if (/^on/i.test(name) || name === "style" || name === "srcdoc" || hidden) {
                found.push(`<${element.localName} ${name}=${value.slice(0, 80)}>`);
            }
        }
        if (/^(iframe|frame|object|embed|base|form|applet|portal|math)$/.test(element.localName)) {
            found.push(`<${element.localName}>`);
        }
    }
    for (const { src, textContent, type } of document.scripts) {
        // A block of data is read by search engines alone.
        if (type === "application/ld+json" && JSON.parse(textContent)) continue;
        if (!src && code.includes(textContent)) continue;
        if (!src || textContent || new URL(src).origin !== location.origin && location.protocol !== "file:") {
            found.push(`<script src="${src}">${textContent.slice(0, 80)}`);
        }
    }
    return found.slice(0, 20);
}"""


def happenings(
    browser: Browser, address: str, *, own: Collection[str], code: Collection[str] = ()
) -> list[str]:
    """Open a page, and return all that it ran, asked for, showed or was refused beyond its own.

    Args:
        browser: Chromium.
        address: Of the page.
        own: Addresses the page may ask for: its own files.
        code: Scripts that may stand in it, letter by letter.
    """
    from playwright.sync_api import Error

    told: list[str] = []
    context = browser.new_context(reduced_motion="reduce")
    try:
        page = _watched(context, told, {address, *own})
        page.goto(address)
        told += page.evaluate(_FOREIGN, list(code))
        # What waits for a pointer, a key or the next turn of the loop.
        page.mouse.move(200, 200)
        page.keyboard.press("Tab")
        page.wait_for_timeout(50)
    except Error as error:
        told.append(f"left: {error.message}")
    finally:
        context.close()
    return told[:_MOST_TOLD]


def _watched(context: BrowserContext, told: list[str], own: Collection[str]) -> Page:
    page = context.new_page()
    page.expose_function("tellTheTest", lambda said: told.append(said))  # noqa: PLW0108 -- Playwright marks it
    page.add_init_script(f"({_HOOKS})()")

    def asked(request: Request) -> None:
        if request.url.partition("#")[0].partition("?")[0] not in own and not request.url.startswith("data:"):
            told.append(f"asked for {request.url}")

    def said(message: ConsoleMessage) -> None:
        told.append(f"console: {message.text}")

    page.on("request", asked)
    page.on(
        "framenavigated", lambda frame: told.append(f"went to {frame.url}") if frame.url not in own else None
    )
    page.on("console", said)
    page.on("pageerror", lambda error: told.append(f"error: {error}"))
    context.on("page", lambda opened: told.append(f"opened {opened.url}"))
    return page


def shape(root: Element) -> frozenset[tuple[str, str]]:
    """Return which elements a page has and which attributes they have: text alone can change neither."""
    return frozenset((each.tag, name) for each in root for name in ("", *each.attributes))


def schemes(root: Element) -> frozenset[str]:
    """Return the schemes of all addresses in a page, in lower case; empty for relative ones."""
    return frozenset(_scheme(value) for value in _addresses(root))


def _addresses(root: Element) -> Iterable[str]:
    return (value for each in root for name, value in each.attributes.items() if name in _ADDRESSES)


def _scheme(address: str) -> str:
    # As the URL standard reads one: blanks and control characters before it and within it are dropped.
    bare = "".join(character for character in address if character > " ")
    before, colon, _ = bare.partition(":")
    named = colon and before[:1].isalpha() and all(each.isalnum() or each in "+-." for each in before)
    return before.lower() if named else ""
