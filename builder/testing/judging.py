"""Judging: what validators of other people find on pages, as findings of file, rule and words."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest

Judged: TypeAlias = tuple[str, str, str]
"""Page, rule (empty where the judge names none), and what is said of which element."""

_TIMEOUT_S = 100

# HTML's own rules and those for assistive technology; `document` asks for what a whole page needs.
_PRESETS = ("html-validate:recommended", "html-validate:a11y", "html-validate:document")
_RULES = {
    # Every list may have a name (ARIA 1.2): whose languages it lists.
    "aria-label-misuse": ["error", {"allowAnyNamable": True}],
    # A title names the article and the show; what is cut is cut by the one who shows it.
    "long-title": "off",
    # A digest guards what another host sends; our files come from where the page does.
    "require-sri": ["error", {"target": "crossorigin"}],
}
# vnu does not judge policies as Chromium does: files have no origin for it to compare, blanks at the ends of
# code change its digests, and `data:` is no source. Chromium is asked instead, of every page.
_POLICY = "violates Content Security Policy"


def node_modules() -> Path:
    """Return the folder of npm packages, or skip the test that asks where `NODE_DIR` names none.

    Never under continuous integration.
    """
    root = os.environ.get("NODE_DIR")
    if root is None and "CI" not in os.environ:
        pytest.skip("NODE_DIR names no folder of npm packages")
    return Path(str(root)) / "node_modules"


def vnu(paths: Sequence[Path]) -> list[Judged]:
    """Return what the Nu Html Checker finds in pages and style sheets, its warnings too, in one run."""
    if shutil.which("java") is None and "CI" not in os.environ:
        pytest.skip("java is not installed")
    jar = node_modules() / "vnu-jar/build/dist/vnu.jar"
    # Its grammar of HTML needs a deep stack; a short run is over before the second compiler has paid.
    command = ["java", "-Xss8m", "-XX:TieredStopAtLevel=1", "-jar", str(jar), "--Werror", "--also-check-css"]
    done = _run([*command, "--stdout", "--format", "json", *map(str, paths)])
    return [
        (_name(each.get("url", "").removeprefix("file:"), paths), each["type"], _words(each))
        for each in json.loads(done)["messages"]
        if _POLICY not in each["message"]
    ]


def html_validate(paths: Sequence[Path], settings: Path) -> list[Judged]:
    """Return what html-validate finds in pages, in one run; `settings` is a file it is told its rules by."""
    program = node_modules() / "html-validate/bin/html-validate.mjs"
    settings.write_text(
        json.dumps({"root": True, "extends": _PRESETS, "rules": _RULES}), encoding="utf-8", newline=""
    )
    command = ["node", str(program), "--config", str(settings), "--formatter", "json"]
    return [
        (_name(page["filePath"], paths), each["ruleId"], f"{each['message']} ({each.get('selector')})")
        for page in json.loads(_run([*command, *map(str, paths)]))
        for each in page["messages"]
    ]


def pa11y(addresses: Sequence[str]) -> list[Judged]:
    """Return what axe and HTML_CodeSniffer find wrong with WCAG 2 AAA, asked by pa11y, in one Chromium."""
    program = Path(__file__).with_name("ask_pa11y.cjs")
    node_modules()
    done = _run(["node", str(program), str(shutil.which("chromium")), *addresses])
    return [
        (each["address"], each["code"], f"{each['message']} ({each['selector']})")
        for each in json.loads(done)
    ]


def rules(found: Iterable[Judged], page: str) -> set[str]:
    """Return the rules that were broken on one page."""
    return {rule for name, rule, _ in found if name == page}


def _run(command: Sequence[str]) -> str:
    # Each ends with a status of its own when it finds something. Node leaves the rest of a long answer in a
    # pipe when it ends; what goes to a file is whole.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as answer:
        done = subprocess.run(
            command, stdout=answer, stderr=subprocess.PIPE, text=True, check=False, timeout=_TIMEOUT_S
        )
        answer.seek(0)
        said = answer.read()
    if not said.lstrip().startswith(("{", "[")):
        raise AssertionError(f"{command[:3]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return said


def _words(message: dict[str, Any]) -> str:
    return f"{message['message']} (line {message.get('lastLine')}: {message.get('extract', '').strip()})"


def _name(path: str, paths: Sequence[Path]) -> str:
    """Return the path as it was given: judges spell it in full."""
    return next((str(each) for each in paths if each.resolve() == Path(path).resolve()), path)
