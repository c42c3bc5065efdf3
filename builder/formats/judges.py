"""Judges: which programs of others judge what this version of Edition Builder makes, and what they find.

A statement on accessibility repeats what stands here, so nothing may stand here that no test proves: a test
compares the versions with the programs that are installed, and looks for each judge in the test that runs it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """A program, and what it judges in the tests; it finds nothing there, or the tests fail."""

    name: str
    version: str | None
    """None where any version will do, as for a browser that only presses keys."""
    about: str
    """Name of the text that tells what it judges."""
    books: bool = False
    """True where it judges books alone."""
    package: str | None = None
    """As npm or PyPI calls it."""
    python: bool = False
    """True where the package is one of Python."""
    tests: str
    """Which tests run it: a pattern of paths from the top of the repository."""
    sign: str
    """What stands in one of them where the judge is called."""


JUDGES: tuple[Judge, ...] = (
    Judge(
        name="axe-core",
        version="4.14",
        about="statement_judges_rules",
        package="axe-core",
        tests="tests/formats/test_page_in_browser.py",
        sign="accessibility_findings(",
    ),
    Judge(
        name="Chromium",
        version=None,
        about="statement_judges_keys",
        tests="tests/formats/test_page_in_browser.py",
        sign="keyboard.press",
    ),
    Judge(
        name="webvtt-parser",
        version="2.2",
        about="statement_judges_captions",
        package="webvtt-parser",
        tests="tests/formats/test_vtt.py",
        sign="webvtt-parser",
    ),
)
"""In the order of the statement: pages, their use, captions, books."""
