#!/usr/bin/env python3
"""Compare our rules on translations with pofilter's: planted faults caught, good translations flagged.

usage: scripts/bench/checks.py [--corpus FOLDER] [--most FILES]

The planted set is `tests/data/planted.po`. A corpus is any folder of `.po` files that people translated;
fuzzy and untranslated messages are passed over. pofilter (translate-toolkit) is run where it is installed.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from builder.base.errors import BuilderError
from builder.catalogue.po import parse_po
from builder.catalogue.rules.check import check_any, check_translation
from builder.catalogue.rules.places import check_places
from builder.model.catalogue import Catalogue, Message
from builder.model.finding import Finding

PLANTED = Path(__file__).parents[2] / "tests" / "data" / "planted.po"


@dataclass
class Tally:
    """What one judge said of a set of files."""

    messages: int = 0
    flagged: int = 0
    """Messages with a warning or an error."""
    errors: int = 0
    seconds: float = 0.0
    codes: Counter[str] = field(default_factory=Counter)
    worst: tuple[float, str] = (0.0, "")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--corpus", type=Path, help="folder of .po files")
    options.add_argument("--most", type=int, default=0, help="look at so many files alone, evenly chosen")
    args = options.parse_args()
    pofilter = shutil.which("pofilter")
    print("judge       planted caught  good ones flagged")
    print(_planted_line("ours", _ours_on_planted()))
    if pofilter:
        print(_planted_line("pofilter", _pofilter_on_planted(pofilter)))
    else:
        print("pofilter    not installed: pip install translate-toolkit")
    if args.corpus:
        _corpus(args.corpus, args.most, pofilter)
    return 0


def _expected(message: Message) -> str:
    return message.translator_comments[0].removeprefix("expect: ")


def _planted_line(judge: str, found: dict[str, bool]) -> str:
    """Return one line of the table; `found` tells of each message whether it was found as planted."""
    catalogue = _read(PLANTED)
    good = [message for message in catalogue.live if _expected(message) == "nothing"]
    bad = [message for message in catalogue.live if _expected(message) != "nothing"]
    missed = [_expected(message) for message in bad if not found[message.msgid]]
    caught, flagged = len(bad) - len(missed), sum(found[message.msgid] for message in good)
    said = f"    missed: {', '.join(missed)}" if missed else ""
    return f"{judge:10}  {caught} of {len(bad)}        {flagged} of {len(good)}{said}"


def _ours_on_planted() -> dict[str, bool]:
    """Return of each planted message whether its own rule found it; of a good one whether any did."""
    catalogue = _read(PLANTED)
    findings = [*check_translation(catalogue, catalogue)]
    for message in catalogue.live:
        findings += [finding for finding in check_places(message, catalogue) if finding.code == "T006"]
    found: dict[str, bool] = {}
    for message in catalogue.live:
        codes = {
            finding.code
            for finding in findings
            if _line(finding) == message.line and finding.severity != "note"
        }
        wanted = _expected(message)
        found[message.msgid] = bool(codes) if wanted == "nothing" else wanted in codes
    return found


def _pofilter_on_planted(pofilter: str) -> dict[str, bool]:
    """Return of each planted message whether pofilter said anything of it, right reason or not."""
    flagged = _pofilter(pofilter, PLANTED, "es")
    return {message.msgid: message.msgid in flagged for message in _read(PLANTED).live}


def _pofilter(pofilter: str, file: Path, language: str) -> set[str]:
    """Return the msgids pofilter writes out, those it finds fault with."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in"), Path(folder, "out")
        source.mkdir()
        shutil.copy(file, source / "file.po")
        subprocess.run(
            [pofilter, "--progress=none", "--nofuzzy", f"--language={language}", "-i", source, "-o", target],
            check=False,
            capture_output=True,
        )
        written = target / "file.po"
        if not written.exists():
            return set()
        try:
            catalogue = parse_po(written.read_bytes(), path="out.po", domain="out")
        except BuilderError:
            return set()
        return {message.msgid for message in catalogue.live if any(message.msgstr)}


def _corpus(folder: Path, most: int, pofilter: str | None) -> None:
    files = sorted(folder.rglob("*.po"))
    if most and len(files) > most:
        files = files[:: len(files) // most][:most]
    ours, theirs, unread = Tally(), Tally(), 0
    for file in files:
        try:
            catalogue = _read(file)
        except BuilderError:
            unread += 1
            continue
        wanted = {message.line: message for message in catalogue.live if message.translated}
        if not wanted:
            continue
        start = time.process_time()
        findings = [finding for finding in check_any(catalogue) if finding.severity != "note"]
        ours.seconds += time.process_time() - start
        _add(ours, file, len(wanted), findings)
        if pofilter:
            found = _pofilter(pofilter, file, (catalogue.language or "en").replace("-", "_"))
            theirs.messages += len(wanted)
            theirs.flagged += len(found & {message.msgid for message in wanted.values()})
    print(f"\n{len(files)} files, {unread} of them not read by us")
    print("judge       messages  flagged  errors  CPU s for 1,000")
    print(_corpus_line("ours", ours))
    if pofilter:
        print(_corpus_line("pofilter", theirs))
    print("ours by code: " + ", ".join(f"{code} {count}" for code, count in sorted(ours.codes.items())))
    print(f"worst file of ours: {ours.worst[0]:.1%} {ours.worst[1]}")


def _add(tally: Tally, file: Path, messages: int, findings: list[Finding]) -> None:
    flagged = {finding.where for finding in findings}
    tally.messages += messages
    tally.flagged += len(flagged)
    tally.errors += len({finding.where for finding in findings if finding.severity == "error"})
    tally.codes.update(finding.code for finding in findings)
    if messages >= 100:
        tally.worst = max(tally.worst, (len(flagged) / messages, f"{file.parent.name}/{file.name}"))


def _corpus_line(judge: str, tally: Tally) -> str:
    count = max(1, tally.messages)
    speed = f"{tally.seconds / count * 1000:.2f}" if tally.seconds else "-"
    flagged, errors = tally.flagged / count, tally.errors / count
    return f"{judge:10}  {tally.messages:8}  {flagged:7.2%}  {errors:6.2%}  {speed:>15}"


def _read(file: Path) -> Catalogue:
    return parse_po(file.read_bytes(), path=str(file), domain=file.stem)


def _line(finding: Finding) -> int:
    line = finding.where.rpartition(":")[2]
    return int(line) if line.isdecimal() else 0


if __name__ == "__main__":
    raise SystemExit(main())
