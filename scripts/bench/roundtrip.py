#!/usr/bin/env python3
"""Read and write real catalogues with several tools, and compare what comes back.

usage: scripts/bench/roundtrip.py --corpus FOLDER [--most FILES]

For each tool: files it cannot read, files it changed by at least a byte, lines of difference (as `diff`
counts them, in files below 400 KB), and seconds of CPU. Each reads a file and writes it back. All but
ours run in processes of their own, polib and translate-toolkit where they are installed.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from builder.base.errors import BuilderError
from builder.catalogue.po import parse_po, render_po
from builder.testing.interop import toolkit_python

DIFF_BELOW = 400_000
"""Bytes; `diff` of larger files that were wrapped anew takes minutes."""

# Each reads lines of `FROM TO` and writes FROM, as its library reads it, to TO; a crash is told by its name.
_LOOP = """
import sys
for line in sys.stdin:
    source, target = line.rstrip("\\n").split("\\t")
    try:
        work(source, target)
    except Exception as error:
        print("not read:", source, type(error).__name__)
"""
_BABEL = """
from babel.messages.pofile import read_po, write_po
def work(source, target):
    with open(source, "rb") as file:
        catalogue = read_po(file)
    with open(target, "wb") as file:
        write_po(file, catalogue)
"""
_POLIB = """
import polib
def work(source, target):
    polib.pofile(source).save(target)
"""
_TOOLKIT = """
from translate.storage.pypo import pofile
def work(source, target):
    with open(source, "rb") as file:
        store = pofile(file)
    with open(target, "wb") as file:
        file.write(bytes(store))
"""


@dataclass
class Row:
    """What one tool did with the files."""

    name: str
    refused: int = 0
    """Files it did not read: crashes, and for ours refusals that say why."""
    changed: int = 0
    lines: int = 0
    seconds: float = 0.0


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--corpus", type=Path, required=True, help="folder of .po files")
    options.add_argument("--most", type=int, default=0, help="take so many files alone, evenly chosen")
    args = options.parse_args()
    files = sorted(path for path in args.corpus.rglob("*.po") if path.is_file())
    if args.most:
        files = files[:: max(1, len(files) // args.most)][: args.most]
    size = sum(path.stat().st_size for path in files)
    print(f"{len(files)} files, {size / 1e6:.1f} MB\n")
    print("| tool | not read | changed | lines of difference | CPU s |\n|---|---|---|---|---|")
    for name, work in _tools():
        row = _measured(name, work, files)
        print(f"| {row.name} | {row.refused} | {row.changed} | {row.lines} | {row.seconds:.1f} |", flush=True)
    return 0


Work = Callable[[list[tuple[Path, Path]]], int]
"""Takes pairs of a file to read and one to write; returns how many were not read."""


def _tools() -> list[tuple[str, Work]]:
    tools: list[tuple[str, Work]] = [("Edition Builder", _ours)]
    if shutil.which("msgcat"):
        tools.append(("msgcat", _msgcat))
    for name, python, code in (
        ("Babel", sys.executable, _BABEL),
        ("polib", sys.executable, _POLIB),
        ("translate-toolkit", toolkit_python(), _TOOLKIT),
    ):
        module = code.split()[1]
        if (
            python
            and not subprocess.run(
                [python, "-c", f"import {module}"], check=False, capture_output=True
            ).returncode
        ):
            tools.append((name, _library(python, code)))
    return tools


def _measured(name: str, work: Work, files: list[Path]) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        pairs = [(path, Path(folder) / f"{number}.po") for number, path in enumerate(files)]
        before = _cpu_seconds()
        refused = work(pairs)
        row = Row(name=name, refused=refused, seconds=_cpu_seconds() - before)
        for source, target in pairs:
            if target.is_file() and source.read_bytes() != target.read_bytes():
                row.changed += 1
                row.lines += _different_lines(source, target)
    return row


def _ours(pairs: list[tuple[Path, Path]]) -> int:
    refused = 0
    for source, target in pairs:
        try:
            target.write_bytes(render_po(parse_po(source.read_bytes(), path=str(source), domain="x")))
        except BuilderError as error:
            print(f"  {error.where}: {error.message}", file=sys.stderr)
            refused += 1
    return refused


def _msgcat(pairs: list[tuple[Path, Path]]) -> int:
    return sum(
        bool(
            subprocess.run(
                ["msgcat", str(source), "-o", str(target)], check=False, capture_output=True
            ).returncode
        )
        for source, target in pairs
    )


def _library(python: str, code: str) -> Work:
    def work(pairs: list[tuple[Path, Path]]) -> int:
        lines = "".join(f"{source}\t{target}\n" for source, target in pairs)
        result = subprocess.run(
            [python, "-c", code + _LOOP], input=lines, capture_output=True, text=True, check=True
        )
        return sum(line.startswith("not read:") for line in result.stdout.splitlines())

    return work


def _different_lines(source: Path, target: Path) -> int:
    if source.stat().st_size >= DIFF_BELOW:
        return 0
    result = subprocess.run(["diff", str(source), str(target)], check=False, capture_output=True)
    return sum(line[:1] in {b"<", b">"} for line in result.stdout.splitlines())


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    sys.exit(main())
