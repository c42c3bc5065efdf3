"""Screen reader: what one would say of a page from its start to its end, and the tree it would read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from builder.testing.judging import node_modules

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_MOST_PHRASES = 20_000
_MODULE = "/a-virtual-screen-reader.js"

# Each phrase, and the language of the element it is about: a synthesiser is told to change its voice by that.
_READ = f"""async () => {{
    const {{ virtual }} = await import("{_MODULE}");
    await virtual.start({{ container: document.body }});
    const said = [];
    for (let count = 0; count < {_MOST_PHRASES}; count += 1) {{
        const phrase = await virtual.lastSpokenPhrase();
        const node = virtual.activeNode;
        const element = node instanceof Element ? node : node?.parentElement;
        said.push([element?.closest("[lang]")?.lang ?? "", phrase]);
        if (phrase === "end of document") break;
        await virtual.next();
    }}
    await virtual.stop();
    return said;
}}"""

# The page as a whole, and the part of it that a skip link leads to: what is said there is what it holds.
_NAMELESS = frozenset({"RootWebArea", "main"})


def phrases(browser: Browser, address: str) -> str:
    """Return what the virtual screen reader says of a page, a phrase a line, from its start to its end.

    A line such as `language: ar` tells that the phrases after it are in that language. The address has to be
    one of a server: the reader is a module, and modules are not loaded from files.
    """
    code = (node_modules() / "@guidepup/virtual-screen-reader/lib/esm/index.browser.js").read_text("utf-8")
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    try:
        page = context.new_page()
        page.route(f"**{_MODULE}", lambda route: route.fulfill(content_type="text/javascript", body=code))
        page.goto(address)
        said = page.evaluate(_READ)
    finally:
        context.close()
    assert said[-1][1] == "end of document", f"not at the end after {len(said)} phrases"
    lines, before = [], ""
    for language, phrase in said:
        if language != before:
            lines.append(f"language: {language}")
        before = language
        lines.append(" ".join(phrase.split()))
    return "\n".join(lines) + "\n"


def unnamed(browser: Browser, address: str) -> list[tuple[str, str]]:
    """Return role and element of what can have the focus and has no role or no name in Chromium's tree."""
    context = browser.new_context(reduced_motion="reduce")
    try:
        page = context.new_page()
        page.goto(address)
        session = context.new_cdp_session(page)
        session.send("Accessibility.enable")
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        return [
            (_value(node, "role"), _element(session, node["backendDOMNodeId"]))
            for node in nodes
            if _lacks_a_name(node)
        ]
    finally:
        context.close()


def _lacks_a_name(node: dict[str, Any]) -> bool:
    role = _value(node, "role")
    if node.get("ignored") or role in _NAMELESS:
        return False
    can_have_focus = any(
        each["name"] == "focusable" and each["value"]["value"] for each in node.get("properties", ())
    )
    return can_have_focus and (role in ("", "none", "generic") or not _value(node, "name").strip())


def _value(node: dict[str, Any], name: str) -> str:
    return str(node.get(name, {}).get("value", ""))


def _element(session: Any, node_id: int) -> str:
    html = str(session.send("DOM.getOuterHTML", {"backendNodeId": node_id})["outerHTML"])
    return html.partition(">")[0] + ">"
